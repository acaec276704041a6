import { pieceScore, shown } from './completion.js';
import { table } from './emojitable.js';

/** [{sign, names, keywords}]; the first name is the usual one. client/models/emoji.cpp has the same table and rules. */
export const emoji = table.trim().split(/[|\n]/).map((entry) => {
  const [named, keywords = ''] = entry.split(':');
  const [sign, ...names] = named.split(' ');
  return { sign, names, keywords: keywords ? keywords.split(' ') : [] };
});

/**
 * [{name, sign}], each by the name that fits best; then those that a keyword finds. No scattered letters: they find too much.
 * @param {string} query
 */
export function completeEmoji(query, most = shown) {
  const wanted = query.toLowerCase();
  if (!wanted) return [];
  return emoji
    .map(({ sign, names, keywords }) => ({ sign, ...best(names, keywords, wanted) }))
    .filter(({ points }) => points > 0)
    .sort((a, b) => b.points - a.points)
    .slice(0, most)
    .map(({ name, sign }) => ({ name, sign }));
}

/** @param {string[]} names @param {string[]} keywords @param {string} wanted */
function best(names, keywords, wanted) {
  let found = { name: '', points: 0 };
  for (const name of names) {
    const points = pieceScore(name, wanted);
    if (points > found.points) found = { name, points };
  }
  if (!found.points) {
    const fitting = keywords.filter((keyword) => keyword.startsWith(wanted)).map(({ length }) => 100 - length);
    if (fitting.length) found = { name: names[0], points: Math.max(...fitting) };
  }
  return found;
}

/**
 * The emoji of exactly that name, or undefined.
 * @param {string} name
 */
export const emojiSign = (name) => emoji.find(({ names }) => names.includes(name))?.sign;
