import { typingSentence } from '../state/typing.js';
import { byId } from './dom.js';

/** Who types in the room that is shown. Not announced: it would talk over everything else. */
export function typingLine({ state, signal, typists }) {
    const draw = () => {
        const names = state.current ? typists.names(state.current) : [];
        byId('typing').textContent = typingSentence(names);
    };
    signal.on('typing', (room) => room === state.current && draw());
    signal.on('current', draw);
}
