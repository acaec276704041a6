import { unreadOf } from '../state/state.js';
import { compareNames } from '../text/people.js';
import { isAlt, isCommand, isTyped, onKey } from './keypress.js';
import { closeMenu } from './menu.js';

const questionMarks = '?؟？'; // on Latin and Arabic layouts, and in full width

/** @param {any} target */
const isTyping = (target) => target.matches?.('input, textarea, select');

/**
 * Handles the shortcuts that work everywhere. keyboardmap.js lists them for people.
 * @param {import('./types.d.ts').Use<'state' | 'go' | 'log' | 'drawers' | 'openSwitcher' | 'openKeyboardMap'>} uses
 */
export function keys({ state, go, log, drawers, openSwitcher, openKeyboardMap }) {
  /** @param {number} by @param {boolean} unreadOnly */
  function step(by, unreadOnly) {
    const rooms = [...state.rooms.values()].sort((a, b) => compareNames(a.name, b.name));
    const at = rooms.findIndex(({ id }) => id === state.current);
    for (let i = 1; i <= rooms.length; i += 1) {
      const next = rooms[(at + by * i + rooms.length * 2) % rooms.length];
      if (unreadOnly && !unreadOf(next)) continue;
      go(next.id);
      return;
    }
  }

  function escape() {
    if (closeMenu() || drawers.closeTop()) return true;
    if (log.isAtLatest()) return false;
    log.toLatest();
    return true;
  }

  onKey(document, (event) => {
    if (state.view !== 'chat' || event.defaultPrevented) return;
    const dialog = document.querySelector('dialog[open]');
    if (isCommand(event, 'k')) openSwitcher();
    else if (dialog) return;
    else if (isAlt(event, 'ArrowUp')) step(-1, event.shiftKey);
    else if (isAlt(event, 'ArrowDown')) step(1, event.shiftKey);
    else if (event.key === 'Escape') {
      if (!escape()) return;
    } else if (isTyped(event) && questionMarks.includes(event.key) && !isTyping(event.target)) openKeyboardMap();
    else return;
    event.preventDefault();
  });
}
