import { sentence } from '../net/errors.js';
import { openDialog } from './dialog.js';
import { el } from './dom.js';
import { copy } from './toast.js';

/** @import { Refusal } from '../net/types.d.ts' */

const day = 86400000; // ms

/**
 * Makes a link by which others get an account here.
 * @param {import('./types.d.ts').Use<'state' | 'requests'>} uses
 */
export function open({ state, requests }) {
  const uses = el('input', { type: 'number', min: 1, max: 1000, value: '1', inputmode: 'numeric' });
  const days = el('select', {}, [[1, 'A day'], [7, 'A week'], [30, 'A month']].map(([value, text]) => el('option', { value, text, selected: value === 7 })));
  const problem = el('p', { class: 'problem', role: 'alert' });
  const link = el('input', { 'readonly': true, 'aria-label': 'Invite link', 'dir': 'ltr' });
  const made = el('div', { class: 'made', hidden: true },
    el('label', { text: 'Invite link' }, link),
    el('p', { class: 'actions' },
      'share' in navigator && el('button', { type: 'button', text: 'Share…', on: { click: share } }),
      el('button', { class: 'primary', type: 'button', text: 'Copy link', on: { click: () => copy(link.value, 'Link copied') } })));
  const button = el('button', { class: 'primary', type: 'submit', text: 'Create link' });

  function share() {
    navigator.share({ title: state.serverName, text: `Join ${state.serverName}`, url: link.value }).catch(() => {});
  }

  /** @param {Event} event */
  async function submit(event) {
    event.preventDefault();
    button.disabled = true;
    problem.textContent = '';
    try {
      const { token } = await requests.ask('make_invite', { uses: Number(uses.value) || 1, expires: Number(days.value) * day });
      link.value = `${location.href.split('#')[0]}#/invite/${token}`;
      made.hidden = false;
      link.focus();
      link.select();
    } catch (error) {
      problem.textContent = sentence(/** @type {Refusal} */ (error));
    }
    button.disabled = false;
  }

  openDialog({
    id: 'invite',
    title: 'Invite people',
    body: [
      el('form', { on: { submit } },
        problem,
        el('label', { text: 'How many people may use it' }, uses),
        el('label', { text: 'How long it works' }, days),
        el('p', { class: 'actions' }, button)),
      made,
    ],
  });
}
