import { byId, focused } from './dom.js';

/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer = 0;

/**
 * A short word at the lower edge, gone after some seconds.
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
  }, 4000);
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
