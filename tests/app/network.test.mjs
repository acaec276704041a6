// The desktop app on a line that stops working without anybody being told.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FaultProxy } from '../faults/proxy.mjs';
import { Client } from '../protocol/client.mjs';
import { Server } from '../support/parlanced.mjs';
import { App, textsOf } from './support/app.mjs';

/** Ann at the app, behind a line of her own, and Bob, who has no such trouble. */
async function both(t, heartbeat) {
  const server = await Server.during(t, { 'net.heartbeat': heartbeat });
  const line = await FaultProxy.to(server.port);
  t.after(() => line.close());
  const ann = await App.during(t);
  await ann.signIn(new URL(line.url).host, 'Ann', 'tunnel');
  const bob = await Client.connect(server.wsUrl);
  t.after(() => bob.end());
  await bob.enter('Bob', 'tunnel');
  await ann.say('before');
  await ann.sees('before');
  return { line, ann, bob };
}

/** What Bob's client hears of the room from now on, to the message `last`. */
async function heard(bob, last) {
  const texts = [];
  while (texts.at(-1) !== last) texts.push((await bob.until('message')).text);
  return texts;
}

const all = ['before', 'meanwhile', 'half a sentence, finished', 'and another'];

/** She is in the middle of a sentence when it happens, and goes on. */
async function writesOn({ ann, bob }, happens) {
  await ann.type('half a sen');
  happens();
  await ann.type('tence, finished');
  await ann.press('Return');
  await ann.say('and another');
  await ann.type('still thinking');
  bob.send({ type: 'message', room: '#tunnel', text: 'meanwhile', nonce: 'bob-1' });
  assert.deepEqual(await heard(bob, 'meanwhile'), ['before', 'meanwhile']);
  const { messages } = await ann.see();
  assert.deepEqual(messages.map(({ text, fate }) => [text, fate]),
    [['before', 'sent'], ['half a sentence, finished', 'pending'], ['and another', 'pending']]);
}

/** Without a click, and with what is in the field. */
async function isBack({ ann, bob }) {
  const { messages, texts, focus } = await ann.until((seen) => {
    assert.deepEqual(textsOf(seen), all);
    assert.deepEqual(new Set(seen.messages.map(({ fate }) => fate)), new Set(['sent']));
    assert.equal(seen.texts.connectionText, undefined);
  });
  assert.deepEqual(messages.map(({ author }) => author), ['Ann', 'Bob', 'Ann', 'Ann']);
  assert.equal(texts.message, 'still thinking');
  assert.equal(focus, 'message');
  await ann.press('Return');
  assert.deepEqual(await heard(bob, 'still thinking'), [...all.slice(2), 'still thinking']);
}

test('a black hole: it is found out and told, and once the line is back all that was written arrives once and in order', async (t) => {
  const stage = await both(t, 1000); // silent for 2.25 of these, the line is taken for dead
  const { line, ann } = stage;
  await writesOn(stage, () => line.blackhole());
  // On a busy machine the next attempt may have failed, too, by the time one looks.
  await ann.until(({ texts }) => assert.match(texts.connectionText ?? '',
    /^No connection: (Nothing was heard from the server any more|The server did not answer in time)\. Reconnecting/));
  const told = [];
  await ann.until(({ texts }) => {
    told.push(texts.connectionText);
    assert.equal(texts.connectionText, 'Connecting…');
  });
  assert.ok(told.every(Boolean), 'it is told all the time');
  const { messages } = await ann.see();
  assert.deepEqual(messages.slice(1).map(({ fate }) => fate), ['pending', 'pending']);
  line.heal();
  await isBack(stage);
});

test('a line that only hesitates: nothing is told, and the same connection goes on', async (t) => {
  const stage = await both(t, 20000);
  await writesOn(stage, () => stage.line.stall());
  const { log } = stage.ann;
  stage.line.heal();
  await isBack(stage);
  assert.equal(stage.ann.log, log, 'no word of a lost connection');
});

test('an answer that got lost: the message counts as sent all the same, once', async (t) => {
  const { line, ann, bob } = await both(t, 1000);
  line.swallow(1);
  await ann.say('said into the tunnel');
  await ann.sees('said into the tunnel');
  await ann.say('the end');
  await ann.sees('the end');
  assert.deepEqual(await heard(bob, 'the end'), ['before', 'said into the tunnel', 'the end']);
  assert.deepEqual(textsOf(await ann.see()), ['before', 'said into the tunnel', 'the end']);
});

test('the line breaks between a message and its answer: it goes out again and is in the room once', async (t) => {
  const { line, ann, bob } = await both(t, 20000);
  line.deafen();
  await ann.say('heard, not answered');
  assert.deepEqual(await heard(bob, 'heard, not answered'), ['before', 'heard, not answered']);
  await ann.sees('heard, not answered', 'pending');
  line.heal();
  await ann.sees('heard, not answered');
  await ann.say('the end');
  assert.deepEqual(await heard(bob, 'the end'), ['the end']);
  await ann.until((seen) => assert.deepEqual(textsOf(seen), ['before', 'heard, not answered', 'the end']));
});
