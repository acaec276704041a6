import { hueOf, hues } from '../text/people.js';

/** @type {Map<string, number>} */
const given = new Map(); // user id -> hue
const uses = Array(hues).fill(0);
let last = 0;

/** @param {number} a @param {number} b */
const distance = (a, b) => Math.min(Math.abs(a - b), hues - Math.abs(a - b));

/**
 * The hue of a person, the same everywhere on the page. It follows from their id. If somebody shown earlier has that hue, the
 * person gets one of the least used hues instead, as far as possible from that of the person shown just before, who is
 * probably the neighbour. Twelve people in a row therefore have twelve colours.
 * @param {string} userId
 */
export function colourOf(userId) {
  if (!given.has(userId)) {
    const own = hueOf(userId);
    const fewest = Math.min(...uses);
    const free = uses.flatMap((count, hue) => (count === fewest ? [hue] : []));
    const hue = uses[own] === fewest ? own : free.sort((a, b) => distance(b, last) - distance(a, last))[0];
    uses[hue] += 1;
    last = hue;
    given.set(userId, hue);
  }
  return given.get(userId);
}
