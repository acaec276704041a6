import { currentName } from '../state/state.js';
import { isBlank } from '../text/bodies.js';
import { readTyped } from '../text/commands.js';
import { byId, el } from './dom.js';
import { enterSends } from './enterkey.js';
import { focusComposer } from './focus.js';
import { onKey } from './keypress.js';
import { toast } from './toast.js';

/** @import { Suggestions, Use } from './types.d.ts' */
/** @import { Edit, Message } from '../state/types.d.ts' */

const counterFrom = 0.8; // of the limit
const tallest = 220; // px

/** @param {number} left */
const tooLong = (left) => `${(-left).toLocaleString('en')} ${left === -1 ? 'character' : 'characters'} too long`;

/**
 * The field in which people write. Each room keeps its own draft. Editing one of your messages takes place in the same field,
 * and the draft waits meanwhile. `sent()` is called with each message, `actOf(command, text)` gives what carries out a
 * command, or null where that cannot be, and `suggestions(field)` gives what completes names.
 * @param {Use<'state' | 'signal' | 'settings' | 'drafts' | 'outbox' | 'typing'> & {sent: () => void, actOf: (command: string, text: string) => (() => unknown) | null, suggestions: (field: HTMLTextAreaElement) => Suggestions}} uses
 */
export function composer({ state, signal, settings, drafts, outbox, typing, sent, actOf, suggestions }) {
  const form = byId('composer');
  const field = byId('message');
  const popup = suggestions(field);
  /** @type {string | null} */
  let room = null; // its place
  /** @type {Edit | null} */
  let edited = null; // {id, original, text} of the message that is being edited

  function changed() {
    grow();
    count();
    if (room === null) return;
    if (edited) {
      edited = { ...edited, text: field.value };
      drafts.setEdit(room, edited);
    } else {
      drafts.set(room, field.value);
      typing.typed(room, isBlank(field.value));
    }
    popup.update();
  }

  /**
   * Goes on from the text of an earlier edit that is not saved yet.
   * @param {Pick<Message, 'id' | 'text'>} message
   */
  function edit({ id, text }) {
    if (room === null) return;
    const unsaved = outbox.of(room).findLast((entry) => entry.id === id && entry.text);
    const shown = (unsaved && unsaved.state !== 'failed' ? unsaved.text : text) ?? ''; // in the log
    typing.stop();
    showEdit({ id, original: shown, text: unsaved?.text ?? text ?? '' });
    drafts.setEdit(room, edited);
    field.focus();
  }

  /** @param {Edit | null} edit */
  function showEdit(edit) {
    edited = edit;
    byId('editing').hidden = edit === null;
    fill(edit?.text ?? '');
  }

  function endEdit() {
    if (room !== null) drafts.setEdit(room, null);
    showEdit(null);
    restore(room);
  }

  /**
   * What was being written there, unless something else is in its place by the time it is read.
   * @param {string | null} wanted
   */
  async function restore(wanted) {
    if (!wanted) return;
    const { text, edit } = await drafts.get(wanted);
    if (room !== wanted || edited || field.value) return;
    if (edit) showEdit(edit);
    else fill(text);
    rescue();
  }

  /** A message that was deleted cannot be edited any more; what was written for it joins the draft. */
  async function rescue() {
    if (!edited || room === null) return;
    const [place, { id: wanted, text }] = [room, edited];
    const message = state.rooms.get(place)?.messages?.find(({ id }) => id === wanted);
    if (!message?.deleted) return;
    drafts.setEdit(place, null);
    showEdit(null);
    const { text: draft } = await drafts.get(place); // with what was typed meanwhile
    const joined = draft ? `${draft}\n${text}` : text;
    drafts.set(place, joined);
    if (room === place && !edited) fill(joined);
    toast('The message that you were editing was deleted. Your text is kept as a draft.');
  }

  /**
   * Starts another text. Undo does not bring back the one before, which may belong to another room.
   * @param {string} text
   */
  function fill(text) {
    field.value = text;
    popup.close();
    grow();
    count();
  }

  /** Edits your latest message among those that are loaded. Returns whether there is one. */
  function editLast() {
    /** @param {Message} message */
    const mine = ({ userId, deleted, text }) => userId === state.me?.userId && !deleted && text;
    const message = state.rooms.get(room)?.messages?.findLast(mine);
    if (message) edit(message);
    return Boolean(message);
  }

  function grow() {
    field.style.height = 'auto';
    field.style.height = `${Math.min(field.scrollHeight, tallest)}px`;
  }

  function count() {
    const left = state.limits.text - field.value.length;
    const near = field.value.length > state.limits.text * counterFrom;
    byId('counter').replaceChildren(...!near ? [] : left < 0 ? [tooLong(left)] : [String(left), el('span', { class: 'unseen', text: left === 1 ? ' character left' : ' characters left' })]);
    byId('counter').classList.toggle('over', left < 0);
    if ((left < 0) !== Boolean(byId('too-long').textContent)) sayTooLong(left);
    byId('send').disabled = left < 0 || isBlank(field.value);
  }

  /**
   * For screen readers: once where a text becomes too long, not with every key.
   * @param {number} left
   */
  function sayTooLong(left) {
    byId('too-long').textContent = left < 0 ? `The message is ${tooLong(left)}` : '';
  }

  function submit() {
    const typed = field.value.trimEnd();
    if (!room || isBlank(typed)) return;
    const left = state.limits.text - field.value.length;
    if (left < 0) {
      sayTooLong(left);
      return;
    }
    if (edited) {
      if (typed !== edited.original) outbox.change(room, edited.id, typed);
      endEdit();
      return;
    }
    const { command, text } = readTyped(typed);
    const isAction = command === 'me' && !isBlank(text);
    if (command && !isAction) {
      const act = actOf(command, text);
      if (!act) return;
      empty(); // first: it may lead to another room, which has a draft of its own
      act();
      return;
    }
    typing.sent();
    outbox.add(room, text, isAction ? 'me' : undefined);
    empty();
    sent();
  }

  function empty() {
    field.value = '';
    changed();
  }

  function show() {
    form.hidden = !state.current || state.offered !== null;
    showName();
    if (room === state.current) return;
    typing.stop();
    room = state.current;
    showEdit(null);
    restore(room);
    field.disabled = !room;
    focusComposer();
  }

  function showName() {
    const name = currentName(state);
    field.placeholder = name ? `Message ${name}` : '';
  }

  /**
   * Ctrl+Enter always sends and Shift+Enter never does. Enter alone follows the preferences.
   * @param {KeyboardEvent} event
   */
  function isSend({ key, shiftKey, altKey, ctrlKey, metaKey }) {
    return key === 'Enter' && !shiftKey && !altKey && (ctrlKey || metaKey || enterSends(settings));
  }

  function showEnterKey() {
    const sends = enterSends(settings);
    field.enterKeyHint = sends ? 'send' : 'enter';
    byId('send').title = sends ? 'Send (Enter)' : 'Send (Ctrl+Enter)';
  }

  field.addEventListener('input', changed);
  onKey(field, (event) => {
    if (popup.onKey(event)) return;
    if (isSend(event)) {
      submit();
    } else if (event.key === 'Escape' && edited) {
      endEdit();
      event.stopPropagation();
    } else if (event.key !== 'ArrowUp' || event.altKey || edited || field.value || !editLast()) {
      return;
    }
    event.preventDefault();
  });
  byId('editing-cancel').addEventListener('click', () => {
    endEdit();
    focusComposer();
  });
  for (const button of [byId('send'), byId('editing-cancel')]) {
    button.addEventListener('mousedown', (event) => event.preventDefault()); // keeps the focus in the field, and the keyboard of a phone open
  }
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    submit();
    focusComposer();
  });
  signal.on('settings', (key) => key === 'enterSends' && showEnterKey());
  signal.on('current', show);
  signal.on('moved', ({ from, to }) => {
    if (room !== from) return;
    room = to; // what is being written stays as it is
    restore(room);
  });
  signal.on('named', showName);
  signal.on('room', (id) => id === room && rescue());
  signal.on('draft', (place) => place === room && restore(room));
  signal.on('me', count);
  showEnterKey();
  show();
  count();

  return { edit };
}
