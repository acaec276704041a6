// The first run: by flags, on a terminal, and what it refuses.
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { Server, run } from '../support/parlanced.mjs';

async function place(t) {
  const folder = await mkdtemp(join(tmpdir(), 'parlance-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return { folder, file: join(folder, 'etc', 'parlanced.toml') };
}

/** The lines of a settings file that set something. */
async function set(file) {
  const lines = (await readFile(file, 'utf8')).split('\n');
  return lines.filter((line) => line && !line.startsWith('#') && !line.startsWith('['));
}

const setup = (file, ...args) => run(['setup', '--config', file, ...args]);

/** setup with a terminal (util-linux's script makes one), where each question is answered when it is asked. */
function onTerminal(file, dialogue, ...args) {
  const command = [Server.program, 'setup', '--config', file, ...args].join(' ');
  const child = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const rest = [...dialogue];
  let output = '';
  let seen = 0;
  child.stdout.on('data', (text) => {
    output += text;
    if (!rest.length) return;
    const at = output.indexOf(rest[0][0], seen);
    const prompt = at < 0 ? -1 : output.indexOf(']: ', at) + 1 || output.indexOf(': ', at + rest[0][0].length) + 1;
    if (prompt <= 0) return;
    seen = output.length;
    child.stdin.write(`${rest.shift()[1]}\n`);
  });
  return new Promise((done) => child.once('close', (code) => done({ code, output })));
}

test('this machine only: nothing else is asked', async (t) => {
  const { file } = await place(t);
  const { code, stdout } = await setup(file, '--reach', 'here');
  assert.equal(code, 0);
  assert.equal(stdout, `${file} is written. Next:\n  parlanced --config ${file}\n  open http://127.0.0.1:3001/\n`);
  assert.deepEqual(await set(file), []);
  const { mode } = await stat(file);
  assert.equal(mode & 0o777, 0o640);
});

test('others, with a password made up, behind a proxy', async (t) => {
  const { file } = await place(t);
  const { code, stdout } = await setup(file, '--reach', 'others', '--generate-password', '--tls', 'proxy', '--proxy', '127.0.0.1,10.0.0.0/8');
  assert.equal(code, 0);
  const [proxies, password] = await set(file);
  assert.equal(proxies, 'trustedProxies = ["127.0.0.1", "10.0.0.0/8"]');
  assert.match(password, /^password = "([a-z2-9]{4}-){3}[a-z2-9]{4}"$/);
  assert.ok(stdout.includes(`https://YOUR.NAME/#/?key=${password.split('"')[1]}\n`));
  assert.ok(stdout.includes('127.0.0.1:3001'));
});

test('what it writes is what a server starts with', async (t) => {
  const { folder, file } = await place(t);
  const written = await setup(file, '--reach', 'others', '--open', '--tls', 'none', '--listen', '127.0.0.1:0', '--data', join(folder, 'data'));
  assert.equal(written.code, 0);
  const check = await run(['config', 'check', '--config', file]);
  assert.equal(check.stdout, `${file} is fine\n`);
  assert.deepEqual(await set(file), ['listen = "127.0.0.1:0"', `folder = "${join(folder, 'data')}"`, 'open = true']);
});

test('without a terminal the missing flags are named, and nothing is written', async (t) => {
  const { folder, file } = await place(t);
  const missing = async (...args) => {
    const { code, stderr } = await setup(file, ...args);
    assert.equal(code, 2);
    assert.match(stderr, /^parlanced: there is no terminal to ask on; say it by flags: .*\n$/);
    return stderr.trim().split('flags: ')[1].split('; ');
  };
  const who = '--password, --generate-password or --open';
  assert.deepEqual(await missing(), ['--reach', who, '--tls']);
  assert.deepEqual(await missing('--reach', 'others'), [who, '--tls']);
  assert.deepEqual(await missing('--reach', 'others', '--open', '--tls', 'certificate'), ['--certificate', '--key']);
  assert.deepEqual(await readdir(folder), []);
});

test('what does not go together is refused, and nothing is written', async (t) => {
  const { folder, file } = await place(t);
  const refused = async (says, ...args) => {
    const { code, stderr } = await setup(file, '--reach', 'others', ...args);
    assert.equal(code, 2);
    assert.match(stderr, says);
  };
  await refused(/^parlanced: --password: a password has at least 8 characters; --generate-password makes/, '--password', 'seven c', '--tls', 'none');
  await refused(/only one makes sense\n$/, '--open', '--password', 'x', '--tls', 'none');
  await refused(/^parlanced: tls\.certificate: cannot read \/nowhere\/c: /, '--open', '--tls', 'certificate', '--certificate', '/nowhere/c', '--key', '/nowhere/k');
  await refused(/^parlanced: --set: limits\.text got "0"/, '--open', '--tls', 'none', '--set', 'limits.text=0');
  await refused(/^parlanced: --proxy: net\.trustedProxies got "1\.2\.3"/, '--open', '--tls', 'proxy', '--proxy', '1.2.3');
  await refused(/see parlanced setup --help\n$/, '--tls', 'maybe');
  assert.deepEqual(await readdir(folder), []);
  const below = await setup('/proc/self/parlanced.toml', '--reach', 'here');
  assert.match(below.stderr, /^parlanced: cannot write \/proc\/self\/parlanced\.toml: .*--config\n$/);
  assert.equal(below.code, 1);
});

test('a file that is there stays, unless it is forced; what is not asked for stays even then', async (t) => {
  const { file } = await place(t);
  assert.equal((await setup(file, '--reach', 'here', '--set', 'limits.text=100')).code, 0);
  const before = await readFile(file, 'utf8');
  const refused = await setup(file, '--reach', 'others', '--password', 'a "b" cde', '--tls', 'none');
  assert.match(refused.stderr, /is there already; --force replaces it/);
  assert.equal(refused.code, 2);
  assert.equal(await readFile(file, 'utf8'), before);
  assert.equal((await setup(file, '--reach', 'others', '--password', 'a "b" cde', '--tls', 'none', '--force')).code, 0);
  assert.deepEqual(await set(file), ['listen = "0.0.0.0:3001"', 'password = "a \\"b\\" cde"', 'text = 100']);
});

test('a file with a mistake is not replaced, not even when it is forced: what else is set in it would be lost', async (t) => {
  const { file } = await place(t);
  assert.equal((await setup(file, '--reach', 'here')).code, 0);
  await writeFile(file, '[limits]\ntext = 0\nmessages = 7\n');
  const refused = await setup(file, '--reach', 'here', '--force');
  assert.equal(refused.code, 2);
  assert.match(refused.stderr, /^parlanced: .*parlanced\.toml:2:8: limits\.text got .*\nparlanced: .*would be lost\. Mend it, or move it away\n$/);
  assert.equal(await readFile(file, 'utf8'), '[limits]\ntext = 0\nmessages = 7\n');
  await writeFile(file, '[limits]\nmessages = 7\ntxt = 5\n');
  const forced = await setup(file, '--reach', 'here', '--force');
  assert.match(forced.stderr, /^parlanced: warning: .*did you mean "limits\.text"/);
  assert.deepEqual(await set(file), ['messages = 7']);
});

test('relative names are those of who sets it up: a service runs in another folder', async (t) => {
  const { folder, file } = await place(t);
  const words = 'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=x -keyout k.pem -out c.pem';
  execFileSync('openssl', words.split(' '), { cwd: folder, stdio: 'pipe' }); // what it says is part of the error
  const there = (...args) => spawnSync(Server.program, ['setup', '--config', file, '--reach', 'others', '--open', ...args], { cwd: folder, encoding: 'utf8' });
  const all = [`certificate = "${folder}/c.pem"`, `key = "${folder}/k.pem"`, `folder = "${folder}/data"`];
  for (const args of [
    ['--tls', 'certificate', '--certificate', 'c.pem', '--key', 'k.pem', '--data', 'data'],
    ['--tls', 'none', '--set', 'tls.certificate=c.pem', '--set', 'tls.key=./k.pem', '--set', 'data.folder=data', '--force'],
  ]) {
    const { status, stderr } = there(...args);
    assert.equal(status, 0, stderr);
    const lines = await set(file);
    for (const line of all) assert.ok(lines.includes(line), `${line} is not in\n${lines.join('\n')}`);
  }
});

test('a file as it was installed, untouched, is nobody\'s work: it is replaced', async (t) => {
  const { folder, file } = await place(t);
  const { stdout } = await run(['config', 'default', '--set', `data.folder=${folder}`]);
  assert.equal((await setup(file, '--reach', 'here')).code, 0);
  await writeFile(file, stdout);
  assert.equal((await setup(file, '--reach', 'others', '--open', '--tls', 'proxy')).code, 0);
  assert.deepEqual(await set(file), ['trustedProxies = ["127.0.0.1"]', `folder = "${folder}"`, 'open = true']);
});

test('on a terminal it asks for what flags do not say', async (t) => {
  const { file } = await place(t);
  const asked = await onTerminal(file, [
    ['Who should be able to reach the server?', '2'],
    ['Who may come in?', '2'],
    ['Password (not shown)', 'short'],
    ['Password (not shown)', 'open sesame'],
    ['The same again', 'open barley'],
    ['Password (not shown)', 'open sesame'],
    ['The same again', 'open sesame'],
    ['kept from being read', '3'],
    ['Names, separated by commas', 'chat.lan, chat.example.org'],
  ]);
  assert.equal(asked.code, 0, asked.output);
  const hosts = 'hosts = ["chat.lan", "chat.example.org"]';
  assert.deepEqual(await set(file), ['listen = "0.0.0.0:3001"', hosts, 'password = "open sesame"']);
  assert.match(asked.output, /#\/\?key=open%20sesame/);
  assert.doesNotMatch(asked.output, /short\r|open sesame|open barley/, 'nobody sees what is typed');
  assert.match(asked.output, /at least 8 characters/);
  const part = await onTerminal(file, [['kept from being read', '']], '--force', '--reach', 'others', '--open');
  assert.equal(part.code, 0, part.output);
  assert.deepEqual(await set(file), [hosts, 'trustedProxies = ["127.0.0.1"]', 'open = true']);
  for (const [answer, kept] of [['', [hosts]], ['none', []]]) {
    const again = await onTerminal(file, [['kept from being read', '3'], ['Names, separated by commas', answer]], '--force', '--reach', 'others', '--open');
    assert.equal(again.code, 0, again.output);
    assert.deepEqual(await set(file), ['listen = "0.0.0.0:3001"', ...kept, 'open = true']);
  }
});

test('names of the server: by a flag, kept where they are not asked for, and told', async (t) => {
  const { file } = await place(t);
  const others = (...args) => setup(file, '--reach', 'others', '--open', '--tls', 'none', ...args);
  const named = await others('--hosts', 'chat.lan');
  assert.equal(named.code, 0, named.stderr);
  assert.match(named.stdout, /^Browsers may come by an address, as localhost or as chat\.lan, .*net\.hosts \(--hosts\)\.$/m);
  assert.equal((await others('--force')).code, 0);
  assert.deepEqual(await set(file), ['listen = "0.0.0.0:3001"', 'hosts = ["chat.lan"]', 'open = true']);
  const refused = await others('--force', '--hosts', 'chat.lan:3001');
  assert.match(refused.stderr, /^parlanced: --hosts: net\.hosts got "chat\.lan:3001"/);
  assert.equal(refused.code, 2);
  const { stdout } = await setup(file, '--reach', 'here', '--force');
  assert.doesNotMatch(stdout, /Browsers may come/);
});

test('on a terminal that is closed nothing is written', async (t) => {
  const { folder, file } = await place(t);
  const { code, output } = await onTerminal(file, [['Who should be able', '\x04']]);
  assert.equal(code, 2, output);
  assert.match(output, /not all was answered; nothing is written/);
  const below = await onTerminal(join(folder, 'new', 'parlanced.toml'), [['Who should be able', '\x04']]);
  assert.equal(below.code, 2, below.output);
  assert.deepEqual(await readdir(folder), [], 'no folder either');
});
