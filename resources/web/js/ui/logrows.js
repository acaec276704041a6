import { means } from '../state/events.js';
import { list } from '../text/people.js';
import { clockTime, dayName, fullTime } from '../text/time.js';
import { colourOf } from './colours.js';
import { el, avatar, icon } from './dom.js';
import { linked, messageText } from './richtext.js';

/** @import { Outbox } from '../state/outbox.js' */
/** @import { MessageRow, Notice, Room, Shown, State } from '../state/types.d.ts' */
/** @import { Folds } from './folding.js' */

/**
 * Builds one message of the log. `folds` folds messages that are too tall.
 * @param {MessageRow} row @param {{state: State, actions: Pick<Outbox, 'retry' | 'discard'>, folds: Pick<Folds, 'nodesFor'>}} uses
 */
export function messageNode(row, { state, actions, folds }) {
  const { message, own, tag, starts, ends, stamped, state: fate, entry } = row;
  const at = message.timestamp;
  const callsMe = !own && means(message, state.me);
  const action = message.style === 'me' && !message.deleted;
  const classes = ['message', own && 'own', starts && 'starts', ends && 'ends', callsMe && 'calls-me', action && 'action', isJumbo(message) && 'jumbo'];

  return el('article', {
    'class': classes.filter(Boolean).join(' '),
    'data-id': message.id,
    'data-seq': message.seq,
    'data-nonce': entry?.nonce,
    'data-hue': colourOf(message.userId),
    'data-state': fate,
    'tabindex': '-1',
    'aria-label': readAloud(row, callsMe),
  },
  starts && !own && avatar(message.userId, message.username),
  el('div', { class: 'body' },
    starts && !own && !action && authorLine(message, tag),
    el('div', { class: 'said' },
      el('div', { class: 'bubble', dir: 'auto', title: fullTime(at) },
        message.deleted ? el('span', { class: 'text tombstone', text: tombstone }) : folds.nodesFor(row.key, textNode(message, state, action, tag)),
        stampOf(message, stamped)),
      el('button', { class: 'more', type: 'button', tabindex: '-1', 'aria-label': 'Message actions', 'aria-haspopup': 'menu' }, icon('more'))),
    fate !== 'sent' && fateLine(row, actions)));
}

const tombstone = 'This message was deleted';

/**
 * The name of a message for screen readers: author, text, time and state.
 * @param {MessageRow} row @param {boolean} callsMe
 */
function readAloud({ message, own, tag, state: fate }, callsMe) {
  const text = message.deleted ? tombstone : message.text;
  const also = [message.editedAt && !message.deleted && 'edited', callsMe && 'mentions you', fate === 'pending' && 'not sent yet', fate === 'failed' && 'not sent'];
  return [own ? 'You' : tag ? `${message.username} ${tag}` : message.username, text, clockTime(message.timestamp), ...also].filter(Boolean).join(', ');
}

/** @param {Shown} message @param {boolean} stamped */
function stampOf(message, stamped) {
  const edited = message.editedAt && !message.deleted;
  if (!stamped && !edited) return null;
  const at = message.timestamp;
  return el('span', { class: 'stamp' },
    edited && el('span', { class: 'edited', dir: 'ltr', title: `Edited ${fullTime(message.editedAt ?? at)}`, text: `edited ${clockTime(message.editedAt ?? at)}` }),
    stamped && el('time', { dir: 'ltr', datetime: new Date(at).toISOString(), text: clockTime(at) }));
}

/** @param {Shown} message @param {string} tag */
const authorLine = (message, tag) => el('p', { class: 'author' }, el('bdi', { text: message.username }), tagNode(tag));

/** @param {string} tag */
const tagNode = (tag) => tag && el('span', { class: 'tag', title: 'Somebody else here has the same name', text: tag });

/** @param {Shown} message @param {State} state @param {boolean} action @param {string} tag */
function textNode(message, state, action, tag) {
  const node = el('span', { class: 'text' });
  if (action) node.append(el('b', { text: message.username }), tagNode(tag), ' ');
  node.append(...messageText(message, state));
  return node;
}

const fates = {
  message: ['Sending…', 'Not sent', 'Send again', 'Will be sent once you are connected'],
  edit: ['Saving…', 'Not saved', 'Save again', 'Will be saved once you are connected'],
  delete: ['Deleting…', 'Not deleted', 'Delete again', 'Will be deleted once you are connected'],
};

/**
 * Says what became of a message that is not sent yet, or of a change to one.
 * @param {MessageRow} row @param {Pick<Outbox, 'retry' | 'discard'>} actions
 */
