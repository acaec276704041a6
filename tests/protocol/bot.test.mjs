// The bot that PROTOCOL.md prints, run as it stands there.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { run, Server } from '../support/parlanced.mjs';
import { Client } from './client.mjs';

const python = '/usr/bin/python3'; // which alone sees python3-websockets

/** In a folder of its own, where it keeps its token. `ended` resolves to {code, stderr}. */
async function startBot(t, server, folder) {
  const page = await readFile(new URL('../../common/PROTOCOL.md', import.meta.url), 'utf8');
  await writeFile(join(folder, 'bot.py'), /```python\n(.*?)```/s.exec(page)[1]);
  const bot = spawn(python, ['bot.py'], { cwd: folder, env: { ...process.env, URL: server.wsUrl }, stdio: ['ignore', 'inherit', 'pipe'] });
  t.after(() => bot.kill());
  let stderr = '';
  bot.stderr.on('data', (chunk) => (stderr += chunk));
  return { ended: new Promise((done) => bot.once('close', (code) => done({ code, stderr }))) };
}

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
