import { currentName, isMentioned, unreadOf } from '../state/state.js';
import { typingSentence } from '../state/typing.js';
import { byId, el, soon, avatar } from './dom.js';

/**
 * Shows your name below the rooms. A click opens the settings.
 * @param {import('./types.d.ts').Use<'state' | 'signal'>} uses
 */
export function me({ state, signal }) {
  const draw = () => {
    const { me: person, link } = state;
    if (!person) return;
    const connected = link.phase === 'connected';
    byId('me').replaceChildren(
      avatar(person.userId, person.username, true),
      el('span', { class: 'who' },
        el('bdi', { text: person.username }),
        el('span', { class: 'note', text: connected ? 'online' : 'not connected' })),
      el('span', { class: 'unseen', text: 'Settings' }));
    byId('me').dataset.connected = String(connected);
  };
  signal.on('me link', draw);
  draw();
}

/**
 * Names the people who are typing in the current room. Screen readers do not announce it, since it would drown everything else.
 * @param {import('./types.d.ts').Use<'state' | 'signal' | 'typists'>} uses
 */
export function typingLine({ state, signal, typists }) {
  const draw = () => {
    const names = state.current ? typists.names(state.current) : [];
    byId('typing').textContent = typingSentence(names);
  };
  signal.on('typing', (room) => room === state.current && draw());
  signal.on('current', draw);
}

/**
 * Sets the tab's title to the unread count and the room, and puts a dot into its icon.
 * @param {import('./types.d.ts').Use<'state' | 'signal' | 'settings'>} uses
 */
export function title({ state, signal, settings }) {
  const draw = soon(() => {
    const rooms = [...state.rooms.values()].filter((room) => !settings.isMuted(room.id));
    const unread = rooms.reduce((sum, room) => sum + unreadOf(room), 0);
    const mentioned = rooms.some((room) => unreadOf(room) > 0 && isMentioned(room));
    const name = state.view === 'chat' && currentName(state);
    const place = name ? `${name} · ${state.serverName}` : state.serverName;
    document.title = unread ? `(${unread}) ${place}` : place;
    const href = `icons/favicon${mentioned ? '-mention' : unread ? '-unread' : ''}.svg`;
    if (byId('icon').getAttribute('href') !== href) byId('icon').setAttribute('href', href);
  });
  signal.on('rooms current view', draw);
  draw();
}