function fateLine({ state: fate, entry, waits, isConnected }, actions) {
  if (!entry) return null;
  const [under, failed, again, later] = fates[entry.type ?? 'message'];
  if (fate === 'failed') {
    return el('p', { class: 'fate' },
      el('span', { class: 'reason', text: `${failed}: ${entry.reason}` }),
      el('button', { type: 'button', text: again, on: { click: () => actions.retry(entry.nonce) } }),
      el('button', { type: 'button', text: 'Discard', on: { click: () => actions.discard(entry.nonce) } }));
  }
  return el('p', { class: 'fate' }, el('span', { class: 'waiting', text: !isConnected ? later : waits ? `Too fast; sending in ${waits} s` : under }));
}

const emojiOnly = /^(?:(?:\p{Regional_Indicator}{2}|\p{Extended_Pictographic}(?:\p{Emoji_Modifier}|\uFE0F|\u200D\p{Extended_Pictographic})*)\s?){1,3}$/u;

/** @param {Shown} message */
const isJumbo = ({ text = '', deleted, style }) => text && !deleted && style !== 'me' && text.length <= 30 && emojiOnly.test(text);

/**
 * Builds the rows between the messages.
 * @param {{at: number}} row
 */
export const dayNode = ({ at }) => el('div', { class: 'day' }, el('span', { text: dayName(at, Date.now()) }));

export const lineNode = () => el('div', { id: 'new-messages', class: 'new-line' }, el('span', { text: 'New messages' }));

/** @param {{notice: Notice}} row */
export const noticeNode = ({ notice }) => el('p', { class: 'notice', 'data-kind': notice.kind }, sentenceOf(notice));

/** @param {Notice} notice */
function sentenceOf(notice) {
  if (notice.kind === 'renamed') return `${notice.from} is now called ${notice.to}`;
  if (notice.kind === 'topic') return notice.text ? [`${notice.username} changed the topic to “`, ...linked(notice.text), '”'] : `${notice.username} removed the topic`;
  if (notice.kind === 'named') return `${notice.username ?? 'An admin'} renamed the room to ${notice.name}`;
  const parts = [];
  if (notice.joined.size) parts.push(`${list([...notice.joined.values()])} joined`);
  if (notice.left.size) parts.push(`${list([...notice.left.values()])} left`);
  return parts.join(' · ');
}

/**
 * Fills a place without content: it says what belongs there and offers the next step.
 * @param {import('./types.d.ts').Use<'state' | 'openDirectory'>} uses
 */
export function noRoom({ state, openDirectory }) {
  const text = state.rooms.size ? 'Choose a room.' : 'You have not joined a room yet. Join one, or create your own.';
  return el('div', { class: 'empty-state' },
    el('p', { class: 'empty-mark', 'aria-hidden': 'true', text: '#' }),
    el('h2', { text: 'No room is open' }),
    el('p', { text }),
    el('button', { class: 'primary', type: 'button', text: 'Browse rooms', on: { click: () => openDirectory() } }));
}

/** @param {Room} room @param {import('./types.d.ts').Use<'copyRoomLink'>} uses */
export function emptyRoom(room, { copyRoomLink }) {
  return el('div', { class: 'empty-state' },
    el('p', { class: 'empty-mark', 'aria-hidden': 'true', text: '#' }),
    el('h2', { text: `This is the start of ${room.name}` }),
    el('p', { text: 'Nobody has said anything here yet. Say hello, or invite somebody.' }),
    el('button', { type: 'button', text: 'Copy invite link', on: { click: () => copyRoomLink(room) } }));
}

/**
 * A room that was left and that an old address leads to: one enters it again only by choice.
 * @param {import('../state/types.d.ts').Place} place @param {import('./types.d.ts').Use<'go'>} uses
 */
export function offeredRoom({ room, name }, { go }) {
  return el('div', { class: 'empty-state' },
    el('p', { class: 'empty-mark', 'aria-hidden': 'true', text: '#' }),
    el('h2', {}, 'You are not in ', name === null ? 'this room' : el('bdi', { text: name })),
    el('p', { text: 'You left this room, or it was deleted. Nobody sees you here until you join.' }),
    el('button', { class: 'primary', type: 'button', text: `Join ${name ?? 'it'}`, on: { click: () => go(room) } }));
}

/**
 * A name that no room has, and that an address leads to: a room is made only by choice.
 * @param {import('../state/types.d.ts').Place} place @param {import('./types.d.ts').Use<'go'>} uses
 */
export function unmadeRoom({ room, name }, { go }) {
  return el('div', { class: 'empty-state' },
    el('p', { class: 'empty-mark', 'aria-hidden': 'true', text: '#' }),
    el('h2', {}, 'There is no room ', el('bdi', { text: name ?? '' })),
    el('p', { text: 'The link may be wrong, or the room has another name by now. You can create a room of this name.' }),
    el('button', { class: 'primary', type: 'button', text: 'Create room', on: { click: () => go(room) } }));
}
