import { firstUnread, unreadOf } from './state.js';

/** @import { Room, State } from './types.d.ts' */
/** @typedef {'elsewhere' | 'away' | 'hidden' | 'beside' | 'watched'} Situation */
/** @typedef {'opened' | 'arrived' | 'missed' | 'resumed' | 'shown' | 'sought' | 'caughtUp' | 'wrote' | 'readElsewhere' | 'deleted'} Happening */
/** @typedef {['line' | 'end' | 'stay', 'mark' | 'anew' | 'none' | 'keep']} Step */

/**
 * When a message counts as read, and what a reader finds where. A message is read once it was on screen, in the room that is
 * shown, in a window that is visible and has the focus; so a mark never covers a message that nobody saw, unless the reader
 * asked for that (by jumping to the latest message, or by writing).
 *
 * How a reader stands to a room:
 *   elsewhere  another room is shown, or none
 *   away       the room is shown, at some place in its history
 *   hidden     the room is shown at its end, in a page that cannot be seen
 *   beside     the same, in a page that can be seen and does not have the focus
 *   watched    the same, in a page that has the focus
 * @param {State} state @param {Room} room
 * @returns {Situation}
 */
export function situationOf(state, room) {
  if (room.id !== state.current) return 'elsewhere';
  return room.following ? state.attention : 'away';
}

/** @type {Step} */
const nothing = ['stay', 'keep'];
/** @type {Step} */
const fresh = ['line', 'anew'];

/**
 * What an event does to the view and to the new-messages line. Events and situations that are missing change neither.
 *
 * The view: 'line' brings the line into view, or the end where there is no line; 'end' goes to the latest message; 'stay'
 * leaves it where it is, which at the end means that it follows. The line: 'mark' puts it above the first unread message
 * unless it stands above an unread one already; 'anew' does so in any case, and takes it away where nothing is unread;
 * 'none' takes it away; 'keep' leaves it.
 * @type {Record<Happening, Partial<Record<Situation, Step>>>}
 */
export const transitions = {
  opened: { elsewhere: fresh, away: fresh, hidden: fresh, beside: fresh, watched: fresh },
  arrived: { away: ['stay', 'mark'], hidden: ['stay', 'mark'], beside: ['stay', 'mark'] },
  missed: { watched: ['stay', 'mark'] }, // more came at once than fits on the screen
  resumed: { away: ['stay', 'mark'], hidden: ['line', 'mark'], beside: ['line', 'mark'], watched: ['line', 'mark'] }, // with what came during a gap
  shown: { hidden: ['line', 'mark'] }, // the page becomes visible
  sought: { away: ['line', 'mark'], beside: ['line', 'mark'], watched: ['line', 'mark'] }, // the reader asks for what is new
  caughtUp: { away: ['end', 'keep'], hidden: ['end', 'keep'], beside: ['end', 'keep'], watched: ['end', 'keep'] },
  wrote: { away: ['stay', 'none'], hidden: ['stay', 'none'], beside: ['stay', 'none'], watched: ['stay', 'none'] },
  readElsewhere: { away: ['stay', 'anew'], hidden: ['stay', 'anew'], beside: ['stay', 'anew'] },
  deleted: { away: ['stay', 'anew'], hidden: ['stay', 'anew'], beside: ['stay', 'anew'] },
};

/** @type {Record<Step[1], (room: Room) => number | null>} */
const place = {
  keep: (room) => room.line,
  none: () => null,
  anew: (room) => firstUnread(room),
  mark: (room) => (room.line !== null && room.line > room.read ? room.line : firstUnread(room) ?? room.line),
};

/**
 * Something happened: moves the room's line, and says in `landing` where the view has to go. True if either changed.
 * @param {State} state @param {Room} room @param {Happening} event
 */
export function happen(state, room, event) {
  const [view, line] = transitions[event][situationOf(state, room)] ?? nothing;
  const before = room.line;
  room.line = place[line](room);
  if (view !== 'stay') room.landing = view;
  if (room.landing === 'line' && (room.line === null || unreadOf(room) === 0)) room.landing = 'end';
  return view !== 'stay' || room.line !== before;
}

/**
 * How far the room is read once the messages `first` to `last` were on screen. They count only where nothing unread was
 * skipped; deleted messages are no loss.
 * @param {Room} room @param {number} first @param {number} last
 */
export function readAfterSeeing(room, first, last) {
  const next = firstUnread(room) ?? room.n + 1;
  return Math.max(room.read, next >= first && next <= last ? last : next - 1);
}

const unseenKept = 1000; // more are shown as "999+" anyway

/**
 * A message of somebody else that is not read: its number is needed if it is deleted, since a deletion names its id only.
 * @param {Room} room @param {{id: string, n: number}} message
 */
export function noteUnseen(room, { id, n }) {
  if (n <= room.read) return;
  room.unseen.set(id, n);
  if (room.unseen.size > unseenKept) room.unseen.delete([...room.unseen.keys()][0]);
}

/**
 * A message that is deleted is not unread any more.
 * @param {Room} room @param {{id: string, n?: number}} message
 */
export function noteDeleted(room, { id, n = room.unseen.get(id) }) {
  if (n !== undefined && n > room.read) room.gone.add(n);
}

/**
 * Moves the mark, which only grows. True if it did.
 * @param {Room} room @param {number} n
 */
export function moveRead(room, n) {
  if (n <= room.read) return false;
  room.read = n;
  room.mentions = room.mentions.filter((mention) => mention > n);
  for (const gone of room.gone) if (gone <= n) room.gone.delete(gone);
  for (const [id, unseen] of room.unseen) if (unseen <= n) room.unseen.delete(id);
  return true;
}
