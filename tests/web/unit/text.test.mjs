import assert from 'node:assert/strict';
import test from 'node:test';
import { sentence } from '../../../resources/web/js/net/errors.js';
import { socketUrl } from '../../../resources/web/js/net/socket.js';
import { ago, dayName } from '../../../resources/web/js/text/time.js';

test('the socket is beside the page, also in a sub-folder', () => {
  assert.equal(socketUrl({ href: 'http://127.0.0.1:3001/#/general?key=x' }), 'ws://127.0.0.1:3001/ws');
  assert.equal(socketUrl({ href: 'https://example.org/chat/#/general' }), 'wss://example.org/chat/ws');
  assert.equal(socketUrl({ href: 'https://example.org/chat/index.html?x=/y#z' }), 'wss://example.org/chat/ws');
});

test('days and times past', () => {
  const now = new Date(2026, 10, 24, 12).getTime();
  const day = 24 * 3600 * 1000;
  assert.deepEqual([dayName(now - 1000, now), dayName(now - day, now)], ['Today', 'Yesterday']);
  assert.match(dayName(now - 3 * day, now), /^Saturday,? 21 November$/); // as the ICU of the browser has it
  assert.match(dayName(now - 400 * day, now), /2025/);
  assert.deepEqual([ago(now - 1000, now), ago(now - 60000, now), ago(now - 2 * 3600000, now), ago(now - 8 * day, now)], ['just now', '1 minute ago', '2 hours ago', '1 week ago']);
  assert.match(ago(now - 100 * day, now), /^on /);
});

for (const [error, text] of [
  [{ field: 'text', message: 'text: is longer than 2000 characters' }, 'The text is longer than 2000 characters.'],
  [{ field: 'name', message: 'name: must not be empty' }, 'The name must not be empty.'],
  [{ field: 'name', message: 'Nobody may be called that' }, 'Nobody may be called that.'],
  [{ message: 'No more than 20 new rooms an hour' }, 'No more than 20 new rooms an hour.'],
  [{ message: 'Wait!' }, 'Wait!'],
  [{}, 'Something went wrong.'],
  [{ code: 'protocol_version', field: 'protocol', message: 'protocol: this server speaks 2' }, 'This page and the server have different versions. Reload the page.'],
]) test(`an error in words: ${text}`, () => assert.equal(sentence(error), text));
