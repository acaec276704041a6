// A backup is taken while everybody writes, and restored elsewhere: everything that had been acknowledged is in it, and
// the clients, which knew more, come back to it and agree with it in the end.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { eventually } from '../support/eventually.mjs';
import { run } from '../support/parlanced.mjs';
import { World } from './world.mjs';

const bin = process.env.FAULTS_BIN ?? new URL('../../build/asan/bin/', import.meta.url).pathname;
const now = () => Number(process.hrtime.bigint() / 1000n);
const isAnswer = ({ op }) => ['ok', 'sent', 'fail'].includes(op);

const records = (text) => text.split('\n').filter((line) => line.endsWith('}')).map((line) => JSON.parse(line));

/** What each client has written down so far. */
const histories = (world) =>
  Promise.all(world.workers.map(async ({ options }) => records(await readFile(join(world.folder, `${options.name}.jsonl`), 'utf8'))));

/** Waits until each client has written down so many of these. */
const untilEachHas = (world, count, counts) =>
  eventually(async () => {
    for (const history of await histories(world)) assert.ok(history.filter(counts).length >= count, `not ${count} yet`);
  });

/** Waits until all clients have got equally far in each room since then. */
const untilAllAgree = (world, since) =>
  eventually(async () => {
    const heads = (await histories(world)).map((history) => {
      const head = {};
      for (const { t, op, room, ...record } of history) {
        if (t > since && (op === 'event' || op === 'joined')) head[room] = Math.max(head[room] ?? 0, record.head ?? record.seq);
      }
      return head;
    });
    for (const head of heads) assert.deepEqual(head, heads[0]);
  });

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
  const all = (await histories(world)).flat();
  const answered = all.filter((record) => isAnswer(record) && counts(record.t));
  const known = new Set([...written, ...answered.map(({ nonce }) => nonce)]);
  const asked = all.filter(({ op, nonce }) => op === 'invoke' && known.has(nonce));
  const seen = all.filter((record) => !isAnswer(record) && record.op !== 'invoke' && isSeen(record.t));
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
  await untilEachHas(world, 50, isAnswer);

  const backup = join(elsewhere, 'chat.backup');
  const begun = now();
  const made = await run(['backup', backup, '--data', data]);
  const ended = now();
  assert.equal(made.code, 0, made.stderr);
  console.log(`${made.stdout.trim()}, in ${((ended - begun) / 1000).toFixed(0)} ms`);
  assert.equal((await stat(backup)).mode & 0o777, 0o600);
  await untilEachHas(world, 20, (record) => isAnswer(record) && record.t > ended); // and know things that the backup does not

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
  await untilEachHas(world, 20, (record) => isAnswer(record) && record.t > back);
  const rested = await Promise.all(world.workers.map((worker) => worker.rest(60000)));
  assert.deepEqual(rested, rested.map(() => true), 'somebody never came to rest');
  await untilAllAgree(world, back);
  for (const worker of world.workers) await worker.finish();
  await world.server.stop();
  const after = await judge(world, dumpOf(join(folder, 'parlance.db')), (time) => time < begun || time > back, (time) => time > back);
  assert.ok(after.seen > 100, `only ${after.seen} records`);
});
