import { complete, completePeople, completionAt, rank, shown } from '../text/completion.js';
import { byId, el, avatar } from './dom.js';

const counterFrom = 0.8; // of the limit
const tallest = 220; // px

/** Where one writes: Enter sends, Shift+Enter breaks the line; each room keeps its draft. */
export function composer(app) {
  const { state, signal, drafts, outbox, typing } = app;
  const form = byId('composer');
  const field = byId('message');
  const popup = completionPopup(app, field, changed);
  let room = null;

  function changed() {
    grow();
    count();
    drafts.set(room, field.value);
    typing.typed(room, !field.value.trim());
    popup.update();
  }

  function grow() {
    field.style.height = 'auto';
    field.style.height = `${Math.min(field.scrollHeight, tallest)}px`;
  }

  function count() {
    const left = state.limits.text - field.value.length;
    const near = field.value.length > state.limits.text * counterFrom;
    byId('counter').textContent = near ? String(left) : '';
    byId('counter').classList.toggle('over', left < 0);
    byId('counter').setAttribute('aria-label', near ? `${left} characters left` : '');
    byId('send').disabled = left < 0 || !field.value.trim();
  }

  function submit() {
    const typed = field.value.trimEnd();
    if (!room || !typed.trim() || field.value.length > state.limits.text) return;
    const action = /^\/me\s+(\S[\s\S]*)$/.exec(typed);
    typing.sent();
    outbox.add(room, action ? action[1] : typed, action ? 'me' : undefined);
    field.value = '';
    changed();
    app.log.toLatest();
  }

  function show() {
    if (room === state.current) return;
    typing.stop();
    room = state.current;
    field.value = room ? drafts.get(room) : '';
    field.disabled = !room;
    form.hidden = !room;
    field.placeholder = room ? `Message ${room}` : '';
    popup.close();
    grow();
    count();
    if (matchMedia('(hover: hover)').matches && !document.querySelector('dialog[open]')) field.focus();
  }

  field.addEventListener('input', changed);
  field.addEventListener('keydown', (event) => {
    if (event.isComposing || popup.onKey(event)) return;
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      submit();
    }
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    submit();
    field.focus();
  });
  signal.on('current', show);
  signal.on('me', count);
  show();
}

/** Suggestions above the composer after @ and : . The focus stays in the field, which names the chosen one. */
export function completionPopup({ state }, field, changed) {
  const box = byId('completion');
  let found = null; // {sign, query, from}
  let choices = [];
  let chosen = 0;
  let emoji = []; // a large table, for those who type a colon

  function update() {
    if (!emoji.length && field.value.includes(':')) loadEmoji();
    found = completionAt(field.value, field.selectionStart);
    choices = found ? choicesFor(found) : [];
    chosen = 0;
    draw();
  }

  async function loadEmoji() {
    try {
      ({ emoji } = await import('../text/emoji.js'));
      if (field === document.activeElement) update();
    } catch {
      // No suggestions, then.
    }
  }

  function choicesFor({ sign, query }) {
    if (sign === ':') {
      return rank(emoji, query, ({ name }) => name).slice(0, shown).map(({ name, sign: picture }) => ({ label: `:${name}:`, mark: picture, text: picture }));
    }
    const users = state.rooms.get(state.current)?.users ?? new Map();
    const people = [...users].filter(([id]) => id !== state.me?.userId).map(([id, name]) => ({ id, name }));
    return completePeople(query, people).map(({ id, name }) => ({ label: id === 'all' ? 'all – everybody here' : name, mark: avatar(id, name, true), text: `@${name}` }));
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
    }, el('span', { class: 'mark', 'aria-hidden': 'true' }, choice.mark), el('span', { dir: 'auto', text: choice.label }))));
    if (choices.length) field.setAttribute('aria-activedescendant', `choice-${chosen}`);
    else field.removeAttribute('aria-activedescendant');
  }

  function take(at) {
    const result = complete(field.value, field.selectionStart, found, choices[at].text);
    close();
    field.value = result.text;
    field.setSelectionRange(result.caret, result.caret);
    changed();
    close();
  }

  function close() {
    choices = [];
    draw();
  }

  field.addEventListener('blur', close);

  return {
    update,
    close,
    /** True where the key was meant for the suggestions. */
    onKey(event) {
      if (!choices.length) return false;
      if (event.key === 'ArrowDown') chosen = (chosen + 1) % choices.length;
      else if (event.key === 'ArrowUp') chosen = (chosen + choices.length - 1) % choices.length;
      else if ((event.key === 'Enter' && !event.shiftKey) || event.key === 'Tab') take(chosen);
      else if (event.key === 'Escape') close();
      else return false;
      if (choices.length) draw();
      event.preventDefault();
      event.stopPropagation();
      return true;
    },
  };
}
