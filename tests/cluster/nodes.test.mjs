// Several servers as one, each a process, with a PostgreSQL and a Redis of the test's own.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { parse, value } from '../operation/prometheus.mjs';
import { Client } from '../protocol/client.mjs';
import { eventually } from '../support/eventually.mjs';
import { Server, run } from '../support/parlanced.mjs';
import { Postgres } from '../support/postgres.mjs';
import { Redis } from '../support/redis.mjs';
import { Person } from './person.mjs';

let postgres;
let redis;
before(async () => {
  [postgres, redis] = await Promise.all([Postgres.start({ max_connections: 200, fsync: 'on' }), Redis.start()]);
});
after(async () => {
  await Promise.all([postgres.discard(), redis.discard()]);
});

/** Nodes on a database of their own. */
async function nodes(t, count, settings = {}) {
  const storage = { 'storage.kind': 'postgresql', 'storage.url': await postgres.makeDatabase(), 'cluster.redis': redis.url, 'limits.messages': 0 };
  const all = [];
  for (let i = 0; i < count; ++i) all.push(await Server.during(t, { ...storage, ...settings }));
  return all;
}

const hear = (...servers) => eventually(() => servers.forEach(({ log }) => assert.match(log, /another node/)));

test('people on two nodes are in one conversation', async (t) => {
  const [one, other] = await nodes(t, 2);
  await hear(one, other);
  const ann = await Person.enter(one, 'ann');
  const bob = await Person.enter(other, 'bob');
  assert.deepEqual(bob.joined.users.map(({ username }) => username).sort(), ['ann', 'bob']);
  await eventually(() => assert.equal(ann.presence().at(-1)?.userCount, 2));
  for (let i = 1; i <= 20; ++i) (i % 2 ? ann : bob).say(String(i));
  await Promise.all([ann, bob].flatMap((who) => ['19', '20'].map((text) => who.sees(text))));
  assert.deepEqual(ann.texts, bob.texts);
  assert.equal(new Set(ann.texts).size, 20);
  ann.client.send({ type: 'typing', room: '#general', isTyping: true });
  await eventually(() => assert.ok(bob.frames.some(({ type, isTyping }) => type === 'typing' && isTyping)));
  ann.client.send({ type: 'rename', name: 'anna' });
  await eventually(() => assert.ok(bob.frames.some(({ type, username }) => type === 'renamed' && username === 'anna')));
});

test('while Redis is away nothing is lost, and a pause is all that is seen', async (t) => {
  const [one, other] = await nodes(t, 2);
  await hear(one, other);
  const ann = await Person.enter(one, 'ann');
  const bob = await Person.enter(other, 'bob');
  ann.say('before');
  await bob.sees('before');
  await redis.stop();
  ann.say('during');
  bob.say('answer');
  await bob.sees('during');
  await ann.sees('answer');
  await eventually(() => assert.match(other.log, /the bus between the nodes is away/));
  await redis.start();
  await eventually(() => assert.match(other.log.split('is away').at(-1), /the bus between the nodes is there/));
  ann.say('after');
  await bob.sees('after');
  assert.deepEqual(bob.texts, ann.texts);
  assert.equal(bob.presence().some(({ left }) => left.length > 0), false);
});

test('a node that is killed: its people go, and what they said stays', async (t) => {
  const [one, other] = await nodes(t, 2);
  await hear(one, other);
  const ann = await Person.enter(one, 'ann');
  const bob = await Person.enter(other, 'bob');
  ann.say('last words');
  await ann.sees('last words');
  await one.kill();
  await bob.sees('last words');
  await eventually(() => assert.deepEqual(bob.presence().at(-1)?.left, [ann.welcome.userId]));
});

test('a node that stops: its people come to the other, and nobody is shown as gone', async (t) => {
  const [one, other] = await nodes(t, 2);
  await hear(one, other);
  const ann = await Person.enter(one, 'ann');
  const bob = await Person.enter(other, 'bob');
  await eventually(() => assert.equal(bob.joined.users.length, 2));
  const stopped = one.stop();
  assert.equal((await ann.client.closed).code, 4001);
  const again = await Client.connect(other.wsUrl);
  const { token } = ann.welcome;
  const { room, log, head } = ann.joined;
  again.send({ type: 'hello', protocol: 2, client: 'test', token }, { type: 'join', room, log, since: head });
  assert.equal((await again.until('joined')).userCount, 2);
  await stopped;
  await eventually(async () => {
    const { stdout } = await run(['nodes', '--data', other.data, '--json']);
    assert.equal(stdout.trim().split('\n').length, 1);
  });
  bob.say('still here');
  await bob.sees('still here');
  assert.equal(bob.presence().some(({ left }) => left.length > 0), false);
});

