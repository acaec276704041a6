// Both protocols over real sockets, by a client that was not written here.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Server } from '../support/parlanced.mjs';
import { Client } from './client.mjs';

let server;
before(async () => (server = await Server.start({ 'limits.messages': 0, 'limits.newRoomsPerHour': 0, 'net.heartbeat': 500 })));
after(() => server.discard());

test('plain: join, talk, type, change the room, leave', async () => {
  const ann = await Client.connect(server.wsUrl);
  const bob = await Client.connect(server.url.replace('http', 'ws')); // upgrades are answered at / as well
  const { clientId, history, users } = await ann.joinPlain('ann', 'plain');
  assert.deepEqual(history, []);
  assert.deepEqual(users, [{ id: clientId, username: 'ann' }]);
  await bob.joinPlain('bob', 'plain');
  await ann.expect({ type: 'user_joined', username: 'bob' });
  ann.send({ type: 'message', text: 'grüß dich 😀' });
  for (const client of [ann, bob]) await client.expect({ type: 'message', userId: clientId, username: 'ann', text: 'grüß dich 😀' });
  ann.send({ type: 'typing', isTyping: true });
  await bob.expect({ type: 'typing', userId: clientId, isTyping: true });
  await bob.joinPlain('bob', 'elsewhere');
  await ann.expect({ type: 'user_left', username: 'bob', users: [{ id: clientId, username: 'ann' }] });
  await bob.joinPlain('bob', 'plain').then(({ history: past }) => assert.equal(past[0].text, 'grüß dich 😀'));
  await ann.expect({ type: 'user_joined', username: 'bob' });
  await ann.end();
  await bob.until('user_left');
  await bob.end();
});

test('join and message in one write take effect in order', async () => {
  const ann = await Client.connect(server.wsUrl);
  const frames = ['{"type":"join","username":"ann","room":"order"}', '{"type":"message","text":"first"}', '{"type":"message","text":"second"}'];
  ann.socket._socket.cork();
  ann.send(...frames);
  ann.socket._socket.uncork();
  await ann.expect({ type: 'joined', room: 'order' });
  await ann.expect({ type: 'message', text: 'first' });
  await ann.expect({ type: 'message', text: 'second' });
  await ann.end();
});

test('full: nonces, resume, read marks, heartbeats', async () => {
  const ann = await Client.connect(server.wsUrl);
  const { room, log } = await ann.enter('ann', 'full');
  ann.send({ type: 'message', room: '#full', text: 'one', nonce: '1' }, { type: 'message', room: '#full', text: 'one', nonce: '1' });
  const first = await ann.until('message');
  assert.deepEqual([first.seq, first.n], [1, 1]);
  assert.equal((await ann.until('sent')).id, first.id);
  await ann.end();

  const bob = await Client.connect(server.wsUrl);
  await bob.enter('bob', 'full');
  bob.send({ type: 'message', room: '#full', text: 'two', nonce: '1' });
  await bob.until('message');

  const again = await Client.connect(server.wsUrl);
  again.send({ type: 'hello', protocol: 2, client: 'test', token: ann.welcome.token });
  const welcome = await again.expect({ type: 'welcome', userId: ann.welcome.userId });
  assert.deepEqual(welcome.rooms, [{ room, log, name: 'full', topic: '', role: 'owner', head: 2, n: 2, read: 1 }]);
  again.send({ type: 'join', room: '#full', since: 1, log, ref: 'r' });
  const joined = await again.until('joined');
  assert.deepEqual(joined.events.map(({ seq, text }) => [seq, text]), [[2, 'two']]);
  assert.equal(joined.ref, 'r');
  again.send({ type: 'read', room: '#full', n: 2, ref: 'read' });
  assert.equal((await again.until('ok')).ref, 'read');
  assert.deepEqual((await again.until('heartbeat')).heads, { [room]: 2 });
  await again.end();
  await bob.end();
});

test('requests wait while large replies are under way, and go on as soon as those are taken', async () => {
  const ann = await Client.connect(server.wsUrl);
  await ann.enter('ann', 'large');
  for (let i = 0; i < 60; i += 1) ann.send({ type: 'message', room: '#large', text: '\u20ac'.repeat(2000), nonce: `large-${i}` });
  for (let i = 0; i < 60; i += 1) await ann.until('message');
  for (let i = 0; i < 20; i += 1) ann.send({ type: 'history', room: '#large', limit: 60, ref: `${i}` }); // as much as a page may hold
  for (let i = 0; i < 20; i += 1) {
    const page = await ann.until('history');
    assert.equal(page.ref, `${i}`);
    assert.ok(page.messages.length > 30);
  }
  await ann.end();
});

test('markup stays text', async () => {
  const evil = '<img src=x onerror=alert(1)>';
  const ann = await Client.connect(server.wsUrl);
  ann.send({ type: 'join', username: evil, room: evil }, { type: 'message', text: evil });
  await ann.expect({ type: 'joined', room: evil });
  await ann.expect({ type: 'message', username: evil, text: evil });
  await ann.end();
});

test('a thousand plain clients in one room, and the last list is right', async (t) => {
  const crowded = await Server.during(t, { 'limits.connectionsPerAddress': 0 });
  const count = 1000;
  const clients = await Promise.all(
    Array.from({ length: count }, async (_, number) => {
      const client = await Client.connect(crowded.wsUrl);
      const { users } = await client.joinPlain(`guest ${number}`, 'crowd');
      assert.ok(users.some(({ username }) => username === `guest ${number}`));
      assert.ok(users.length <= 200);
      return client;
    }),
  );
  const [speaker, listener] = clients;
  speaker.send({ type: 'message', text: 'everybody?' });
  assert.equal((await clients[count - 1].until('message')).text, 'everybody?');
  await listener.until('message');
  for (const client of clients.slice(2)) client.socket.terminate();
  for (;;) {
    const { users } = await listener.until('user_left');
    if (users.length === 2) break;
  }
  await Promise.all([speaker.end(), listener.end()]);
});

const misuses = [
  { what: 'a token of another server', frame: { type: 'hello', protocol: 2, client: 'test', token: 'x' }, code: 'unauthenticated', field: 'token' },
  { what: 'a missing password', frame: { type: 'hello', protocol: 2, client: 'test' }, code: 'unauthenticated', field: 'password', asks: true },
  { what: 'a wrong password', frame: { type: 'hello', protocol: 2, client: 'test', password: 'y' }, code: 'unauthenticated', field: 'password', asks: true },
  { what: 'another protocol', frame: { type: 'hello', protocol: 99, client: 'test' }, code: 'protocol_version', field: 'protocol' },
  { what: 'a field of another kind', frame: { type: 'hello', protocol: 2, client: 7 }, code: 'bad_request', field: 'client' },
  { what: 'a name that is too long', frame: { type: 'hello', protocol: 2, client: 'test', name: 'n'.repeat(99) }, code: 'too_long', field: 'name' },
  { what: 'an unknown request', frame: { type: 'wave' }, code: undefined, field: undefined },
];

for (const { what, frame, code, field, asks } of misuses) {
  test(`errors say by code and field what is meant: ${what}`, async (t) => {
    const to = asks ? await Server.during(t, { 'access.password': 'sesame' }) : server;
    const client = await Client.connect(to.wsUrl);
    client.send({ ...frame, ref: '1' });
    const error = await client.expect({ type: 'error', ref: '1', field });
    if (code) assert.equal(error.code, code);
    await client.end();
  });
}
