// What a faulty line does, seen from both ends.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { test } from 'node:test';
import { FaultProxy } from '../proxy.mjs';

const greeting = 'HTTP/1.1 101 Switching Protocols\r\n\r\n';
const frame = (text) => Buffer.concat([Buffer.from([0x81, text.length]), Buffer.from(text)]);

/** A server that greets and a client that has been greeted: `far`, `near`, and what is broken between them. */
async function line(t) {
  const server = createServer({ allowHalfOpen: true });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const proxy = await FaultProxy.to(server.address().port);
  const accepted = once(server, 'connection');
  const near = connect({ port: Number(new URL(proxy.url).port), host: '127.0.0.1' });
  const [far] = await accepted;
  for (const end of [near, far]) end.on('error', () => {});
  t.after(async () => {
    near.destroy();
    far.destroy();
    await proxy.close();
    await new Promise((done) => server.close(done));
  });
  far.write(greeting);
  assert.equal(await read(near, greeting.length), greeting);
  return { proxy, near, far };
}

async function read(socket, count) {
  let text = '';
  while (text.length < count) text += (await once(socket, 'data'))[0].toString('latin1');
  return text;
}

test('passes both ways', async (t) => {
  const { near, far } = await line(t);
  near.write('from the client');
  assert.equal(await read(far, 15), 'from the client');
  far.write(frame('from the server'));
  assert.equal(await read(near, 17), frame('from the server').toString('latin1'));
});

test('stalled in one direction, the other still works', async (t) => {
  const { proxy, near, far } = await line(t);
  proxy.stallOneWay('toServer');
  near.write('waits');
  far.write(frame('passes'));
  assert.equal(await read(near, 8), frame('passes').toString('latin1'));
  assert.equal(far.bytesRead, 0);
  proxy.heal();
  assert.equal(await read(far, 5), 'waits');
});

test('stalled, nothing gets through until it is healed', async (t) => {
  const { proxy, near, far } = await line(t);
  proxy.stall();
  near.write('patience');
  const order = [];
  const text = read(far, 8).then((text) => order.push(text));
  await new Promise(setImmediate);
  order.push('healed');
  proxy.heal();
  await text;
  assert.deepEqual(order, ['healed', 'patience']);
});

test('a blackhole gives nothing back: its connections are broken once it is healed', async (t) => {
  const { proxy, near } = await line(t);
  proxy.blackhole();
  near.write('gone');
  proxy.heal();
  const [error] = await once(near, 'error');
  assert.equal(error.code, 'ECONNRESET');
});

test('deafened, only what the client says gets through; its connections are broken once it is healed', async (t) => {
  const { proxy, near, far } = await line(t);
  proxy.deafen();
  near.on('data', () => assert.fail('something got through'));
  far.write(frame('gone'));
  near.write('heard');
  assert.equal(await read(far, 5), 'heard');
  proxy.heal();
  const [error] = await once(near, 'error');
  assert.equal(error.code, 'ECONNRESET');
});

test('cut after so many bytes, in the middle of a frame', async (t) => {
  const { proxy, near, far } = await line(t);
  proxy.cutAfter(5);
  let came = '';
  near.on('data', (bytes) => (came += bytes.toString('latin1')));
  far.write(frame('more than five'));
  await new Promise((done) => near.once('close', done));
  assert.equal(came, frame('more than five').toString('latin1').slice(0, 5));
});

test('swallows broadcasts, as many as it is told, and nothing else', async (t) => {
  const { proxy, near, far } = await line(t);
  proxy.swallow(1);
  const [pong, first, second] = ['{"type":"pong"}', '{"type":"message","seq":1}', '{"type":"message","seq":2}'].map(frame);
  const rest = Buffer.concat([pong, second]).toString('latin1');
  far.write(Buffer.concat([pong, first, second]));
  assert.equal(await read(near, rest.length), rest);
});

test('closed on one side only, then broken: nothing of it stays', async (t) => {
  const { proxy, near, far } = await line(t);
  near.on('end', () => near.write('still here'));
  proxy.halfClose();
  proxy.reset();
  await Promise.all([near, far].map((end) => new Promise((done) => end.once('close', done))));
});
