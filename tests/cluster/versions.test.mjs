// Servers of two versions as one. The next version is this one with the headers in next/: a step of the tables more,
// and topics are another kind of event, which this version cannot read.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client } from '../protocol/client.mjs';
import { eventually } from '../support/eventually.mjs';
import { Server, run } from '../support/parlanced.mjs';
import { Postgres } from '../support/postgres.mjs';
import { Redis } from '../support/redis.mjs';
import { Person } from './person.mjs';

class NextServer extends Server {
  static program = process.env.PARLANCED_NEXT;
}

let postgres;
let redis;
before(async () => {
  [postgres, redis] = await Promise.all([Postgres.start({ max_connections: 200, fsync: 'on' }), Redis.start()]);
});
after(async () => {
  await Promise.all([postgres.discard(), redis.discard()]);
});

async function common() {
  return { 'storage.kind': 'postgresql', 'storage.url': await postgres.makeDatabase(), 'cluster.redis': redis.url, 'limits.messages': 0 };
}

const kinds = async (settings) =>
  String(await postgres.ask(settings['storage.url'], 'SELECT DISTINCT kind FROM events WHERE kind IN (4, 1000) ORDER BY kind')).split(/\s+/).filter(Boolean).map(Number);

const listed = async (server) => {
  const { stdout } = await run(['nodes', '--data', server.data]);
  return stdout;
};

/** The server does not start: its only line says why. */
async function mustNotStart(settings, data) {
  const words = Object.entries(settings).flatMap(([key, value]) => ['--set', `${key}=${value}`]);
  const { code, stderr } = await run(['serve', '--listen', '127.0.0.1:0', '--data', data, ...words]);
  assert.equal(code, 1);
  assert.equal(stderr.trim().split('\n').length, 1, stderr);
  assert.match(stderr, /used by a newer Parlance.*Install that version here, too/);
}

test('servers are updated one after another while people talk', async (t) => {
  const settings = await common();
  const one = await Server.during(t, settings);
  const other = await Server.during(t, settings);
  const ann = await Person.enter(one, 'ann');
  const bob = await Person.enter(other, 'bob');
  ann.setTopic('before');
  await bob.seesTopic('before');

  // The first one.
  await one.stop();
  const first = await NextServer.during(t, settings);
  const cat = await Person.enter(first, 'cat');
  await eventually(async () => assert.match(await listed(first), /of two versions/));
  cat.setTopic('from the newer');
  await bob.seesTopic('from the newer');
  bob.setTopic('from the older');
  await cat.seesTopic('from the older');
  for (let i = 0; i < 10; ++i) (i % 2 ? cat : bob).say(`message ${i}`);
  await Promise.all([cat, bob].flatMap((who) => ['message 8', 'message 9'].map((text) => who.sees(text))));
  assert.deepEqual(await kinds(settings), [4]);

  // An older one may still come, or come back.
  const late = await Server.during(t, settings);
  await late.stop();

  // The last one.
  await other.stop();
  await eventually(async () => {
    assert.doesNotMatch(await listed(first), /of two versions/);
    cat.setTopic(`to the newer alone ${cat.frames.length}`);
    assert.deepEqual(await kinds(settings), [4, 1000]);
  });
  const second = await NextServer.during(t, settings);
  const dan = await Person.enter(second, 'dan');
  cat.setTopic('a kind of the next version');
  await dan.seesTopic('a kind of the next version');
  const page = await Client.connect(second.wsUrl);
  page.send({ type: 'hello', protocol: 2, client: 'test', token: dan.welcome.token }, { type: 'join', room: dan.joined.room, log: dan.joined.log, since: 0 });
  assert.equal((await page.until('joined')).topic, 'a kind of the next version');
  await mustNotStart(settings, `${first.data}/older`);
});

test('an older server that slept meanwhile stops, and its clients find another', async (t) => {
  const settings = await common();
  const older = await Server.during(t, settings);
  const ann = await Person.enter(older, 'ann');
  ann.say('before');
  await ann.sees('before');
  older.suspend();
  const newer = await NextServer.during(t, settings);
  const bob = await Person.enter(newer, 'bob');
  await postgres.ask(settings['storage.url'], 'DELETE FROM nodes WHERE level = 1'); // as a minute later
  await eventually(async () => {
    bob.setTopic(`topic ${bob.frames.length}`);
    assert.ok((await kinds(settings)).includes(1000));
  });
  older.resume();
  assert.equal((await ann.client.closed).code, 4001);
  assert.equal(await older.exited, 1);
  assert.match(older.log, /stopping: .*a newer Parlance; install that version here, too/);
});

test('a server that is alone in the database shuts out older ones at once', async (t) => {
  const settings = await common();
  delete settings['cluster.redis'];
  const newer = await NextServer.during(t, settings);
  const ann = await Person.enter(newer, 'ann');
  ann.setTopic('alone');
  await ann.seesTopic('alone');
  assert.deepEqual(await kinds(settings), [1000]);
  await newer.stop();
  await mustNotStart(settings, `${newer.data}/older`);
  await newer.start();
});

test('an event that this version cannot read is an error, not another event', async (t) => {
  const settings = await common();
  const server = await Server.during(t, settings);
  const ann = await Person.enter(server, 'ann');
  ann.setTopic('first');
  await ann.seesTopic('first');
  await server.stop();
  await postgres.ask(settings['storage.url'], 'UPDATE events SET kind = 1000 WHERE kind = 4');
  await server.start();
  const again = await Client.connect(server.wsUrl);
  const { room, log } = ann.joined;
  again.send({ type: 'hello', protocol: 2, client: 'test', token: ann.welcome.token }, { type: 'join', room, log, since: 0, ref: 'page' });
  const error = await again.until('error');
  assert.equal(error.code, 'internal');
  assert.match(error.message, /newer Parlance/);
});
