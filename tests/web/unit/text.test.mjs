import assert from 'node:assert/strict';
import test from 'node:test';
import { sentence } from '../../../resources/web/js/net/errors.js';
import { socketUrl } from '../../../resources/web/js/net/socket.js';
import { complete, completePeople, completionAt, rank, score } from '../../../resources/web/js/text/completion.js';
import { emoji } from '../../../resources/web/js/text/emoji.js';
import { nameProblem, hueOf, initials, list, tagOf } from '../../../resources/web/js/text/people.js';
import { inviteHash, messageHash, parseRoute, roomHash } from '../../../resources/web/js/text/routes.js';
import { ago, dayName } from '../../../resources/web/js/text/time.js';

const people = [{ id: '1', name: 'Ann' }, { id: '2', name: 'Ann Lee' }, { id: '3', name: 'Bob' }, { id: 'all', name: 'all' }];

test('completion begins at a sign that begins a word', () => {
  assert.deepEqual(completionAt('hi @an', 6), { sign: '@', query: 'an', from: 3 });
  assert.deepEqual(completionAt('@', 1), { sign: '@', query: '', from: 0 });
  assert.deepEqual(completionAt('@Ann L', 6), { sign: '@', query: 'Ann L', from: 0 });
  assert.deepEqual(completionAt('so :smi', 7), { sign: ':', query: 'smi', from: 3 });
  for (const text of ['ann@ex', 'at 12:30', ':', ':s', 'http://x', 'x @ann, hello there', ':)']) assert.equal(completionAt(text, text.length), null, text);
  assert.equal(completionAt('@ann more', 9)?.query, 'ann more');
});

test('completion puts the choice in and the caret behind it', () => {
  assert.deepEqual(complete('hi @an', 6, { from: 3 }, '@Ann'), { text: 'hi @Ann ', caret: 8 });
  assert.deepEqual(complete('hi @an there', 6, { from: 3 }, '@Ann'), { text: 'hi @Ann there', caret: 8 });
});

test('people come by how well they fit, and everybody last', () => {
  assert.deepEqual(completePeople('b', people.slice(0, 3)).map(({ name }) => name), ['Bob']);
  assert.deepEqual(completePeople('', people.slice(0, 3)).map(({ name }) => name), ['Ann', 'Ann Lee', 'Bob', 'all']);
  assert.deepEqual(completePeople('BOB', people.slice(0, 3)), []);
  assert.deepEqual(completePeople('al', []).map(({ id }) => id), ['all']);
});

test('emoji are found by name', () => {
  assert.ok(emoji.length >= 300);
  assert.equal(rank(emoji, 'tada', ({ name }) => name)[0].sign, '🎉');
  assert.equal(new Set(emoji.map(({ name }) => name)).size, emoji.length);
});

test('whole beginnings fit better than scattered letters', () => {
  assert.deepEqual(rank(['random', 'general', 'gr', 'gear'], 'gr'), ['gr', 'gear', 'general']);
  assert.equal(score('general', 'xyz'), 0);
  assert.deepEqual(rank(['b', 'a'], ''), ['b', 'a']);
});

for (const room of ['general', 'a b', 'über', 'a/b', 'what?', '50%', '#1', '🙂', "it's (here)"]) {
  test(`the addresses of ${room} lead back`, () => {
    assert.deepEqual(parseRoute(roomHash(room)), { room, seq: null, key: null });
    assert.deepEqual(parseRoute(messageHash(room, 42)), { room, seq: 42, key: null });
    assert.deepEqual(parseRoute(inviteHash(room, 'a&b=c? %é')), { room, seq: null, key: 'a&b=c? %é' });
    assert.match(roomHash(room), /^#\/[\w.~%-]+$/);
  });
}

test('odd addresses lead nowhere, and break nothing', () => {
  for (const hash of ['', '#', '#general', '#/', '#//', '#/a/b/c', undefined]) assert.equal(parseRoute(hash).room, null, hash);
  assert.deepEqual(parseRoute('#/%E0%A4%A'), { room: '%E0%A4%A', seq: null, key: null });
  assert.deepEqual(parseRoute('#/general?other=1'), { room: 'general', seq: null, key: null });
  assert.deepEqual(parseRoute('#/?key=x'), { room: null, seq: null, key: 'x' });
});

test('the socket is beside the page, also in a sub-folder', () => {
  assert.equal(socketUrl({ href: 'http://127.0.0.1:3001/#/general?key=x' }), 'ws://127.0.0.1:3001/ws');
  assert.equal(socketUrl({ href: 'https://example.org/chat/#/general' }), 'wss://example.org/chat/ws');
  assert.equal(socketUrl({ href: 'https://example.org/chat/index.html?x=/y#z' }), 'wss://example.org/chat/ws');
});

test('people have letters, a colour that stays, and a mark where names are the same', () => {
  assert.deepEqual(['Ann Lee', 'bob', 'x.y.z', '', '🙂 smile', 'Émile'].map(initials), ['AL', 'B', 'XZ', '?', '🙂S', 'É']);
  assert.equal(hueOf('6f1c2a4e'), hueOf('6f1c2a4e'));
  const users = new Map([['0d9e-1', 'Ann'], ['6f1c-2', 'ann']]);
  assert.deepEqual([tagOf('0d9e-1', 'Ann', users), tagOf('6f1c-2', 'ann', users), tagOf('7', 'Bob', users)], ['0d9e', '6f1c', '']);
});

test('lists of names stay short', () => {
  assert.deepEqual([list([]), list(['A']), list(['A', 'B']), list(['A', 'B', 'C']), list(['A', 'B', 'C', 'D'])], ['', 'A', 'A and B', 'A, B and C', 'A, B and 2 others']);
});

test('names are looked at before they are sent', () => {
  assert.equal(nameProblem(' Ann ', 32, 'name'), '');
  assert.match(nameProblem('  ', 32, 'name'), /Enter a name/);
  assert.match(nameProblem('x'.repeat(33), 32, 'name'), /at most 32/);
  assert.equal(nameProblem('😀'.repeat(32), 32, 'name'), '');
  assert.match(nameProblem('a\u200bb', 32, 'name'), /cannot be seen/);
});

test('days and times past', () => {
  const now = new Date(2026, 10, 24, 12).getTime();
  const day = 24 * 3600 * 1000;
  assert.deepEqual([dayName(now - 1000, now), dayName(now - day, now), dayName(now - 3 * day, now)], ['Today', 'Yesterday', 'Saturday 21 November']);
  assert.match(dayName(now - 400 * day, now), /2025/);
  assert.deepEqual([ago(now - 1000, now), ago(now - 60000, now), ago(now - 2 * 3600000, now), ago(now - 8 * day, now)], ['just now', '1 minute ago', '2 hours ago', '1 week ago']);
  assert.match(ago(now - 100 * day, now), /^on /);
});

for (const [message, text] of [
  ['text: is longer than 2000 characters', 'The text is longer than 2000 characters.'],
  ['name: must not be empty', 'The name must not be empty.'],
  ['No more than 20 new rooms an hour', 'No more than 20 new rooms an hour.'],
  ['Wait!', 'Wait!'],
  [undefined, 'Something went wrong.'],
]) test(`an error in words: ${message}`, () => assert.equal(sentence({ message }), text));
