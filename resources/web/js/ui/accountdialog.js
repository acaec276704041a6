import { deviceName } from '../state/entrance.js';
import { sentence } from '../net/errors.js';
import { client } from '../sync/greeter.js';
import { suggestHandle } from '../text/handles.js';
import { ago } from '../text/time.js';
import { openDialog } from './dialog.js';
import { el } from './dom.js';
import { copy, toast } from './toast.js';

/** @import { Refusal } from '../net/types.d.ts' */

/**
 * One's account: the password and the devices; for a guest, how to get one.
 * @param {import('./types.d.ts').Use<'state' | 'settings' | 'requests' | 'identity' | 'channel'>} uses
 * @param {string} [invite]
 */
export function open({ state, settings, requests, identity, channel }, invite) {
  if (state.account) openAccount({ state, requests });
  else openRegistration({ state, settings, requests, identity, channel }, invite);
}

/**
 * A form whose fields are sent with its button; what went wrong stands above it.
 * @param {{fields: import('./types.d.ts').Child, action: string, send: () => Promise<unknown>}} content
 */
function form({ fields, action, send }) {
  const problem = el('p', { class: 'problem', role: 'alert' });
  const button = el('button', { class: 'primary', type: 'submit', text: action });
  /** @param {Event} event */
  async function submit(event) {
    event.preventDefault();
    if (button.disabled) return;
    button.disabled = true;
    problem.textContent = '';
    try {
      await send();
    } catch (error) {
      problem.textContent = sentence(/** @type {Refusal} */ (error));
    }
    button.disabled = false;
  }
  return el('form', { novalidate: true, on: { submit } }, problem, fields, el('p', { class: 'actions' }, button));
}

/**
 * @param {import('./types.d.ts').Use<'state' | 'settings' | 'requests' | 'identity' | 'channel'>} uses
 * @param {string} [invite]
 */
function openRegistration({ state, settings, requests, identity, channel }, invite) {
  const name = state.me?.username ?? '';
  const handle = el('input', { name: 'username', autocomplete: 'username', value: suggestHandle(name), maxlength: 64, autofocus: true, spellcheck: 'false', autocapitalize: 'none' });
  const password = el('input', { name: 'password', type: 'password', autocomplete: 'new-password', maxlength: 400 });
  const dialog = openDialog({
    id: 'account',
    title: 'Create an account',
    body: [
      el('p', { text: `${name} lives only in this browser. With an account you keep your name, your rooms and what you wrote, and you can sign in on other devices.` }),
      form({
        fields: [
          el('label', {}, 'Handle', handle, el('span', { class: 'note', text: 'What you sign in with, and what others mention you by.' })),
          el('label', {}, 'Password', password, el('span', { class: 'note', text: 'At least 8 characters.' })),
        ],
        action: 'Create account',
        async send() {
          const welcome = await requests.ask('register', { protocol: 2, client, invite, handle: handle.value.trim(), name, password: password.value, device: deviceName(navigator.userAgent) });
          identity.accepted(welcome.userId, welcome.token);
          settings.set('name', welcome.username);
          channel.tell('identity');
          dialog.close();
          toast(`You can sign in as ${welcome.account?.handle} from now on`);
        },
      }),
    ],
  });
}

/** @param {import('./types.d.ts').Use<'state' | 'requests'>} uses */
function openAccount({ state, requests }) {
  const former = el('input', { type: 'password', autocomplete: 'current-password', maxlength: 400 });
  const password = el('input', { type: 'password', autocomplete: 'new-password', maxlength: 400 });
  const list = el('ul', { 'class': 'devices', 'aria-label': 'Devices' });
  const note = el('p', { class: 'note', role: 'status' });
  const others = el('button', { type: 'button', text: 'Sign out all others', hidden: true, on: { click: () => revoke() } });

  async function show() {
    try {
      const { devices } = await requests.ask('devices');
      list.replaceChildren(...devices.map(entry));
      others.hidden = devices.length < 2;
    } catch (error) {
      note.textContent = sentence(/** @type {Refusal} */ (error));
    }
  }

  /** @param {import('../net/protocol.d.ts').Device} device */
  const entry = ({ id, name, since, lastUsed, current }) => el('li', {},
    el('span', {}, el('strong', { dir: 'auto', text: name }), el('span', { class: 'note', text: current ? 'This one' : `Signed in ${ago(since, Date.now())}, last used ${ago(lastUsed, Date.now())}` })),
    !current && el('button', { 'type': 'button', 'aria-label': `Sign out ${name}`, 'text': 'Sign out', 'on': { click: () => revoke(id) } }));

  /** @param {string} [device] */
  async function revoke(device) {
    try {
      await requests.ask('revoke_device', { device });
    } catch (error) {
      note.textContent = sentence(/** @type {Refusal} */ (error));
    }
    await show();
  }

  const factor = el('div', {});
  function showFactor() {
    const isOn = state.account?.twoFactor ?? false;
    factor.replaceChildren(
      el('p', { class: 'note', text: isOn ? 'Signing in takes a code of your authenticator app.' : 'With a second factor, signing in takes a code of an authenticator app besides your password.' }),
      el('p', { class: 'actions' }, el('button', { type: 'button', text: isOn ? 'Remove second factor…' : 'Set up second factor…', on: { click: () => openFactor({ state, requests }, isOn) } })));
  }
  showFactor();

  openDialog({
    id: 'account',
    title: 'Account',
    body: [
      el('p', {}, 'You sign in as ', el('strong', { dir: 'auto', text: state.account?.handle ?? '' }), `. Your role on this server: ${state.account?.role}.`),
      el('h3', { text: 'Devices' }),
      list,
      note,
      el('p', { class: 'actions' }, others, el('button', { type: 'button', text: 'Add a device…', on: { click: () => openTransfer({ requests }) } })),
      el('h3', { text: 'Second factor' }),
      factor,
      el('h3', { text: 'Password' }),
      form({
        fields: [el('label', { text: 'Your password so far' }, former), el('label', { text: 'New password' }, password)],
        action: 'Change password',
        async send() {
          await requests.ask('set_password', { former: former.value, password: password.value });
          former.value = '';
          password.value = '';
          toast('Your password is changed. Other devices were signed out');
          await show();
        },
      }),
    ],
  });
  show();
}

