import { hueOf, hues } from '../text/people.js';

const given = new Map(); // user id -> hue
const uses = Array(hues).fill(0);
let last = 0;

const distance = (a, b) => Math.min(Math.abs(a - b), hues - Math.abs(a - b));

/**
 * The hue of a person, the same wherever the page shows them. It is the one that their id stands for, unless somebody who was
 * shown earlier has it: then, of those that the fewest people have, the one that differs most from the person shown before,
 * who is likely to be the neighbour. So no two of twelve people look alike.
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
