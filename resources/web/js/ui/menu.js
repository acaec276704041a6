import { el, icon, childrenOf, focused } from './dom.js';
import { rememberFocus } from './focus.js';
import { isTyped, letterOf, onKey } from './keypress.js';

/** @import { MenuItem, Point } from './types.d.ts' */

/** @type {((restore?: boolean) => void) | null} */
let close = null;

/**
 * Opens a menu beside `anchor`, or at a point. Items: {label, icon, act, danger?}. Arrow keys, Home, End and first letters
 * move; Esc and Tab close it and give the focus back.
 * @param {HTMLElement} anchor @param {MenuItem[]} items @param {Point} [point]
 */
export function openMenu(anchor, items, point) {
  closeMenu();
  const giveFocusBack = rememberFocus(anchor);
  const menu = el('div', { class: 'menu', role: 'menu', 'aria-label': anchor.getAttribute('aria-label') ?? 'Actions' },
    items.map((item) => menuItem(item)));
  /** @param {any} event */
  const outside = (event) => menu.contains(event.target) || closeMenu();

  close = (restore = true) => {
    close = null;
    menu.remove();
    document.removeEventListener('pointerdown', outside, true);
    if (restore) giveFocusBack();
    anchor.removeAttribute('data-open'); // after the focus has moved: the button of a message is visible only with one of the two
  };
  onKey(menu, (event) => move(event, menu));
  anchor.setAttribute('data-open', '');
  (anchor.closest('dialog, main, nav, aside') ?? document.body).append(menu);
  place(menu, point ?? cornerOf(anchor));
  document.addEventListener('pointerdown', outside, true);
  childrenOf(menu)[0].focus({ preventScroll: true });
}

export function closeMenu(restore = true) {
  const open = close !== null;
  close?.(restore);
  return open;
}

/** @param {MenuItem} item */
function menuItem({ label, icon: name, act, danger }) {
  const choose = () => {
    closeMenu();
    act();
  };
  return el('button', { class: danger ? 'danger' : undefined, type: 'button', role: 'menuitem', tabindex: '-1', on: { click: choose } }, icon(name), label);
}

/** @param {KeyboardEvent} event @param {HTMLElement} menu */
function move(event, menu) {
  const items = childrenOf(menu);
  const at = items.indexOf(focused());
  /** @type {Record<string, number>} */
  const places = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 };
  if (event.key === 'Escape' || event.key === 'Tab') {
    closeMenu();
  } else if (event.key in places) {
    items.at(places[event.key] % items.length)?.focus();
  } else if (isTyped(event) && event.key !== ' ') {
    items.find((item) => (item.textContent ?? '').toLowerCase().startsWith(letterOf(event)))?.focus();
  } else {
    return;
  }
  event.preventDefault();
  event.stopPropagation();
}

/** @param {HTMLElement} anchor */
function cornerOf(anchor) {
  const box = anchor.getBoundingClientRect();
  return { x: box.right, y: box.bottom + 4, above: box.top - 4, fromRight: true };
}

/**
 * Beside the point and within the window.
 * @param {HTMLElement} menu @param {Point & {above?: number, fromRight?: boolean}} point
 */
function place(menu, { x, y, above = y, fromRight }) {
  const { width, height } = menu.getBoundingClientRect();
  const left = fromRight ? x - width : x;
  const top = y + height > innerHeight - 8 ? above - height : y;
  menu.style.left = `${Math.max(8, Math.min(left, innerWidth - width - 8))}px`;
  menu.style.top = `${Math.max(8, top)}px`;
}
