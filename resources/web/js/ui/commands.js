import { sentence } from '../net/errors.js';
import { makeNonce } from '../state/nonce.js';
import { refusalOf } from '../text/commands.js';
import { nameProblem, normal } from '../text/people.js';
import { placeNamed } from '../text/places.js';
import { toast } from './toast.js';

/**
 * What people enter in place of a message. Gives a function that returns what carries a command out, or null: what it refuses
 * stays in the composer, to be put right.
 * @param {import('./types.d.ts').Use<'state' | 'requests' | 'go' | 'leave' | 'rename' | 'openKeyboardMap'>} uses
 * @returns {(command: string, text: string) => (() => unknown) | null}
 */
export function commands({ state, requests, go, leave, rename, openKeyboardMap }) {
  const tell = (/** @type {import('../net/types.d.ts').Refusal} */ error) => toast(sentence(error));

  /** @type {Record<string, {check?: (text: string) => string, act: (text: string) => unknown}>} */
  const known = {
    join: {
      check: (text) => nameProblem(bare(text), state.limits.room, 'room name'),
      act: (text) => go(placeNamed(normal(bare(text)))),
    },
    leave: { act: () => leave(state.current ?? '') },
    topic: { act: (text) => requests.change('topic', { room: state.current ?? '', text, nonce: makeNonce() }).catch(tell) },
    nick: {
      check: (text) => nameProblem(text, state.limits.name, 'name'),
      act: (text) => rename(normal(text)).catch(tell),
    },
    help: { act: () => openKeyboardMap() },
  };

  return (command, text) => {
    const { title, text: why } = refusalOf(command);
    const found = Object.hasOwn(known, command) ? known[command] : null;
    const problem = found ? found.check?.(text) : `${title}. ${why}`;
    if (problem) toast(problem);
    return found && !problem ? () => found.act(text) : null;
  };
}

/**
 * Many people write a room's name with the sign that stands before it.
 * @param {string} name
 */
const bare = (name) => name.replace(/^#/, '');
