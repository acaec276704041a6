// What an admin does from the command line, on a server that runs and on one that does not.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chownSync, lstatSync, readdirSync, statSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { Client } from '../protocol/client.mjs';
import { run, Server } from '../support/parlanced.mjs';

const on = (server) => (...args) => run([...args, '--data', server.data]);
const lines = (text) => text.trim().split('\n').map((line) => JSON.parse(line));

async function say(client, room, text) {
  client.send({ type: 'message', room: `#${room}`, text, nonce: text });
  await client.until('message');
}

test('who: names, addresses and rooms, for people and for programs', async (t) => {
  const server = await Server.during(t);
  const parlanced = on(server);
  const ann = await Client.connect(server.wsUrl);
  await ann.enter('Ann Lee', 'general');
  const bob = await Client.connect(server.wsUrl);
  await bob.joinPlain('bob', 'lobby');
  const seen = lines((await parlanced('who', '--json')).stdout);
  assert.deepEqual(seen.map(({ name, kind, address, rooms }) => ({ name, kind, address, rooms })), [
    { name: 'Ann Lee', kind: 'full', address: '127.0.0.1', rooms: ['general'] },
    { name: 'bob', kind: 'plain', address: '127.0.0.1', rooms: ['lobby'] },
  ]);
  assert.equal(seen[0].userId, ann.welcome.userId);
  assert.ok(Math.abs(seen[0].since - Date.now()) < 60000);
  const { code, stdout } = await parlanced('who');
  assert.equal(code, 0);
  const [head, first, second] = stdout.split('\n');
  assert.match(head, /^NAME +TAG +KIND +ADDRESS +SINCE +ROOMS$/);
  assert.match(first, new RegExp(`^Ann Lee +${ann.welcome.userId.slice(0, 4)} +full +127\\.0\\.0\\.1 +\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d +general$`));
  assert.equal(first.indexOf('full'), head.indexOf('KIND'));
  assert.match(second, /^bob +\w{4} +plain/);
  await ann.end();
  await bob.end();
});

test('rooms on a server that runs: those who are in them go on under the new name, and are told of the end', async (t) => {
  const server = await Server.during(t);
  const parlanced = on(server);
  const ann = await Client.connect(server.wsUrl);
  const joined = await ann.enter('ann', 'general');
  await say(ann, 'general', 'one');
  const old = await Client.connect(server.wsUrl);
  await old.joinPlain('old', 'general');
  assert.equal(statSync(join(server.data, 'control.sock')).mode & 0o777, 0o600);
  const [room] = lines((await parlanced('rooms', 'list', '--json')).stdout);
  assert.deepEqual({ ...room, lastAt: 0 }, { room: joined.room, name: 'general', events: 1, messages: 1, members: 1, lastAt: 0, present: 2 });

  const renamed = await parlanced('rooms', 'rename', 'GENERAL', 'Lobby');
  assert.equal(renamed.code, 0, renamed.stderr);
  const { room: id, name, by } = await ann.until('room_changed');
  assert.deepEqual({ id, name, by }, { id: joined.room, name: 'Lobby', by: undefined });
  await say(ann, 'general', 'two'); // as the client still calls it
  assert.equal((await old.until('message')).text, 'two');
  const carl = await Client.connect(server.wsUrl);
  assert.equal((await carl.enter('carl', 'other')).name, 'other');
  const taken = await parlanced('rooms', 'rename', 'lobby', 'OTHER');
  assert.equal(taken.code, 1);
  assert.match(taken.stderr, /^parlanced: Another room is called "OTHER"\n$/);
  const same = await parlanced('rooms', 'rename', 'lobby', 'Lobby');
  assert.equal(same.code, 1);
  assert.match(same.stderr, /^parlanced: The room is called "Lobby" already\n$/);
  const empty = await parlanced('rooms', 'rename', 'lobby', '');
  assert.equal(empty.code, 2);
  assert.match(empty.stderr, /^parlanced: NAME "": must not be empty\n$/);

  const asked = await parlanced('rooms', 'delete', 'lobby');
  assert.equal(asked.code, 2);
  assert.match(asked.stderr, /--yes/);
  assert.equal((await parlanced('rooms', 'delete', 'lobby', '--yes')).code, 0);
  assert.deepEqual(await ann.until('room_left'), { type: 'room_left', room: joined.room, reason: 'deleted' });
  assert.deepEqual(await old.closed, { code: 4004, reason: 'room_ended' });
  ann.send({ type: 'join', name: 'other' }); // the connection goes on
  await ann.until('joined');
  assert.deepEqual(lines((await parlanced('rooms', 'list', '--json')).stdout).map(({ name }) => name), ['other']);
  for (const yes of [[], ['--yes']]) {
    const missing = await parlanced('rooms', 'delete', 'lobby', ...yes);
    assert.equal(missing.code, 1);
    assert.match(missing.stderr, /There is no room "lobby"/);
    assert.doesNotMatch(missing.stderr, /--yes/);
  }
});

