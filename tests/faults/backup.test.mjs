// A backup is taken while everybody writes, and restored elsewhere: everything that had been acknowledged is in it, and
// the clients, which knew more, come back to it and agree with it in the end.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { run } from '../support/parlanced.mjs';
import { World } from './world.mjs';

const bin = process.env.FAULTS_BIN ?? new URL('../../build/asan/bin/', import.meta.url).pathname;
const now = () => Number(process.hrtime.bigint() / 1000n);
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

const records = (text) => text.split('\n').filter((line) => line.endsWith('}')).map((line) => JSON.parse(line));

/** The log in a database, as the checker reads it. */
function dumpOf(database) {
  const dumped = spawnSync(join(bin, 'log_dump'), [database], { encoding: 'utf8', maxBuffer: 2 ** 30 });
  assert.equal(dumped.status, 0, dumped.stderr);
  return dumped.stdout;
}

/**
 * Judges a log by what the clients did and saw at the times that `counts` accepts. What they wrote at other times may be in
 * it or not.
 */
async function judge(world, dump, counts, isSeen) {
  const written = new Set(records(dump).map(({ nonce }) => nonce));
  const all = (await Promise.all(world.workers.map(({ options }) => readFile(join(world.folder, `${options.name}.jsonl`), 'utf8')))).flatMap(records);
  const answered = all.filter(({ op, t }) => ['ok', 'sent', 'fail'].includes(op) && counts(t));
  const known = new Set([...written, ...answered.map(({ nonce }) => nonce)]);
  const asked = all.filter(({ op, nonce }) => op === 'invoke' && known.has(nonce));
  const seen = all.filter(({ op, t }) => !['ok', 'sent', 'fail', 'invoke'].includes(op) && isSeen(t));
  const [dumpFile, historyFile] = [join(world.folder, 'dump'), join(world.folder, 'history')];
  await writeFile(dumpFile, dump);
  await writeFile(historyFile, [...asked, ...answered, ...seen].sort((a, b) => a.t - b.t).map((line) => `${JSON.stringify(line)}\n`).join(''));
  const judged = spawnSync(join(bin, 'history_checker'), [dumpFile, historyFile], { encoding: 'utf8', maxBuffer: 2 ** 30 });
  assert.equal(judged.status, 0, judged.stdout + judged.stderr);
  return { answered: answered.length, seen: seen.length };
}

test('a backup under load, restored elsewhere', async (t) => {
  const world = await World.make({ seed: 11, pause: 15 });
  const elsewhere = await mkdtemp(join(tmpdir(), 'parlance-elsewhere-'));
  const { data } = world.server;
  t.after(async () => {
    await world.discard();
    await rm(elsewhere, { recursive: true, force: true });
    await rm(data, { recursive: true, force: true });
  });
  await pause(4000);

  const backup = join(elsewhere, 'chat.backup');
  const begun = now();
  const made = await run(['backup', backup, '--data', data]);
  const ended = now();
  assert.equal(made.code, 0, made.stderr);
  console.log(`${made.stdout.trim()}, in ${((ended - begun) / 1000).toFixed(0)} ms`);
  assert.equal((await stat(backup)).mode & 0o777, 0o600);
  await pause(2000); // they go on, and know things that the backup does not

  const running = await run(['restore', backup, '--data', data, '--force']);
  assert.equal(running.code, 1);
  assert.match(running.stderr, /in use by a server/);

  await world.server.stop();
  const folder = join(elsewhere, 'data');
  const restored = await run(['restore', backup, '--data', folder]);
  assert.equal(restored.code, 0, restored.stderr);
  const before = await judge(world, dumpOf(join(folder, 'parlance.db')), (time) => time < begun, () => false);
  assert.ok(before.answered > 100, `only ${before.answered} had been acknowledged`);

  world.server.data = folder;
  const back = now();
  await world.server.start();
  await pause(3000);
  const rested = await Promise.all(world.workers.map((worker) => worker.rest(60000)));
  assert.deepEqual(rested, rested.map(() => true), 'somebody never came to rest');
  await pause(1500); // two heartbeats
  for (const worker of world.workers) await worker.finish();
  await world.server.stop();
  const after = await judge(world, dumpOf(join(folder, 'parlance.db')), (time) => time < begun || time > back, (time) => time > back);
  assert.ok(after.seen > 100, `only ${after.seen} records`);
});
