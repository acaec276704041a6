// What doctor sees, each thing once as it should be and once as it should not.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, chown, copyFile, mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { Server, run } from '../support/parlanced.mjs';
import { Postgres } from '../support/postgres.mjs';

async function folderOf(t) {
  const folder = await mkdtemp(join(tmpdir(), 'parlance-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** doctor with settings { 'net.listen': ... }; resolves to its code and its lines by what they are about. */
async function doctor(data, settings = {}, args = []) {
  const all = { 'net.listen': '127.0.0.1:0', ...settings };
  const sets = Object.entries(all).flatMap(([key, value]) => ['--set', `${key}=${value}`]);
  const { code, stdout, stderr } = await run(['doctor', '--data', data, ...sets, ...args]);
  assert.equal(stderr, '');
  const lines = stdout.trim().split('\n').map((line) => /^(ok|warning|problem) +(\S+(?: \S+)?)  +(.+)$/.exec(line));
  return { code, stdout, ...Object.fromEntries(lines.map(([, level, what, text]) => [what, `${level}: ${text}`])) };
}

test('before the first start: nothing to complain about, nothing is made', async (t) => {
  const data = join(await folderOf(t), 'data');
  const said = await doctor(data);
  assert.equal(said.code, 0, said.stdout);
  assert.equal(said['data folder'], `ok: ${data} will be made at the first start`);
  assert.match(said.port, /^ok: .* is free$/);
  assert.match(said.disk, /^ok: [1-9]\d* MiB free at \//);
  assert.match(said.certificate, /^ok: none is needed/);
  assert.equal(existsSync(data), false);
});

test('the port: held by our own server, by another one, by another program, not ours', async (t) => {
  const server = await Server.during(t);
  const listen = { 'net.listen': `127.0.0.1:${server.port}` };
  const ours = await doctor(server.data, listen);
  assert.equal(ours.port, `ok: 127.0.0.1:${server.port} is held by the server, which runs and answers`);
  assert.match(ours['data folder'], /^ok: /);
  assert.equal(ours['token.key'], 'ok: for its owner only');
  assert.equal(ours.code, 0, ours.stdout);
  const elsewhere = await doctor(join(await folderOf(t), 'data'), listen);
  assert.match(elsewhere.port, /^warning: .* held by a server that does not keep its data in /);
  const other = net.createServer((socket) => socket.end('go away')).listen(0, '127.0.0.1');
  t.after(() => other.close());
  await new Promise((done) => other.once('listening', done));
  const free = await doctor(server.data);
  assert.match(free.port, new RegExp(`^ok: 127.0.0.1:${server.port} is held by the server, which runs and answers\\. It was started with options, for net.listen is 127.0.0.1:0$`));
  const listenThere = { 'net.listen': `127.0.0.1:${other.address().port}` };
  const both = await doctor(server.data, listenThere);
  assert.match(both.port, /^warning: .* runs and answers\. It was started with options, .*, where it could not start: .* is taken: /);
  const taken = await doctor(join(await folderOf(t), 'data'), listenThere);
  assert.match(taken.port, /^problem: .* is taken by another program \(ss -ltnp names it\): stop it/);
  assert.equal(taken.code, 1);
  const strange = await doctor(join(await folderOf(t), 'data'), { 'net.listen': '192.0.2.1:3001', 'access.open': true });
  assert.match(strange.port, /^problem: 192\.0\.2\.1:3001 is not ours/);
});

test('the data folder: below a file, not writable, open to others', async (t) => {
  const folder = await folderOf(t);
  await writeFile(join(folder, 'file'), '');
  const below = await doctor(join(folder, 'file', 'data'));
  assert.match(below['data folder'], /^problem: .* is not there, and \S+ may not make it in .*; make it and chown -R /);
  assert.equal(below.code, 1);
  const data = join(folder, 'data');
  await mkdir(data, { mode: 0o755 });
  assert.match((await doctor(data))['data folder'], /^warning: others may look into .*: chmod o= /);
  await chmod(data, 0o500);
  // Root tries it as the one to whom the folder belongs.
  if (process.getuid() === 0) await chown(data, 65534, 65534);
  await chmod(folder, 0o711);
  assert.match((await doctor(data))['data folder'], /^problem: \S+ may not write in .*: chmod u\+rwx \S+data$/);
  await chmod(data, 0o700);
  assert.match((await doctor(data))['data folder'], /^ok: /);
});

test('what is in the data folder: not to be written by its owner, or somebody else\'s', async (t) => {
  if (process.getuid() !== 0) return t.skip('only root can be somebody else');
  const folder = await folderOf(t);
  await chmod(folder, 0o711);
  const data = join(folder, 'data');
  await mkdir(data, { mode: 0o700 });
  await chown(data, 65534, 65534);
  const [log, key] = [join(data, 'parlance.db'), join(data, 'token.key')];
  await writeFile(log, '', { mode: 0o600 });
  await writeFile(key, Buffer.alloc(32), { mode: 0o600 });
  const owned = await doctor(data);
  assert.match(owned['data folder'], /^problem: \S+ may not write \S+parlance\.db: chown -R \S+: \S+data$/);
  assert.match(owned['token.key'], /^problem: \S+ may not read \S+token\.key: chown \S+: \S+token\.key$/);
  for (const file of [log, key]) {
    await chown(file, 65534, 65534);
    await chmod(file, 0o000);
  }
  const shut = await doctor(data);
  assert.match(shut['data folder'], /^problem: .*: chmod u\+rw \S+parlance\.db$/);
  assert.match(shut['token.key'], /^problem: .*: chmod u\+rw \S+token\.key$/);
});

test('asked by somebody else than the data\'s owner: the owner is named, and nothing is said about rights', async (t) => {
  if (process.getuid() !== 0) return t.skip('only root can be somebody else');
  const folder = await folderOf(t);
  await chmod(folder, 0o711);
  const data = join(folder, 'data');
  await mkdir(data, { mode: 0o700 });
  await chown(data, 1, 1); // daemon
  const program = join(folder, 'parlanced'); // the other may not look into where this one lies, perhaps
  await copyFile(Server.program, program);
  const asked = spawnSync(program, ['doctor', '--data', data, '--set', 'net.listen=127.0.0.1:0'], { encoding: 'utf8', uid: 65534, gid: 65534 });
  assert.match(asked.stdout, /^warning data folder +.*\/data belongs to daemon, .*run this as root or as daemon$/m);
  assert.doesNotMatch(asked.stdout, /chown|token\.key/);
  assert.equal(asked.status, 0, asked.stdout + asked.stderr);
});

test('parlance.db: its rights, its version, damage', async (t) => {
  const server = await Server.during(t);
  const log = join(server.data, 'parlance.db');
  assert.match((await doctor(server.data))['parlance.db'], /^ok: whole, [\d,]+ bytes, version \d+ of the schema$/);
  await server.stop();
  const change = (code) => execFileSync('/usr/bin/python3', ['-c', `import sqlite3; log = sqlite3.connect('${log}'); log.execute("${code}"); log.commit()`]);
  await chmod(log, 0o640);
  assert.match((await doctor(server.data))['parlance.db'], /^problem: others than its owner may read or write .*: chmod 600 /);
  await chmod(log, 0o600);
  assert.match((await doctor(server.data))['parlance.db'], /^ok: /);
  change('PRAGMA user_version = 99');
  const newer = await doctor(server.data);
  assert.match(newer['parlance.db'], /^problem: .* written by a newer Parlance \(version 99 of the schema/);
  assert.equal(newer.code, 1);
  await writeFile(log, 'no database, though it is long enough to be taken for one'.repeat(40), { mode: 0o600 });
  assert.match((await doctor(server.data))['parlance.db'], /^problem: .* not a database/);
});

test('what cannot be seen is not said to be missing', async (t) => {
  if (process.getuid() !== 0) return t.skip('only root can be somebody else');
  const folder = await folderOf(t);
  await chmod(folder, 0o711);
  const data = join(folder, 'data');
  await mkdir(data, { mode: 0o000 });
  await chown(data, 65534, 65534);
  const program = join(folder, 'parlanced');
  await copyFile(Server.program, program);
  const { stdout } = spawnSync(program, ['doctor', '--data', data, '--set', 'net.listen=127.0.0.1:0'], { encoding: 'utf8', uid: 65534, gid: 65534 });
  assert.match(stdout, /^problem data folder +.*chmod u\+rwx /m);
  assert.doesNotMatch(stdout, /token\.key|parlance\.db/);
});

test('token.key: open to others, damaged', async (t) => {
  const server = await Server.during(t);
  await server.stop();
  await server.start();
  const key = join(server.data, 'token.key');
  await chmod(key, 0o644);
  const open = await doctor(server.data);
  assert.match(open['token.key'], /^problem: others than its owner may read or write .*: chmod 600 /);
  assert.equal(open.code, 1);
  await chmod(key, 0o600);
  await writeFile(key, 'short');
  assert.match((await doctor(server.data))['token.key'], /^problem: .* is damaged: restore it from a backup$/);
});

test('disk, descriptors and clock', async (t) => {
  const data = await folderOf(t);
  const full = await doctor(data, { 'storage.reserve': 1e12 });
  assert.match(full.disk, /^problem: \d+ MiB free at .*: writing is refused; make room$/);
  assert.equal(full.code, 1);
  const few = spawnSync('bash', ['-c', 'ulimit -n 500 && exec "$@"', 'bash', Server.program, 'doctor', '--data', data], { encoding: 'utf8' });
  assert.match(few.stdout, /^warning descriptors +at most 500 .*; 1000 connections want 1100: raise LimitNOFILE/m);
  const log = join(data, 'parlance.db');
  await writeFile(log, '');
  assert.doesNotMatch((await doctor(data)).clock, /^problem/);
  const tomorrow = new Date(Date.now() + 86_400_000);
  await utimes(log, tomorrow, tomorrow);
  assert.match((await doctor(data)).clock, /^problem: it is .*, but .*parlance\.db was written at .*: set the clock$/);
});

test('the certificate: good, soon over, another key, open to others', async (t) => {
  const folder = await folderOf(t);
  await chmod(folder, 0o711);
  const make = (name, days) => {
    const [key, certificate] = [join(folder, `${name}.key`), join(folder, `${name}.pem`)];
    const words = `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days ${days} -subj /CN=x`.split(' ');
    const names = ['-addext', 'subjectAltName=DNS:chat.example,DNS:b.example'];
    execFileSync('openssl', [...words, ...names, '-keyout', key, '-out', certificate], { stdio: 'pipe' }); // what it says is part of the error
    return { 'tls.key': key, 'tls.certificate': certificate };
  };
  const data = join(folder, 'data');
  const good = make('good', 90);
  const fine = (await doctor(data, good)).certificate;
  assert.match(fine, /^ok: for (chat\.example, b\.example|b\.example, chat\.example), good until [\d-]+ \((89|90) days\)$/);
  assert.match((await doctor(data, make('old', 5))).certificate, /^warning: .* \([45] days\): renew it and send SIGHUP$/);
  const mixed = await doctor(data, { ...good, 'tls.key': join(folder, 'old.key') });
  assert.match(mixed.certificate, /^problem: tls\.key: .* is not the key of the certificate in /);
  assert.equal(mixed.code, 1);
  await chmod(good['tls.key'], 0o644);
  assert.match((await doctor(data, good)).certificate, /^warning: everybody may read the key: chmod o= /);
  assert.equal((await doctor(data, { ...good, 'net.listen': '0.0.0.0:0', 'access.open': true })).names, 'ok: browsers may come by those of the certificate');
  const bare = await doctor(data, { 'net.listen': '0.0.0.0:0', 'access.open': true });
  assert.match(bare.certificate, /^warning: none: what people write crosses the network unencrypted/);
});

test('names: what browsers may call the server, and names that have no effect', async (t) => {
  const data = join(await folderOf(t), 'data');
  assert.match((await doctor(data)).names, /^ok: browsers on this machine only/);
  const without = await doctor(data, { 'net.hosts': 'chat.lan' });
  assert.match(without.names, /^warning: net\.hosts has no effect while the server listens on this machine only: remove it/);
  assert.match((await doctor(data, { 'net.trustedProxies': '127.0.0.1' })).names, /^ok: the proxy decides/);
  const open = { 'net.listen': '0.0.0.0:0', 'access.open': true };
  const own = (await doctor(data, open)).names;
  assert.match(own, /^ok: browsers may come by an address, as localhost or as .*; any other name is refused until it is in net\.hosts$/);
  assert.doesNotMatch(own, /chat\.lan/);
  assert.match((await doctor(data, { ...open, 'net.hosts': 'chat.lan' })).names, /localhost or as chat\.lan, /);
});

test('mistakes in the settings are found, too', async (t) => {
  const folder = await folderOf(t);
  const file = join(folder, 'parlanced.toml');
  await writeFile(file, '[limits]\ntext = 0\n[access]\npasword = "x"\n');
  const { code, stdout } = await run(['doctor', '--config', file, '--data', join(folder, 'data'), '--set', 'net.listen=127.0.0.1:0']);
  assert.equal(code, 1);
  assert.match(stdout, /^problem settings +.*parlanced\.toml:2:8: limits\.text got /m);
  assert.match(stdout, /^warning settings +.*parlanced\.toml:4:1: .* did you mean "access\.password"/m);
  await writeFile(file, '[access]\npassword = "x"\n');
  await chmod(file, 0o644);
  const open = await doctor(join(folder, 'data'), {}, ['--config', file]);
  assert.match(open.settings, /^warning: everybody may read the password: chmod o= /);
});

test('the database: reached, unsafe, away', async (t) => {
  const postgres = await Postgres.during(t, { fsync: 'on' });
  const data = join(await folderOf(t), 'data');
  const settings = { 'storage.kind': 'postgresql', 'storage.url': postgres.url('postgres') };
  const well = await doctor(data, settings);
  assert.match(well.database, /^ok: PostgreSQL 1\d\.\d+ answers in \d+\.\d\d ms$/);
  assert.equal(well['token.key'], undefined);
  assert.equal(well.code, 0, well.stdout);
  const unsafe = await Postgres.during(t, { fsync: 'off' });
  const lost = await doctor(data, { ...settings, 'storage.url': unsafe.url('postgres') });
  assert.match(lost.database, /^problem: fsync is off: .* Set fsync = on$/);
  assert.equal(lost.code, 1);
  await postgres.stop();
  const away = await doctor(data, settings);
  assert.match(away.database, /^problem: connection to server on socket .* failed: /);
});
