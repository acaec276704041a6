// The bot that PROTOCOL.md prints, run as it stands there.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { eventually } from '../support/eventually.mjs';
import { run, Server } from '../support/parlanced.mjs';
import { Client } from './client.mjs';

const python = '/usr/bin/python3'; // which alone sees python3-websockets

/** In a folder of its own, where it keeps its token. `said` is what it has printed; `ended` resolves to {code, stderr}. */
async function startBot(t, server, folder, env = {}) {
  const page = await readFile(new URL('../../common/PROTOCOL.md', import.meta.url), 'utf8');
  await writeFile(join(folder, 'bot.py'), /```python\n(.*?)```/s.exec(page)[1]);
  const bot = spawn(python, ['bot.py'], { cwd: folder, env: { ...process.env, URL: server.wsUrl, PYTHONUNBUFFERED: '1', ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  t.after(() => bot.kill());
  let [stdout, stderr] = ['', ''];
  bot.stdout.on('data', (chunk) => (stdout += chunk));
  bot.stderr.on('data', (chunk) => (stderr += chunk));
  return { said: () => stdout, ended: new Promise((done) => bot.once('close', (code) => done({ code, stderr }))) };
}

test('the bot is short enough to be read', async () => {
  const page = await readFile(new URL('../../common/PROTOCOL.md', import.meta.url), 'utf8');
  assert.ok(/```python\n(.*?)```/s.exec(page)[1].trimEnd().split('\n').length <= 40);
});

test('the bot says that it cannot reach the server, goes on trying, and gives the password; nobody else may read its token', async (t) => {
  const server = await Server.during(t, { 'access.password': 'open sesame' });
  const folder = await mkdtemp(join(tmpdir(), 'parlance-bot-'));
  t.after(() => rm(folder, { recursive: true }));
  await server.stop();
  const bot = await startBot(t, server, folder, { PASSWORD: 'open sesame', ROOM: 'kitchen' });
  await eventually(async () => assert.match(bot.said(), /^echobot: ws:.*: \[Errno 111\] .*\n/));
  await server.start();
  const ann = await Client.connect(server.wsUrl);
  ann.send({ type: 'hello', protocol: 2, client: 'test/1.0', name: 'ann', password: 'open sesame' });
  await ann.until('welcome');
  ann.send({ type: 'join', name: 'kitchen' });
  const { users } = await ann.until('joined');
  if (!JSON.stringify(users).includes('"echo"')) while (!JSON.stringify(await ann.until('presence')).includes('"echo"'));
  ann.send({ type: 'message', room: '#kitchen', text: '!echo hello', nonce: 'n1' });
  while ((await ann.until('message')).text !== 'hello');
  assert.equal((await stat(join(folder, 'echobot.token'))).mode & 0o777, 0o600);
});

test('the bot ends where the password is wrong', async (t) => {
  const server = await Server.during(t, { 'access.password': 'open sesame' });
  const folder = await mkdtemp(join(tmpdir(), 'parlance-bot-'));
  t.after(() => rm(folder, { recursive: true }));
  const { code, stderr } = await (await startBot(t, server, folder, { PASSWORD: 'open barley' })).ended;
  assert.equal(code, 1);
  assert.equal(stderr, 'echobot ends: password: is wrong\n');
});

for (const isAway of [false, true]) {
  test(`the bot echoes, and ends with a line when its room is deleted ${isAway ? 'while the server is away' : 'under it'}`, async (t) => {
    const server = await Server.during(t);
    const folder = await mkdtemp(join(tmpdir(), 'parlance-bot-'));
    t.after(() => rm(folder, { recursive: true }));
    const ann = await Client.connect(server.wsUrl);
    await ann.enter('ann', 'general');
    const bot = await startBot(t, server, folder);
    while (!JSON.stringify(await ann.until('presence')).includes('"echo"')); // ann is told of herself, too
    ann.send({ type: 'message', room: '#general', text: '!echo hello', nonce: 'n1' });
    while ((await ann.until('message')).text !== 'hello');

    if (isAway) await server.stop();
    const deleted = await run(['rooms', 'delete', 'general', '--yes', '--data', server.data]);
    assert.equal(deleted.code, 0, deleted.stderr);
    if (isAway) await server.start();
    const { code, stderr } = await bot.ended;
    assert.equal(code, 1);
    assert.match(stderr, /^echobot ends: [^\n]+\n$/);
  });
}
