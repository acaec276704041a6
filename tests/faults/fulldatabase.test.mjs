// PostgreSQL's disk is really full, or it takes no more connections: writing waits, the reason is named, and everything resumes by
// itself.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client } from '../protocol/client.mjs';
import { eventually } from '../support/eventually.mjs';
import { Server, run } from '../support/parlanced.mjs';
import { Databases } from './databases.mjs';

async function serverOn(t) {
  const databases = await Databases.start({ fsync: 'on' });
  t.after(() => databases.discard());
  await databases.sql('CREATE ROLE team LOGIN'); // no limit holds for a superuser
  await databases.sql('ALTER DATABASE chat OWNER TO team');
  const url = databases.url.replace(/user=\w+/, 'user=team');
  const server = await Server.during(t, { 'storage.kind': 'postgresql', 'storage.url': url, 'limits.messages': 0 });
  const ann = await Client.connect(server.wsUrl);
  t.after(() => ann.end());
  await ann.enter('ann', 'general');
  return { databases, server, ann };
}

const ready = async (server) => (await fetch(new URL('readyz', server.url), { headers: { connection: 'close' } })).text();

const doctor = (server) =>
  run(['doctor', '--data', server.data, ...Object.entries(server.settings).flatMap(([key, value]) => ['--set', `${key}=${value}`])]);

/** The answer to what is written. */
async function write(client, nonce, text) {
  client.send({ type: 'message', room: '#general', text, nonce });
  for (;;) {
    const frame = await client.next();
    if (frame.nonce === nonce) return frame;
  }
}

async function insist(client, nonce) {
  const answer = await write(client, nonce, `text ${nonce}`);
  if (answer.type !== 'error') return;
  assert.equal(answer.code, 'busy');
  await new Promise((done) => setTimeout(done, answer.retryAfter));
  await insist(client, nonce);
}

async function history(client) {
  client.send({ type: 'history', room: '#general', ref: 'h' });
  return (await client.until('history')).messages;
}

test('a full disk: /readyz, doctor and the log say so, reading goes on, and writing resumes', async (t) => {
  const { databases, server, ann } = await serverOn(t);
  await insist(ann, 'before');
  let written = 0;
  const isFull = await databases.fillDisk(async () => {
    let answer;
    while (answer?.type !== 'error') answer = await write(ann, `filling ${written += 1}`, 'x'.repeat(2000)); // what its pages have room for
    assert.equal(answer.code, 'busy');
    assert.match(answer.message, /disk .*is full/);
    assert.ok(answer.retryAfter > 0);
    assert.equal(await ready(server), "the database's disk is full\n");
    assert.match(server.log, /PostgreSQL: its disk is full, so nothing is written until there is room: .*No space left on device/);
    assert.match((await doctor(server)).stdout, /problem +database +its disk is full/);
    assert.ok((await history(ann)).length > 0);
  });
  if (!isFull) return t.skip('this machine does not let a test mount a disk of its own (unshare --mount)');
  await insist(ann, 'after');
  assert.equal(await ready(server), 'ready\n');
  assert.doesNotMatch((await doctor(server)).stdout, /is full/);
  assert.equal((await history(ann)).at(-1).nonce, 'after');
});

test('no connections are left: the log and doctor say so, and writing resumes', async (t) => {
  const { databases, server, ann } = await serverOn(t);
  await insist(ann, 'before');
  await databases.sql('ALTER ROLE team CONNECTION LIMIT 0');
  await databases.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'parlanced'");
  const waiting = insist(ann, 'after');
  await eventually(() => assert.match(server.log, /PostgreSQL: trying again: .*too many connections for role/));
  assert.match((await doctor(server)).stdout, /database .*too many connections for role/);
  await databases.sql('ALTER ROLE team CONNECTION LIMIT -1');
  await waiting;
  assert.deepEqual((await history(ann)).map(({ nonce }) => nonce), ['before', 'after']);
});
