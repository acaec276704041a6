import { byId, focused } from './dom.js';

/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer = 0;

const shortest = 4000; // ms
const perCharacter = 80; // ms, enough for slow readers

/**
 * A short word at the lower edge, gone after some seconds: the more, the longer it is.
 * @param {string} text
 */
export function toast(text) {
  const node = byId('toast');
  node.textContent = text;
  node.classList.add('shown');
  clearTimeout(timer);
  timer = setTimeout(() => {
    node.classList.remove('shown');
    node.textContent = '';
  }, Math.max(shortest, text.length * perCharacter));
}

/**
 * Copies a text and says so.
 * @param {string} text @param {string} done
 */
export async function copy(text, done) {
  try {
    await navigator.clipboard.writeText(text);
    toast(done);
  } catch {
    toast(copyByHand(text) ? done : 'The browser did not allow to copy.');
  }
}

/**
 * Where the page came by plain http from another machine, there is no clipboard API.
 * @param {string} text
 */
function copyByHand(text) {
  const field = document.createElement('textarea');
  field.value = text;
  field.className = 'unseen';
  const before = focused();
  document.body.append(field);
  field.select();
  const copied = document.execCommand('copy');
  field.remove();
  before.focus();
  return copied;
}
