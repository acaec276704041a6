import { composeAtomicLetters } from './atomicletters.js';
import { firstCluster } from './clusters.js';
import { folded } from './folding.js';

/** How people look and what tells them apart. */
export const hues = 12;

const collator = new Intl.Collator(undefined, { numeric: true });

/** As people sort names, of people and of rooms: "room 2" before "room 10". */
export const compareNames = collator.compare;

/**
 * A number from 0 to 11 that stays the same for a person: the class of their colour.
 * @param {string} userId
 */
export function hueOf(userId) {
  let hash = 0;
  for (const sign of String(userId)) hash = (hash * 31 + Number(sign.codePointAt(0))) >>> 0;
  return hash % hues;
}

/**
 * One or two letters: of the first and the last word, or the first of the only one.
 * @param {string} name
 */
export function initials(name) {
  const words = String(name).trim().split(/[\s._-]+/).filter(Boolean);
  const letters = words.length > 1 ? [words[0], ...words.slice(-1)] : words.slice(0, 1);
  return letters.map((word) => firstCluster(word).toUpperCase()).join('') || '?';
}

/**
 * Tells people of one name apart. Gives a function whose result is a short stable mark for somebody whose name somebody else
 * among these people has, too, and '' for everybody else. `people` holds [id, name], with as many names for a person as they had.
 * @param {Iterable<[string, string]>} people
 * @returns {(userId: string, name: string) => string}
 */
export function tagsAmong(people) {
  /** @type {Map<string, Set<string>>} */
  const written = new Map(); // by the name as it is written: most names come often, and folding takes its time
  for (const [id, name] of people) addTo(written, name, [id]);
  /** @type {Map<string, Set<string>>} */
  const owners = new Map();
  for (const [name, ids] of written) addTo(owners, folded(name), ids);
  return (userId, name) => {
    const ids = owners.get(folded(name));
    return ids && ids.size > Number(ids.has(userId)) ? String(userId).replace(/-/g, '').slice(0, 4) : '';
  };
}

/** @param {Map<string, Set<string>>} map @param {string} key @param {Iterable<string>} ids */
function addTo(map, key, ids) {
  const known = map.get(key) ?? new Set();
  for (const id of ids) known.add(id);
  map.set(key, known);
}

/** @param {string[]} names */
export function list(names, most = 3) {
  const some = names.slice(0, names.length > most ? most - 1 : most);
  const rest = names.length - some.length;
  if (rest) some.push(`${rest} others`);
  return some.length > 1 ? `${some.slice(0, -1).join(', ')} and ${some.at(-1)}` : some[0] ?? '';
}

// UTF-16 units, enough for every name. Browsers take quadratic time to put a row of combining marks in order.
const longestComposed = 512;

/**
 * A name as the server keeps it: common/text/names.cpp. A text that is too long for any name stays as it is.
 * @param {string} text
 */
export function normal(text) {
  if (text.length > longestComposed) return text;
  return composeAtomicLetters(text.normalize('NFC')).replace(/\p{Zs}+/gu, ' ').trim();
}

/**
 * What can be said about a name before the server is asked. Which characters are allowed is for the server to say.
 * @param {string} text @param {number} most @param {string} what
 */
export function nameProblem(text, most, what) {
  const name = normal(text);
  if (!name) return `Enter a ${what}.`;
  if ([...name].length > most) return `A ${what} has at most ${most} characters.`;
  return '';
}
