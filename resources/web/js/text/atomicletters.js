/**
 * Letters that are written with a joiner in older texts and by older keyboards, as a consonant, a virama and U+200D, and have
 * had code points of their own since Unicode 4.1 and 5.1: khanda ta of Bengali and the chillus of Malayalam. Both spellings look
 * the same, but no normal form of Unicode makes them equal. common/text/atomicletters.cpp has the same table.
 */
const parts = new Map([
  ['\u09ce', '\u09a4\u09cd'],
  ['\u0d54', '\u0d2e\u0d4d'],
  ['\u0d55', '\u0d2f\u0d4d'],
  ['\u0d56', '\u0d34\u0d4d'],
  ['\u0d7a', '\u0d23\u0d4d'],
  ['\u0d7b', '\u0d28\u0d4d'],
  ['\u0d7c', '\u0d30\u0d4d'],
  ['\u0d7d', '\u0d32\u0d4d'],
  ['\u0d7e', '\u0d33\u0d4d'],
  ['\u0d7f', '\u0d15\u0d4d'],
]);
const letters = new Map([...parts].map(([letter, spelling]) => [`${spelling}\u200d`, letter]));

export const atomicLetter = /[\u09ce\u0d54-\u0d56\u0d7a-\u0d7f]/g;

/**
 * The consonant and the virama of such a letter.
 * @param {string} letter
 */
export const partsOf = (letter) => parts.get(letter) ?? letter;

/**
 * Replaces the spelling with a joiner by the letter itself.
 * @param {string} text
 */
export const composeAtomicLetters = (text) => text.replace(/[\u0900-\u0dff]{2}\u200d/g, (spelling) => letters.get(spelling) ?? spelling);
