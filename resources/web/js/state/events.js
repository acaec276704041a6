import { moveRead, noteDeleted, noteUnseen } from './reading.js';
import { appendLive, changeMessage } from './window.js';

/** @import { Event as LogEvent, Events, Present } from '../net/protocol.d.ts' */
/** @import { Change, Me, Message, Notice, Room } from './types.d.ts' */

/**
 * What each durable event changes in its room, after its `seq` and `n` were found to be next in line. A type that is not
 * here only moves the position on.
 * @type {{[Type in LogEvent['type']]: (room: Room, event: Events[Type], me: Me | null) => void}}
 */
export const durable = {
  message(room, event, me) {
    const { type, room: id, ...message } = event;
    appendLive(room, { ...message, rev: event.seq });
    if (event.userId === me?.userId) {
      moveRead(room, event.n);
      return;
    }
    noteUnseen(room, event);
    noteMention(room, event, me);
  },

  edited(room, event, me) {
    remember(room, event);
    changeMessage(room, event.id, event.seq, (message) => edit(message, event));
    mentionAnew(room, event, me);
  },

  deleted(room, event, me) {
    remember(room, event);
    changeMessage(room, event.id, event.seq, bury);
    noteDeleted(room, { id: event.id, n: find(room, event.id)?.n });
    mentionAnew(room, event, me);
  },

  topic_changed(room, event) {
    room.topic = event.text;
    noticeTopic(room, event.username, event.text, event.timestamp);
  },

  room_changed(room, event) {
    room.name = event.name;
    noticeName(room, event.by?.username ?? null, event.name, event.timestamp);
  },
};

/** @param {{mentions?: string[]}} message @param {Me | null} me */
export const means = (message, me) => Boolean(message.mentions?.some((id) => id === me?.userId || id === 'all'));

/** @param {Room} room @param {string} id */
const find = (room, id) => [...room.messages ?? [], ...room.recent].find((message) => message.id === id);

/**
 * A message that was changed may mean me now, or no longer; also one that is unread and not at hand.
 * @param {Room} room @param {Change} event @param {Me | null} me
 */
function mentionAnew(room, event, me) {
  noteMention(room, find(room, event.id) ?? { ...event, n: room.unseen.get(event.id) }, me);
}

/**
 * Marks a message that is unread and means me, or takes the mark away.
 * @param {Room} room @param {{userId: string, n?: number, mentions?: string[]}} message @param {Me | null} me
 */
export function noteMention(room, message, me) {
  const { n = 0 } = message;
  if (n <= room.read || message.userId === me?.userId) return;
  room.mentions = room.mentions.filter((other) => other !== n);
  if (means(message, me)) room.mentions.push(n);
}

/**
 * A page may have been read before an edit that is known already: the edit wins.
 * @param {Room} room @param {Message[]} messages
 */
export function withKnownChanges(room, messages) {
  return messages.map((message) => {
    const event = room.changes.get(message.id);
    if (!event || event.seq <= message.rev) return message;
    return { ...(event.type === 'edited' ? edit(message, event) : bury(message)), rev: event.seq };
  });
}

const changesKept = 500;

/** @param {Room} room @param {Change} event */
function remember(room, event) {
  room.changes.delete(event.id);
  room.changes.set(event.id, event);
  if (room.changes.size <= changesKept) return;
  const [id, oldest] = [...room.changes][0];
  room.changes.delete(id);
  room.forgotten = oldest.seq;
}

/**
 * @param {Message} message @param {Events['edited']} event
 * @returns {Message}
 */
const edit = (message, event) => ({ ...message, text: event.text, mentions: event.mentions, editedAt: event.timestamp, gone: event.gone });

/**
 * @param {Message} message
 * @returns {Message}
 */
function bury(message) {
  const { text, mentions, style, editedAt, gone, ...rest } = message;
  return { ...rest, deleted: true };
}

/**
 * System lines: who came and went, new names of people and of the room, new topics. Comings and goings between two messages are one line, and who
 * only blinked is not in it, so that a bad connection does not fill the room.
 */
const noticesKept = 50;

/**
 * @template {Notice['kind']} Kind
 * @param {Room} room @param {Kind} kind
 * @returns {Extract<Notice, {kind: Kind}> | null}
 */
function lastOf(room, kind) {
  const last = room.notices.at(-1);
  return last && last.kind === kind && last.after === room.n ? /** @type {any} */ (last) : null;
}

/** @param {Room} room @param {any} notice */
function add(room, notice) {
  room.notices.push({ key: `${notice.kind}:${room.n}:${notice.at}:${room.notices.length}`, after: room.n, rev: 0, ...notice });
  if (room.notices.length > noticesKept) room.notices.shift();
}

/** @param {Room} room @param {Present[]} joined @param {Present[]} left @param {number} at */
export function noticePresence(room, joined, left, at) {
  if (!joined.length && !left.length) return;
  let notice = lastOf(room, 'presence');
  if (!notice) {
    add(room, { kind: 'presence', at, joined: new Map(), left: new Map() });
    notice = lastOf(room, 'presence');
  }
  if (!notice) return;
  for (const { id, username } of joined) {
    if (!notice.left.delete(id)) notice.joined.set(id, username);
  }
  for (const { id, username } of left) {
    if (!notice.joined.delete(id)) notice.left.set(id, username);
  }
  notice.rev += 1;
  if (!notice.joined.size && !notice.left.size) room.notices.pop();
}

/** @param {Room} room @param {string} userId @param {string} from @param {string} to @param {number} at */
export function noticeRename(room, userId, from, to, at) {
  const notice = lastOf(room, 'renamed');
  if (notice?.userId === userId) {
    notice.to = to;
    notice.rev += 1;
    if (notice.from === to) room.notices.pop();
  } else {
    add(room, { kind: 'renamed', at, userId, from, to });
  }
}

/** @param {Room} room @param {string} username @param {string} text @param {number} at */
export function noticeTopic(room, username, text, at) {
  add(room, { kind: 'topic', at, username, text });
}

/**
 * Without `username` it was an admin, who is nobody in the room.
 * @param {Room} room @param {string | null} username @param {string} name @param {number} at
 */
function noticeName(room, username, name, at) {
  add(room, { kind: 'named', at, username, name });
}
