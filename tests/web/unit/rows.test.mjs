import assert from 'node:assert/strict';
import test from 'node:test';
import { noticePresence } from '../../../resources/web/js/state/events.js';
import { rowsOf } from '../../../resources/web/js/state/rows.js';
import { createRoom } from '../../../resources/web/js/state/state.js';

const me = { userId: 'ann', username: 'ann' };
const noon = new Date(2026, 10, 24, 12).getTime();
const minute = 60000;
let n = 0;
const at = (minutes, userId = 'bob', more = {}) => ({ n: (n += 1), seq: n, id: `m${n}`, userId, username: userId, text: 'x', timestamp: noon + minutes * minute, rev: n, ...more });

function rows(messages, more = {}) {
  const first = messages[0]?.n ?? 1;
  messages.forEach((message, i) => { message.n = first + i; });
  return rowsOf({ messages, me, ...more });
}

const shape = (list) => list.map((row) => (row.kind === 'message' ? `${row.starts ? '[' : ''}${row.message.userId}${row.ends ? ']' : ''}` : row.kind));

test('messages of one author within five minutes are a group', () => {
  assert.deepEqual(shape(rows([at(0), at(1), at(5.9), at(12)])), ['day', '[bob', 'bob', 'bob]', '[bob]']);
});

test('another author, another name or an action begins a new group', () => {
  assert.deepEqual(shape(rows([at(0), at(0, 'ann'), at(0, 'ann', { username: 'Anna' }), at(0, 'bob', { style: 'me' }), at(0)])), ['day', '[bob]', '[ann]', '[ann]', '[bob]', '[bob]']);
});

test('the time stands at the last message of a minute', () => {
  const stamped = rows([at(0), at(0.2), at(1), at(1.5), at(1.7, 'ann')]).filter(({ kind }) => kind === 'message').map((row) => row.stamped);
  assert.deepEqual(stamped, [false, true, false, true, true]);
});

test('days are told apart', () => {
  assert.deepEqual(shape(rows([at(0), at(24 * 60), at(24 * 60 + 1)])), ['day', '[bob]', 'day', '[bob', 'bob]']);
});

test('a system line stands below the day on which it happened', () => {
  const messages = [at(-24 * 60), at(1)];
  rows(messages);
  const notice = (when) => [{ key: 'k', kind: 'presence', after: messages[0].n, rev: 0, at: when, joined: new Map(), left: new Map() }];
  assert.deepEqual(shape(rows(messages, { notices: notice(noon) })), ['day', '[bob]', 'day', 'notice', '[bob]']);
  assert.deepEqual(shape(rows(messages, { notices: notice(noon - 23 * 60 * minute) })), ['day', '[bob]', 'notice', 'day', '[bob]']);
  assert.deepEqual(shape(rows(messages, { notices: notice(noon + 24 * 60 * minute) })), ['day', '[bob]', 'day', 'notice', '[bob]'], 'the page’s clock is a day ahead of the server’s');
  assert.deepEqual(shape(rows([], { notices: [{ ...notice(noon)[0], after: 0 }] })), ['day', 'notice']);
});

test('people of one name have tags, whether they are here or only wrote', () => {
  const tags = (list) => list.filter(({ kind }) => kind === 'message').map(({ tag }) => tag);
  const both = [at(0, 'bob-1', { username: 'Bob' }), at(1, 'cy', { username: 'Cy' }), at(2, 'bert-2', { username: 'BOB' }), at(3, 'ann', { username: 'Bob' })];
  assert.deepEqual(tags(rows(both)), ['bob1', '', 'bert', ''], 'one’s own messages say no name');
  const one = [at(0, 'bob-1', { username: 'Bob' })];
  const alone = rows(one);
  const withOther = rows(one, { users: new Map([['bob-1', 'Bob'], ['late', 'bob']]) });
  assert.deepEqual([tags(alone), tags(withOther)], [[''], ['bob1']]);
  assert.notEqual(alone.at(-1).mark, withOther.at(-1).mark, 'so it is drawn anew');
});

test('the new-messages line stands before its message and begins a group', () => {
  const messages = [at(0), at(0), at(0)];
  assert.deepEqual(shape(rows(messages, { line: messages[1].n })), ['day', '[bob]', 'line', '[bob', 'bob]']);
  assert.deepEqual(shape(rows(messages, { line: 99999 })), ['day', '[bob', 'bob', 'bob]']);
});

