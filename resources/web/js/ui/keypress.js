/**
 * Decides which keys are meant for the page. All key handlers are registered here, so that none of them acts on a key that
 * belongs to an input method.
 */

const composing = 229; // the key code of whatever an input method consumes (UI Events, section 7.3)

/**
 * True while an input method composes, and for the key that ends the composition. WebKit sends that key after
 * `compositionend`, when `isComposing` is false again, so only its code gives it away.
 * @param {KeyboardEvent} event
 */
export const isComposed = (event) => event.isComposing || event.keyCode === composing;

/**
 * Calls `act` with each key pressed in `target`, except those of an input method and the keyless events of autofill.
 * @param {HTMLElement | Document} target @param {(event: KeyboardEvent) => void} act
 */
export function onKey(target, act) {
  /** @type {HTMLElement} */ (target).addEventListener('keydown', (event) => {
    if (event.key !== undefined && !isComposed(event)) act(event);
  });
}

/**
 * Keeps a dialog open when Escape only cancels a composition in one of its fields.
 * @param {HTMLDialogElement} dialog
 */
export function keepOpenWhileComposing(dialog) {
  dialog.addEventListener('keydown', (event) => {
    if (isComposed(event) && event.key === 'Escape') event.preventDefault();
  });
}

/**
 * AltGr types signs. On Windows it also reports Ctrl and Alt, and must not be taken for a shortcut of the two.
 * @param {KeyboardEvent} event
 */
const isAltGr = (event) => event.getModifierState('AltGraph');

/** @param {string} key */
const isLetterOfAnotherScript = (key) => /^\p{L}$/u.test(key) && !/^\p{Script=Latin}$/u.test(key);

/**
 * The Latin letter of a key in lower case; on a layout without Latin letters, the one that a US keyboard has there.
 * @param {Pick<KeyboardEvent, 'key' | 'code'>} event
 */
export function letterOf({ key, code }) {
  if (isLetterOfAnotherScript(key)) return /^Key([A-Z])$/.exec(code)?.[1].toLowerCase() ?? key.toLowerCase();
  return key.toLowerCase();
}

/**
 * Whether the key is Ctrl, or Command, with this letter and nothing else.
 * @param {KeyboardEvent} event @param {string} letter
 */
export function isCommand(event, letter) {
  return (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && !isAltGr(event) && letterOf(event) === letter;
}

/**
 * Whether the key is Alt with the named key, perhaps with Shift.
 * @param {KeyboardEvent} event @param {string} key
 */
export const isAlt = (event, key) => event.altKey && !event.ctrlKey && !event.metaKey && !isAltGr(event) && event.key === key;

const isApple = /^(Mac|iP)/.test(globalThis.navigator?.platform ?? ''); // where Option types signs

/**
 * Whether the key types something: a sign, or the accent of the next one.
 * @param {KeyboardEvent} event
 */
export function isTyped(event) {
  if (event.key !== 'Dead' && [...event.key].length !== 1) return false;
  return isAltGr(event) || (!event.ctrlKey && !event.metaKey && (!event.altKey || isApple));
}
