import { compareNames, tagsAmong } from '../text/people.js';
import { lastSeenAt } from '../text/time.js';
import { arrange, byId, el, soon, avatar, icon } from './dom.js';

/** @import { Member } from '../net/protocol.d.ts' */
/** @import { Room } from '../state/types.d.ts' */

/** @typedef {{id: string, username: string, present: boolean, lastSeen?: number}} Someone */
/** @typedef {'true' | 'false' | 'unknown'} Presence */

const refreshAfter = 1000; // ms between two requests for the members, however many people come and go

/**
 * What a screen reader says of a member. Presence is unknown while there is no connection.
 * @type {Record<Presence, string>}
 */
const presences = { true: 'here now', false: 'away', unknown: 'status unknown' };

/**
 * The panel that lists a room's members: the people present, live, and the others in pages from the server.
 * @param {import('./types.d.ts').Use<'state' | 'signal' | 'members' | 'drawers'>} uses
 */
export function membersPanel({ state, signal, members, drawers }) {
  const panel = byId('members');
  /** @type {Map<string, {mark: string, node: HTMLElement}>} */
  const nodes = new Map(); // id -> {mark, node}
  const view = panelView({ close: () => drawers.close('members'), more: showMore });
  /** @type {number | null} */
  let count = null; // people present at the time of the last request
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer = 0;

  const draw = soon(() => {
    const room = state.rooms.get(state.current);
    if (!room || !drawers.isOpen('members')) {
      panel.replaceChildren();
      nodes.clear();
      return;
    }
    if (!panel.firstElementChild) panel.append(view.header, view.people);
    const { present, away } = membersOf(room, members.peopleOf(room.id));
    const tagOf = tagsAmong([...present, ...away].map(({ id, username }) => [id, username]));
    const isKnown = state.link.phase === 'connected';
    /** @param {Presence} presence */
    const node = (presence) => (/** @type {Someone} */ member) => nodeOf(member, isKnown ? presence : 'unknown', tagOf);
    const hasMore = members.hasMore(room.id);
    const unseen = room.userCount - present.length;
    view.hereTitle.textContent = `${isKnown ? 'Here now' : 'Last seen here'} · ${room.userCount}`;
    arrange(view.here, present.map(node('true')));
    view.unseen.textContent = unseen > 0 ? `and ${unseen} more` : '';
    view.awayTitle.textContent = `Away · ${away.length}${hasMore ? '+' : ''}`;
    arrange(view.away, away.map(node('false')));
    view.awayTitle.hidden = away.length === 0;
    if (!hasMore && document.activeElement === view.more) view.people.focus();
    view.more.hidden = !hasMore;
    const shown = new Set([...present, ...away].map(({ id }) => id));
    for (const id of nodes.keys()) if (!shown.has(id)) nodes.delete(id);
  });

  /** @param {Someone} member @param {Presence} presence @param {ReturnType<typeof tagsAmong>} tagOf */
  function nodeOf(member, presence, tagOf) {
    const { id, username, lastSeen } = member;
    const tag = tagOf(id, username);
    const seen = presence !== 'true' && lastSeen ? lastSeenAt(lastSeen, Date.now()) : '';
    const isMe = id === state.me?.userId;
    const mark = JSON.stringify([username, presence, tag, seen, isMe]);
    const known = nodes.get(id);
    if (known?.mark === mark) return known.node;
    const node = personNode({ id, username, presence, tag, seen, isMe });
    nodes.set(id, { mark, node });
    return node;
  }

  /**
   * Runs a request for members if the panel is open and the room is live, and draws what it brought.
   * @param {(room: Room) => Promise<void>} read
   */
  async function ask(read) {
    const room = state.rooms.get(state.current);
    if (!room?.live || !drawers.isOpen('members') || state.link.phase !== 'connected') return;
    count = room.userCount;
    try {
      await read(room);
      draw();
    } catch {
      // The connection bar explains it, and the next opening asks again.
    }
  }

  const refresh = () => ask((room) => members.refresh(room.id));

  async function showMore() {
    view.more.setAttribute('aria-busy', 'true');
    await ask((room) => members.showMore(room.id, (id) => nodes.has(id)));
    view.more.removeAttribute('aria-busy');
  }

  signal.on('room', (id) => {
    if (id !== state.current) return;
    draw();
    if (!drawers.isOpen('members') || state.rooms.get(id)?.userCount === count) return;
    clearTimeout(timer);
    timer = setTimeout(refresh, refreshAfter);
  });
  signal.on('current drawers link', () => {
    draw();
    refresh();
  });
  draw();
  refresh();
}

/**
 * Builds the parts of the panel that outlive comings and goings, so that focus and scroll position survive them.
 * @param {{close: () => void, more: () => void}} acts
 */
function panelView({ close, more }) {
  const view = {
    people: el('div', { class: 'people', tabindex: '0', role: 'region', 'aria-label': 'People' }),
    header: el('header', { class: 'bar' },
      el('h2', { text: 'Members' }),
      el('button', { 'class': 'quiet', 'type': 'button', 'aria-label': 'Hide members', 'on': { click: close } }, icon('close'))),
    hereTitle: el('h3'),
    here: el('ul'),
    unseen: el('p', { class: 'note' }),
    awayTitle: el('h3'),
    away: el('ul'),
    more: el('button', { type: 'button', text: 'Show more', on: { click: more } }),
  };
  const { hereTitle, here, unseen, awayTitle, away } = view;
  view.people.append(hereTitle, here, unseen, awayTitle, away, view.more);
  return view;
}

/**
 * Splits the members into those present and those away. A room's own list of people is live and complete up to 200 people;
 * beyond that, the later word of a page of members counts.
 * @param {Room} room @param {Map<string, Member>} fetched
 */
function membersOf(room, fetched) {
  const isComplete = room.userCount <= room.users.size;
  const people = new Map([...room.users].map(([id, username]) => [id, { id, username, present: true }]));
  for (const [id, member] of fetched) {
    if (!people.has(id)) people.set(id, isComplete ? { ...member, present: false } : member);
    else if (!isComplete) people.set(id, { ...member, username: people.get(id)?.username ?? member.username });
  }
  const sorted = [...people.values()].sort((a, b) => compareNames(a.username, b.username));
  return { present: sorted.filter(({ present }) => present), away: sorted.filter(({ present }) => !present) };
}

/** @param {{id: string, username: string, presence: Presence, tag: string, seen: string, isMe: boolean}} person */
function personNode({ id, username, presence, tag, seen, isMe }) {
  return el('li', { 'data-user': id, 'data-present': presence },
    avatar(id, username, true),
    el('span', { class: 'who' },
      el('span', { class: 'name' },
        el('bdi', { text: username }),
        tag && el('span', { class: 'tag', text: tag }),
        isMe && el('span', { class: 'note', text: 'you' })),
      seen && el('span', { class: 'note', text: seen })),
    el('span', { class: 'unseen', text: presences[presence] }));
}
