import assert from 'node:assert/strict';
import test from 'node:test';
import { sentence } from '../../../resources/web/js/net/errors.js';
import { socketUrl } from '../../../resources/web/js/net/socket.js';
import { ago, dayName, lastSeenAt } from '../../../resources/web/js/text/time.js';

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

test('when somebody was last here reads as in the app', () => {
  // The app has the same cases: tests/ui/lastseen_test.cpp.
  const at = (text) => new Date(text).getTime();
  const said = (then, now) => lastSeenAt(at(then), at(now)).replace(/ at .*/, ' at …');
  assert.equal(said('2026-03-20T14:03:00', '2026-03-20T14:01:00'), 'seen just now');
  assert.equal(said('2026-03-20T14:03:00', '2026-03-20T14:04:59'), 'seen a minute ago');
  assert.equal(said('2026-03-19T23:50:00', '2026-03-20T00:10:00'), 'seen 20 minutes ago');
  assert.equal(said('2026-03-20T14:03:00', '2026-03-20T15:03:00'), 'seen today at …');
  assert.equal(said('2026-03-19T14:03:00', '2026-03-20T23:59:00'), 'seen yesterday at …');
  assert.equal(said('2026-03-18T23:59:00', '2026-03-20T00:01:00'), 'seen on 18 March');
  assert.equal(said('2025-12-30T10:00:00', '2026-01-01T10:00:00'), 'seen on 30 December 2025');
});
