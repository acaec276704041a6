import { folded } from '../text/folding.js';
import { nameOfPlace } from '../text/places.js';

/**
 * Finds the places that were asked for by the name of a room that is known. Gives {from, to} for each: the place, and the
 * room's id.
 * @param {Iterable<string | null>} places @param {Iterable<{id: string, name: string}>} rooms
 */
export function settled(places, rooms) {
  /** @type {{from: string, to: string}[]} */
  const moves = [];
  const ids = new Map([...rooms].map(({ id, name }) => [folded(name), id]));
  for (const from of new Set(places)) {
    const to = ids.get(folded(nameOfPlace(from) ?? ''));
    if (from && to) moves.push({ from, to });
  }
  return moves;
}
