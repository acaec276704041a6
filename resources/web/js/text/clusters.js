/**
 * What readers take for one character: a letter with its marks, a Hangul syllable, a conjunct of Indic consonants, a flag, an
 * emoji with its skin tone or joined to others. These are the grapheme clusters of UAX #29, written down here because not every
 * browser has Intl.Segmenter, and those that have it disagree about conjuncts. common/text/clusters.cpp has the same rules;
 * tests/golden/text/clusters.json holds the two equal.
 */
const joiner = '\u200d';
const nonJoiner = '\u200c';
const sinhalaVirama = '\u0dca';

// Signs of the Brahmic scripts that make one conjunct of the consonants around them. Where a virama usually stays visible
// (Tamil, Gurmukhi), it is not among them; Sinhala's needs a joiner behind it.
const linkers = new Set('\u094d\u09cd\u0acd\u0b4d\u0c4d\u0ccd\u0d4d\u1039\u17d2\u1a60\u1b44\u1bab\ua9c0\uaaf6');
const brahmicLetter = /^(?=\p{Lo})[\u0900-\u0dff\u1000-\u1bff\ua980-\uaaff]$/u;

// Besides combining marks: joiners, skin tones, the letters of regional flags, two vowels that are no marks, and the
// halfwidth sound marks of Japanese.
const extender = /^[\p{M}\u200c\u200d\u{1f3fb}-\u{1f3ff}\u{e0020}-\u{e007f}\u0e33\u0eb3\uff9e\uff9f]$/u;
const pictograph = /^\p{Extended_Pictographic}$/u;
const regionalIndicator = /^[\u{1f1e6}-\u{1f1ff}]$/u;
const leadingJamo = /^[\u1100-\u115f\ua960-\ua97c]$/;
const followingJamo = /^[\u1160-\u11ff\ud7b0-\ud7fb]$/;
const syllable = /^[\uac00-\ud7a3]$/;

/**
 * Whether Hangul goes on with `next`: leading jamo, then a syllable or following jamo, then following jamo.
 * @param {string} last @param {string} next
 */
function continuesHangul(last, next) {
  if (leadingJamo.test(last)) return leadingJamo.test(next) || syllable.test(next) || followingJamo.test(next);
  return (syllable.test(last) || followingJamo.test(last)) && followingJamo.test(next);
}

/** @param {string} text @param {number} at */
const codePointAt = (text, at) => String.fromCodePoint(/** @type {number} */ (text.codePointAt(at)));

/**
 * Where the cluster ends that begins at `at`, which must be within the text. Reads no further than that cluster.
 * @param {string} text @param {number} at
 */
export function clusterEnd(text, at) {
  if (text.charCodeAt(at) < 0x80 && !(text.charCodeAt(at + 1) >= 0x80)) return at + 1; // the usual case
  const first = codePointAt(text, at);
  let end = at + first.length;
  if (/^\p{Cc}$/u.test(first)) return end;
  let last = first;
  let linked = false; // a conjunct goes on with the next consonant
  let paired = false; // the second letter of a flag was there
  while (end < text.length) {
    const next = codePointAt(text, end);
    if (extender.test(next)) {
      if (linkers.has(next) || (next === joiner && last === sinhalaVirama)) linked = true;
      else if (next === nonJoiner) linked = false;
    } else if (!paired && regionalIndicator.test(first) && regionalIndicator.test(next)) {
      paired = true;
    } else if (linked && brahmicLetter.test(first) && brahmicLetter.test(next)) {
      linked = false;
    } else if (!(last === joiner && pictograph.test(first) && pictograph.test(next)) && !continuesHangul(last, next)) {
      break;
    }
    last = next;
    end += next.length;
  }
  return end;
}

/**
 * The cluster at the beginning; empty for an empty text.
 * @param {string} text
 */
export const firstCluster = (text) => (text ? text.slice(0, clusterEnd(text, 0)) : '');

/**
 * At most so many UTF-16 units. Cuts between clusters, or between code points where the first cluster is longer.
 * @param {string} text @param {number} most
 */
export function cutToUnits(text, most) {
  if (text.length <= most) return text;
  let end = 0;
  for (let next = 0; next <= most; next = clusterEnd(text, next)) end = next;
  if (end > 0) return text.slice(0, end);
  const split = /[\ud800-\udbff]/.test(text.charAt(most - 1)) && /[\udc00-\udfff]/.test(text.charAt(most));
  return text.slice(0, split ? most - 1 : most);
}
