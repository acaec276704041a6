import { hueOf, initials } from '../text/people.js';
import { el } from './dom.js';

/** A person's letters on their colour; decoration, since the name stands beside it. */
export function avatar(userId, name, small = false) {
    return el('span', { class: small ? 'avatar small' : 'avatar', 'data-hue': hueOf(userId), 'aria-hidden': 'true', text: initials(name) });
}
