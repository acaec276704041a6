import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { hashWithin, idHash, inviteHash, messageHash, parseRoute, roomHash } from '../../../resources/web/js/text/routes.js';

// The desktop app has the same cases: tests/client/routes_test.cpp.
const golden = JSON.parse(readFileSync(new URL('../../golden/text/routes.json', import.meta.url)));

for (const { hash, ...route } of golden.routes) {
  test(`where ${JSON.stringify(hash)} leads`, () => assert.deepEqual(parseRoute(hash), route));
}

test('links to this very page', () => {
  const page = 'https://chat.example.org/team/#/general';
  const cases = {
    'https://chat.example.org/team/#/a%20b': '#/a%20b',
    'https://chat.example.org/team/#/a/7': '#/a/7',
    'https://chat.example.org/team/index.html#/a': '#/a',
    'https://chat.example.org/team/#/a?key=secret': '#/a',
    'https://chat.example.org/team/#/r/id-1': '#/r/id-1',
    'https://chat.example.org/team/#/r/id-1/7': '#/r/id-1/7',
    'https://chat.example.org:443/team/#/a': '#/a',
    'https://chat.example.org/team/': null,
    'https://chat.example.org/team/#top': null,
    'https://chat.example.org/team/?x#/a': null,
    'https://chat.example.org/#/a': null,
    'https://chat.example.org:8443/team/#/a': null,
    'http://chat.example.org/team/#/a': null,
    'https://example.org/team/#/a': null,
    'mailto:a@chat.example.org': null,
    'nonsense': null,
  };
  for (const [href, hash] of Object.entries(cases)) assert.equal(hashWithin(href, page), hash, href);
});

test('no address leads nowhere', () => assert.deepEqual(parseRoute(undefined), { room: null, name: null, seq: null, key: null }));

for (const name of ['general', 'r', 'a b', 'über', 'a/b', 'r/42', 'what?', '50%', '#1', '🙂', "it's (here)"]) {
  test(`the addresses of ${name} lead back`, () => {
    assert.deepEqual(parseRoute(roomHash(name)), { room: null, name, seq: null, key: null });
    assert.deepEqual(parseRoute(messageHash(name, 42)), { room: null, name, seq: 42, key: null });
    assert.deepEqual(parseRoute(inviteHash(name, 'a&b=c? %é')), { room: null, name, seq: null, key: 'a&b=c? %é' });
    assert.match(roomHash(name), /^#\/[\w.~%-]+$/);
  });
}

for (const room of ['2d6c9f1e-8a47-4b0d-93e5-7f1a0c4b6e21', 'a/b?c', "it's(one)"]) {
  test(`the address of the room with the id ${room} leads back`, () => {
    assert.deepEqual(parseRoute(idHash(room)), { room, name: null, seq: null, key: null });
    assert.match(idHash(room), /^#\/r\/[\w.~%-]+$/);
  });
}
