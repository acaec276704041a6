import { avatar } from './avatar.js';
import { byId, el } from './dom.js';

/** Who one is, at the foot of the rooms; opens the preferences. */
export function me({ state, signal }) {
    const draw = () => {
        const { me: person, link } = state;
        if (!person) return;
        const connected = link.phase === 'connected';
        byId('me').replaceChildren(
            avatar(person.userId, person.username, true),
            el('span', { class: 'who' },
                el('bdi', { text: person.username }),
                el('span', { class: 'note', text: connected ? 'online' : 'not connected' })));
        byId('me').dataset.connected = String(connected);
        byId('me').setAttribute('aria-label', `Preferences of ${person.username}`);
    };
    signal.on('me link', draw);
    draw();
}
