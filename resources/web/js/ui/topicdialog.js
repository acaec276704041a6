import { makeNonce } from '../state/nonce.js';
import { openFieldDialog } from './fielddialog.js';

/**
 * What a room is about, in one line.
 * @param {import('./types.d.ts').Use<'state' | 'requests'>} uses @param {string} room
 */
export function open({ state, requests }, room) {
  const { name = '', topic = '' } = state.rooms.get(room) ?? {};
  let asked = { text: topic, nonce: makeNonce() }; // the same topic is asked for again under the same nonce
  openFieldDialog({
    id: 'topic-dialog',
    title: `Topic of ${name}`,
    label: 'Topic',
    value: topic,
    longest: state.limits.topic,
    action: 'Save',
    save: (typed) => {
      const text = typed.trim();
      if (asked.text !== text) asked = { text, nonce: makeNonce() };
      return requests.change('topic', { room, ...asked });
    },
  });
}
