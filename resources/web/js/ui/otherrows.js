import { list } from '../text/people.js';
import { dayName } from '../text/time.js';
import { el } from './dom.js';

/** The rows of the log that are no messages. */
export const dayNode = ({ at }) => el('div', { class: 'day' }, el('span', { text: dayName(at, Date.now()) }));

export const lineNode = () => el('div', { id: 'new-messages', class: 'new-line' }, el('span', { text: 'New messages' }));

export const noticeNode = ({ notice }) => el('p', { class: 'notice', 'data-kind': notice.kind, text: sentenceOf(notice) });

function sentenceOf(notice) {
    if (notice.kind === 'renamed') return `${notice.from} is now called ${notice.to}`;
    if (notice.kind === 'topic') return notice.text ? `${notice.username} changed the topic to “${notice.text}”` : `${notice.username} removed the topic`;
    const parts = [];
    if (notice.joined.size) parts.push(`${list([...notice.joined.values()])} joined`);
    if (notice.left.size) parts.push(`${list([...notice.left.values()])} left`);
    return parts.join(' · ');
}

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
