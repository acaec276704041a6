// The errors that PROTOCOL.md shows as examples are what the server says.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import test from 'node:test';
import { Server } from '../support/parlanced.mjs';
import { Client } from './client.mjs';

const example = async (path) => JSON.parse(await readFile(new URL(`../golden/${path}.json`, import.meta.url), 'utf8'));
const hello = { type: 'hello', protocol: 2, client: 'test/1.0', name: 'ann' };

test('what is no JSON', async (t) => {
  const server = await Server.during(t);
  const ann = await Client.connect(server.wsUrl);
  ann.send('{');
  assert.deepEqual(await ann.until('error'), await example('plain/event/error'));
});

test('a room that one is not in', async (t) => {
  const server = await Server.during(t);
  const ann = await Client.connect(server.wsUrl);
  const bob = await Client.connect(server.wsUrl);
  const { room } = await bob.enter('bob', 'general');
  ann.send(hello, { type: 'members', room, ref: '6' });
  assert.deepEqual(await ann.until('error'), await example('full/event/error'));
});

test('a wrong password', async (t) => {
  const server = await Server.during(t, { 'access.password': 'open sesame' });
  const ann = await Client.connect(server.wsUrl);
  ann.send({ ...hello, password: 'open barley', ref: '1' });
  assert.deepEqual(await ann.until('error'), await example('full/event/error-field'));
});

test('too many messages', async (t) => {
  const server = await Server.during(t);
  const ann = await Client.connect(server.wsUrl);
  await ann.enter('ann', 'general');
  for (let i = 0; i < 40; i += 1) ann.send({ type: 'message', room: '#general', text: 'hi', nonce: `n${i}` });
  const { nonce, retryAfter, ...said } = await ann.until('error');
  const { nonce: anyNonce, retryAfter: anyWait, ...wanted } = await example('full/event/error-rate');
  assert.deepEqual(said, wanted);
  assert.ok(nonce && anyNonce && retryAfter > 0 && anyWait > 0);
});
