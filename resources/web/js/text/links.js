/**
 * Finds what may be clicked in a text: addresses of http, https and mailto, and those that begin with "www." and are opened by
 * https. The text stays as it was typed; only what the URL parser reads as an address becomes a link. common/text/links.cpp has
 * the same rules; tests/golden/text/links.json holds the two equal.
 */
const beginning = /(?<!\w)(?:https?:\/\/|mailto:|(?<![@./:\\-])www\.)/gi;

// What ends an address wherever it stands: blanks, quotes but for the apostrophe, the punctuation of Chinese and Japanese, and
// what cannot be seen, which could make an address look like another.
const ender = /[\s"<>`\u00ab\u00bb\u2018\u201a-\u201f\u2025\u2026\u2039\u203a\u3001-\u3003\u3008-\u3011\u3014-\u301b\u301d-\u301f\ufe10-\ufe19\ufe30-\ufe5e\uff01\uff02\uff07-\uff09\uff0c\uff0e\uff1a-\uff1c\uff1e\uff1f\uff3b\uff3d\uff5b\uff5d\uff5f-\uff64\u0000-\u001f\u007f-\u00a0\u00ad\u061c\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]/g;

// Punctuation that belongs to the sentence where it stands at the end. Besides ASCII: the closing quote, dashes, and what ends
// a sentence or a part of it from Armenian to Khmer.
const tail = new Set('.,;:!?*~\'\u2019\u2013\u2014\u0589\u060c\u061b\u061f\u06d4\u0964\u0965\u104a\u104b\u1362\u17d4');

// A host and perhaps a port between the slashes and whatever follows: a user name before the host would show one place and
// lead to another. Or somebody at something, before the question mark.
// A host has at most 253 characters, and a port 6 more with its colon: URL parsers take quadratic time for rows of marks.
const shape = /^(?:https?:\/\/[^/\\?#@%]{1,260}(?:[/\\?#]|$)|mailto:(?!\/)[^?#@]+@[^?#])/i;

// Of what the URL parser takes for a host, only what a name server or a network could know.
const host = /^(?:\[[\da-f:.]+\]|\w(?:[\w-]{0,61}\w)?(?:\.\w(?:[\w-]{0,61}\w)?)*\.?)$/;

/** @type {Record<string, string>} */
const closerOf = { '(': ')', '[': ']', '{': '}', "'": "'", '\u2018': '\u2019' };

/**
 * [{text, href?}], which put together give the text again.
 * @param {string} text
 */
export function linkify(text) {
  const parts = [];
  let done = 0;
  for (const { start, end } of addressSpans(text)) {
    const shown = text.slice(start, end);
    const href = safe(shown);
    if (!href) continue;
    if (start > done) parts.push({ text: text.slice(done, start) });
    parts.push({ text: shown, href });
    done = end;
  }
  if (done < text.length) parts.push({ text: text.slice(done) });
  return parts;
}

/**
 * [{start, end}] of whatever begins like an address, fit to be clicked or not.
 * @param {string} text
 */
export function addressSpans(text) {
  const spans = [];
  beginning.lastIndex = 0;
  for (let match = beginning.exec(text); match; match = beginning.exec(text)) {
    const start = match.index;
    ender.lastIndex = start;
    const address = enclosed(text.slice(start, ender.exec(text)?.index), text[start - 1]);
    spans.push({ start, end: start + withoutTail(address).length });
    beginning.lastIndex = start + address.length;
  }
  return spans;
}

/**
 * Whether this place is in an address, so that an @ there calls nobody: in one of the spans, or behind "example.org/".
 * @param {string} text @param {number} at
 */
export function inAddress(text, at, spans = addressSpans(text)) {
  if (spans.some(({ start, end }) => start <= at && at < end)) return true;
  return /[a-z\d]\.[a-z\d][\w.~%+:/-]*\/$/i.test(text.slice(Math.max(at - 256, 0), at));
}

/**
 * An address in brackets or quotes ends where those are closed.
 * @param {string} address @param {string} [opener]
 */
function enclosed(address, opener) {
  const closer = closerOf[opener ?? ''];
  if (!closer) return address;
  let depth = 0;
  for (let at = 0; at < address.length; at += 1) {
    if (address[at] === closer) {
      if (depth === 0) return address.slice(0, at);
      depth -= 1;
    } else if (address[at] === opener) {
      depth += 1;
    }
  }
  return address;
}

/** @param {string} address */
function withoutTail(address) {
  /** @type {Record<string, number>} */
  const unopened = { ')': count(address, ')') - count(address, '('), ']': count(address, ']') - count(address, '['), '}': count(address, '}') - count(address, '{') };
  let end = address.length;
  for (;;) {
    const last = address[end - 1];
    if (unopened[last] > 0) unopened[last] -= 1;
    else if (!tail.has(last)) return address.slice(0, end);
    end -= 1;
  }
}

/** @param {string} text @param {string} sign */
const count = (text, sign) => text.split(sign).length - 1;

/** @param {string} shown */
function safe(shown) {
  const bare = /^www\./i.test(shown);
  const address = bare ? `https://${shown}` : shown;
  if (!shape.test(address)) return null;
  try {
    const url = new URL(address);
    if (url.protocol === 'mailto:') return url.href;
    return host.test(url.hostname) && (!bare || isWebsite(url.hostname)) ? url.href : null;
  } catch {
    return null;
  }
}

/**
 * "www." begins a host only where a name and a domain follow.
 * @param {string} hostname
 */
const isWebsite = (hostname) => hostname.split('.').filter(Boolean).length > 2;
