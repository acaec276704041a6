import { settled } from '../sync/settling.js';
import { folded } from '../text/folding.js';
import { compareNames } from '../text/people.js';
import { nameOfPlace, placeNamed } from '../text/places.js';
import { idHash, messageHash, parseRoute, roomHash } from '../text/routes.js';
import { placeOf, readAddress } from './address.js';

/**
 * Which place is shown, and the address that says so: it has the room's name, which people read, and the entry in the browser's
 * history has the id. Going to a room that one is not in joins it; going to a message opens its room there. An address alone
 * (Back, a reload, a link, whatever is typed into the address bar) does not take anybody into a room again that they left, and
 * makes none: it is offered instead.
 * `toUnread()` and `reveal(room, seq)` move the log of the room that is shown; `tell(error)` shows an error.
 * @param {import('./types.d.ts').Use<'state' | 'signal' | 'settings' | 'applier' | 'session' | 'roomHistory' | 'tell'> & {toUnread: () => void, reveal: (room: string, seq: number) => Promise<void>}} uses
 */
export function navigation({ state, signal, settings, applier, session, roomHistory, toUnread, reveal, tell }) {
  /** @type {number | null} */
  let wantedMessage = null; // seq of it, for when there is a connection
  /** @type {string | null} */
  let popped = null; // the address of the popstate that a hashchange follows
  /** @type {string | null} */
  let asked = null; // the name that was asked for, where only what this browser remembers says which room that is

  /** @param {string} place */
  const nameOf = (place) => state.rooms.get(place)?.name ?? settings.nameOf(place);

  /**
   * By hand. `replace` puts the room in the place of the one that is shown, also in the browser's history.
   * @param {string} wanted @param {number | null} seq
   */
  async function go(wanted, seq = null, { replace = false } = {}) {
    const place = resolve(wanted);
    if (place === state.current && seq === null && state.rooms.has(place)) return toUnread();
    write(place, seq, replace);
    settings.rejoin(place);
    session.mayMake(place);
    await show(place, seq);
  }

  /**
   * The room that a name means, as far as this page or an earlier one knows it.
   * @param {string} place
   */
  function resolve(place) {
    const remembered = settings.get('memberships').map(({ room: id, name }) => ({ id, name }));
    const room = settled([place], [...remembered, ...state.rooms.values()])[0]?.to ?? place;
    asked = room === place || state.rooms.has(room) ? null : nameOfPlace(place);
    return room;
  }

  /** @param {string} place @param {number | null} seq @param {boolean} replace */
  function write(place, seq, replace) {
    const name = nameOf(place);
    const hash = name === null ? idHash(place) + (seq === null ? '' : `/${seq}`) : seq === null ? roomHash(name) : messageHash(name, seq);
    const entry = nameOfPlace(place) === null ? { room: place } : {}; // null: the page has not written it
    if (replace || location.hash === hash) history.replaceState(entry, '', hash);
    else history.pushState(entry, '', hash);
  }

  /** The room that is shown is known, or has another name. */
  function writeAnew() {
    const room = state.rooms.get(state.current);
    const { seq, ...route } = parseRoute(location.hash);
    if (!room) return;
    settings.set('place', { room: room.id, name: room.name });
    if (placeOf(route) !== null) write(room.id, seq, true);
  }

  /** @param {string} place @param {number | null} seq */
  async function show(place, seq, offered = false) {
    settings.set('place', { room: place, name: nameOf(place) });
    if (place !== state.current || offered !== (state.offered === place)) applier.open(place, { offered, name: nameOf(place) });
    if (!offered && !state.rooms.has(place)) session.want(place);
    if (state.link.phase === 'connected') await arrive(seq);
    else wantedMessage = seq;
  }

  /**
   * Makes the room that is shown complete: joined, with messages, at the message that was asked for.
   * @param {number | null} seq
   */
  async function arrive(seq) {
    const place = state.current ?? '';
    const room = state.rooms.get(place);
    if (!place || (state.offered && !room)) return;
    if (asked !== null && room && folded(room.name) !== folded(asked)) { // another one has that name by now
      show(placeNamed(asked), seq);
      asked = null;
      return;
    }
    try {
      if (state.offered) applier.open(place); // entered again on another device, or in another tab
      const id = !room || room.handled === null ? await session.join(place) : place;
      if (room && room.handled !== null && !room.messages) await roomHistory.loadLatest(id);
      if (id === state.current) writeAnew();
      if (seq !== null) await reveal(id, seq);
    } catch (reason) {
      refused(/** @type {import('../net/types.d.ts').Refusal} */ (reason), place, seq);
    }
  }

  /** @param {import('../net/types.d.ts').Refusal} error @param {string} place @param {number | null} seq */
  function refused(error, place, seq) {
    if (error.code === 'connection_lost') {
      if (state.current === place) wantedMessage ??= seq;
      return;
    }
    if (error.code !== 'not_found') tell(error); // the session has told of a room that is gone
    if (!state.rooms.has(place) && state.current === place && state.offered !== place) leaveFor(null);
  }

  /** @param {string | null} [next] */
  function leaveFor(next) {
    if (next) {
      go(next, null, { replace: true });
      return;
    }
    applier.open(null);
    history.replaceState(null, '', location.pathname);
  }

  function followAddress() {
    const { place, seq } = readAddress(settings);
    if (!place || state.view !== 'chat' || (resolve(place) === state.current && seq === null)) return;
    open(place, seq);
  }

  /**
   * By a link in a message.
   * @param {string} wanted @param {number | null} seq
   */
  function follow(wanted, seq) {
    const place = resolve(wanted);
    write(place, seq, false);
    if (place !== state.current || seq !== null) open(place, seq);
  }

  /**
   * As an address asks for it.
   * @param {string} wanted @param {number | null} seq
   */
  function open(wanted, seq = null) {
    const place = resolve(wanted);
    const former = state.rooms.has(place) ? undefined : settings.formerAt(place);
    show(former?.room ?? place, seq, former !== undefined);
  }

  /**
   * A link within the page is followed at once, so that it makes no events that look like Back. Those of the room list have the
   * room's id; one that stands in a message is followed like the address that it is.
   * @param {any} event
   */
  function click(event) {
    const link = event.target.closest?.('a[href^="#/"]');
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const { seq, ...route } = parseRoute(link.getAttribute('href'));
    const place = link.dataset.room ?? placeOf(route);
    if (!place) return;
    event.preventDefault();
    if (link.dataset.room) go(place, seq);
    else follow(place, seq);
  }

  signal.on('link', () => {
    const { phase } = state.link;
    if (phase !== 'connected' || !state.current) return;
    arrive(wantedMessage);
    wantedMessage = null;
  });
  signal.on('refused', ({ room }) => room === state.current && !state.rooms.has(room) && leaveFor([...state.rooms.keys()][0]));
  document.addEventListener('click', click);
  window.addEventListener('popstate', () => {
    popped = location.href;
    followAddress();
  });
  window.addEventListener('hashchange', ({ newURL }) => {
    if (newURL !== popped) followAddress();
    popped = null;
  });
  signal.on('removed', ({ room, name, why }) => {
    const place = why === 'deleted' ? placeNamed(name) : room; // nobody comes back to an id that is gone
    if (name) settings.leave({ room: place, name });
    if (room !== state.current) return;
    if (name && why !== 'left') offer(place, name);
    else leaveFor([...state.rooms.values()].sort((a, b) => compareNames(a.name, b.name))[0]?.id);
  });
  signal.on('unmade', (place) => place === state.current && offer(place, nameOfPlace(place), true));
  signal.on('moved', ({ to }) => {
    settings.rejoin(to);
    if (to === state.current) writeAnew();
  });
  signal.on('named', ({ id }) => id === state.current && writeAnew());
  signal.on('me', () => settings.rejoin(...[...state.rooms.values()].flatMap(({ id, name }) => [id, placeNamed(name)])));
  signal.on('rooms', () => {
    if (state.offered && state.rooms.has(state.offered)) applier.open(state.offered);
  });

  /**
   * In the place of the room that is shown.
   * @param {string} place @param {string | null} name
   */
  function offer(place, name, isUnmade = false) {
    write(place, null, true);
    settings.set('place', { room: place, name });
    applier.open(place, { offered: true, isUnmade, name });
  }

  return { go, open };
}
