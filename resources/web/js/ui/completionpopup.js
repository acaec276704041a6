import { complete, completePeople, completionAt } from '../text/completion.js';
import { tagsAmong } from '../text/people.js';
import { avatar, byId, el } from './dom.js';
import { writeInto } from './writing.js';

/**
 * Shows suggestions above the composer after @ and : . The focus stays in the field, whose aria-activedescendant is the chosen one.
 * @param {import('./types.d.ts').Use<'state' | 'members' | 'parts'>} uses @param {HTMLTextAreaElement} field
 * @returns {import('./types.d.ts').Suggestions}
 */
export function completionPopup({ state, members, parts }, field) {
  const box = byId('completion');
  /** @type {import('../text/types.d.ts').Completion | null} */
  let found = null; // {sign, query, from}
  let caret = 0; // where that ends
  /** @type {{id?: string, label: string, tag?: string, mark: Node | string, text: string}[]} */
  let choices = [];
  let chosen = 0;
  /** @type {typeof import('../text/emoji.js').completeEmoji | null} */
  let completeEmoji = null; // loaded with its large table once somebody types a colon

  function update() {
    if (!completeEmoji && field.value.includes(':')) loadEmoji();
    caret = field.selectionStart;
    found = completionAt(field.value, caret);
    choices = found ? choicesFor(found) : [];
    chosen = 0;
    draw();
  }

  /** Adds people whom the server found, unless the suggestions were closed meanwhile. The chosen one stays chosen. */
  function refresh() {
    if (!found) return;
    const before = choices[chosen]?.id;
    choices = choicesFor(found);
    chosen = Math.max(0, choices.findIndex(({ id }) => id === before));
    draw();
  }

  async function loadEmoji() {
    const emoji = await parts.want(() => import('../text/emoji.js'));
    if (!emoji) return; // none are suggested until the next sign that is typed
    completeEmoji = emoji.completeEmoji;
    if (field === document.activeElement) update();
  }

  /** @param {import('../text/types.d.ts').Completion} completion */
  function choicesFor({ sign, query }) {
    if (sign === ':') {
      return (completeEmoji?.(query) ?? []).map(({ name, sign: picture }) => ({ label: `:${name}:`, mark: picture, text: picture }));
    }
    const people = peopleFor(query);
    /** @type {[string, string][]} */
    const names = people.map(({ id, name }) => [id, name]);
    const tagOf = tagsAmong(state.me ? [...names, [state.me.userId, state.me.username]] : names);
    return completePeople(query, people).map(({ id, name }) => ({ id, label: id === 'all' ? 'all – everybody here' : name, tag: id === 'all' ? '' : tagOf(id, name), mark: avatar(id, name, true), text: `@${name}` }));
  }

  /**
   * The people present come first, then the other members, whom the server has to be asked for.
   * @param {string} query
   */
  function peopleFor(query) {
    const room = state.rooms.get(state.current);
    if (!room) return [];
    const people = new Map(room.users);
    for (const { id, username } of members.suggest(room.id, query, room.userCount, refresh)) {
      if (!people.has(id)) people.set(id, username);
    }
    if (state.me) people.delete(state.me.userId);
    return [...people].map(([id, name]) => ({ id, name }));
  }

  function draw() {
    box.hidden = choices.length === 0;
    box.replaceChildren(...choices.map((choice, at) => el('div', {
      'id': `choice-${at}`,
      'role': 'option',
      'aria-selected': String(at === chosen),
      'on': {
        pointerdown: (event) => {
          event.preventDefault();
          take(at);
        },
      },
    }, el('span', { class: 'mark', 'aria-hidden': 'true' }, choice.mark), el('span', { dir: 'auto', text: choice.label }), choice.tag && el('span', { class: 'tag', text: choice.tag }))));
    if (choices.length) field.setAttribute('aria-activedescendant', `choice-${chosen}`);
    else field.removeAttribute('aria-activedescendant');
  }

  /** @param {number} at */
  function take(at) {
    if (!found) return;
    const { from } = found;
    const done = complete(field.value, caret, found, choices[at].text);
    close();
    writeInto(field, from, caret, done.text.slice(from, done.text.length - (field.value.length - caret)));
    field.setSelectionRange(done.caret, done.caret);
    close();
  }

  function close() {
    found = null;
    choices = [];
    draw();
  }

  field.addEventListener('blur', close);

  return {
    update,
    close,
    /**
     * Handles a key that is meant for the suggestions. Returns whether it was.
     * @param {KeyboardEvent} event
     */
    onKey(event) {
      if (choices.length && field.selectionStart !== caret) update();
      if (!choices.length || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return false;
      if (event.key === 'ArrowDown') chosen = (chosen + 1) % choices.length;
      else if (event.key === 'ArrowUp') chosen = (chosen + choices.length - 1) % choices.length;
      else if (event.key === 'Enter' || event.key === 'Tab') take(chosen);
      else if (event.key === 'Escape') close();
      else return false;
      if (choices.length) draw();
      event.preventDefault();
      event.stopPropagation();
      return true;
    },
  };
}