test('nodes lists them, and metrics count', async (t) => {
  const [one, other] = await nodes(t, 2, { 'metrics.listen': '127.0.0.1:0' });
  await hear(one, other);
  await Person.enter(one, 'ann');
  await eventually(async () => {
    const { stdout } = await run(['nodes', '--data', other.data, '--json']);
    const list = stdout.trim().split('\n').map((line) => JSON.parse(line));
    assert.deepEqual(list.map(({ connections }) => connections).sort(), [0, 1]);
    assert.deepEqual(list.map(({ isAsked }) => isAsked).sort(), [false, true]);
    assert.ok(list.every(({ isAsked, heardAgo }) => isAsked || heardAgo < 5_000));
  });
  const table = await run(['nodes', '--data', other.data]);
  assert.match(table.stdout, /^NODE .*\n(.*\n){2}$/);
  const url = await eventually(() => /metrics: (http:\S+)/.exec(one.log)[1]);
  const scraped = parse(await (await fetch(url)).text());
  assert.equal(value(scraped, 'parlance_nodes'), 2);
  assert.equal(value(scraped, 'parlance_nodes_connections'), 1);
  assert.equal(value(scraped, 'parlance_bus_works'), 1);
});

test('a server alone has no nodes', async (t) => {
  const server = await Server.during(t, { 'storage.kind': 'memory' });
  const { code, stderr } = await run(['nodes', '--data', server.data]);
  assert.equal(code, 1);
  assert.match(stderr, /This server is alone/);
});

test('settings that differ are named', async (t) => {
  const [one] = await nodes(t, 1);
  const url = one.settings['storage.url'];
  const other = await Server.during(t, { ...one.settings, 'storage.url': url, 'limits.text': 4_000, 'access.password': 'secret' });
  await eventually(() => {
    assert.match(other.log, /has another "?limits\.text"? than this one/);
    assert.match(other.log, /has another "?access\.password"? than this one/);
  });
  assert.doesNotMatch(other.log, /secret/);
  const { stdout } = await run(['doctor', '--data', other.data, ...Object.entries(other.settings).flatMap(([key, value]) => ['--set', `${key}=${value}`])]);
  assert.match(stdout, /nodes .*limits\.text differs between/);
  assert.match(stdout, /redis .*hands messages on/);
});

test('a Redis user who lacks rights is named by the log and doctor, with the rights', async (t) => {
  const [one] = await nodes(t, 1);
  const redis = await Redis.during(t, ['--user', 'parlance', 'on', '>secret', 'resetchannels', '+@all']);
  const settings = { ...one.settings, 'cluster.redis': `redis://parlance:secret@127.0.0.1:${redis.port}` };
  const other = await Server.during(t, settings);
  const said = /it refuses SUBSCRIBE .*resetchannels &parlance\.\* -@all/;
  await eventually(() => assert.match(other.log, said));
  const { stdout } = await run(['doctor', '--data', other.data, ...Object.entries(other.settings).flatMap(([key, value]) => ['--set', `${key}=${value}`])]);
  assert.match(stdout, said);
  assert.doesNotMatch(other.log, /secret/);
});

test('a second server without cluster.redis is refused, in one line', async (t) => {
  const [one] = await nodes(t, 1);
  const { code, stderr } = await run(['serve', '--listen', '127.0.0.1:0', '--data', `${one.data}/other`, '--set', 'storage.kind=postgresql', '--set', `storage.url=${one.settings['storage.url']}`]);
  assert.equal(code, 1);
  assert.match(stderr, /another server uses the database/);
});

test('a Redis that is not there keeps nobody from starting', async (t) => {
  const [one, other] = await nodes(t, 2, { 'cluster.redis': 'redis://127.0.0.1:1' });
  const ann = await Person.enter(one, 'ann');
  const bob = await Person.enter(other, 'bob');
  ann.say('hello');
  await bob.sees('hello');
});

test('cluster.redis without a database in common is a contradiction', async () => {
  const { code, stderr } = await run(['serve', '--set', 'cluster.redis=redis://127.0.0.1']);
  assert.equal(code, 2);
  assert.match(stderr, /cluster\.redis is set, but storage\.kind is sqlite/);
});

test('a database with another history: everybody starts anew', async (t) => {
  const [one, other] = await nodes(t, 2);
  await hear(one, other);
  const ann = await Person.enter(one, 'ann');
  const bob = await Person.enter(other, 'bob');
  const url = one.settings['storage.url'];
  await postgres.ask(url, "UPDATE parlance SET system = 'another'"); // as if a standby had been promoted
  await postgres.ask(url, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'parlanced' AND datname = current_database()");
  assert.equal((await ann.client.closed).code, 4001);
  assert.equal((await bob.client.closed).code, 4001);
  const again = await Client.connect(other.wsUrl);
  const { room, log } = bob.joined;
  again.send({ type: 'hello', protocol: 2, client: 'test', token: bob.welcome.token }, { type: 'join', room, log, since: 0 });
  const joined = await again.until('joined');
  assert.notEqual(joined.log, log);
  assert.equal(joined.reset, true);
});
