import { deviceName } from '../state/entrance.js';
import { suggestHandle } from '../text/handles.js';
import { nameProblem, normal } from '../text/people.js';
import { byId, el } from './dom.js';

/** @import { Child } from './types.d.ts' */

/** @typedef {'sign_in' | 'owner' | 'invite' | 'reset' | 'transfer'} Kind */

/** @type {Record<Kind, {title: string, lead: string, action: string, busy: string}>} */
const texts = {
  sign_in: { title: 'Sign in', lead: 'With the handle and the password of your account.', action: 'Sign in', busy: 'Signing in…' },
  owner: { title: 'Set up your server', lead: 'You are the first one here. This account will own the server.', action: 'Create the owner’s account', busy: 'Creating your account…' },
  invite: { title: 'You are invited', lead: 'Make an account to join. It works on all your devices.', action: 'Join', busy: 'Joining…' },
  reset: { title: 'Choose a new password', lead: 'All your other devices are signed out, and the second factor is removed.', action: 'Set password and sign in', busy: 'Signing in…' },
  transfer: { title: 'Sign in on this device', lead: 'This device will be signed in to the account that the link belongs to.', action: 'Sign in', busy: 'Signing in…' },
};

/**
 * The first screen for people with an account, or with a link to one. It takes the place of the guests' form until `guest` is
 * chosen.
 * @param {import('./types.d.ts').Use<'state' | 'signal' | 'entrance' | 'comeIn'>} uses
 */
export function entryScreen({ state, signal, entrance, comeIn }) {
  const guests = byId('join-form');
  /** @type {HTMLFormElement | null} */
  let form = null;

  function close() {
    form?.remove();
    form = null;
    guests.hidden = false;
  }

  /** @param {Kind} kind @param {string} [token] */
  function open(kind, token) {
    close();
    guests.hidden = true;
    const { title, lead, action, busy } = texts[kind];
    const problem = el('p', { class: 'problem', role: 'alert' });
    const button = el('button', { class: 'primary', type: 'submit', text: action });
    const fields = fieldsOf(kind, state.limits.name);
    const code = el('input', { name: 'code', autocomplete: 'one-time-code', inputmode: 'numeric', maxlength: 64 });
    const codeRow = el('label', { hidden: true }, 'Code', code, el('span', { class: 'note', text: 'Of your authenticator app, or a recovery code.' }));

    /** @param {Event} event */
    function submit(event) {
      event.preventDefault();
      if (state.join.needCode) {
        entrance.code(code.value);
        return;
      }
      problem.textContent = fields.problem();
      if (problem.textContent) return;
      entrance.by(kind === 'sign_in' ? 'sign_in' : 'redeem', { ...fields.values(), token, device: deviceName(navigator.userAgent) });
      comeIn();
    }

    form = el('form', { 'id': 'entry-form', 'class': 'card', 'aria-labelledby': 'entry-title', 'novalidate': true, 'on': { submit } },
      el('img', { class: 'logo', src: 'icons/favicon.svg', alt: '', width: 56, height: 56 }),
      el('h1', { id: 'entry-title', text: title }),
      el('p', { class: 'lead', text: lead }),
      problem,
      fields.nodes,
      codeRow,
      button,
      kind === 'sign_in' && el('p', { class: 'note', text: 'Forgot your password? Ask an admin of this server for a reset link.' }),
      el('button', { class: 'link', type: 'button', text: kind === 'sign_in' ? 'Join as a guest instead' : 'Not now', on: { click: close } }));
    guests.after(form);

    const show = () => {
      const isBusy = state.join.busy;
      problem.textContent = state.join.problem;
      if (state.join.needCode && codeRow.hidden) setTimeout(() => code.focus());
      codeRow.hidden = !state.join.needCode;
      button.disabled = isBusy;
      button.textContent = isBusy ? busy : action;
    };
    const ours = form;
    signal.on('view', () => form === ours && (state.view === 'chat' ? close() : show()));
    show();
    fields.first?.focus();
  }

  return { open, close };
}

/** @param {Kind} kind @param {number} longestName */
function fieldsOf(kind, longestName) {
  const name = el('input', { name: 'name', autocomplete: 'name', maxlength: 64, dir: 'auto', spellcheck: 'false' });
  const handle = el('input', { name: 'username', autocomplete: 'username', maxlength: 64, spellcheck: 'false', autocapitalize: 'none' });
  const password = el('input', { name: 'password', type: 'password', autocomplete: kind === 'sign_in' ? 'current-password' : 'new-password', maxlength: 400 });
  const isNew = kind === 'owner' || kind === 'invite';
  let isChosen = false; // the handle, by the person
  handle.addEventListener('input', () => (isChosen = true));
  name.addEventListener('input', () => isChosen || (handle.value = suggestHandle(name.value)));

  const labelled = {
    name: el('label', { text: 'Your name' }, name),
    handle: el('label', {}, 'Handle', handle, isNew && el('span', { class: 'note', text: 'What you sign in with, and what others mention you by.' })),
    password: el('label', {}, kind === 'reset' ? 'New password' : 'Password', password, kind !== 'sign_in' && el('span', { class: 'note', text: 'At least 8 characters.' })),
  };
  /** @type {Child[]} */
  const nodes = kind === 'transfer' ? [] : kind === 'reset' ? [labelled.password] : isNew ? [labelled.name, labelled.handle, labelled.password] : [labelled.handle, labelled.password];

  return {
    nodes,
    first: kind === 'transfer' ? null : kind === 'reset' ? password : isNew ? name : handle,
    problem() {
      if (kind === 'transfer') return '';
      const missing = kind === 'reset' ? '' : handle.value.trim() ? '' : 'Enter a handle.';
      return (isNew && nameProblem(name.value, longestName, 'name')) || missing || (password.value ? '' : 'Enter a password.');
    },
    values: () => ({
      ...(isNew && { name: normal(name.value) }),
      ...(kind !== 'reset' && kind !== 'transfer' && { handle: normal(handle.value) }),
      ...(kind !== 'transfer' && { password: password.value }),
    }),
  };
}
