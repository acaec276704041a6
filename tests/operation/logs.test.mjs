// What the log looks like, how much is in it, and what never is.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { closeSync, fstatSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { Client } from '../protocol/client.mjs';
import { Server, run } from '../support/parlanced.mjs';

const linesOf = (server) => server.log.split('\n').filter((line) => line !== '');

/** Somebody comes, writes and goes, and somebody is refused. */
async function visit(server, hello = {}) {
  const ann = await Client.connect(server.wsUrl);
  await ann.enter('ann', 'general', hello);
  ann.send({ type: 'message', room: '#general', text: 'a secret of mine', nonce: '1' });
  await ann.until('message');
  await ann.end();
  await assert.rejects(Client.connect(server.wsUrl, { origin: 'https://evil.example' }));
  await server.stop();
  return ann;
}

test('json: one object a line', async (t) => {
  const server = await Server.during(t, { 'log.format': 'json' });
  await visit(server);
  const events = linesOf(server).map((line) => JSON.parse(line));
  assert.ok(events.length >= 4);
  for (const event of events) {
    assert.deepEqual(Object.keys(event), ['time', 'level', 'category', 'message']);
    assert.match(event.time, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    assert.match(event.level, /^(debug|info|warning|error)$/);
  }
  assert.ok(events.some(({ category, message }) => category === 'net' && message === 'refused 403 127.0.0.1'));
});

test('json: also why it does not start', async (t) => {
  const taken = await Server.during(t);
  const mistakes = [
    [`net.listen=127.0.0.1:${taken.port}`, 1, /is taken/],
    [`metrics.listen=127.0.0.1:${taken.port}`, 1, /is taken/],
    ['net.listen=0.0.0.0:0', 2, /access\.password/],
    [`data.folder=${taken.data}`, 1, /in use by another server/],
  ];
  for (const [mistake, code, says] of mistakes) {
    const sound = ['log.format=json', 'net.listen=127.0.0.1:0', `data.folder=${taken.data}.none`];
    const refused = await run([...sound, mistake].flatMap((setting) => ['--set', setting]));
    assert.equal(refused.code, code, refused.stderr);
    const { level, category, message } = JSON.parse(refused.stderr);
    assert.deepEqual([level, category], ['error', 'app']);
    assert.match(message, says);
  }
});

test('text: time, level, category', async (t) => {
  const server = await Server.during(t);
  await visit(server);
  for (const line of linesOf(server)) assert.match(line, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z (info|warning) [a-z]+: ./);
});

test('in the journal: priorities and no time, also before the settings are read', async (t) => {
  const path = join(tmpdir(), `parlance-journal-${process.pid}`);
  const journal = openSync(path, 'w+');
  t.after(() => (closeSync(journal), rmSync(path)));
  const { dev, ino } = fstatSync(journal);
  const start = (args) =>
    spawn(Server.program, [...args, '--listen', '127.0.0.1:0', '--set', 'storage.kind=memory', '--data', `${path}.data`], {
      env: { ...process.env, JOURNAL_STREAM: `${dev}:${ino}` },
      stdio: ['ignore', 'pipe', journal],
    });
  t.after(() => rmSync(`${path}.data`, { recursive: true, force: true }));
  const child = start([]);
  await new Promise((resolve) => createInterface({ input: child.stdout }).once('line', resolve));
  child.kill('SIGTERM');
  await new Promise((resolve) => child.once('close', resolve));
  await new Promise((resolve) => start(['--set', 'limits.text=0']).once('close', resolve));
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  assert.equal(lines[0], '<6>app: stopping on signal 15');
  assert.match(lines.at(-1), /^<3>parlanced: --set: limits.text got "0"/);
});

test('levels: the less, the fewer lines', async (t) => {
  const counts = [];
  for (const level of ['debug', 'info', 'warning', 'error']) {
    const server = await Server.during(t, { 'log.level': level });
    await visit(server);
    counts.push(linesOf(server).length);
  }
  assert.ok(counts[0] > counts[1] && counts[1] > counts[2], counts.join());
  assert.equal(counts[3], 0);
});

for (const format of ['text', 'json']) {
  test(`${format}: no name of a room, message, token or password at the highest level`, async (t) => {
    const secrets = { 'access.password': 'open-sesame', 'metrics.token': 'a-token-of-the-admin' };
    const server = await Server.during(t, { ...secrets, 'log.level': 'debug', 'log.format': format });
    const wrong = { headers: { authorization: 'Bearer not-the-right-token' } };
    await fetch(new URL('/metrics', server.url), wrong);
    await fetch(new URL('/metrics', server.url), { headers: { authorization: `Bearer ${secrets['metrics.token']}` } });
    const rooms = ['a quiet place', 'a quieter place'];
    const bob = await Client.connect(server.wsUrl);
    await bob.enter('bob', rooms[0], { password: 'open-sesame' });
    for (const words of [['rename', ...rooms], ['delete', rooms[1], '--yes']])
      assert.equal((await run(['rooms', ...words, '--data', server.data])).code, 0);
    await bob.until('room_left');
    const ann = await visit(server, { password: 'open-sesame' });
    assert.match(server.log, /\d+ message/);
    for (const done of ['made for 127.0.0.1', 'renamed', 'deleted']) assert.match(server.log, new RegExp(`[\\da-f-]{36} ${done}`));
    for (const secret of [...Object.values(secrets), ...rooms, 'general', 'not-the-right-token', ann.welcome.token, 'a secret of mine'])
      assert.ok(!server.log.includes(secret), secret);
  });
}
