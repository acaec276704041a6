// What the program answers before there is a window, and without a display to show one on.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { test } from 'node:test';

const program = resolve(process.env.PARLANCE ?? new URL('../../build/asan/bin/parlance', import.meta.url).pathname);
const { DISPLAY, WAYLAND_DISPLAY, WAYLAND_SOCKET, QT_QPA_PLATFORM, ...withoutDisplay } = process.env;

/** Runs it to its end. */
function run(args, env = withoutDisplay) {
  const { status, signal, stdout, stderr } = spawnSync(program, args, { env, encoding: 'utf8', timeout: 60000 });
  return { end: signal ?? status, stdout, stderr };
}

for (const display of ['no display', 'a display that is gone']) {
  const env = display === 'no display' ? withoutDisplay : { ...withoutDisplay, DISPLAY: ':987', WAYLAND_DISPLAY: 'gone' };

  test(`help and the version are said with ${display}`, () => {
    for (const words of [['--help'], ['-h'], ['--profile', 'x', '--help']]) {
      const { end, stdout, stderr } = run(words, env);
      assert.equal(end, 0, stderr);
      assert.match(stdout, /Usage: .*parlance \[options\] \[LINK\]/);
      for (const option of ['--profile <NAME>', '--hidden', '--add-server', '--quit', '--version']) assert.ok(stdout.includes(option), option);
    }
    for (const word of ['--version', '-v']) {
      const { end, stdout, stderr } = run([word], env);
      assert.equal(end, 0, stderr);
      assert.match(stdout, /^parlance \d+\.\d+\.\d+\n$/);
    }
  });
}

test('without a display it says so, in one line, and dumps no core', () => {
  for (const words of [[], ['--hidden'], ['--quit'], ['--', '--help']]) {
    const { end, stdout, stderr } = run(words);
    assert.equal(end, 1, stderr);
    assert.equal(stdout, '');
    assert.match(stderr, /^parlance: .*DISPLAY.*\n$/);
  }
});
