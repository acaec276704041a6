// By which names browsers may reach a server that listens beyond loopback: anybody may let a name of theirs point to it.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { eventually } from '../support/eventually.mjs';
import { Server } from '../support/parlanced.mjs';
import { Client } from './client.mjs';

/** A server beyond loopback, as its settings have it; the file holds more, which may be read anew. */
async function serve(t, file) {
  const listen = ['--set', 'net.listen=0.0.0.0:0', '--set', 'access.password=open-sesame']; // after the test's own --listen
  const server = await Server.start({}, {}, () => [], ['--config', file, ...listen]);
  t.after(() => server.discard());
  return server;
}

/** 101, or with what a page of that name is refused; without an origin it is no browser. */
async function statusFor(server, host, origin = `http://${host}`) {
  const page = origin === null ? {} : { origin };
  try {
    const client = await Client.connect(`ws://127.0.0.1:${server.port}/ws`, { ...page, headers: { host } });
    await client.end();
    return 101;
  } catch (error) {
    return Number(/Unexpected server response: (\d+)/.exec(error.message)[1]);
  }
}

test('a name that is not ours is refused, until net.hosts has it', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'parlance-names-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, 'parlanced.toml');
  writeFileSync(file, '[net]\nhosts = ["chat.lan"]\n');
  const server = await serve(t, file);
  const machine = hostname();
  const addresses = ['127.0.0.1:3001', '192.0.2.7', '[2001:db8::1]:3001', 'localhost'];
  for (const own of [...addresses, 'chat.lan', 'CHAT.lan:3001', machine, `${machine.split('.')[0]}.local`])
    assert.equal(await statusFor(server, own), 101, own);
  for (const foreign of ['evil.example', 'evil.example:3001', `${machine}.evil.example`, 'x.chat.lan', '192.0.2.7.evil.example'])
    assert.equal(await statusFor(server, foreign), 403, foreign);
  // Programs that are no browsers send no origin.
  assert.equal(await statusFor(server, 'evil.example', null), 101);
  writeFileSync(file, '[net]\nhosts = ["evil.example"]\n');
  server.hangUp();
  await eventually(async () => assert.equal(await statusFor(server, 'evil.example'), 101));
  assert.equal(await statusFor(server, 'chat.lan'), 403);
});

test('a server on loopback only is reached by loopback only', async (t) => {
  const server = await Server.during(t, { 'net.hosts': 'chat.lan' });
  for (const own of ['127.0.0.1:3001', 'localhost', '[::1]:3001']) assert.equal(await statusFor(server, own), 101, own);
  for (const foreign of ['chat.lan', 'evil.example', '192.0.2.7', hostname()].filter((name) => name !== 'localhost'))
    assert.equal(await statusFor(server, foreign), 403, foreign);
});
