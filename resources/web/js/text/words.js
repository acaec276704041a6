/** Where words begin and end, for names that stand in a text. common/text/words.cpp has the same rules. */

// Variation selectors are marks, but belong to symbols; so do keycaps and other enclosing marks.
const inWord = /^(?![\ufe00-\ufe0f])[\p{L}\p{N}\p{Mn}\p{Mc}_]$/u;

// Thai and Lao, Myanmar, Hangul, Khmer, then all of Han, Kana, Bopomofo and Yi with the marks that they share. Korean has
// spaces, but writes particles without one behind a name.
const unspaced = /^[\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3021-\u303c\u3040-\ua4cf\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff66-\uffdc\u{1aff0}-\u{1b16f}\u{20000}-\u{3ffff}]$/u;

/** @param {string} text @param {number} at */
const pointBefore = (text, at) => /[\s\S]$/u.exec(text.slice(Math.max(at - 2, 0), at))?.[0] ?? '';

/** @param {string} text @param {number} at */
const pointAt = (text, at) => (at < text.length ? String.fromCodePoint(/** @type {number} */ (text.codePointAt(at))) : '');

/**
 * Whether a word may begin here, so that an @ here is not the middle of an address such as ann@example.org. After writing that
 * needs no spaces between words (Chinese, Japanese, Korean, Thai and their like) one may begin anywhere.
 * @param {string} text @param {number} at
 */
export function beginsWord(text, at) {
  return !inWord.test(pointBefore(text, at)) || followsUnspaced(text, at);
}

/**
 * Whether writing that needs no spaces stands before.
 * @param {string} text @param {number} at
 */
export const followsUnspaced = (text, at) => unspaced.test(pointBefore(text, at));

/**
 * Whether a word that ends here is whole: no letter, digit, mark or underscore goes on with it. In writing that needs no
 * spaces, and where it meets other writing, a word may end anywhere.
 * @param {string} text @param {number} at
 */
export function endsWord(text, at) {
  const after = pointAt(text, at);
  return !inWord.test(after) || unspaced.test(after) || unspaced.test(pointBefore(text, at));
}
