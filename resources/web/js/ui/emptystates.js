import { el } from './dom.js';

/** What is shown where there is nothing yet: what this place is, and the next step. */
export function noRoom({ state, openDirectory }) {
    const text = state.rooms.size ? 'Choose a room on the left.' : 'You are in no room yet. Find one, or make your own.';
    return el('div', { class: 'empty-state' },
        el('p', { class: 'empty-mark', 'aria-hidden': 'true', text: '#' }),
        el('h2', { text: 'No room is open' }),
        el('p', { text }),
        el('button', { class: 'primary', type: 'button', text: 'Browse rooms', on: { click: openDirectory } }));
}

export function emptyRoom(room, { copyRoomLink }) {
    return el('div', { class: 'empty-state' },
        el('p', { class: 'empty-mark', 'aria-hidden': 'true', text: '#' }),
        el('h2', { text: `This is the start of ${room.name}` }),
        el('p', { text: 'Nobody has said anything here yet. Say hello, or invite somebody.' }),
        el('button', { type: 'button', text: 'Copy invite link', on: { click: () => copyRoomLink(room.name) } }));
}