test('rooms on a server that does not run, also after it was killed', async (t) => {
  const server = await Server.during(t);
  const parlanced = on(server);
  const ann = await Client.connect(server.wsUrl);
  const joined = await ann.enter('ann', 'general');
  await say(ann, 'general', 'one');
  await server.kill();
  assert.ok(lstatSync(join(server.data, 'control.sock')).isSocket()); // nobody took it away
  const who = await parlanced('who');
  assert.equal(who.code, 1);
  assert.match(who.stderr, /control\.sock: no server listens there\. Start it, or choose its folder with --data\n$/);
  const list = await parlanced('rooms', 'list');
  assert.match(list.stdout, /^ROOM .*\ngeneral +1 +1 +1 +- +\d{4}-/);
  const [{ room: id }] = (await parlanced('rooms', 'list', '--json')).stdout.trim().split('\n').map((line) => JSON.parse(line));
  assert.equal((await parlanced('rooms', 'rename', id, 'hall')).code, 0, 'a room is found by its id, too');
  assert.equal((await parlanced('rooms', 'rename', 'hall', 'general')).code, 0);
  assert.equal((await parlanced('rooms', 'rename', 'general', 'lobby')).code, 0);
  assert.match((await parlanced('rooms', 'delete', 'general')).stderr, /There is no room "general"/);
  assert.match((await parlanced('rooms', 'delete', id)).stderr, /--yes/);
  await server.start();
  const [room] = lines((await parlanced('rooms', 'list', '--json')).stdout);
  assert.equal(room.room, joined.room);
  assert.equal(room.name, 'lobby');
  assert.equal(room.present, 0);
});

/** The answer to a question on a terminal. */
function answering(answer, ...words) {
  const quoted = words.map((word) => `'${word}'`).join(' ');
  const child = spawn('script', ['--quiet', '--return', '--command', quoted, '/dev/null'], { stdio: ['pipe', 'pipe', 'inherit'] });
  let shown = '';
  child.stdout.on('data', (chunk) => {
    shown += chunk;
    if (shown.endsWith('[y/N] ')) child.stdin.write(`${answer}\n`);
  });
  return new Promise((done) => child.once('close', (code) => done({ code, shown })));
}

test('rooms delete asks on a terminal', async (t) => {
  const server = await Server.during(t);
  const ann = await Client.connect(server.wsUrl);
  await ann.enter('ann', 'general');
  const words = [Server.program, 'rooms', 'delete', 'general', '--data', server.data];
  const no = await answering('n', ...words);
  assert.equal(no.code, 1);
  assert.match(no.shown, /Delete "general" and everything that was said in it\? \[y\/N\] /);
  assert.match((await on(server)('rooms', 'list')).stdout, /general/);
  const yes = await answering('y', ...words);
  assert.equal(yes.code, 0);
  assert.match(yes.shown, /Deleted "general": 0 messages, 1 member\r/);
  assert.doesNotMatch((await on(server)('rooms', 'list')).stdout, /general/);
});

test('where there is nothing, each command says so in one line', async (t) => {
  const server = await Server.during(t, { 'storage.kind': 'memory' });
  await server.stop();
  for (const args of [['rooms', 'list'], ['rooms', 'delete', 'x', '--yes'], ['who'], ['backup', join(server.data, 'b')], ['restore', join(server.data, 'b')]]) {
    const { code, stderr } = await run([...args, '--data', server.data]);
    assert.equal(code, 1, args.join(' '));
    assert.match(stderr, /^parlanced: [^\n]+\n$/);
  }
  await server.start();
});

test('what is in memory is neither backed up nor restored', async (t) => {
  const server = await Server.during(t);
  const file = `${server.data}.backup`;
  t.after(() => rm(file, { force: true }));
  assert.equal((await on(server)('backup', file)).code, 0);
  await server.stop();
  for (const command of ['backup', 'restore']) {
    const { code, stderr } = await on(server)(command, file, '--force', '--set', 'storage.kind=memory');
    assert.equal(code, 2);
    assert.match(stderr, /^parlanced: storage\.kind: is "memory", so [^\n]+\n$/);
  }
  await server.start();
});

test('backup and restore refuse to overwrite', async (t) => {
  const server = await Server.during(t);
  const parlanced = on(server);
  const ann = await Client.connect(server.wsUrl);
  await ann.enter('ann', 'general');
  await say(ann, 'general', 'one');
  const file = join(server.data, 'chat.backup');
  await writeFile(file, 'mine');
  assert.equal((await parlanced('backup', file)).code, 1);
  assert.equal(await readFile(file, 'utf8'), 'mine');
  assert.equal((await parlanced('backup', file, '--force')).code, 0);
  await say(ann, 'general', 'two');
  await server.stop();
  const refused = await parlanced('restore', file);
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /--force/);
  const restored = await parlanced('restore', file, '--force');
  assert.equal(restored.code, 0, restored.stderr);
  assert.match(restored.stdout, /kept as .*parlance\.db\.before-/);
  await server.start();
  const again = await Client.connect(server.wsUrl);
  again.send({ type: 'hello', protocol: 2, client: 'test', token: ann.welcome.token }); // the key is the same
  assert.equal((await again.until('welcome')).userId, ann.welcome.userId);
  again.send({ type: 'join', room: '#general', since: 2, log: ann.log });
  assert.deepEqual((await again.until('joined')).history.map(({ text }) => text), ['one']);
});

test('what root does in the folder of the server belongs to its user', async (t) => {
  if (process.getuid() !== 0) return t.skip('only root can be in this place');
  const server = await Server.during(t);
  const parlanced = on(server);
  const ann = await Client.connect(server.wsUrl);
  await ann.enter('ann', 'general');
  await say(ann, 'general', 'one');
  await server.stop();
  const nobody = 65534;
  for (const name of ['.', ...readdirSync(server.data)]) chownSync(join(server.data, name), nobody, nobody);
  const file = `${server.data}.backup`;
  const steps = [['rooms', 'list'], ['rooms', 'rename', 'general', 'lobby'], ['backup', file], ['restore', file, '--force']];
  for (const step of steps) {
    const { code, stderr } = await parlanced(...step);
    assert.equal(code, 0, stderr);
    for (const name of readdirSync(server.data)) assert.equal(lstatSync(join(server.data, name)).uid, nobody, `${name} after ${step.join(' ')}`);
  }
  await rm(file);
  await server.start();
});
