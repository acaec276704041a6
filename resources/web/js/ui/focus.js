import { byId, focused, targetOf } from './dom.js';
import { isTyped, onKey } from './keypress.js';
import { writeInto } from './writing.js';

const touch = matchMedia('(pointer: coarse)');

/** Whether a keyboard on the screen appears with the focus. It covers half of the page, so it must not come unasked. */
export const typesOnScreen = () => touch.matches;

/**
 * Moves the focus to the composer, unless a dialog is open or a keyboard would appear on the screen. Returns whether the
 * composer has it now.
 */
export function focusComposer() {
  const field = byId('message');
  if (field.disabled || document.querySelector('dialog[open]')) return false;
  if (typesOnScreen()) return document.activeElement === field;
  take(field);
  return document.activeElement === field;
}

/**
 * Gives a node the focus and the caret. Chromium leaves the caret behind when a dialog closes, and keys would then reach the
 * field without writing anything.
 * @param {HTMLElement} node
 */
function take(node) {
  node.focus({ preventScroll: true });
  if (node instanceof HTMLTextAreaElement) node.setSelectionRange(node.selectionStart, node.selectionEnd, node.selectionDirection);
}

/**
 * Whether somebody moved the focus here with the keyboard, as opposed to a click or the page.
 * @param {Element} node
 */
export const isChosenByKeyboard = (node) => node !== document.body && node !== byId('message') && node.matches(':focus-visible');

/**
 * Notes the focus before a dialog or a menu takes it. The returned function gives it back: to the place that somebody had
 * reached with the keyboard, otherwise to the composer. `otherwise` gets it where neither is possible.
 * @param {HTMLElement} [otherwise]
 */
export function rememberFocus(otherwise) {
  const before = focused();
  const wasChosen = isChosenByKeyboard(before);
  return () => {
    const now = document.activeElement;
    if (now !== document.body && now !== before) return; // something else took the focus meanwhile
    const back = before !== document.body && before.isConnected ? before : otherwise;
    if (wasChosen && back) take(back);
    else if (!focusComposer() && back) take(back);
  };
}

const hasKeysOfItsOwn = 'input, textarea, select, [contenteditable], dialog, [role="menu"]';
const isPressedBySpace = 'a, button, summary, #log, .message, [role="region"]';

/**
 * Sends what is typed or pasted outside any field to the composer, and moves the focus there after a click on a room.
 * @param {import('./types.d.ts').Use<'state'>} uses
 */
export function composerTakesKeys({ state }) {
  /** @param {any} target */
  const isElsewhere = (target) => state.view === 'chat' && Boolean(state.current)
    && !target.closest?.(hasKeysOfItsOwn) && !document.querySelector('dialog[open]');

  onKey(document, (event) => {
    if (event.defaultPrevented || !isTyped(event) || !isElsewhere(event.target)) return;
    if (event.key === ' ' && targetOf(event).closest?.(isPressedBySpace)) return;
    take(byId('message')); // the browser then types the key there
  });
  document.addEventListener('paste', (event) => {
    const text = event.clipboardData?.getData('text/plain');
    if (event.defaultPrevented || !text || !isElsewhere(event.target)) return;
    const field = byId('message');
    event.preventDefault();
    writeInto(field, field.selectionStart, field.selectionEnd, text);
  });
  document.addEventListener('click', (event) => {
    if (event.detail > 0 && targetOf(event).closest('a[href^="#/"]')) focusComposer();
  });
}
