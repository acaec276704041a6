// What an admin may get wrong: one line each that says what, where and what to do; nothing is half-started.
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { Server, run } from '../support/parlanced.mjs';

/** A folder of the test's own, and where a server's data would come to lie in it. */
async function place(t) {
  const folder = await mkdtemp(join(tmpdir(), 'parlance-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return { folder, data: join(folder, 'data') };
}

/** A key and a certificate for it, in PEM. */
function makeCertificate(folder, name) {
  const files = { key: join(folder, `${name}.key`), certificate: join(folder, `${name}.pem`) };
  const words = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  execFileSync('openssl', [...words, '-subj', '/CN=localhost', '-keyout', files.key, '-out', files.certificate], { stdio: 'pipe' }); // what it says is part of the error
  return files;
}

/** Starts a server with what is wrong and looks at what came of it. */
async function refused(args, data, code, says) {
  const outcome = await run(['--listen', '127.0.0.1:0', '--data', data, ...args]);
  assert.match(outcome.stderr, says);
  assert.equal(outcome.stderr.split('\n').length, 2, outcome.stderr);
  assert.equal(outcome.code, code);
  assert.equal(outcome.stdout, '');
  assert.equal(existsSync(data), false, 'it made its folder');
}

test('a data directory that cannot be made or written: exit 1', async (t) => {
  const { folder } = await place(t);
  const file = join(folder, 'file');
  await writeFile(file, '');
  await refused([], join(file, 'data'), 1, /^parlanced: Cannot make the folder .*\/file\/data: .*\/file: a file is in the way\. .*--data\n$/);
  const outcome = await run(['--listen', '127.0.0.1:0', '--data', '/proc/self']);
  assert.match(outcome.stderr, /^parlanced: Cannot write \/proc\/self\/token\.key: .*--data\n$/);
  assert.equal(outcome.code, 1);
});

test('a certificate without a key, with another key, or none at all: exit 2', async (t) => {
  const { folder, data } = await place(t);
  const [a, b] = ['a', 'b'].map((name) => makeCertificate(folder, name));
  const tls = ({ certificate = '', key = '' }) => ['--set', `tls.certificate=${certificate}`, '--set', `tls.key=${key}`];
  await refused(tls({ certificate: a.certificate }), data, 2, /^parlanced: tls\.certificate is set, but not tls\.key: /);
  await refused(tls({ key: a.key }), data, 2, /^parlanced: tls\.key is set, but not tls\.certificate: /);
  await refused(tls({ ...a, key: b.key }), data, 2, /^parlanced: tls\.key: .*b\.key is not the key of the certificate in .*a\.pem\n/);
  await refused(tls({ ...a, key: join(folder, 'c') }), data, 2, /^parlanced: tls\.key: cannot read .*: No such file/);
  await refused(tls({ ...a, key: a.certificate }), data, 2, /^parlanced: tls\.key: .* holds no private key/);
  await refused(tls({ ...a, certificate: a.key }), data, 2, /^parlanced: tls\.certificate: .* holds no certificate/);
});

test('a port that is taken: exit 1, and the other server notices nothing', async (t) => {
  const { data } = await place(t);
  const server = await Server.during(t);
  const outcome = await run(['--listen', `127.0.0.1:${server.port}`, '--data', data]);
  assert.match(outcome.stderr, new RegExp(`^parlanced: 127.0.0.1:${server.port} is taken: .*--listen\n$`));
  assert.equal(outcome.code, 1);
  assert.equal(existsSync(data), false);
  assert.equal(await (await fetch(`${server.url}healthz`)).text(), 'ok\n');
});

test('an address that is not ours: exit 1', async (t) => {
  const { data } = await place(t);
  const outcome = await run(['--listen', '192.0.2.1:3001', '--data', data, '--open']);
  assert.match(outcome.stderr, /^parlanced: 192\.0\.2\.1:3001 is not ours: .*--listen.*\n$/);
  assert.equal(outcome.code, 1);
  assert.equal(existsSync(data), false);
});

test('an address for the metrics that is taken, not ours, or the server\'s own: nothing is made', async (t) => {
  const { data } = await place(t);
  const server = await Server.during(t);
  const metrics = (listen) => ['--set', `metrics.listen=${listen}`];
  await refused(metrics(`127.0.0.1:${server.port}`), data, 1, /^parlanced: 127\.0\.0\.1:\d+ is taken: .*metrics\.listen\n$/);
  await refused(metrics('192.0.2.1:3001'), data, 1, /^parlanced: 192\.0\.2\.1:3001 is not ours: .*metrics\.listen.*\n$/);
  await refused(['--set', 'net.listen=127.0.0.1:3001', ...metrics('127.0.0.1:3001')], data, 2, /^parlanced: metrics\.listen: .* where net\.listen is already/);
});

test('what the data folder holds is nobody else\'s, whatever the umask and the folder\'s own rights', async (t) => {
  const { data } = await place(t);
  await mkdir(data);
  await chmod(data, 0o755);
  const started = spawn('sh', ['-c', 'umask 0; exec "$0" "$@"', Server.program, '--listen', '127.0.0.1:0', '--data', data]);
  t.after(() => started.kill('SIGKILL'));
  await new Promise((resolve) => createInterface({ input: started.stdout }).once('line', resolve));
  const names = await readdir(data);
  assert.ok(names.includes('parlance.db') && names.includes('parlance.db-wal'), names.join());
  for (const name of names) assert.equal((await stat(join(data, name))).mode & 0o077, 0, name);
});

test('a relative data folder: the control socket is in it', async (t) => {
  const { folder } = await place(t);
  const started = spawn(Server.program, ['--listen', '127.0.0.1:0', '--data', 'data'], { cwd: folder });
  t.after(() => started.kill('SIGKILL'));
  await new Promise((resolve) => createInterface({ input: started.stdout }).once('line', resolve));
  assert.ok((await readdir(join(folder, 'data'))).includes('control.sock'));
  const who = spawnSync(Server.program, ['who', '--data', 'data'], { cwd: folder, encoding: 'utf8' });
  assert.equal(who.status, 0, who.stderr);
});

test('output that cannot be written: exit 1', () => {
  for (const args of [['config', 'default'], ['--help'], ['version']]) {
    const { status, stderr } = spawnSync('sh', ['-c', 'exec "$0" "$@" >/dev/full', Server.program, ...args], { encoding: 'utf8' });
    assert.equal(status, 1, args.join(' '));
    assert.equal(stderr, 'parlanced: the output cannot be written\n');
  }
});

test('a file with mistakes: each with its line and column, exit 2', async (t) => {
  const { folder, data } = await place(t);
  const file = join(folder, 'parlanced.toml');
  await writeFile(file, '[limits]\ntext = "20"\n');
  await refused(['--config', file], data, 2, /^parlanced: .*parlanced\.toml:2:8: limits\.text got the text "20", but takes /);
  await writeFile(file, '[limits]\ntext = 20 30\n');
  await refused(['--config', file], data, 2, /^parlanced: .*parlanced\.toml:2:11: Error while parsing /);
  await writeFile(file, '[limits]\ntext = 0\nmessages = -1\n');
  const both = await run(['--config', file, '--data', data]);
  assert.deepEqual(both.stderr.match(/toml:\d+:\d+/g), ['toml:2:8', 'toml:3:12']);
  assert.equal(both.code, 2);
  assert.deepEqual(await readdir(folder), ['parlanced.toml']);
});

test('config check says the same, and "fine" where all is', async (t) => {
  const { folder } = await place(t);
  const file = join(folder, 'parlanced.toml');
  await writeFile(file, '[limits]\ntext = 0\n[server]\nname = 5\n');
  const bad = await run(['config', 'check', '--config', file]);
  assert.deepEqual(bad.stderr.match(/toml:\d+:\d+/g), ['toml:2:8', 'toml:4:8']);
  assert.equal(bad.code, 2);
  await writeFile(file, '[limits]\ntxt = 5\n');
  const typo = await run(['config', 'check', '--config', file]);
  assert.match(typo.stderr, /^parlanced: warning: .*toml:2:1: ignored: .*did you mean "limits\.text"\?\n$/);
  assert.equal(typo.stdout, `${file} is fine\n`);
  assert.equal(typo.code, 0);
  await writeFile(file, '[net]\nlisten = "0.0.0.0:3001"\n');
  const open = await run(['config', 'check', '--config', file]);
  assert.match(open.stderr, /access\.open\n$/);
  assert.equal(open.code, 2);
});

test('config show says where each value is from, and no secret', async (t) => {
  const { folder } = await place(t);
  const file = join(folder, 'parlanced.toml');
  await writeFile(file, '[limits]\ntext = 5\n[access]\npassword = "hush"\n');
  const env = { PARLANCE_LIMITS_FRAME: '5000', PORT: '4000' };
  const { code, stdout } = await run(['config', 'show', '--origin', '--config', file, '--set', 'server.name=X'], env);
  assert.equal(code, 0);
  const lines = Object.fromEntries(stdout.trim().split('\n').map((line) => line.split(/ +(?=# \S+$)/)));
  assert.equal(lines['limits.text = 5'], `# ${file}:2:8`);
  assert.equal(lines['limits.frame = 5000'], '# PARLANCE_LIMITS_FRAME');
  assert.equal(lines['net.listen = "127.0.0.1:4000"'], '# PORT');
  assert.equal(lines['server.name = "X"'], '# --set');
  assert.equal(lines['limits.messages = 20'], '# default');
  assert.equal(lines['# access.password is set'], `# ${file}:4:12`);
  assert.ok(!stdout.includes('hush'));
});
