// Three servers that work as one behind the real nginx, Caddy and HAProxy, with the examples of packaging/proxies/nodes.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client } from '../protocol/client.mjs';
import { eventually } from '../support/eventually.mjs';
import { Server } from '../support/parlanced.mjs';
import { Postgres } from '../support/postgres.mjs';
import { Redis } from '../support/redis.mjs';
import { Proxy, names } from './proxy.mjs';

let postgres;
let redis;
before(async () => {
  [postgres, redis] = await Promise.all([Postgres.start({ max_connections: 200 }), Redis.start()]);
});
after(async () => {
  await Promise.all([postgres.discard(), redis.discard()]);
});

async function nodes(t) {
  const settings = {
    'storage.kind': 'postgresql',
    'storage.url': await postgres.makeDatabase(),
    'cluster.redis': redis.url,
    'net.trustedProxies': '127.0.0.1',
    'limits.messages': 0,
  };
  return Promise.all([1, 2, 3].map(() => Server.during(t, settings)));
}

async function arrive(proxy, name) {
  const client = await Client.connect(proxy.wsUrl, proxy.from('127.0.0.2'));
  await client.enter(name, 'general');
  return client;
}

for (const name of names) {
  test(`${name}: three servers are one, and the loss of one is a moment`, { timeout: 120_000 }, async (t) => {
    const servers = await nodes(t);
    const proxy = await Proxy.duringNodes(t, name, servers);
    const people = [];
    for (const who of ['ann', 'bob', 'carl', 'dora', 'eve', 'finn']) people.push(await arrive(proxy, who));
    const crowds = servers.map(({ log }) => (log.match(/session: \d+ full/g) ?? []).length);
    assert.deepEqual(crowds, [2, 2, 2]);
    for (const [i, person] of people.entries()) person.send({ type: 'message', room: '#general', text: `from ${i}`, nonce: `${i}` });
    for (const person of people) {
      const texts = [];
      while (texts.length < people.length) texts.push((await person.until('message')).text);
      assert.equal(new Set(texts).size, people.length);
    }
    await servers[0].kill();
    await Promise.race(people.map(({ closed }) => closed));
    const again = await eventually(() => arrive(proxy, 'back'));
    again.send({ type: 'message', room: '#general', text: 'here again', nonce: 'again' });
    const open = people.filter(({ socket }) => socket.readyState === socket.OPEN);
    assert.ok(open.length >= 4);
    for (const person of open) assert.equal((await person.until('message')).text, 'here again');
    await Promise.all([again, ...open].map((person) => person.end()));
  });
}
