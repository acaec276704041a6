// A disk that fails once: nobody can know what is on it, so nobody is told anything, and the next start finds out.
import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { Client } from '../protocol/client.mjs';
import { FaultyServer } from './world.mjs';

const settings = { 'limits.messages': 0, 'limits.newRoomsPerHour': 0 };

const message = (nonce) => ({ type: 'message', room: '#general', text: `text ${nonce}`, nonce });

/** The answer to that nonce, or null when the connection ends without one. */
function answerOrEnd({ socket }, nonce) {
  return new Promise((resolve) => {
    socket.on('message', (data) => {
      const frame = JSON.parse(data.toString());
      if (frame.nonce === nonce) resolve(frame);
    });
    socket.once('close', () => resolve(null));
  });
}

/** Writes one after the other. Resolves to the nonces that were acknowledged, and the one after which the connection ended. */
async function writeUntilClosed(client) {
  client.socket.setMaxListeners(0);
  const acknowledged = [];
  for (let i = 0; ; i += 1) {
    const nonce = `n${i}`;
    const answer = answerOrEnd(client, nonce);
    client.send(message(nonce));
    const frame = await answer;
    if (frame === null) return { acknowledged, unanswered: nonce };
    assert.equal(frame.type, 'message', JSON.stringify(frame));
    acknowledged.push(nonce);
  }
}

// Late enough for the start to be over, which writes and syncs as well.
for (const [kind, which] of [['write-error', 200], ['sync-error', 40]]) {
  test(`${kind}: closed with 4001, exit 70, and a repeat under the same nonce makes one message`, async (t) => {
    const server = await FaultyServer.start(settings, { PARLANCE_DISK: `${kind}:${which}` });
    t.after(() => server.discard());
    const ann = await Client.connect(server.wsUrl);
    await ann.enter('ann', 'general');
    const { acknowledged, unanswered } = await writeUntilClosed(ann);
    assert.ok(acknowledged.length > 0);
    assert.equal((await ann.closed).code, 4001);
    assert.equal(await server.exited, 70);

    server.env = {};
    await server.start();
    const again = await Client.connect(server.wsUrl);
    await again.enter('ann', 'general', { token: ann.welcome.token });
    again.send(message(unanswered));
    for (;;) {
      const frame = await again.next();
      if (frame.nonce === unanswered) break; // its message or, where the disk had it, `sent`
    }
    again.send({ type: 'history', room: '#general', limit: 100, ref: 'h' });
    const { messages } = await again.until('history');
    assert.deepEqual(messages.map(({ nonce }) => nonce), [...acknowledged, unanswered].slice(-100));
    await again.end();
  });
}

test('gone while the server stops: exit 70 all the same', async (t) => {
  const sign = join(tmpdir(), `parlance-gone-${process.pid}`);
  t.after(() => rm(sign, { force: true }));
  const server = await FaultyServer.start(settings, { PARLANCE_DISK: `gone:${sign}` });
  t.after(() => server.discard());
  const [ann, bob] = [await Client.connect(server.wsUrl), await Client.connect(server.wsUrl)];
  await ann.enter('ann', 'general');
  await bob.enter('bob', 'general');
  ann.send(message('1'));
  assert.equal((await ann.until('message')).nonce, '1');
  bob.socket.pause(); // does not answer when it is closed: so the server waits for a moment
  await writeFile(sign, '');
  const ended = server.signal('SIGTERM');
  assert.equal((await ann.closed).code, 4001); // and when she was there last is written
  assert.equal(await ended, 70);
  bob.socket.terminate();
});
