import { makeNonce } from '../state/nonce.js';
import { nameProblem, normal } from '../text/people.js';
import { openFieldDialog } from './fielddialog.js';

/**
 * Gives a room another name.
 * @param {import('./types.d.ts').Use<'state' | 'requests'>} uses @param {string} room
 */
export function open({ state, requests }, room) {
  const before = state.rooms.get(room)?.name ?? '';
  let asked = { name: '', nonce: '' }; // the same name is asked for again under the same nonce
  const field = openFieldDialog({
    id: 'rename-dialog',
    title: `Rename ${before}`,
    label: 'Room name',
    value: before,
    longest: 128,
    action: 'Rename',
    check: (text) => nameProblem(text, state.limits.room, 'room name'),
    save: async (text) => {
      const name = normal(text);
      if (asked.name !== name) asked = { name, nonce: makeNonce() };
      if (name !== before) await requests.change('set_room', { room, ...asked });
    },
    problemOf: ({ code, field }) => (code === 'name_taken' && field === 'name' ? 'Another room already has this name. Choose a different one.' : ''),
  });
  field.autocapitalize = 'none';
  field.select();
}
