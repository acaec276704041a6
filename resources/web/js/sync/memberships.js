import { mayTryAgain } from '../net/errors.js';

/** @import { Events, Membership } from '../net/protocol.d.ts' */

/**
 * The whole list of memberships that begins with a welcome; the server gives the rest in pages. `ask(after)` asks for the
 * next page, `later(delay)` waits, `isOver()` says that the connection is another one by now, and `page(rooms)` is called
 * with each page but the last. Gives {rooms, isComplete}; nothing may be concluded from what an incomplete list lacks.
 * @param {Events['welcome']} welcome
 * @param {{ask: (after: string) => Promise<Events['memberships']>, later: (delay: number) => Promise<unknown>, isOver: () => boolean, page: (rooms: string[]) => void}} uses
 */
export async function listMemberships(welcome, { ask, later, isOver, page }) {
  const rooms = [...welcome.rooms];
  /** @type {{rooms: Membership[], more?: boolean}} */
  let last = welcome;
  while (last.more && last.rooms.length) {
    page(last.rooms.map(({ room }) => room));
    const next = await ask(rooms[rooms.length - 1].room).catch((/** @type {any} */ error) => error);
    if (isOver()) return { rooms, isComplete: false };
    if (next.rooms) {
      last = next;
      rooms.push(...last.rooms);
    } else if (mayTryAgain(next.code)) {
      await later(next.retryAfter ?? 1000);
      if (isOver()) return { rooms, isComplete: false };
    } else {
      return { rooms, isComplete: false };
    }
  }
  return { rooms, isComplete: true };
}

/**
 * The memberships that the server should know and does not list, of those that are `known` with their logs. Somebody with a new
 * identity is in none of them yet; but a room that was left on another device must not come back. If any room is listed with the
 * log that it had, the server knows the person, and what it does not list was left.
 * @param {Membership[]} listed @param {Map<string, string | null>} known
 */
export function compare(listed, known) {
  const ids = new Set(listed.map(({ room }) => room));
  return {
    missing: [...known.keys()].filter((room) => !ids.has(room)),
    knowsPerson: listed.some(({ room, log }) => known.get(room) === log),
  };
}
