import { linkify } from '../text/links.js';
import { markMentions } from '../text/mentions.js';
import { el } from './dom.js';

/** Turns a text into nodes, its addresses into links. `plain` draws the text between them. */
export function linked(text, plain = (part) => [part]) {
  return linkify(text).flatMap((part) => (part.href ? [link(part)] : plain(part.text)));
}

const link = ({ href, text }) => el('a', { href, target: '_blank', rel: 'noopener noreferrer nofollow', text });

/** Turns a message's text into nodes, with links and marked mentions. */
export function messageText(message, state) {
  const names = (message.mentions ?? []).map((id) => ({ id, name: id === 'all' ? 'all' : state.people.get(id) }));
  // Of people of one name, the first is marked; who is called must see it.
  names.sort((a, b) => (b.id === state.me?.userId) - (a.id === state.me?.userId));
  return linked(message.text ?? '', (text) => markMentions(text, names).map((piece) => (piece.id ? mention(piece, state) : piece.text)));
}

const mention = ({ id, text }, state) => el('span', { class: id === 'all' || id === state.me?.userId ? 'mention me' : 'mention', text });
