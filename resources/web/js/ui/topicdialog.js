import { makeNonce } from '../state/outbox.js';
import { openDialog } from './dialog.js';
import { el } from './dom.js';

/**
 * What a room is about, in one line.
 * @param {import('./types.d.ts').Use<'state' | 'requests'>} uses @param {string} name
 */
export function open({ state, requests }, name) {
  const topic = el('input', { id: 'topic-text', value: state.rooms.get(name)?.topic ?? '', maxlength: state.limits.topic, autofocus: true, autocomplete: 'off', dir: 'auto' });
  /** @param {Event} event */
  const save = (event) => {
    event.preventDefault();
    requests.tell('topic', { room: name, text: topic.value.trim(), nonce: makeNonce() });
    dialog.close();
  };
  const dialog = openDialog({
    id: 'topic-dialog',
    title: `Topic of ${name}`,
    body: el('form', { on: { submit: save } }, el('label', { text: 'Topic' }, topic), el('p', { class: 'actions' }, el('button', { class: 'primary', type: 'submit', text: 'Save' }))),
  });
}
