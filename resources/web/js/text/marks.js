import { folded } from './people.js';

/**
 * Finds what may be clicked in a text: http, https and mailto, nothing else. The text stays as it was typed; only an address
 * that the URL parser reads as one of the three becomes a link. common/text/marks.cpp has the same rules for both functions;
 * tests/golden/text/marks.json holds the two equal.
 */
const candidate = /\b(?:https?:\/\/|mailto:)[^\s<>"'`\u0000-\u001f\u007f-\u00a0\u00ad\u061c\u200b-\u200f\u2028-\u202f\u2060-\u206f]+/gi;

// A host and perhaps a port between the slashes and whatever follows: a user name before the host would show one place and
// lead to another. Or somebody at something, before the question mark.
const shape = /^(?:https?:\/\/[^/\\?#@%]+(?:[/\\?#]|$)|mailto:(?!\/)[^?#@]+@[^?#])/i;

// Of what the URL parser takes for a host, only what a name server or a network could know.
const host = /^(?:\[[\da-f:.]+\]|\w(?:[\w-]{0,61}\w)?(?:\.\w(?:[\w-]{0,61}\w)?)*\.?)$/;

/** [{text, href?}], which put together give the text again. */
export function linkify(text) {
  const parts = [];
  let done = 0;
  for (const match of text.matchAll(candidate)) {
    const shown = withoutTail(match[0]);
    const href = safe(shown);
    if (!href) continue;
    if (match.index > done) parts.push({ text: text.slice(done, match.index) });
    parts.push({ text: shown, href });
    done = match.index + shown.length;
  }
  if (done < text.length) parts.push({ text: text.slice(done) });
  return parts;
}

function safe(address) {
  if (!shape.test(address)) return null;
  try {
    const url = new URL(address);
    return url.protocol === 'mailto:' || host.test(url.hostname) ? url.href : null;
  } catch {
    return null;
  }
}

/** Punctuation at the end belongs to the sentence, and a closing bracket to its opening one. */
function withoutTail(address) {
  let end = address.length;
  for (;;) {
    const last = address[end - 1];
    if (/[.,;:!?…*_~]/.test(last)) end -= 1;
    else if (last === ')' && count(address, ')', end) > count(address, '(', end)) end -= 1;
    else if (last === ']' && count(address, ']', end) > count(address, '[', end)) end -= 1;
    else return address.slice(0, end);
  }
}

const count = (text, sign, end) => text.slice(0, end).split(sign).length - 1;

/**
 * Where a text calls people by @name, so that it can be marked. Who is meant was found by the server; `names` maps the
 * mentioned ids to what those people are called.
 */
const isWord = (sign) => sign !== undefined && /[\p{L}\p{N}_]/u.test(sign);

/** [{text, id?}], which put together give the text again. */
export function markMentions(text, names) {
  const parts = [];
  let done = 0;
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    if (at < done || isWord(text[at - 1])) continue;
    const found = longest(text, at + 1, names);
    if (!found) continue;
    if (at > done) parts.push({ text: text.slice(done, at) });
    done = at + 1 + found.name.length;
    parts.push({ text: text.slice(at, done), id: found.id });
  }
  if (done < text.length) parts.push({ text: text.slice(done) });
  return parts;
}

function longest(text, from, names) {
  let best = null;
  for (const { id, name } of names) {
    if (!name || (best && best.name.length >= name.length)) continue;
    const there = text.slice(from, from + name.length);
    if (folded(there) === folded(name) && !isWord(text[from + name.length])) best = { id, name: there };
  }
  return best;
}