/**
 * Sets a second factor up, or removes it. Either takes the password.
 * @param {import('./types.d.ts').Use<'state' | 'requests'>} uses @param {boolean} removes
 */
function openFactor({ state, requests }, removes) {
  const password = el('input', { type: 'password', autocomplete: 'current-password', maxlength: 400, autofocus: true });
  const step = el('div', {});

  const proof = form({
    fields: [el('label', { text: 'Your password' }, password)],
    action: removes ? 'Remove' : 'Continue',
    async send() {
      await requests.ask('reauthenticate', { password: password.value });
      if (removes) {
        await requests.ask('totp_remove');
        if (state.account) state.account.twoFactor = false;
        dialog.close();
        toast('The second factor is removed. Other devices were signed out');
      } else {
        step.replaceChildren(...confirm(await requests.ask('totp_begin')));
      }
    },
  });

  /** @param {import('../net/protocol.d.ts').Events['totp_begun']} begun */
  function confirm({ secret, uri }) {
    const code = el('input', { autocomplete: 'one-time-code', inputmode: 'numeric', maxlength: 64 });
    return [
      el('p', { text: 'Enter this key into your authenticator app, or open the link on the device that has it. Then enter the code that the app shows.' }),
      el('p', {}, el('code', { text: secret.match(/.{1,4}/g)?.join(' ') ?? secret })),
      el('p', {}, el('a', { href: uri, text: 'Open in an authenticator app' })),
      form({
        fields: [el('label', { text: 'Code' }, code)],
        action: 'Turn on',
        async send() {
          const { codes } = await requests.ask('totp_confirm', { code: code.value });
          if (state.account) state.account.twoFactor = true;
          step.replaceChildren(
            el('p', { text: 'Keep these recovery codes in a safe place. Each signs you in once, if you lose the device with the app. They are not shown again.' }),
            el('ul', { class: 'codes' }, codes.map((text) => el('li', {}, el('code', { text })))));
        },
      }),
    ];
  }

  step.append(proof);
  const dialog = openDialog({ id: 'factor', title: removes ? 'Remove the second factor' : 'Second factor', body: [step] });
}

/**
 * Makes a link that signs in one more device. It takes the password.
 * @param {import('./types.d.ts').Use<'requests'>} uses
 */
function openTransfer({ requests }) {
  const password = el('input', { type: 'password', autocomplete: 'current-password', maxlength: 400, autofocus: true });
  const step = el('div', { class: 'made' });
  step.append(form({
    fields: [el('label', { text: 'Your password' }, password)],
    action: 'Create link',
    async send() {
      await requests.ask('reauthenticate', { password: password.value });
      const { token } = await requests.ask('make_transfer');
      const link = `${location.href.split('#')[0]}#/transfer/${token}`;
      step.replaceChildren(
        el('p', { text: 'Open this link on the other device within two minutes. It works once, and signs it in as you.' }),
        el('label', { text: 'Link' }, el('input', { value: link, readonly: true, dir: 'ltr' })),
        el('p', { class: 'actions' }, el('button', { class: 'primary', type: 'button', text: 'Copy link', on: { click: () => copy(link, 'Link copied') } })));
    },
  }));
  openDialog({ id: 'transfer', title: 'Add a device', body: [step] });
}
