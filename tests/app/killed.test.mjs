// kill -9 of the desktop app, in the middle of whatever it is doing.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { FaultProxy } from '../faults/proxy.mjs';
import { Client } from '../protocol/client.mjs';
import { eventually } from '../support/eventually.mjs';
import { Server } from '../support/parlanced.mjs';
import { seeded } from '../support/seed.mjs';
import { App, textsOf } from './support/app.mjs';

const rounds = 8;
const generous = { 'limits.messages': 0, 'limits.connectionsPerAddress': 0 };

/** The answer to a question whose answer is one value. */
function ask(file, question) {
  const script = 'import sqlite3, sys; print((sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True).execute(sys.argv[2]).fetchone() or [""])[0])';
  const { stdout, stderr, status } = spawnSync('/usr/bin/python3', ['-c', script, file, question], { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  return stdout.slice(0, -1);
}

/** What SQLite says of the file as the killed app left it; of a copy, so that it is the app that mends what is to be mended. */
function soundness(file) {
  const folder = mkdtempSync(join(tmpdir(), 'parlance-cache-'));
  try {
    for (const suffix of ['', '-wal']) {
      if (existsSync(file + suffix)) copyFileSync(file + suffix, join(folder, `cache${suffix}`));
    }
    return ask(join(folder, 'cache'), 'PRAGMA integrity_check');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** All that is in the room's log, for somebody who was never there before. */
async function logOf(server, room) {
  const client = await Client.connect(server.wsUrl);
  const { log } = await client.enter('Reader', room);
  client.send({ type: 'join', room: `#${room}`, since: 0, log });
  const { events } = await client.until('joined');
  await client.end();
  return events;
}

/** Writes until the app is killed, which happens once `deeds` of what is typed and sent are done. */
class Typist {
  written = []; // it took these: the field was empty again
  shown = []; // it showed these among the messages
  draft = ['']; // what was in the field since, the newest last
  sending = null; // Enter was pressed, and it did not answer any more

  constructor(app) {
    this.app = app;
  }

  async writeUntilKilled(first, deeds) {
    let left = deeds;
    let ended = null;
    const deed = (act) => {
      left -= 1;
      if (left === 0) ended = this.app.kill(); // while this one is on its way
      return act;
    };
    try {
      for (let number = first; ; number += 1) await this.#write(`message ${number}`, deed);
    } catch (error) {
      if (!ended) throw error;
      assert.equal(await ended, 'SIGKILL');
    }
  }

  async #write(text, deed) {
    for (const word of text.split(/(?<= )/)) {
      this.draft.push(this.draft.at(-1) + word);
      await deed(this.app.type(word));
    }
    this.sending = text;
    await deed(this.app.press('Return'));
    this.written.push(text);
    this.sending = null;
    this.draft = [''];
    const { messages } = await deed(this.app.see());
    this.shown = messages.map((message) => message.text);
  }
}

test(`the app is killed ${rounds} times while somebody writes: what it took is sent once and in order, and drafts are kept`, async (t) => {
  const random = seeded();
  const server = await Server.during(t, generous);
  const line = await FaultProxy.to(server.port);
  t.after(() => line.close());
  const app = await App.during(t);
  await app.signIn(new URL(line.url).host, 'Ann', 'killed');
  const all = []; // it took these; each is in the room in the end
  let next = 1;
  for (let round = 0; round < rounds; round += 1) {
    line.delay(random.pick([0, 30, 200])); // so that some are on their way when it happens
    if (round === rounds - 1) line.stall(); // and none of the last round's are
    const typist = new Typist(app);
    await typist.writeUntilKilled(next, random.between(2, 44));
    assert.equal(soundness(await app.cacheFile()), 'ok');

    await app.start();
    const seen = await app.see();
    assert.deepEqual(seen.windows.map(({ name }) => name), ['window'], 'nobody is asked to sign in');
    const before = new Set([...typist.shown, ...all, ...typist.written]);
    const shown = textsOf(before.size > 0 ? await app.readUpTo('message 1') : seen); // a start loads a window full
    for (const text of before) assert.ok(shown.includes(text), `“${text}” is gone: ${shown}`);
    const isSent = typist.sending !== null && shown.includes(typist.sending);
    const field = seen.texts.message;
    if (isSent) assert.equal(field, '', 'a message, and no draft any more');
    else assert.ok(typist.draft.includes(field), `the draft was “${typist.draft.at(-1)}”, is “${field}”`); // the last keys may be lost

    all.push(...typist.written);
    if (isSent) all.push(typist.sending);
    next = all.length + 1;
    await app.click('message');
    await app.press('Ctrl+A');
    await app.press('Delete');
  }
  line.heal();
  await app.say('the end');
  await app.sees('the end');
  const said = [...all, 'the end'];
  const { messages } = await app.until((seen) => assert.deepEqual(textsOf(seen), said.slice(-seen.messages.length)));
  assert.deepEqual(new Set(messages.map(({ fate }) => fate)), new Set(['sent']));
  const log = await logOf(server, 'killed');
  assert.deepEqual(log.map(({ text }) => text), said);
  assert.deepEqual(log.map(({ seq }) => seq), said.map((_, index) => index + 1));
  assert.doesNotMatch(app.log, /without a cache|Sanitizer/);
  console.log(`${said.length} messages`);
});

test('killed without a network: all is there at the next start without one, the draft too, and goes out once there is one', async (t) => {
  const server = await Server.during(t, generous);
  const line = await FaultProxy.to(server.port);
  t.after(() => line.close());
  const app = await App.during(t);
  await app.signIn(new URL(line.url).host, 'Ann', 'offline');
  await app.say('on the server');
  await app.sees('on the server');
  line.blackhole();
  await app.say('into the void');
  await app.sees('into the void', 'pending');
  await app.say('and another');
  await app.sees('and another', 'pending');
  await app.type('half a thought');
  const file = await app.cacheFile();
  await eventually(() => assert.equal(ask(file, 'SELECT text FROM drafts'), 'half a thought'));
  await app.kill();
  await app.start();
  const { messages, texts } = await app.sees('and another', 'pending');
  assert.deepEqual(messages.map(({ text, fate }) => [text, fate]),
    [['on the server', 'sent'], ['into the void', 'pending'], ['and another', 'pending']]);
  assert.equal(texts.message, 'half a thought');
  line.heal();
  await app.sees('and another');
  await app.press('Return');
  await app.sees('half a thought');
  assert.deepEqual((await logOf(server, 'offline')).map(({ text }) => text),
    ['on the server', 'into the void', 'and another', 'half a thought']);
});

test('killed the moment that one is in: one is the same at the next start', async (t) => {
  const server = await Server.during(t, generous);
  const app = await App.during(t);
  await app.fill('server', `127.0.0.1:${server.port}`);
  await app.fill('name', 'Ann');
  await app.press('Return');
  await app.until(({ windows }) => assert.ok(windows.some(({ name }) => name === 'window')));
  await app.kill();
  await app.start();
  await app.isIn('general');
  const reader = await Client.connect(server.wsUrl);
  await reader.enter('Reader', 'general');
  reader.send({ type: 'members', room: '#general' });
  const { members } = await reader.until('members');
  await reader.end();
  assert.deepEqual(members.map(({ username, present }) => [username, present]).sort(), [['Ann', true], ['Reader', true]]);
});
