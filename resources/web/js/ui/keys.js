import { unreadOf } from '../state/state.js';
import { openDialog } from './dialog.js';
import { el } from './dom.js';
import { closeMenu } from './menu.js';

const isTyping = (target) => target.matches?.('input, textarea, select');

/** The keys that work everywhere; keyboardmap.js lists them. */
export function keys({ state, go, log, drawers, openSwitcher }) {
    function step(by, unreadOnly) {
        const rooms = [...state.rooms.values()].sort((a, b) => a.name.localeCompare(b.name));
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

const groups = {
    'Everywhere': [
        ['Ctrl K', 'Switch room'],
        ['Alt ↑', 'Previous room'],
        ['Alt ↓', 'Next room'],
        ['Alt Shift ↑', 'Previous unread room'],
        ['Alt Shift ↓', 'Next unread room'],
        ['Esc', 'Close, or jump to the latest message'],
        ['?', 'This list'],
    ],
    'Writing': [
        ['Enter', 'Send'],
        ['Shift Enter', 'New line'],
        ['@', 'Mention somebody'],
        [':', 'Emoji by name'],
        ['/me', 'Say what you do'],
    ],
    'Messages': [
        ['↑ ↓', 'Walk through the messages'],
        ['Enter', 'Actions of a message'],
    ],
};

export function openKeyboardMap() {
    openDialog({
        id: 'keyboard-map',
        title: 'Keyboard shortcuts',
        body: Object.entries(groups).map(([title, keys]) => el('section', {},
            el('h3', { text: title }),
            el('dl', {}, keys.map(([key, what]) => el('div', {},
                el('dt', {}, key.split(' ').map((part) => el('kbd', { text: part }))),
                el('dd', { text: what })))))),
    });
}
