// The program from outside: signals, restarts, mistakes of the admin, and peers that misbehave while others talk.
import assert from 'node:assert/strict';
import net from 'node:net';
import { test } from 'node:test';
import { Server, run } from '../support/parlanced.mjs';
import { Client } from './client.mjs';

for (const signal of ['SIGTERM', 'SIGINT']) {
  test(`${signal}: closes everybody with 4001 and exits with 0 within 2 s`, async (t) => {
    const server = await Server.during(t);
    const client = await Client.connect(server.wsUrl);
    await client.enter('ann', 'general');
    const deaf = net.connect(server.port, '127.0.0.1').on('error', () => {}); // says nothing, hears nothing
    await new Promise((resolve) => deaf.once('connect', resolve));
    const begun = performance.now();
    const code = await server.signal(signal);
    const seconds = (performance.now() - begun) / 1000;
    assert.equal(code, 0);
    assert.deepEqual(await client.closed, { code: 4001, reason: 'restarting' });
    console.log(`stopped in ${seconds.toFixed(2)} s`);
    deaf.destroy();
  });
}

test('a restart in memory: tokens stay good, the log is another one', async (t) => {
  const server = await Server.during(t, { 'storage.kind': 'memory' });
  const ann = await Client.connect(server.wsUrl);
  const { log } = await ann.enter('ann', 'general');
  ann.send({ type: 'message', room: '#general', text: 'kept in memory', nonce: '1' });
  await ann.until('message');
  await server.kill();
  await server.start();
  const again = await Client.connect(server.wsUrl);
  again.send({ type: 'hello', protocol: 2, client: 'test', token: ann.welcome.token, name: 'ann' });
  await again.expect({ type: 'welcome', userId: ann.welcome.userId, rooms: [] });
  again.send({ type: 'join', name: 'general', since: 1, log });
  const joined = await again.until('joined');
  assert.equal(joined.reset, true);
  assert.notEqual(joined.log, log);
  assert.deepEqual(joined.history, []);
  await again.end();
});

test('a restart: what was acknowledged is there, and a repeat gets the first answer', async (t) => {
  const server = await Server.during(t);
  const ann = await Client.connect(server.wsUrl);
  const { room, log } = await ann.enter('ann', 'general');
  const send = (client, text) => client.send({ type: 'message', room: '#general', text, nonce: 'once' });
  send(ann, 'kept');
  const { id } = await ann.until('message');
  await server.kill();
  await server.start();
  const again = await Client.connect(server.wsUrl);
  again.send({ type: 'hello', protocol: 2, client: 'test', token: ann.welcome.token, name: 'ann' });
  await again.expect({ type: 'welcome', rooms: [{ room, log, name: 'general', topic: '', role: 'owner', head: 1, n: 1, read: 1 }] });
  again.send({ type: 'join', room: '#general', since: 0, log });
  const joined = await again.until('joined');
  assert.equal(joined.reset, undefined);
  assert.deepEqual(joined.events.map(({ text }) => text), ['kept']);
  send(again, 'kept?');
  assert.deepEqual(await again.until('sent'), { type: 'sent', room, nonce: 'once', id, seq: 1 });
  await again.end();
});

test('the port is taken: says so and names it, exit 1', async (t) => {
  const server = await Server.during(t);
  const { code, stderr } = await run(['--listen', `127.0.0.1:${server.port}`, '--data', server.data, '--set', 'storage.kind=memory']);
  assert.equal(code, 1);
  assert.match(stderr, new RegExp(`^parlanced: 127.0.0.1:${server.port} is taken: .*\n$`));
});

test('the log is in use: says so and names it, exit 1', async (t) => {
  const server = await Server.during(t, { 'storage.kind': 'sqlite' });
  const { code, stderr } = await run(['--listen', '127.0.0.1:0', '--data', server.data]);
  assert.equal(code, 1);
  assert.match(stderr, /^parlanced: .*\/parlance\.db: in use by another server\. .*--data\n$/);
});

