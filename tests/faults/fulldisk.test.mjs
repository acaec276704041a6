// A disk that is really full: writing waits, reading goes on, and everything resumes by itself.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client } from '../protocol/client.mjs';
import { Server } from '../support/parlanced.mjs';
import { SmallDisk } from './smalldisk.mjs';

const settings = { 'limits.messages': 0, 'limits.newRoomsPerHour': 0 };

async function serverOn(t, megabytes, more) {
  let disk;
  const server = await Server.start({ ...settings, ...more }, {}, async (folder) => {
    disk = await SmallDisk.at(folder, megabytes);
    return disk ? disk.command : [];
  });
  t.after(async () => {
    await server.discard();
    disk?.discard();
  });
  if (!disk) t.skip('this machine does not let a test mount a disk of its own (unshare --mount)');
  return { server, disk };
}

/** Writes until it is acknowledged, and waits as long as it is told to. */
async function insist(client, nonce) {
  for (;;) {
    client.send({ type: 'message', room: '#general', text: `text ${nonce}`, nonce });
    const answer = await answerTo(client, nonce);
    if (answer.type !== 'error') return;
    assert.equal(answer.code, 'busy');
    assert.ok(answer.retryAfter > 0);
    await new Promise((done) => setTimeout(done, answer.retryAfter));
  }
}

async function answerTo(client, nonce) {
  for (;;) {
    const frame = await client.next();
    if (frame.nonce === nonce) return frame;
  }
}

async function history(client) {
  client.send({ type: 'history', room: '#general', ref: 'h' });
  const { messages } = await client.until('history');
  return messages.map(({ seq, nonce }) => `${seq} ${nonce}`);
}

for (const [name, reserve] of [['full to the last byte', 0], ['fuller than storage.reserve', 2e6]]) {
  test(name, async (t) => {
    const { server, disk } = await serverOn(t, 6, { 'storage.reserve': reserve });
    if (!disk) return;
    const ann = await Client.connect(server.wsUrl);
    await ann.enter('ann', 'general');
    await insist(ann, 'before');

    if (reserve === 0) disk.fill();
    else disk.fillBut(reserve / 2);
    ann.send({ type: 'message', room: '#general', text: 'x'.repeat(2000), nonce: 'while' });
    const refused = await answerTo(ann, 'while');
    assert.equal(refused.code, 'busy', JSON.stringify(refused));
    assert.deepEqual(await history(ann), ['1 before']);
    const bob = await Client.connect(server.wsUrl);
    assert.equal((await bob.enter('bob', 'general')).history.length, 1);

    const carl = await Client.connect(server.wsUrl);
    await carl.enter('carl', 'general'); // which the disk does not take, so it has to be kept when he joins again

    const waiting = insist(ann, 'while');
    disk.makeRoom();
    await waiting;
    carl.send({ type: 'join', room: '#general' });
    await carl.until('joined');
    await insist(bob, 'after');
    assert.deepEqual(await history(ann), ['1 before', '2 while', '3 after']);
    await ann.end();
    await bob.end();

    await server.kill();
    await server.start();
    const again = await Client.connect(server.wsUrl);
    await again.enter('ann', 'general', { token: ann.welcome.token });
    assert.deepEqual(await history(again), ['1 before', '2 while', '3 after']);
    await again.end();
    const back = await Client.connect(server.wsUrl);
    back.send({ type: 'hello', protocol: 2, client: 'test', token: carl.welcome.token });
    assert.deepEqual((await back.until('welcome')).rooms.map(({ name }) => name), ['general']);
    await back.end();
  });
}
