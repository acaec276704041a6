import { normal } from './people.js';

const longest = 32; // code points

/**
 * A handle for somebody of that name, as a proposal; '' where the name gives none. The server says what a handle may be.
 * @param {string} name
 */
export function suggestHandle(name) {
  const letters = normal(name).toLowerCase().replace(/\s+/gu, '.').replace(/[^\p{L}\p{M}\p{Nd}._-]/gu, '');
  const cut = [...letters.replace(/^[^\p{L}\p{Nd}]+/u, '')].slice(0, longest).join('');
  const handle = cut.replace(/[._-]+$/u, '').replace(/[._-]{2,}/gu, '.');
  return [...handle].length < 2 ? '' : handle;
}