test('one\'s own messages are told apart', () => {
  assert.deepEqual(rows([at(0), at(0, 'ann')]).filter(({ kind }) => kind === 'message').map(({ own }) => own), [false, true]);
});

test('system lines stand where they happened', () => {
  const room = createRoom('general');
  const messages = [at(0), at(0)];
  rows(messages);
  room.n = messages[0].n;
  noticePresence(room, [{ id: 'c', username: 'carol' }], [], noon);
  assert.deepEqual(shape(rows(messages, { notices: room.notices })), ['day', '[bob]', 'notice', '[bob]']);
  assert.deepEqual(shape(rows([{ ...at(9), n: messages[0].n + 50 }], { notices: room.notices })), ['day', '[bob]']);
});

test('what is on its way comes last, in a row that stays the same when it arrives', () => {
  const entry = { nonce: 'n1', room: 'general', text: 'hi', userId: 'ann', at: noon, state: 'queued' };
  const failed = { ...entry, nonce: 'n2', state: 'failed', reason: 'no' };
  const before = rows([at(0)], { outbox: [entry, failed] });
  assert.deepEqual(before.map(({ kind, state }) => state ?? kind), ['day', 'sent', 'pending', 'failed']);
  const after = rows([at(0), at(0, 'ann', { nonce: 'n1' })]);
  assert.equal(after.at(-1).key, before[2].key);
  assert.notEqual(after.at(-1).mark, before[2].mark);
});

test('what is in the log already is not shown a second time, whatever the outbox still holds', () => {
  const entry = { nonce: 'n1', room: 'general', text: 'hi', userId: 'ann', at: noon, state: 'queued' };
  assert.deepEqual(rows([at(0, 'ann', { nonce: 'n1' })], { outbox: [entry] }).map(({ state, kind }) => state ?? kind), ['day', 'sent']);
  assert.deepEqual(rows([at(0, 'bob', { nonce: 'n1' })], { outbox: [entry] }).map(({ state, kind }) => state ?? kind), ['day', 'sent', 'pending']);
});

test('an unchanged row keeps its mark, a changed one does not', () => {
  const messages = [at(0), at(0)];
  const before = rows(messages);
  assert.deepEqual(rows(messages).map(({ mark }) => mark), before.map(({ mark }) => mark));
  messages[1] = { ...messages[1], rev: 999 };
  assert.deepEqual(rows(messages).map(({ mark }, i) => mark === before[i].mark), [true, true, false]);
});

test('a change that is on its way shows in its message', () => {
  const mine = at(0, 'ann', { nonce: 'a' });
  const change = { type: 'edit', nonce: 'b', room: 'general', id: mine.id, text: 'better', at: noon, state: 'queued' };
  const show = (entry) => {
    const [, row, ...rest] = rows([mine], { outbox: [entry] });
    return [row.state, row.message.text, rest.length];
  };
  assert.deepEqual(show(change), ['pending', 'better', 0]);
  assert.deepEqual(show({ ...change, state: 'failed', reason: 'No.' }), ['failed', 'x', 0]);
  assert.deepEqual(show({ ...change, type: 'delete', text: undefined }), ['pending', 'x', 0]);
});

test('an edit that failed because its message was deleted meanwhile shows in the message that was', () => {
  const mine = at(0, 'ann', { nonce: 'a', deleted: true, text: undefined });
  const change = { nonce: 'b', room: 'general', id: mine.id, at: noon, state: 'failed', reason: 'It is gone.' };
  const show = (entry) => rows([mine], { outbox: [entry] })[1].state;
  assert.equal(show({ ...change, type: 'edit', text: 'better' }), 'failed');
  assert.equal(show({ ...change, type: 'edit', text: 'better', state: 'queued' }), 'sent');
  assert.equal(show({ ...change, type: 'delete' }), 'sent', 'which is what was wanted');
});

test('keys are never the same twice', () => {
  const list = rows([at(0, 'ann', { nonce: 'a' }), at(0), at(24 * 60)], { outbox: [{ nonce: 'b', room: 'general', text: 'hi', at: noon + 48 * 3600000, state: 'queued' }] });
  assert.equal(new Set(list.map(({ key }) => key)).size, list.length);
});

test('nothing gives nothing', () => {
  assert.deepEqual(rows([]), []);
});
