// The same with the examples as they are and the server's defaults: 90 s without a word.
//
// usage: PARLANCED=build/release/bin/parlanced node --test tests/proxies/idle_long.mjs
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Server } from '../support/parlanced.mjs';
import { idleFor } from './idle.mjs';
import { Proxy, names } from './proxy.mjs';

for (const name of names) {
  test(`${name}: 90 s without a word`, { concurrency: true }, async (t) => {
    const server = await Server.during(t, { 'net.trustedProxies': '127.0.0.1' });
    const proxy = await Proxy.during(t, name, server);
    assert.equal(await idleFor(proxy, 90_000), null);
  });
}
