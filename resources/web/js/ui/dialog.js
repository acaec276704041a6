import { el, icon, openedDialog } from './dom.js';
import { rememberFocus } from './focus.js';
import { keepOpenWhileComposing } from './keypress.js';

/**
 * Opens a modal <dialog> with a title and a close button. However it is closed, it is removed and gives the focus back.
 * @param {{id: string, title: string, body: import('./types.d.ts').Child, wide?: boolean}} content
 */
export function openDialog({ id, title, body, wide = false }) {
  openedDialog()?.close();
  const giveFocusBack = rememberFocus();
  const heading = `${id}-title`;
  const dialog = el('dialog', { id, class: wide ? 'wide' : undefined, 'aria-labelledby': heading },
    el('header', {},
      el('h2', { id: heading, text: title }),
      el('button', { class: 'quiet', type: 'button', 'aria-label': 'Close', on: { click: () => dialog.close() } }, icon('close'))),
    el('div', { class: 'content' }, body));
  dialog.addEventListener('close', () => {
    dialog.remove();
    giveFocusBack();
  });
  keepOpenWhileComposing(dialog);
  dialog.addEventListener('pointerdown', (event) => event.target === dialog && dialog.close());
  document.body.append(dialog);
  dialog.showModal();
  dialog.querySelector('[autofocus]')?.focus();
  return dialog;
}
