import { atomicLetter, partsOf } from './atomicletters.js';
import { clusterEnd } from './clusters.js';

// UTF-16 units. No name has a longer cluster, and browsers take quadratic time to put a row of marks in order.
const longestPiece = 128;

/**
 * Names are compared by their folded form, in which letter case, ways of composing a letter, kinds of blanks, joiners and
 * variation selectors make no difference. Letters that may be spelt with a joiner are what they are without it. ß is ss, all
 * sigmas are one, and so are the four letters i of Turkish: nobody knows in which language a name is written. Takes linear
 * time. common/text/folding.cpp has the same rules; tests/golden/text/folding.json holds the two equal.
 * @param {string} text
 */
export function folded(text) {
  if (isAscii(text)) return text.toLowerCase();
  let result = '';
  for (let at = 0; at < text.length;) {
    const end = clusterEnd(text, at);
    result += foldedCluster(text.slice(at, end));
    at = end;
  }
  return result;
}

/** @param {string} text */
const isAscii = (text) => /^[\0-\x7f]*$/.test(text);

/**
 * Of one cluster. By itself no sigma is at the end of a word, so that the browser makes one letter of all.
 * @param {string} cluster
 */
export function foldedCluster(cluster) {
  if (cluster.length > longestPiece) return cluster;
  if (isAscii(cluster)) return cluster.toLowerCase();
  const letters = [...cluster.normalize('NFD')].map((letter) => letter.toLowerCase().toUpperCase().toLowerCase()).join('');
  return letters.normalize('NFD').replace(atomicLetter, partsOf).replace(/(?<=\u0930)\u093c(?=\u094d)/g, '').replace(/(?<=i)\u0307|[\u200c\u200d\ufe0e\ufe0f]/g, '').replace(/\p{Zs}/gu, ' ');
}
