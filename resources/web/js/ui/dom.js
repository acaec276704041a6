import { initials } from '../text/people.js';
import { colourOf } from './colours.js';

/** @import { Child, Ids, Properties } from './types.d.ts' */

/**
 * Elements without markup: text always becomes a text node, so that nothing that a stranger wrote is ever read as HTML.
 * Keys are attributes, but for `class`, `text` and `on` ({event: listener}); undefined, null and false leave one out.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag @param {Properties} properties @param {Child[]} children
 */
export function el(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (key === 'on') for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
    else if (key === 'text') node.textContent = String(value);
    else node.setAttribute(key, value === true ? '' : String(value));
  }
  const isSome = (/** @type {any} */ child) => child !== null && child !== undefined && child !== false;
  node.append(.../** @type {(Node | string)[]} */ (children.flat().filter(isSome)));
  return node;
}

/**
 * @template {string} Id
 * @param {Id} id
 * @returns {Id extends keyof Ids ? Ids[Id] : HTMLElement}
 */
export const byId = (id) => /** @type {any} */ (document.getElementById(id));

/** The element that has the focus; the body where none has. */
export const focused = () => /** @type {HTMLElement} */ (document.activeElement ?? document.body);

/** @param {Element} node */
export const childrenOf = (node) => /** @type {HTMLElement[]} */ ([...node.children]);

/**
 * The element where an event happened.
 * @param {Event} event
 */
export const targetOf = (event) => /** @type {HTMLElement} */ (event.target);

/** The dialog that is open. */
export const openedDialog = () => /** @type {HTMLDialogElement | null} */ (document.querySelector('dialog[open]'));

/**
 * Returns a function that runs `draw` once, however often it is called: with the next frame, or soon if the page is hidden.
 * @param {() => void} draw
 */
export function soon(draw) {
  let waiting = false;
  return () => {
    if (waiting) return;
    waiting = true;
    const run = () => {
      if (!waiting) return;
      waiting = false;
      draw();
    };
    requestAnimationFrame(run);
    setTimeout(run, 60);
  };
}

/**
 * Makes these nodes the children of `parent`, in this order, and moves only those that are out of place.
 * @param {Element} parent @param {Element[]} nodes
 */
export function arrange(parent, nodes) {
  const wanted = new Set(nodes);
  for (const child of [...parent.children]) if (!wanted.has(child)) child.remove();
  let next = parent.firstElementChild;
  for (const node of nodes) {
    if (node === next) next = next.nextElementSibling;
    else parent.insertBefore(node, next);
  }
}

/**
 * Line drawings on a 20 x 20 grid.
 * @type {Record<string, string>}
 */
const paths = {
  menu: 'M3 5h14M3 10h14M3 15h14',
  people: 'M7.5 9.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM2 16.5c0-3 2.5-4.5 5.5-4.5s5.5 1.5 5.5 4.5M13 3.8a3 3 0 0 1 0 5.4M15 12.4c1.9.6 3 2 3 4.1',
  invite: 'M7.5 9.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM2 16.5c0-3 2.5-4.5 5.5-4.5s5.5 1.5 5.5 4.5M15.5 6v6M12.500 9h6',
  more: 'M4 10a.6.6 0 1 0 1.2 0A.6.6 0 1 0 4 10M9.4 10a.6.6 0 1 0 1.2 0 .6.6 0 1 0-1.2 0M14.8 10a.6.6 0 1 0 1.2 0 .6.6 0 1 0-1.2 0',
  search: 'M8.5 14.5a6 6 0 1 0 0-12 6 6 0 0 0 0 12ZM13 13l4.5 4.5',
  plus: 'M10 4v12M4 10h12',
  send: 'M10 16V4M5 9l5-5 5 5',
  down: 'M10 4v12M5 11l5 5 5-5',
  unfold: 'M5 8l5 5 5-5',
  up: 'M10 16V4M5 9l5-5 5 5',
  close: 'M5 5l10 10M15 5L5 15',
  bell: 'M5 8a5 5 0 0 1 10 0c0 4 1.5 5 1.5 5h-13S5 12 5 8ZM8.5 16a1.6 1.6 0 0 0 3 0',
  mute: 'M5 8a5 5 0 0 1 8.5-3.5M15 9c.2 3 1.5 4 1.5 4H8M8.5 16a1.6 1.6 0 0 0 3 0M3 3l14 14',
  copy: 'M7 7h9v10H7zM4 13V3h9',
  link: 'M8.5 11.5a3 3 0 0 0 4.200 0l3-3a3 3 0 0 0-4.200-4.200l-1 1M11.5 8.5a3 3 0 0 0-4.200 0l-3 3a3 3 0 0 0 4.200 4.200l1-1',
  pencil: 'M4 16l1-4 8-8 3 3-8 8-4 1Z',
  leave: 'M8 3H4v14h4M8 10h9M13.5 6.5 17 10l-3.5 3.5',
  again: 'M16 10a6 6 0 1 1-2-4.5L16 7M16 3v4h-4',
  trash: 'M4 6h12M8 6V4h4v2M6 6l.7 10h6.6L14 6',
  keyboard: 'M2.5 5.5h15v9h-15zM5.5 8.5h.01M8.5 8.5h.01M11.5 8.5h.01M14.5 8.5h.01M7 11.5h6',
};

const svg = 'http://www.w3.org/2000/svg';

/** @param {string} name */
export function icon(name) {
  const node = document.createElementNS(svg, 'svg');
  const path = document.createElementNS(svg, 'path');
  node.setAttribute('viewBox', '0 0 20 20');
  node.setAttribute('class', 'icon');
  node.setAttribute('aria-hidden', 'true');
  path.setAttribute('d', paths[name]);
  node.append(path);
  return node;
}

/**
 * Fills the buttons of index.html that ask for an icon.
 * @param {Document} root
 */
export function placeIcons(root) {
  for (const node of root.querySelectorAll('[data-icon]')) node.prepend(icon(node.dataset.icon ?? ''));
}

/**
 * A person's initials on their colour. Hidden from screen readers, since the name stands beside it.
 * @param {string} userId @param {string} name
 */
export function avatar(userId, name, small = false) {
  return el('span', { class: small ? 'avatar small' : 'avatar', 'data-hue': colourOf(userId), 'aria-hidden': 'true', text: initials(name) });
}
