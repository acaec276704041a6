/**
 * Puts a text in place of a part of a field and the caret behind it, as if it had been typed: the browser can undo it, and
 * the field hears of it by an `input` event.
 */
export function writeInto(field, from, to, text) {
  const wanted = field.value.slice(0, from) + text + field.value.slice(to);
  field.focus({ preventScroll: true });
  field.setSelectionRange(from, to);
  if (document.execCommand(text ? 'insertText' : 'delete', false, text) && field.value === wanted) return;
  field.value = wanted; // a browser without the command cannot undo it
  field.setSelectionRange(from + text.length, from + text.length);
  field.dispatchEvent(new InputEvent('input', { bubbles: true }));
}
