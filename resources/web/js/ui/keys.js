import { unreadOf } from '../state/state.js';
import { compareNames } from '../text/people.js';
import { closeMenu } from './menu.js';

const isTyping = (target) => target.matches?.('input, textarea, select');

/** The keys that work everywhere; keyboardmap.js lists them. */
export function keys({ state, go, log, drawers, openSwitcher, openKeyboardMap }) {
  function step(by, unreadOnly) {
    const rooms = [...state.rooms.values()].sort((a, b) => compareNames(a.name, b.name));
    const at = rooms.findIndex(({ name }) => name === state.current);
    for (let i = 1; i <= rooms.length; i += 1) {
      const next = rooms[(at + by * i + rooms.length * 2) % rooms.length];
      if (unreadOnly && !unreadOf(next)) continue;
      go(next.name);
      return;
    }
  }

  function escape() {
    if (closeMenu() || drawers.closeTop()) return true;
    if (log.isAtLatest()) return false;
    log.toLatest();
    return true;
  }

  document.addEventListener('keydown', (event) => {
    if (state.view !== 'chat' || event.defaultPrevented || event.isComposing) return;
    const dialog = document.querySelector('dialog[open]');
    const command = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    if (command && event.key.toLowerCase() === 'k') openSwitcher();
    else if (dialog) return;
    else if (event.altKey && event.key === 'ArrowUp') step(-1, event.shiftKey);
    else if (event.altKey && event.key === 'ArrowDown') step(1, event.shiftKey);
    else if (event.key === 'Escape') {
      if (!escape()) return;
    } else if (event.key === '?' && !isTyping(event.target)) openKeyboardMap();
    else return;
    event.preventDefault();
  });
}

