import { rank } from './fuzzy.js';

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

/** People whose name fits, then everybody. `people`: [{id, name}]. */
export function completePeople(query, people) {
    const fitting = rank(people, query, ({ name }) => name);
    if (query && 'all'.startsWith(query.toLowerCase())) fitting.push({ id: 'all', name: 'all' });
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
