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
 * A short stable mark where two people who are present share a name; '' otherwise.
 * @param {string} userId @param {string} name @param {Map<string, string>} users
 */
export function tagOf(userId, name, users) {
  const wanted = folded(name);
  for (const [id, other] of users) {
    if (id !== userId && folded(other) === wanted) return String(userId).replace(/-/g, '').slice(0, 4);
  }
  return '';
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
