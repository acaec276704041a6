import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { completeEmoji, emoji, emojiSign } from '../../../resources/web/js/text/emoji.js';

// The desktop app has the same cases: tests/client/emoji_test.cpp.
const golden = JSON.parse(readFileSync(new URL('../../golden/text/emoji.json', import.meta.url)));

for (const { query, found } of golden.queries) {
  test(`emoji for :${query}`, () => assert.deepEqual(completeEmoji(query).map(({ name, sign }) => [name, sign]), found));
}

test('there are as many as wanted', () => {
  assert.deepEqual([0, 1, 100].map((most) => completeEmoji('heart', most).length), [0, 1, completeEmoji('heart', 1000).length]);
});

test('every emoji has a name of its own that completion can end with', () => {
  assert.ok(emoji.length > 1800);
  const names = emoji.flatMap((one) => one.names);
  assert.equal(new Set(names).size, names.length);
  for (const name of names) assert.match(name, /^[\w+-]{1,}$/);
  for (const { sign, names: own } of emoji) for (const name of own) assert.equal(emojiSign(name), sign);
  assert.equal(emojiSign('no_such_emoji'), undefined);
});
