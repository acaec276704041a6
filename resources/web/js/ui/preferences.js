import { sentence } from '../net/errors.js';
import { nameProblem, normal } from '../text/people.js';
import { openDialog } from './dialog.js';
import { el } from './dom.js';
import { enterSends } from './enterkey.js';

/** @import { Choices } from '../state/types.d.ts' */

/**
 * One's name, how the page looks, what it says aloud, and the way out.
 * @param {import('./types.d.ts').Use<'state' | 'settings' | 'rename' | 'signOut' | 'question' | 'openAccount'>} uses
 */
export function open({ state, settings, rename, signOut, question, openAccount }) {
  function nameForm() {
    const name = el('input', { id: 'my-name', value: state.me?.username ?? '', maxlength: 64, autocomplete: 'nickname', required: true, dir: 'auto', spellcheck: 'false' });
    const problem = el('p', { class: 'problem', role: 'alert' });
    /** @param {Event} event */
    const submit = async (event) => {
      event.preventDefault();
      problem.textContent = nameProblem(name.value, state.limits.name, 'name');
      if (problem.textContent) return;
      try {
        await rename(normal(name.value));
      } catch (error) {
        problem.textContent = sentence(/** @type {import('../net/types.d.ts').Refusal} */ (error));
      }
    };
    return el('form', { on: { submit } },
      el('label', { text: 'Your name' }, el('span', { class: 'row' }, name, el('button', { type: 'submit', text: 'Change name' }))),
      problem);
  }

  function themeChoice() {
    /** @type {Record<Choices['theme'], string>} */
    const choices = { system: 'Like the system', light: 'Light', dark: 'Dark' };
    return el('fieldset', { class: 'choice' },
      el('legend', { text: 'Colours' }),
      /** @type {[Choices['theme'], string][]} */ (Object.entries(choices)).map(([value, label]) => el('label', {},
        el('input', { type: 'radio', name: 'theme', value, checked: settings.get('theme') === value, on: { change: () => settings.set('theme', value) } }),
        el('span', { text: label }))));
  }

  /** @param {'enterSends' | 'notify' | 'announce'} key @param {string} label @param {string} hint */
  function toggle(key, label, hint, { isOn = settings.get(key), allow = async () => '' } = {}) {
    const note = el('span', { class: 'note', text: hint });
    const box = el('input', { type: 'checkbox', role: 'switch', checked: isOn, 'aria-label': label });
    box.addEventListener('change', async () => {
      const problem = box.checked ? await allow() : '';
      if (problem) {
        box.checked = false;
        note.textContent = problem;
      }
      settings.set(key, box.checked);
    });
    return el('label', { class: 'switch' }, el('span', {}, label, note), box);
  }

  /** A guest is told what may be lost. */
  function accountRow() {
    const { account } = state;
    return el('div', { class: 'switch' },
      el('span', {}, account ? `Account: ${account.handle}` : 'You are a guest', el('span', { class: 'note', text: account ? 'Password and devices.' : 'This name lives only in this browser. Create an account to keep it.' })),
      el('button', { type: 'button', text: account ? 'Manage…' : 'Create an account…', on: { click: () => openAccount() } }));
  }

  /** The token goes, and nothing else lets anybody be the same person again. */
  function askToSignOut() {
    const name = state.me?.username ?? 'the same person';
    if (state.account) {
      question({
        title: `Sign out of ${state.serverName}?`,
        text: `You can sign in again as ${state.account.handle}, with your password. Drafts and messages that have not been sent are lost.`,
        action: 'Sign out',
        act: signOut,
      });
      return;
    }
    question({
      title: `Sign out of ${state.serverName}?`,
      text: `You cannot sign in as ${name} again: if you come back, you join as a new person, who is in none of your rooms and cannot edit what you wrote. Drafts and messages that have not been sent are lost. To stay ${name}, close this page instead: this browser knows you when you come back.`,
      action: 'Sign out',
      act: signOut,
    });
  }

  openDialog({
    id: 'preferences',
    title: 'Settings',
    body: [
      nameForm(),
      accountRow(),
      themeChoice(),
      toggle('enterSends', 'Enter sends messages', 'Otherwise Enter starts a new line and Ctrl+Enter sends.', { isOn: enterSends(settings) }),
      toggle('notify', 'Notify me of mentions', 'While this page is not in front.', { allow: canNotify }),
      toggle('announce', 'Announce new messages', 'For screen readers.'),
      el('p', { class: 'actions' }, el('button', { type: 'button', class: 'danger', text: 'Sign out…', on: { click: askToSignOut } })),
    ],
  });
}

/** Asks the browser, on a click. '' or why not. */
async function canNotify() {
  if (!('Notification' in window)) return 'This browser has no notifications.';
  if (Notification.permission === 'denied') return 'The browser blocks notifications from this page. Allow them in its settings.';
  const answer = Notification.permission === 'granted' ? 'granted' : await Notification.requestPermission();
  return answer === 'granted' ? '' : 'The browser did not allow it.';
}
