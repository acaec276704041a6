import { linkify } from '../text/links.js';
import { markMentions } from '../text/mentions.js';
import { hashWithin } from '../text/routes.js';
import { el } from './dom.js';

/** @import { Shown, State } from '../state/types.d.ts' */

/**
 * Turns a text into nodes, its addresses into links. `plain` draws the text between them.
 * @param {string} text @param {(part: string) => (Node | string)[]} plain
 * @returns {(Node | string)[]}
 */
export function linked(text, plain = (part) => [part]) {
  return linkify(text).flatMap((part) => (part.href ? [link(part)] : plain(part.text)));
}

/**
 * A link to a room of this server is followed in the page, which navigation.js sees to; every other opens beside it.
 * @param {{href?: string, text: string}} part
 */
function link({ href = '', text }) {
  const hash = hashWithin(href, location.href);
  return hash === null ? el('a', { href, target: '_blank', rel: 'noopener noreferrer nofollow', text }) : el('a', { href: hash, text });
}

/**
 * Turns a message's text into nodes, with links and marked mentions.
 * @param {Shown} message @param {State} state
 */
export function messageText(message, state) {
  const names = (message.mentions ?? []).map((id) => ({ id, name: id === 'all' ? 'all' : state.people.get(id) }));
  // Of people of one name, the first is marked; who is called must see it.
  const isMe = (/** @type {{id: string}} */ { id }) => Number(id === state.me?.userId);
  names.sort((a, b) => isMe(b) - isMe(a));
  return linked(message.text ?? '', (text) => markMentions(text, names).map((piece) => (piece.id ? mention(piece, state) : piece.text)));
}

/** @param {{id?: string, text: string}} piece @param {State} state */
const mention = ({ id, text }, state) => el('span', { class: id === 'all' || id === state.me?.userId ? 'mention me' : 'mention', text });
