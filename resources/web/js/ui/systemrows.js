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
