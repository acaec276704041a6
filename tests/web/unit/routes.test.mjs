import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { inviteHash, messageHash, parseRoute, roomHash } from '../../../resources/web/js/text/routes.js';

// The desktop app has the same cases: tests/client/routes_test.cpp.
const golden = JSON.parse(readFileSync(new URL('../../golden/text/routes.json', import.meta.url)));

for (const { hash, ...route } of golden.routes) {
  test(`where ${JSON.stringify(hash)} leads`, () => assert.deepEqual(parseRoute(hash), route));
}

test('no address leads nowhere', () => assert.equal(parseRoute(undefined).room, null));

for (const room of ['general', 'a b', 'über', 'a/b', 'what?', '50%', '#1', '🙂', "it's (here)"]) {
  test(`the addresses of ${room} lead back`, () => {
    assert.deepEqual(parseRoute(roomHash(room)), { room, seq: null, key: null });
    assert.deepEqual(parseRoute(messageHash(room, 42)), { room, seq: 42, key: null });
    assert.deepEqual(parseRoute(inviteHash(room, 'a&b=c? %é')), { room, seq: null, key: 'a&b=c? %é' });
    assert.match(roomHash(room), /^#\/[\w.~%-]+$/);
  });
}
