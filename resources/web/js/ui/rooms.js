import { isMentioned, unreadOf } from '../state/state.js';
import { compareNames } from '../text/people.js';
import { roomHash } from '../text/routes.js';
import { arrange, byId, el, soon, icon, childrenOf } from './dom.js';

/**
 * The rooms one is in, by name, with what is new in them.
 * @param {import('./types.d.ts').Use<'state' | 'signal' | 'settings' | 'openDirectory'>} uses
 */
export function roomList({ state, signal, settings, openDirectory }) {
  const list = byId('rooms');
  /** @type {Map<string, {node: HTMLElement, mark: string}>} */
  const nodes = new Map();

  const draw = soon(() => {
    const rooms = [...state.rooms.values()].sort((a, b) => compareNames(a.name, b.name));
    byId('server-name').textContent = state.serverName;
    for (const id of nodes.keys()) if (!state.rooms.has(id)) nodes.delete(id);
    const drawn = rooms.map((room) => entryOf(room));
    arrange(list, drawn.length ? drawn : [empty()]);
  });

  /** @param {import('../state/types.d.ts').Room} room */
  function entryOf(room) {
    const muted = settings.isMuted(room.id);
    const current = room.id === state.current;
    const unread = unreadOf(room);
    const mentioned = unread > 0 && isMentioned(room);
    const mark = JSON.stringify([room.name, muted, current, unread, mentioned]);
    const known = nodes.get(room.id);
    if (known?.mark === mark) return known.node;
    const node = entry(room, { muted, current, unread, mentioned });
    const focused = known?.node.contains(document.activeElement);
    nodes.set(room.id, { node, mark });
    if (focused) setTimeout(() => childrenOf(node)[0].focus());
    return node;
  }

  function empty() {
    return el('li', { class: 'empty' },
      el('p', { text: 'You have not joined a room yet.' }),
      el('button', { type: 'button', text: 'Browse rooms', on: { click: () => openDirectory() } }));
  }

  signal.on('rooms current view', draw);
  draw();
}

/** @param {import('../state/types.d.ts').Room} room @param {{muted: boolean, current: boolean, unread: number, mentioned: boolean}} looks */
function entry(room, { muted, current, unread, mentioned }) {
  const also = [unread && `${unread} unread`, mentioned && 'you were mentioned', muted && 'muted'].filter(Boolean).join(', ');
  return el('li', {},
    el('a', {
      'href': roomHash(room.name),
      'class': [unread ? 'unread' : '', muted ? 'muted' : ''].join(' ').trim() || undefined,
      'data-room': room.id,
      'data-unread': unread,
      'title': room.name,
      'aria-current': current ? 'page' : undefined,
    },
    el('span', { class: 'hash', 'aria-hidden': 'true', text: '#' }),
    el('span', { class: 'name', dir: 'auto', text: room.name }),
    also && el('span', { class: 'unseen', text: also }),
    muted && el('span', { class: 'muted-mark' }, icon('mute')),
    mentioned && el('span', { class: 'mention-mark', 'aria-hidden': 'true', text: '@' }),
    unread > 0 && el('span', { class: 'count', 'aria-hidden': 'true', text: unread > 999 ? '999+' : unread })));
}
