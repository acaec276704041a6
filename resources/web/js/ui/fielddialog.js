import { sentence } from '../net/errors.js';
import { openDialog } from './dialog.js';
import { el } from './dom.js';

/** @import { Refusal } from '../net/types.d.ts' */

/**
 * A dialog with one field, which is open until what it says is saved, or the person shuts it. `check(text)` gives what is wrong
 * with it, as far as that can be known before the server is asked; `save(text)` asks; `problemOf(error)` says in words what the
 * server answered, where the error's own sentence does not do.
 * @param {{id: string, title: string, label: string, value: string, longest: number, action: string, check?: (text: string) => string, save: (text: string) => Promise<unknown>, problemOf?: (error: Refusal) => string}} content
 */
export function openFieldDialog({ id, title, label, value, longest, action, check = () => '', save, problemOf = () => '' }) {
  const note = `${id}-problem`;
  const field = el('input', { 'id': `${id}-field`, value, 'maxlength': longest, 'autofocus': true, 'autocomplete': 'off', 'dir': 'auto', 'aria-describedby': note });
  const problem = el('p', { id: note, class: 'problem', role: 'alert' });
  const button = el('button', { class: 'primary', type: 'submit', text: action });

  /** @param {Event} event */
  async function submit(event) {
    event.preventDefault();
    const text = field.value;
    show(check(text));
    if (problem.textContent || button.disabled) return;
    button.disabled = true;
    try {
      if (text !== value) await save(text);
      dialog.close();
    } catch (reason) {
      const error = /** @type {Refusal} */ (reason);
      show(problemOf(error) || (error.code === 'connection_lost' ? 'You are not connected. Try again once you are.' : sentence(error)));
    }
    button.disabled = false;
  }

  /** @param {string} text */
  function show(text) {
    problem.textContent = text;
    field.setAttribute('aria-invalid', String(text !== ''));
    if (text) field.focus();
  }

  const dialog = openDialog({
    id,
    title,
    body: el('form', { novalidate: true, on: { submit } }, el('label', { text: label }, field), problem, el('p', { class: 'actions' }, button)),
  });
  return field;
}
