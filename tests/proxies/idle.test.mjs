// The proxies' time-outs, all times divided by 15: one that says nothing for 6 s is kept by a ping every 2 s where the
// time-out is 4 s, and without the pings it is not.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Server } from '../support/parlanced.mjs';
import { idleFor } from './idle.mjs';
import { Proxy, names } from './proxy.mjs';

const quicker = {
  nginx: (text) => text.replace('proxy_read_timeout 60s', 'proxy_read_timeout 4s'),
  caddy: (text) => text,
  haproxy: (text) => text.replace('timeout tunnel 60s', 'timeout tunnel 4s').replaceAll(/(timeout (?:client|server)) 30s/g, '$1 2s'),
};

for (const name of names) {
  test(`${name}: who says nothing stays`, async (t) => {
    const server = await Server.during(t, { 'net.trustedProxies': '127.0.0.1', 'net.ping': 2_000 });
    const proxy = await Proxy.during(t, name, server, quicker[name]);
    assert.equal(await idleFor(proxy, 6_000), null);
  });
}

for (const name of ['nginx', 'haproxy']) {
  test(`${name}: without pings they would not`, async (t) => {
    const server = await Server.during(t, { 'net.trustedProxies': '127.0.0.1', 'net.ping': 600_000 });
    const proxy = await Proxy.during(t, name, server, quicker[name]);
    assert.equal((await idleFor(proxy, 60_000))?.code, 1006);
  });
}
