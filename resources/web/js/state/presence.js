import { noticePresence, noticeRename } from './events.js';

/** @import { Events } from '../net/protocol.d.ts' */
/** @import { Me, Room, State } from './types.d.ts' */

const listed = 200; // people in a list of who is present; of more, only their number is live

/**
 * The ids of those who are not present any more. A frame that names everybody, or as many as a list holds, takes the place
 * of what was `known`.
 * @param {Events['presence']} frame @param {Map<string, string>} known
 */
function goneWith({ joined, left, userCount }, known) {
  if (joined.length < Math.min(userCount, listed)) return left;
  const named = new Set(joined.map(({ id }) => id));
  return [...new Set([...left, ...[...known.keys()].filter((id) => !named.has(id))])];
}

/**
 * People come into a room and leave it. Returns the ids of those who are not present any more.
 * @param {State} state @param {Room} room @param {Events['presence']} frame @param {number} now
 */
export function comeAndGo(state, room, frame, now) {
  const { joined, userCount } = frame;
  const left = goneWith(frame, room.users);
  const isOther = (/** @type {string} */ id) => id !== state.me?.userId;
  const came = joined.filter(({ id }) => !room.users.has(id) && isOther(id));
  const went = left.filter((id) => room.users.has(id) && isOther(id)).map((id) => ({ id, username: room.users.get(id) ?? '' }));
  for (const { id, username } of joined) {
    room.users.set(id, username);
    state.people.set(id, username);
  }
  for (const id of left) room.users.delete(id);
  room.userCount = userCount;
  if (userCount <= listed) noticePresence(room, came, went, now);
  return left;
}

/**
 * Somebody is called something else from now on. Returns the rooms where they are present.
 * @param {State} state @param {Me} person @param {number} now
 */
export function rename(state, { userId, username }, now) {
  const before = state.people.get(userId);
  state.people.set(userId, username);
  if (userId === state.me?.userId) state.me = { userId, username };
  const rooms = [...state.rooms.values()].filter(({ users }) => users.has(userId));
  for (const room of rooms) {
    const from = room.users.get(userId) ?? before ?? '';
    const wasCalledSo = room.users.get(userId) === username;
    room.users.set(userId, username);
    if (!wasCalledSo) noticeRename(room, userId, from, username, now);
  }
  return rooms;
}
