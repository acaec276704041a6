import { el } from './dom.js';

const foldedHeight = 29; // em, 20 lines; log.css has the same
const worthIt = 1.25; // folding has to save at least a quarter of that

/**
 * Spares most messages the measuring: they are not tall in any window.
 * @param {string} text
 */
const mayBeTall = (text) => text.length > 500 || text.split('\n').length > 15;

let count = 0;

/**
 * Folds messages that are taller than a screen and gives each a button that shows all of it. Unfolded messages stay unfolded
 * while the page is open. `still(change, row)` runs a change without moving what the reader sees.
 */
export class Folds {
  #box;
  #still;
  /** @type {Set<string | undefined>} */
  #unfolded = new Set(); // keys of rows
  #width = 0;

  /** @param {HTMLElement} box @param {(change: () => void, row: HTMLElement | null) => void} still */
  constructor(box, still) {
    this.#box = box;
    this.#still = still;
    new ResizeObserver(() => box.clientWidth !== this.#width && this.measure()).observe(box);
  }

  /**
   * Returns the nodes that stand for the node of a text: itself, and the button where it may be tall.
   * @param {string} key @param {HTMLElement} text
   */
  nodesFor(key, text) {
    if (!mayBeTall(text.textContent)) return [text];
    const button = el('button', { 'class': 'unfold', 'type': 'button', 'aria-controls': `text-${(count += 1)}`, 'hidden': true });
    text.id = `text-${count}`;
    text.classList.add('foldable');
    text.dataset.key = key;
    button.addEventListener('click', () => this.#set(text, !this.#unfolded.has(key)));
    text.addEventListener('scroll', () => this.#set(text, true)); // the browser's search or the focus reached the hidden part
    return [text, button];
  }

  /** Finds the tall ones among the texts in the log. Call it when texts are new or their width has changed. */
  measure() {
    this.#width = this.#box.clientWidth;
    const texts = [...this.#box.querySelectorAll('.foldable')];
    const heights = texts.map((text) => text.scrollHeight / parseFloat(getComputedStyle(text).fontSize));
    texts.forEach((text, at) => this.#draw(text, heights[at] > foldedHeight * worthIt));
  }

  /** @param {HTMLElement} text @param {boolean} unfold */
  #set(text, unfold) {
    const { key } = text.dataset;
    if (unfold === this.#unfolded.has(key)) return;
    if (unfold) this.#unfolded.add(key);
    else this.#unfolded.delete(key);
    this.#still(() => this.#draw(text, true), text.closest('.message'));
  }

  /** @param {HTMLElement} text @param {boolean} isTall */
  #draw(text, isTall) {
    const unfolded = this.#unfolded.has(text.dataset.key);
    const button = /** @type {HTMLElement} */ (text.nextElementSibling);
    text.classList.toggle('folded', isTall && !unfolded);
    button.hidden = !isTall;
    button.textContent = unfolded ? 'Show less' : 'Show all';
    button.setAttribute('aria-expanded', String(unfolded));
  }
}
