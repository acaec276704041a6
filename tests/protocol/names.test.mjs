// By which names browsers may reach a server that listens beyond loopback: anybody may let a name of theirs point to it.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { get } from 'node:http';
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

/** What a page of that name is told where it may not connect; '' where it may. */
const whyNot = async ({ port }, host) => {
  const answer = await getFrom(port, '/ws/why', host);
  assert.equal(answer.statusCode, 200);
  return answer.body.trim();
};

const getFrom = (port, path, host) => new Promise((done, fail) => {
  get({ port, path, host: '127.0.0.1', headers: { host } }, async (answer) => {
    let body = '';
    for await (const part of answer) body += part;
    done({ statusCode: answer.statusCode, body });
  }).on('error', fail);
});

test('who comes by a name that is not in net.hosts is told so, and the log has each name once', { skip: process.env.PARLANCE_TEST_REDIS && 'each node has a log of its own' }, async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'parlance-names-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, 'parlanced.toml');
  writeFileSync(file, '[net]\nhosts = ["chat.lan"]\n');
  const server = await serve(t, file);
  assert.equal(await whyNot(server, 'chat.lan:3001'), '');
  assert.equal(await whyNot(server, '127.0.0.1'), '');
  assert.match(await whyNot(server, 'other.lan:3001'), /^other\.lan is not a name that this server is known by.*net\.hosts/);
  for (let i = 0; i < 3; i += 1) assert.equal(await statusFor(server, 'OTHER.lan'), 403);
  for (let i = 0; i < 40; i += 1) await statusFor(server, `${'abcdefghij'[i % 10]}${'klmn'[i % 4]}x.${'opqrstuvwxyz'[i % 12]}.example`);
  await server.stop();
  const lines = server.log.split('\n').filter((line) => line.includes('net.hosts'));
  assert.equal(lines.filter((line) => line.includes(' other.lan ')).length, 1);
  assert.equal(lines.length, 21, lines.join('\n'));
  assert.match(lines.at(-1), /more names/);
});

test('where a listener on loopback gets a foreign name, that is about a proxy', async (t) => {
  const server = await Server.during(t);
  assert.match(await whyNot(server, 'chat.example.org'), /net\.trustedProxies/);
  assert.equal(await whyNot(server, 'localhost:3001'), '');
});

test('a server on loopback only is reached by loopback only', async (t) => {
  const server = await Server.during(t, { 'net.hosts': 'chat.lan' });
  for (const own of ['127.0.0.1:3001', 'localhost', '[::1]:3001']) assert.equal(await statusFor(server, own), 101, own);
  for (const foreign of ['chat.lan', 'evil.example', '192.0.2.7', hostname()].filter((name) => name !== 'localhost'))
    assert.equal(await statusFor(server, foreign), 403, foreign);
});
