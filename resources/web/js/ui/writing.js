/**
 * Replaces a part of a field by a text, as if it had been typed: the caret stands behind it, Undo takes it back, and the field
 * receives an `input` event.
 * @param {import('./types.d.ts').Field} field @param {number} from @param {number} to @param {string} text
 */
export function writeInto(field, from, to, text) {
  const wanted = field.value.slice(0, from) + text + field.value.slice(to);
  field.focus({ preventScroll: true });
  field.setSelectionRange(from, to);
  if (document.execCommand(text ? 'insertText' : 'delete', false, text) && field.value === wanted) return;
  field.value = wanted; // without the command there is no Undo
  field.setSelectionRange(from + text.length, from + text.length);
  field.dispatchEvent(new InputEvent('input', { bubbles: true }));
}
