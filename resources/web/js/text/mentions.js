import { clusterEnd } from './clusters.js';
import { folded, foldedCluster } from './folding.js';
import { addressSpans, inAddress } from './links.js';
import { beginsWord, endsWord } from './words.js';

/** @import { Called } from './types.d.ts' */

/** A text with more of these is not a call for attention; names behind the rest are not looked for, by the server either. */
const most = 50;

/**
 * Where a text calls people by @name, so that it can be marked: [{text, id?}], which put together give the text again. Who is
 * meant was found by the server; `names`, [{id, name}], says what those are called. Of several who have the same name, the
 * first is given. common/text/mentions.cpp has the same rules; tests/golden/text/mentions.json holds the two equal.
 * @param {string} text @param {Called[]} names
 * @returns {{text: string, id?: string}[]}
 */
export function markMentions(text, names) {
  const parts = [];
  let done = 0;
  for (const { start, end, id } of mentionsIn(text, names)) {
    if (start > done) parts.push({ text: text.slice(done, start) });
    parts.push({ text: text.slice(start, end), id });
    done = end;
  }
  if (done < text.length) parts.push({ text: text.slice(done) });
  return parts;
}

/** @param {string} text @param {Called[]} names */
function* mentionsIn(text, names) {
  const signs = text.matchAll(/[@\uff20]/g);
  let sign = signs.next();
  if (sign.done || names.length === 0) return;
  const index = indexOf(names);
  const spans = addressSpans(text);
  for (let looked = 0, done = 0; !sign.done && looked < most; sign = signs.next()) {
    const start = sign.value.index;
    if (start < done || !beginsWord(text, start) || inAddress(text, start, spans)) continue;
    looked += 1;
    const found = longestName(text, start + 1, index);
    if (!found) continue;
    yield { start, ...found };
    done = found.end;
  }
}

/** @param {Called[]} names */
function indexOf(names) {
  const ids = new Map();
  let longest = 0;
  for (const { id, name } of names) {
    const key = folded(name ?? '');
    if (!key || ids.has(key)) continue;
    ids.set(key, id);
    longest = Math.max(longest, key.length);
  }
  return { ids, longest };
}

/**
 * The longest name that stands here as a whole word: {end, id}, or null.
 * @param {string} text @param {number} from @param {{ids: Map<string, string>, longest: number}} index
 */
function longestName(text, from, { ids, longest }) {
  let best = null;
  let read = '';
  for (let at = from; at < text.length && read.length <= longest;) {
    const end = clusterEnd(text, at);
    read += foldedCluster(text.slice(at, end));
    at = end;
    if (ids.has(read) && endsWord(text, at)) best = { end: at, id: ids.get(read) };
  }
  return best;
}
