import { openDialog } from './dialog.js';
import { el } from './dom.js';

/**
 * Asks before something that cannot be taken back.
 * @param {{}} _ @param {import('./types.d.ts').Question} question
 */
export function open(_, { title, text, action, act }) {
  const dialog = openDialog({
    id: 'confirm',
    title,
    body: [
      el('p', { text }),
      el('p', { class: 'actions' },
        el('button', { type: 'button', autofocus: true, text: 'Cancel', on: { click: () => dialog.close() } }),
        el('button', {
          type: 'button',
          class: 'danger',
          text: action,
          on: {
            click: () => {
              dialog.close();
              act();
            },
          },
        })),
    ],
  });
}
