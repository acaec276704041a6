import { isMentioned, unreadOf } from '../state/state.js';
import { settled } from '../sync/settling.js';
import { rank } from '../text/completion.js';
import { compareNames, nameProblem, normal } from '../text/people.js';
import { placeNamed } from '../text/places.js';
import { openDialog } from './dialog.js';
import { el } from './dom.js';
import { focusComposer } from './focus.js';
import { onKey } from './keypress.js';

const shown = 12;

/**
 * The dialog of Ctrl+K: a few letters find a room, and Enter goes there. Unread rooms come first; a name that no room here has is joined or created.
 * @param {import('./types.d.ts').Use<'state' | 'signal' | 'settings' | 'go'>} uses
 */
export function open({ state, signal, settings, go }) {
  const input = el('input', { 'id': 'switcher-input', 'autofocus': true, 'autocomplete': 'off', 'role': 'combobox', 'aria-label': 'Room', 'aria-expanded': 'true', 'aria-controls': 'switcher-list', 'aria-autocomplete': 'list', 'placeholder': 'Go to a room', 'dir': 'auto' });
  const list = el('div', { id: 'switcher-list', role: 'listbox', 'aria-label': 'Rooms' });
  const dialog = openDialog({ id: 'switcher', title: 'Go to a room', body: [input, list] });
  /** @type {{place: string, name: string, count?: number, calls?: boolean, join?: boolean}[]} */
  let choices = [];
  let chosen = 0;

  function update() {
    /** @param {import('../state/types.d.ts').Room} room */
    const weight = (room) => (isMentioned(room) && unreadOf(room) ? 3 : unreadOf(room) ? (settings.isMuted(room.id) ? 1 : 2) : room.id === state.current ? -1 : 0);
    const rooms = [...state.rooms.values()].sort((a, b) => weight(b) - weight(a) || compareNames(a.name, b.name));
    choices = rank(rooms, input.value, ({ name }) => name).slice(0, shown).map((room) => ({ place: room.id, name: room.name, count: unreadOf(room), calls: unreadOf(room) > 0 && isMentioned(room) }));
    const wanted = normal(input.value);
    const place = placeNamed(wanted);
    if (!settled([place], rooms).length && !nameProblem(wanted, state.limits.room, 'room name')) choices.push({ place, name: wanted, join: true });
    chosen = 0;
    draw();
  }

  function draw() {
    list.replaceChildren(...choices.map((choice, at) => el('div', { 'id': `switch-${at}`, 'role': 'option', 'aria-selected': String(at === chosen), 'data-room': choice.place, 'on': { click: () => take(at) } },
      el('span', { class: 'hash', 'aria-hidden': 'true', text: choice.join ? '+' : '#' }),
      el('span', { class: 'name', dir: 'auto', text: choice.join ? `Join or create ${choice.name}` : choice.name }),
      choice.calls && el('span', { class: 'mention-mark', 'aria-hidden': 'true', text: '@' }),
      Number(choice.count) > 0 && el('span', { class: 'count', 'aria-hidden': 'true', text: Number(choice.count) > 999 ? '999+' : choice.count }),
      Number(choice.count) > 0 && el('span', { class: 'unseen', text: `${choice.count} unread${choice.calls ? ', you were mentioned' : ''}` }))));
    if (choices.length) input.setAttribute('aria-activedescendant', `switch-${chosen}`);
    else input.removeAttribute('aria-activedescendant');
    list.children[chosen]?.scrollIntoView({ block: 'nearest' });
  }

  /** @param {number} at */
  function take(at) {
    const choice = choices[at];
    if (!choice) return;
    dialog.close();
    go(choice.place);
    focusComposer();
  }

  /** The same room stays chosen. */
  function rename() {
    const { place } = choices[chosen] ?? {};
    update();
    chosen = Math.max(0, choices.findIndex((choice) => choice.place === place));
    draw();
  }

  dialog.addEventListener('close', signal.on('named', rename));
  input.addEventListener('input', update);
  onKey(input, (event) => {
    if (event.key === 'ArrowDown') chosen = Math.min(chosen + 1, choices.length - 1);
    else if (event.key === 'ArrowUp') chosen = Math.max(chosen - 1, 0);
    else if (event.key === 'Enter') take(chosen);
    else return;
    event.preventDefault();
    if (event.key !== 'Enter') draw();
  });
  update();
}
