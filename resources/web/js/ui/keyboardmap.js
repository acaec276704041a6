import { commandHelp } from '../text/commands.js';
import { openDialog } from './dialog.js';
import { el } from './dom.js';
import { enterSends } from './enterkey.js';

/**
 * @param {import('../state/settings.js').Settings} settings
 * @returns {Record<string, string[][]>}
 */
const groupsOf = (settings) => ({
  'Everywhere': [
    ['Ctrl K', 'Go to a room by its name'],
    ['Alt ↑', 'Previous room'],
    ['Alt ↓', 'Next room'],
    ['Alt Shift ↑', 'Previous room with unread messages'],
    ['Alt Shift ↓', 'Next room with unread messages'],
    ['Esc', 'Close, or jump to the latest message'],
    ['?', 'Show this list'],
  ],
  'Writing': [
    ...(enterSends(settings) ? [['Enter', 'Send'], ['Shift Enter', 'New line']] : [['Ctrl Enter', 'Send'], ['Enter', 'New line']]),
    ['@', 'Mention somebody'],
    [':', 'Emoji by name'],
    ['↑', 'In an empty message: edit your last one'],
  ],
  'Commands, in place of a message': commandHelp,
  'Messages': [
    ['↑ ↓', 'Walk through the messages'],
    ['Enter', 'Actions of a message'],
  ],
});

/** @param {import('./types.d.ts').Use<'settings'>} uses */
export function open({ settings }) {
  openDialog({
    id: 'keyboard-map',
    title: 'Keyboard shortcuts',
    body: Object.entries(groupsOf(settings)).map(([title, keys]) => el('section', {},
      el('h3', { text: title }),
      el('dl', {}, keys.map(([key, what]) => el('div', {},
        el('dt', {}, (key.startsWith('/') ? [key] : key.split(' ')).map((part) => el('kbd', { text: part }))),
        el('dd', { text: what })))))),
  });
}
