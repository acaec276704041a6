import { compareNames } from '../text/people.js';
import { messageHash, parseRoute, roomHash } from '../text/routes.js';
import { readAddress } from './address.js';

/**
 * Which room is shown, and the address that says so. Going to a room that one is not in joins it; going to a message opens
 * its room there. An address alone (Back, a reload, a link) does not take anybody into a room again that they left: it is
 * offered instead. `toUnread()` and `reveal(name, seq)` move the log of the room that is shown; `tell(error)` shows an error.
 * @param {import('./types.d.ts').Use<'state' | 'signal' | 'settings' | 'applier' | 'session' | 'roomHistory' | 'tell'> & {toUnread: () => void, reveal: (room: string, seq: number) => Promise<void>}} uses
 */
export function navigation({ state, signal, settings, applier, session, roomHistory, toUnread, reveal, tell }) {
  /** @type {number | null} */
  let wantedMessage = null; // seq of it, for when there is a connection
  /** @type {string | null} */
  let popped = null; // the address of the popstate that a hashchange follows

  /**
   * By hand. `replace` puts the room in the place of the one that is shown, also in the browser's history.
   * @param {string} name @param {number | null} seq
   */
  async function go(name, seq = null, { replace = false } = {}) {
    if (name === state.current && seq === null && state.rooms.has(name)) return toUnread();
    write(seq === null ? roomHash(name) : messageHash(name, seq), replace);
    settings.rejoin(name);
    await show(name, seq);
  }

  /** @param {string} hash @param {boolean} replace */
  function write(hash, replace) {
    if (location.hash === hash) return;
    if (replace) history.replaceState(null, '', hash);
    else history.pushState(null, '', hash);
  }

  /** @param {string} name @param {number | null} seq */
  async function show(name, seq, offered = false) {
    settings.set('room', name);
    if (name !== state.current || offered !== (state.offered === name)) applier.open(name, { offered });
    if (!offered && !state.rooms.has(name)) session.want(name);
    if (state.link.phase === 'connected') await arrive(seq);
    else wantedMessage = seq;
  }

  /**
   * Makes the room that is shown complete: joined, with messages, at the message that was asked for.
   * @param {number | null} seq
   */
  async function arrive(seq) {
    let name = state.current ?? '';
    const room = state.rooms.get(name);
    if (!name || (state.offered && !room)) return;
    try {
      if (state.offered) applier.open(name); // entered again on another device, or in another tab
      if (!room || room.handled === null) name = await enter(name);
      else if (!room.messages) await roomHistory.loadLatest(name);
      if (seq !== null) await reveal(name, seq);
    } catch (reason) {
      const error = /** @type {import('../net/types.d.ts').Refusal} */ (reason);
      if (error.code === 'connection_lost') {
        if (state.current === name) wantedMessage ??= seq;
        return;
      }
      tell(error);
      if (!state.rooms.has(name) && state.current === name) leaveFor(null);
    }
  }

  /**
   * Joins a room. Gives its name in the server's spelling.
   * @param {string} name
   */
  async function enter(name) {
    const room = await session.join(name);
    if (room !== name && state.current === name) {
      history.replaceState(null, '', roomHash(room));
      settings.set('room', room);
      applier.open(room);
    }
    return room;
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

  function follow() {
    const { room, seq } = readAddress(settings);
    if (room && state.view === 'chat' && (room !== state.current || seq !== null)) open(room, seq);
  }

  /**
   * As an address asks for it.
   * @param {string} name @param {number | null} seq
   */
  function open(name, seq = null) {
    show(name, seq, !state.rooms.has(name) && settings.hasLeft(name));
  }

  /**
   * A link within the page is followed at once, so that it makes no events that look like Back.
   * @param {any} event
   */
  function click(event) {
    const link = event.target.closest?.('a[href^="#/"]');
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const { room, seq } = parseRoute(link.getAttribute('href'));
    if (!room) return;
    event.preventDefault();
    go(room, seq);
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
    follow();
  });
  window.addEventListener('hashchange', ({ newURL }) => {
    if (newURL !== popped) follow();
    popped = null;
  });
  signal.on('removed', (name) => {
    settings.leave(name);
    if (name === state.current) leaveFor([...state.rooms.keys()].sort(compareNames)[0]);
  });
  signal.on('left', (name) => {
    settings.leave(name);
    if (name === state.current && !state.rooms.has(name)) applier.open(name, { offered: true });
  });
  signal.on('me', () => settings.rejoin(...state.rooms.keys()));
  signal.on('rooms', () => {
    if (state.offered && state.rooms.has(state.offered)) applier.open(state.offered);
  });

  return { go, open };
}
