/** @import { Message, Room } from './types.d.ts' */

/**
 * The window of messages that a room shows: gapless and bounded. `n` is dense over messages, so that two messages belong
 * together when theirs follow each other; nothing else has to be remembered about what is missing at either end.
 */
export const windowSize = 300;
const recentSize = 100;

/**
 * A message that came live. It joins the window only where it fits, and not while the reader is far from it.
 * @param {Room} room @param {Message} message
 */
export function appendLive(room, message) {
  room.recent.push(message);
  if (room.recent.length > recentSize) room.recent.shift();
  const messages = room.messages;
  if (!messages) return;
  const last = messages.at(-1);
  if (last && last.seq >= message.seq) return;
  if ((last?.n ?? 0) !== message.n - 1) return;
  if (room.following) {
    messages.push(message);
    if (messages.length > windowSize) messages.splice(0, messages.length - windowSize);
  } else if (messages.length < windowSize) {
    messages.push(message);
  }
}

/**
 * The state of a message changes where the window or what is kept for it holds an older one.
 * @param {Room} room @param {string} id @param {number} rev @param {(message: Message) => Message} change
 */
export function changeMessage(room, id, rev, change) {
  for (const list of [room.messages ?? [], room.recent]) {
    const index = list.findIndex((message) => message.id === id);
    if (index >= 0 && list[index].rev < rev) list[index] = { ...change(list[index]), rev };
  }
}

/**
 * The page is all there is now; what came after it was read is put behind it.
 * @param {Room} room @param {Message[]} page
 */
export function replaceWindow(room, page) {
  room.messages = page;
  closeGap(room);
}

/**
 * Puts an older page before the window; the newest end gives way.
 * @param {Room} room @param {Message[]} page
 */
export function prependPage(room, page) {
  const first = room.messages?.[0];
  const older = page.filter((message) => !first || message.seq < first.seq);
  if (first && older.length && older[older.length - 1].n !== first.n - 1) return;
  room.messages = [...older, ...(room.messages ?? [])].slice(0, windowSize);
}

/**
 * Puts a newer page behind the window; the oldest end gives way.
 * @param {Room} room @param {Message[]} page
 */
export function appendPage(room, page) {
  const last = room.messages?.at(-1);
  const newer = page.filter((message) => !last || message.seq > last.seq);
  if (last && newer.length && newer[0].n !== last.n + 1) return;
  room.messages = [...(room.messages ?? []), ...newer].slice(-windowSize);
  closeGap(room);
}

/** @param {Room} room */
function closeGap(room) {
  const messages = room.messages ?? [];
  for (const message of room.recent) {
    if (message.n === (messages.at(-1)?.n ?? 0) + 1) messages.push(message);
  }
}
