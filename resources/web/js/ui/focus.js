import { byId } from './dom.js';
import { isTyped, onKey } from './keypress.js';
import { writeInto } from './writing.js';

const touch = matchMedia('(pointer: coarse)');

/** Where people type on the screen, a keyboard that they did not ask for would cover half of the page. */
export const typesOnScreen = () => touch.matches;

/**
 * Puts the focus where one writes, unless a dialog is open or a keyboard would appear on the screen. Says whether it is
 * there now.
 */
export function focusComposer() {
  const field = byId('message');
  if (field.disabled || document.querySelector('dialog[open]')) return false;
  if (typesOnScreen()) return document.activeElement === field;
  take(field);
  return document.activeElement === field;
}

/**
 * Gives a node the focus. Chromium leaves the caret behind when it moves the focus out of a closing dialog; keys would then
 * reach the field and write nothing.
 */
function take(node) {
  node.focus({ preventScroll: true });
  if (node.matches('textarea')) node.setSelectionRange(node.selectionStart, node.selectionEnd, node.selectionDirection);
}

/** Whether a person went to this place with the keyboard, rather than that the page or a click put the focus there. */
export const isChosenByKeyboard = (node) => node !== document.body && node !== byId('message') && node.matches(':focus-visible');

/**
 * To be called before a dialog or a menu takes the focus. The function that it returns gives the focus back: to the composer,
 * or, if a person had gone to some other place with the keyboard, to that place. `otherwise` is for where the composer
 * cannot take it.
 */
export function rememberFocus(otherwise) {
  const before = document.activeElement;
  const wasChosen = isChosenByKeyboard(before);
  return () => {
    const now = document.activeElement;
    if (now !== document.body && now !== before) return; // the focus has gone on meanwhile
    const back = before !== document.body && before.isConnected ? before : otherwise;
    if (wasChosen && back) take(back);
    else if (!focusComposer() && back) take(back);
  };
}

const hasKeysOfItsOwn = 'input, textarea, select, [contenteditable], dialog, [role="menu"]';
const isPressedBySpace = 'a, button, summary, #log, .message, [role="region"]';

/** What is typed or pasted anywhere else goes to the composer, and a click on a link to a room leads there as well. */
export function composerTakesKeys({ state }) {
  const isElsewhere = (target) => state.view === 'chat' && Boolean(state.current)
    && !target.closest?.(hasKeysOfItsOwn) && !document.querySelector('dialog[open]');

  onKey(document, (event) => {
    if (event.defaultPrevented || !isTyped(event) || !isElsewhere(event.target)) return;
    if (event.key === ' ' && event.target.closest?.(isPressedBySpace)) return;
    take(byId('message')); // where the browser then writes it
  });
  document.addEventListener('paste', (event) => {
    const text = event.clipboardData?.getData('text/plain');
    if (event.defaultPrevented || !text || !isElsewhere(event.target)) return;
    const field = byId('message');
    event.preventDefault();
    writeInto(field, field.selectionStart, field.selectionEnd, text);
  });
  document.addEventListener('click', (event) => {
    if (event.detail > 0 && event.target.closest('a[href^="#/"]')) focusComposer();
  });
}
