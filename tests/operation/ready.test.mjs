// /healthz: the program runs. /readyz: it takes what people write.
import assert from 'node:assert/strict';
import net from 'node:net';
import { test } from 'node:test';
import { Client } from '../protocol/client.mjs';
import { eventually } from '../support/eventually.mjs';
import { Server } from '../support/parlanced.mjs';

const ask = async (server, path) => {
  const answer = await fetch(new URL(path, server.url), { headers: { connection: 'close' } });
  return [answer.status, await answer.text()];
};

test('ready, and healthy', async (t) => {
  const server = await Server.during(t);
  assert.deepEqual(await ask(server, '/readyz'), [200, 'ready\n']);
  assert.deepEqual(await ask(server, '/healthz'), [200, 'ok\n']);
});

test('a disk without room to spare: healthy, but not ready, and writing is refused', async (t) => {
  const server = await Server.during(t, { 'storage.reserve': 1_000_000_000_000 });
  assert.deepEqual(await ask(server, '/readyz'), [503, 'the disk is full\n']);
  assert.deepEqual(await ask(server, '/healthz'), [200, 'ok\n']);
  const ann = await Client.connect(server.wsUrl);
  ann.send({ type: 'hello', protocol: 2, client: 'test', name: 'ann' }, { type: 'join', name: 'general' });
  const refused = await ann.until('error'); // a new room would be written
  assert.equal(refused.code, 'busy');
  assert.ok(refused.retryAfter > 0);
  await ann.end();
});

test('while it stops: who has connected is answered, and told that it is not ready', async (t) => {
  const server = await Server.during(t);
  const socket = net.connect(server.port, '127.0.0.1');
  let answer = '';
  socket.on('data', (bytes) => (answer += bytes));
  socket.write('GET /readyz HTTP/1.1\r\nHost: a\r\n');
  const client = await Client.connect(server.wsUrl); // accepted after the other
  const ended = server.signal('SIGTERM');
  await client.closed;
  await eventually(() => assert.match(server.log, /stopping on signal/));
  socket.write('\r\n');
  await new Promise((resolve) => socket.once('close', resolve));
  assert.match(answer, /^HTTP\/1\.1 503 .*\r\n[^]*Connection: close[^]*\r\n\r\nstopping\n$/);
  assert.equal(await ended, 0);
});
