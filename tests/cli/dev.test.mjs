// Tests what ./dev run does before it needs a compiler or a network.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

const root = new URL('../..', import.meta.url).pathname;

/** Runs ./dev where nothing is installed but these: { name: text of a script }, and what bash itself takes. */
function dev(t, scripts, ...args) {
  const folder = mkdtempSync(join(tmpdir(), 'parlance-dev-'));
  t.after(() => rmSync(folder, { recursive: true }));
  for (const name of ['bash', 'cat', 'dirname', 'nproc']) symlinkSync(`/usr/bin/${name}`, join(folder, name));
  for (const [name, text] of Object.entries(scripts)) writeFileSync(join(folder, name), `#!/usr/bin/bash\n${text}\n`, { mode: 0o755 });
  return spawnSync('/usr/bin/bash', ['./dev', ...args], { cwd: root, env: { PATH: folder }, encoding: 'utf8' });
}

test('--help builds nothing', (t) => {
  for (const [command, says] of [['run', /^usage: \.\/dev run \[OPTION/], ['test', /^usage: \.\/dev COMMAND/], ['bench', /^usage: \.\/dev COMMAND/]]) {
    const { status, stdout, stderr } = dev(t, {}, command, '--help');
    assert.equal(status, 0, stderr);
    assert.match(stdout, says);
    assert.equal(stderr, '');
  }
});

test('without root and sudo, what is missing is said once, and what to do', (t) => {
  const { status, stderr } = dev(t, { 'id': 'echo 1000', 'apt-get': 'echo apt-get >&2; exit 1', 'apt-cache': 'exit 0' }, 'run');
  assert.equal(status, 1);
  assert.match(stderr, /^dev: missing, and neither root nor sudo is there to install them; as root, run: apt-get install g\+\+ [^\n]*\n$/);
});
