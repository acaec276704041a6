import { folded } from './people.js';

export const shown = 8;

/**
 * What is being completed at the caret: {sign: '@' | ':', query, from} or null. A sign counts only at the start of a word, an
 * emoji only from two letters on, so that times and smileys stay what they are.
 */
export function completionAt(text, caret) {
  const match = /(?:^|[\s([{"'])([@:])([^\s@:]{0,32}(?: [^\s@:]{0,32})?)$/u.exec(text.slice(0, caret));
  if (!match) return null;
  const [, sign, query] = match;
  if (sign === ':' && !/^[\w+-]{2,}$/.test(query)) return null;
  return { sign, query, from: caret - query.length - 1 };
}

/** People whose name fits, then everybody; nobody where the name is complete. `people`: [{id, name}]. */
export function completePeople(query, people) {
  if (people.some(({ name }) => folded(name) === folded(query))) return [];
  const fitting = rank(people, query, ({ name }) => name);
  if (query && 'all'.startsWith(folded(query))) fitting.push({ id: 'all', name: 'all' });
  else if (!query && people.length) fitting.push({ id: 'all', name: 'all' });
  return fitting.slice(0, shown);
}

/** The text with the choice put in, and where the caret stands then. */
export function complete(text, caret, { from }, replacement) {
  const rest = text.slice(caret);
  const gap = /^\s/.test(rest) ? '' : ' ';
  const start = text.slice(0, from) + replacement + gap;
  return { text: start + rest, caret: start.length + (gap ? 0 : 1) };
}

/** How well a name fits what was typed: its letters in order; whole beginnings before scattered ones. 0: not at all. */
export function score(name, query) {
  const text = folded(name);
  const wanted = folded(query.trim());
  if (!wanted) return 1;
  return pieceScore(text, wanted) || scatteredScore(text, wanted);
}

/** For what stands there as one piece; both in small letters. */
export function pieceScore(text, wanted) {
  if (text === wanted) return 1000;
  if (text.startsWith(wanted)) return 500 - text.length;
  const at = text.indexOf(wanted);
  return at > 0 ? 300 - at - text.length / 100 : 0;
}

/** For letters in order; those next to each other count more. */
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

/** The fitting ones, best first; equals stay in the order they came. */
export function rank(items, query, nameOf = (item) => item) {
  return items
    .map((item, order) => ({ item, order, points: score(nameOf(item), query) }))
    .filter(({ points }) => points > 0)
    .sort((a, b) => b.points - a.points || a.order - b.order)
    .map(({ item }) => item);
}
