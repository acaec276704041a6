// What strangers can make of the log: nothing that stops the server, and not much that fills a disk.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, constants, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { Client } from '../protocol/client.mjs';
import { Server } from '../support/parlanced.mjs';
import { parse } from './prometheus.mjs';

const token = 'a-token-of-the-admin';
const upgrade =
  'GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nOrigin: https://evil.example\r\n' +
  'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n';

/** Resolves when the server has ended a line on which that was said. */
function say(port, text) {
  return new Promise((done, fail) => {
    const line = connect(port, '127.0.0.1', () => line.write(text));
    line.once('error', fail).once('close', done).resume();
  });
}

/** So many upgrades that are refused, 20 at a time. */
async function causeRefusals(port, count) {
  for (let i = 0; i < count; i += 20) await Promise.all(Array.from({ length: 20 }, () => say(port, upgrade)));
}

/** How many lines were left out, by reason. */
async function leftOutOf(url) {
  const response = await fetch(new URL('/metrics', url), { headers: { authorization: `Bearer ${token}` } });
  const { samples } = parse(await response.text()).get('parlance_log_left_out_total');
  return Object.fromEntries(samples.map(({ labels, value }) => [labels.reason, value]));
}

/** The end for writing of a pipe that is full: a standard error that nobody reads. */
function fullPipe(t) {
  const path = join(tmpdir(), `parlance-pipe-${process.pid}`);
  spawnSync('mkfifo', [path]);
  const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const filler = openSync(path, constants.O_WRONLY | constants.O_NONBLOCK);
  const writer = openSync(path, constants.O_WRONLY);
  t.after(() => [reader, filler].forEach((end) => closeSync(end)));
  rmSync(path);
  for (const size of [4096, 1]) {
    try {
      for (;;) writeSync(filler, Buffer.alloc(size, 'x'));
    } catch (error) {
      if (error.code !== 'EAGAIN') throw error;
    }
  }
  return writer;
}

test('a standard error that nobody reads stops nothing', async (t) => {
  const data = await mkdtemp(join(tmpdir(), 'parlance-'));
  t.after(() => rmSync(data, { recursive: true, force: true }));
  const writer = fullPipe(t);
  const settings = ['storage.kind=memory', 'log.level=debug', `metrics.token=${token}`].flatMap((each) => ['--set', each]);
  const child = spawn(Server.program, ['--listen', '127.0.0.1:0', '--data', data, ...settings], { stdio: ['ignore', 'pipe', writer] });
  const exited = new Promise((done) => child.once('exit', (code, signal) => done(signal ?? code)));
  t.after(() => child.kill('SIGKILL'));
  closeSync(writer);
  const ready = await new Promise((done) => createInterface({ input: child.stdout }).once('line', done));
  const url = /(http:\S+)/.exec(ready)[1];
  // Each request is a line at this level: together more than what may wait for the pipe. Most are refused as too many, so
  // each connection sends less than what would have it closed.
  for (let sent = 0, lost = 0; lost === 0; ) {
    assert.ok(sent < 100_000);
    const ann = await Client.connect(`${url.replace('http', 'ws')}ws`);
    await ann.enter('ann', 'general');
    const last = `${(sent += 2_000)}`;
    for (let i = 1; i < 2_000; i++) ann.send({ type: 'ping' });
    ann.send({ type: 'ping', ref: last });
    while ((await ann.next()).ref !== last);
    lost = (await leftOutOf(url)).not_taken;
    await ann.end();
  }
  const begun = Date.now();
  child.kill('SIGTERM');
  assert.equal(await exited, 0);
  assert.ok(Date.now() - begun < 4_000);
});

test('a flood of refusals leaves some KB in the log, and their number', async (t) => {
  const server = await Server.during(t, { 'metrics.token': token });
  await causeRefusals(server.port, 3_000);
  const { repeated } = await leftOutOf(server.url);
  await server.stop();
  const lines = server.log.split('\n').filter((line) => line.includes('refused 403 127.0.0.1'));
  const [summary, more] = lines.filter((line) => line.includes('left out'));
  assert.equal(more, undefined);
  const leftOut = Number(/left out ([\d,]+) lines like this one/.exec(summary)[1].replaceAll(',', ''));
  assert.equal(lines.length - 1 + leftOut, 3_000);
  assert.equal(repeated, leftOut);
  assert.ok(server.log.length < 20_000, `${server.log.length} bytes`);
});

test('a flood of WebSockets that come and go, too', async (t) => {
  const server = await Server.during(t, { 'limits.connectionsPerAddress': 0 });
  const own = upgrade.replace(/Origin:.*\r\n/, '');
  for (let i = 0; i < 1_000; i += 20) {
    await Promise.all(
      Array.from({ length: 20 }, async () => {
        await new Promise((done, fail) => {
          const line = connect(server.port, '127.0.0.1', () => line.write(own));
          line.once('data', () => (line.resetAndDestroy(), done())).once('error', fail);
        });
      }),
    );
  }
  await server.stop();
  const gone = server.log.split('\n').filter((line) => / gone$/.test(line));
  assert.ok(gone.length < 300, `${gone.length} lines`);
  assert.ok(server.log.length < 30_000, `${server.log.length} bytes`);
});
