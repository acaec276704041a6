// The same with the examples as they are and the server's defaults: 90 s without a word, behind all of them at a time.
//
// usage: PARLANCED=build/release/bin/parlanced node --test tests/proxies/idle_long.mjs
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Server } from '../support/parlanced.mjs';
import { idleFor } from './idle.mjs';
import { Proxy, names } from './proxy.mjs';

test('90 s without a word', { concurrency: true }, async (t) => {
  const server = await Server.during(t, { 'net.trustedProxies': '127.0.0.1' });
  const behind = (name) => t.test(name, async (t) => assert.equal(await idleFor(await Proxy.during(t, name, server), 90_000), null));
  await Promise.all(names.map(behind));
});
