import { nameProblem, normal } from '../text/people.js';
import { byId } from './dom.js';

const firstRoom = 'general'; // made by whoever comes first, as in the app

/**
 * The first screen: name, room, and the password where the server wants one.
 * @param {import('./types.d.ts').Use<'state' | 'signal' | 'settings' | 'join'>} uses
 */
export function joinScreen({ state, signal, settings, join }) {
  const form = byId('join-form');
  const name = byId('join-name');
  const room = byId('join-room');
  const password = byId('join-password');

  let isAsked = false; // the person has asked to come in
  let isLinked = false; // the address leads to a room whose name nobody knows here

  const fill = () => {
    name.value = settings.get('name');
    room.value = settings.get('place').name ?? firstRoom;
    password.value = settings.get('password');
  };

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const problem = nameProblem(name.value, state.limits.name, 'name') || (isLinked && !room.value.trim() ? '' : nameProblem(room.value, state.limits.room, 'room name'));
    if (problem) {
      byId('join-problem').textContent = problem;
      return;
    }
    isAsked = true;
    join({ name: normal(name.value), room: normal(room.value), password: password.value });
  });

  const show = () => {
    document.documentElement.dataset.view = state.view;
    if (state.view !== 'join') return;
    const { problem, needPassword, busy } = state.join;
    byId('join-problem').textContent = problem;
    if (problem && isAsked) name.readOnly = false; // it was refused, and another name may be what helps
    if (!busy) isAsked = false;
    byId('join-button').disabled = busy;
    byId('join-button').textContent = busy ? 'Joining…' : name.readOnly ? `Continue as ${name.value}` : 'Join';
    byId('join-title').textContent = state.serverName;
    if (needPassword) byId('join-password-row').hidden = false;
    if (!busy) (needPassword ? password : name.value ? byId('join-button') : name).focus();
  };

  signal.on('view', show);
  signal.on('forgotten', () => {
    fill();
    name.readOnly = Boolean(settings.get('token')); // one came in in another tab, and can go on here
    show();
  });
  signal.on('link', () => {
    const { phase, reason } = state.link;
    if (state.view !== 'join' || !state.join.busy) return;
    /** @type {Record<string, string | undefined>} */
    const text = { waiting: 'The server does not answer. Trying again…', offline: 'You are offline. Trying again…', closed: reason };
    byId('join-problem').textContent = text[phase] ?? '';
    if (phase !== 'closed') return;
    byId('join-button').disabled = false;
    byId('join-button').textContent = 'Join';
  });
  fill();
  show();

  return {
    /**
     * What an address in the browser's bar asks for. `wanted` is the room's name, or empty where only its id is known.
     * @param {string | null} wanted @param {string | null} key
     */
    prefill(wanted, key) {
      isLinked = wanted === '';
      room.required = !isLinked;
      room.placeholder = isLinked ? 'The room of your link' : '';
      if (wanted !== null) room.value = wanted;
      if (key) password.value = key;
    },
  };
}
