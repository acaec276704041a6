import { folded } from './folding.js';
import { inAddress } from './links.js';
import { beginsWord, followsUnspaced } from './words.js';

/** @import { Completion, Named } from './types.d.ts' */

export const shown = 8;

/**
 * What is being completed at the caret: {sign: '@' | ':', query, from} or null. An @ counts where it may call somebody, a colon
 * only at the start of a word and from two letters on, so that times and smileys stay what they are.
 * @param {string} text @param {number} caret
 * @returns {Completion | null}
 */
export function completionAt(text, caret) {
  const before = text.slice(0, caret);
  const match = /([@\uff20:])([^\s@\uff20:]{0,32}(?: [^\s@\uff20:]{0,32})?)$/u.exec(before);
  if (!match) return null;
  const [, sign, query] = match;
  const from = match.index;
  if (sign === ':') return beginsEmoji(before, from) && /^[\w+-]{2,}$/.test(query) ? { sign, query, from } : null;
  return beginsWord(before, from) && !isInAddress(before, from) ? { sign: '@', query, from } : null;
}

/** @param {string} text @param {number} at */
const beginsEmoji = (text, at) => at === 0 || /[\s"'\p{Ps}\p{Pi}]/u.test(text[at - 1]) || followsUnspaced(text, at);

/**
 * An address has no blanks, so that nothing before the last one matters, however long the text.
 * @param {string} text @param {number} at
 */
function isInAddress(text, at) {
  const longest = 2048;
  let start = at;
  while (start > 0 && at - start < longest && !/\s/.test(text[start - 1])) start -= 1;
  return inAddress(text.slice(start, at + 1), at - start);
}

/**
 * People whose name fits, then everybody; nobody where the name is complete. `people`: [{id, name}].
 * @param {string} query @param {Named[]} people
 */
export function completePeople(query, people) {
  const wanted = folded(query);
  if (people.some(({ name }) => folded(name) === wanted)) return [];
  const fitting = rank(people, query, ({ name }) => name);
  if (query && 'all'.startsWith(wanted)) fitting.push({ id: 'all', name: 'all' });
  else if (!query && people.length) fitting.push({ id: 'all', name: 'all' });
  return fitting.slice(0, shown);
}

/**
 * The text with the choice put in, and where the caret stands then.
 * @param {string} text @param {number} caret @param {Completion} completion @param {string} replacement
 */
export function complete(text, caret, { from }, replacement) {
  const rest = text.slice(caret);
  const gap = /^\s/.test(rest) ? '' : ' ';
  const start = text.slice(0, from) + replacement + gap;
  return { text: start + rest, caret: start.length + (gap ? 0 : 1) };
}

/**
 * How well a name fits what was typed: its letters in order; whole beginnings before scattered ones. 0: not at all.
 * @param {string} name @param {string} query
 */
export const score = (name, query) => foldedScore(folded(name), folded(query.trim()));

/** @param {string} text @param {string} wanted */
const foldedScore = (text, wanted) => (wanted ? pieceScore(text, wanted) || scatteredScore(text, wanted) : 1);

/**
 * For what stands there as one piece; both folded.
 * @param {string} text @param {string} wanted
 */
export function pieceScore(text, wanted) {
  if (text === wanted) return 1000;
  if (text.startsWith(wanted)) return 500 - text.length;
  const at = text.indexOf(wanted);
  return at > 0 ? 300 - at - text.length / 100 : 0;
}

/**
 * For letters in order; those next to each other count more.
 * @param {string} text @param {string} wanted
 */
function scatteredScore(text, wanted) {
  let points = 0;
  let from = 0;
  for (const sign of wanted) {
    const found = text.indexOf(sign, from);
    if (found < 0) return 0;
    points += found === from ? 3 : 1;
    from = found + sign.length;
  }
  return points / (1 + text.length / 100);
}

/**
 * The fitting ones, best first; equals stay in the order they came.
 * @template T
 * @param {T[]} items @param {string} query @param {(item: T) => string} nameOf
 */
export function rank(items, query, nameOf = String) {
  const wanted = folded(query.trim());
  return items
    .map((item, order) => ({ item, order, points: foldedScore(folded(nameOf(item)), wanted) }))
    .filter(({ points }) => points > 0)
    .sort((a, b) => b.points - a.points || a.order - b.order)
    .map(({ item }) => item);
}
