// A server moves from its file into a PostgreSQL database, and nobody who was there notices more than a restart.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client } from '../protocol/client.mjs';
import { run, Server } from '../support/parlanced.mjs';
import { Postgres } from '../support/postgres.mjs';

const database = (url) => ({ 'storage.kind': 'postgresql', 'storage.url': url });

async function say(client, text, more = {}) {
  client.send({ type: 'message', room: '#general', text, nonce: text, ...more });
  return client.until('message');
}

test('migrate: clients resume, with their tokens, nonces and read marks', async (t) => {
  const postgres = await Postgres.during(t);
  const server = await Server.during(t);
  const ann = await Client.connect(server.wsUrl);
  const joined = await ann.enter('ann', 'general');
  const first = await say(ann, 'one');
  await say(ann, 'two');
  ann.send({ type: 'edit', room: '#general', id: first.id, text: 'uno', nonce: 'edit' });
  await ann.until('edited');
  const gone = await say(ann, 'gone');
  ann.send({ type: 'delete', room: '#general', id: gone.id, nonce: 'delete' });
  await ann.until('deleted');
  ann.send({ type: 'topic', room: '#general', text: 'All of it: "{}", \\, NULL', nonce: 'topic' });
  await ann.until('topic_changed');
  ann.send({ type: 'join', name: 'deleted' });
  await ann.until('joined');
  ann.send({ type: 'message', room: '#deleted', text: 'away', nonce: 'away' });
  await ann.until('message');
  assert.equal((await run(['rooms', 'delete', 'deleted', '--yes', '--data', server.data])).code, 0);

  const url = await postgres.makeDatabase();
  const migrate = (to = url) => run(['migrate', '--to', to, '--data', server.data]);
  const running = await migrate();
  assert.equal(running.code, 1);
  assert.match(running.stderr, /in use by another server/);
  await server.stop();
  const { code, stdout, stderr } = await migrate();
  assert.equal(code, 0, stderr);
  assert.match(stdout, /^1 room, 1 user and 6 events are in the database\. Set storage\.kind to postgresql and storage\.url/);
  const again = await migrate();
  assert.equal(again.code, 1);
  assert.match(again.stderr, /holds rooms or people already\. Choose an empty one/);

  // Another folder: everything is in the database, the key of the tokens, too.
  const moved = await Server.during(t, database(url));
  const back = await Client.connect(moved.wsUrl);
  back.send({ type: 'hello', protocol: 2, client: 'test', token: ann.welcome.token });
  const welcome = await back.expect({ type: 'welcome', userId: ann.welcome.userId, username: 'ann' });
  assert.deepEqual(welcome.rooms.map(({ room, log, name, head, n, read }) => ({ room, log, name, head, n, read })), [
    { room: joined.room, log: joined.log, name: 'general', head: 6, n: 3, read: 3 },
  ]);
  back.send({ type: 'join', room: joined.room, log: joined.log, since: 3 });
  const resumed = await back.until('joined');
  assert.equal(resumed.reset, undefined);
  assert.deepEqual(resumed.events.map(({ type, seq }) => [type, seq]), [['message', 4], ['deleted', 5], ['topic_changed', 6]]);
  back.send({ type: 'message', room: joined.room, text: 'two', nonce: 'two' });
  await back.expect({ type: 'sent', seq: 2 });
  const next = await say(back, 'three');
  assert.deepEqual([next.seq, next.n], [7, 4]);
  back.send({ type: 'history', room: joined.room });
  const { messages } = await back.until('history');
  assert.deepEqual(messages.map(({ n, text, deleted }) => [n, text, deleted]), [[1, 'uno', undefined], [2, 'two', undefined], [3, undefined, true], [4, 'three', undefined]]);
  // The next room and the next person get numbers of their own.
  const bob = await Client.connect(moved.wsUrl);
  assert.equal((await bob.enter('bob', 'lobby')).head, 0);
  await ann.end();
  await back.end();
  await bob.end();
});

test('migrate says what is missing, in one line', async (t) => {
  const server = await Server.during(t, { 'storage.kind': 'memory' });
  await server.stop();
  const at = (...args) => run(['migrate', ...args, '--data', server.data]);
  const nowhere = await at();
  assert.equal(nowhere.code, 2);
  assert.match(nowhere.stderr, /^parlanced: where to\? Give --to URL, or set storage\.url\n$/);
  const nothing = await at('--to', 'postgresql:///x?host=/nowhere');
  assert.equal(nothing.code, 1);
  assert.match(nothing.stderr, /^parlanced: [^\n]*there is no log to move[^\n]*\n$/);
  await server.start();
});