test('bad settings: one line that names the key, exit 2', async () => {
  const flag = await run(['--set', 'limits.messages=many']);
  assert.equal(flag.code, 2);
  assert.match(flag.stderr, /^parlanced: --set: limits.messages got "many", but takes a number from 0 to 1000000.*\n$/);
  const environment = await run([], { PARLANCE_NET_HEARTBEAT: '1s' });
  assert.equal(environment.code, 2);
  assert.match(environment.stderr, /^parlanced: PARLANCE_NET_HEARTBEAT: net.heartbeat got "1s", but takes .*\n$/);
  const port = await run([], { PORT: '70000' });
  assert.equal(port.code, 2);
  assert.match(port.stderr, /^parlanced: PORT: net.listen got "70000".*\n$/);
});

test('beyond loopback only with a password or --open', async () => {
  const { code, stderr } = await run(['--listen', '0.0.0.0:0']);
  assert.equal(code, 2);
  assert.match(stderr, /--open/);
});

test('misbehaving peers get their answer, and nobody else notices', async (t) => {
  const server = await Server.during(t, { 'limits.messages': 0, 'net.headTimeout': 300 });
  const ann = await Client.connect(server.wsUrl);
  await ann.enter('ann', 'general');
  const raw = (bytes) =>
    new Promise((resolve) => {
      const socket = net.connect(server.port, '127.0.0.1');
      let answer = '';
      socket.on('data', (chunk) => (answer += chunk.toString('latin1')));
      socket.on('close', () => resolve(answer));
      socket.on('error', () => {});
      socket.write(bytes);
    });
  const huge = await Client.connect(server.wsUrl);
  huge.send('x'.repeat(70_000));
  const binary = await Client.connect(server.wsUrl);
  binary.socket.send(Buffer.from([1, 2, 3]));
  const fast = await Client.connect(server.wsUrl);
  fast.send({ type: 'hello', protocol: 2, client: 'test' }); // whoever has not said hello is closed much earlier
  await fast.until('welcome');
  fast.send(...Array.from({ length: 2_000 }, (_, n) => `{"type":"nonsense","ref":"${n}"}`));
  const half = raw('GET /ws HTTP/1.1\r\nHost: a\r\nUpgr');
  const path = raw('GET /../x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
  const evil = raw(
    'GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: http://evil.example\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
      'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
  );
  assert.equal((await huge.closed).code, 1009);
  assert.equal((await binary.closed).code, 1003);
  assert.match(await half, /^HTTP\/1.1 408 /);
  assert.match(await path, /^HTTP\/1.1 404 /);
  assert.match(await evil, /^HTTP\/1.1 403 /);
  for (let n = 0; n < 2_000; ++n) await fast.expect({ type: 'error', code: 'unknown_type', ref: `${n}` });
  ann.send({ type: 'message', room: '#general', text: 'still here', nonce: '1' });
  await ann.until('message');
  await fast.end();
  await ann.end();
});

test('too fast: rate_limited with retryAfter, no disconnect', async (t) => {
  const server = await Server.during(t);
  const ann = await Client.connect(server.wsUrl);
  await ann.enter('ann', 'general');
  ann.send(...Array.from({ length: 25 }, (_, n) => ({ type: 'message', room: '#general', text: 'm', nonce: `${n}` })));
  const refused = await ann.until('error');
  assert.equal(refused.code, 'rate_limited');
  assert.equal(refused.nonce, '20');
  assert.ok(refused.retryAfter > 0 && refused.retryAfter <= 10_000);
  ann.send({ type: 'ping', ref: 'p' });
  await ann.until('heartbeat');
  await ann.end();
});

test('no token, password or message text is in the log', async (t) => {
  const server = await Server.during(t, { 'access.password': 'open-sesame' });
  const ann = await Client.connect(server.wsUrl);
  await ann.enter('ann', 'general', { password: 'open-sesame' });
  ann.send({ type: 'message', room: '#general', text: 'a secret of mine', nonce: '1' });
  await ann.until('message');
  await ann.end();
  await server.stop();
  for (const secret of [ann.welcome.token, 'open-sesame', 'a secret of mine']) assert.ok(!server.log.includes(secret));
  assert.match(server.log, new RegExp(`info session: \\d+ full ${ann.welcome.userId}`));
});
