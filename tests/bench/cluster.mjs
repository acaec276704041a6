// What it costs to be several servers, and what people notice of Redis being away. PostgreSQL, Redis and the servers run on
// this machine, in folders below TMPDIR. Prints a table in Markdown; see README.md.
// usage: PARLANCED=... node cluster.mjs FOLDER_OF_PROGRAMS [--quick] [--only KEY]
import { statfsSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { parseArgs } from 'node:util';
import { tableOf } from './cluster/figures.mjs';
import { Machine } from './cluster/machine.mjs';
import { poll, redisdead, restart } from './cluster/outages.mjs';
import { foreign, lone, single, throughput } from './cluster/steady.mjs';

const scenarios = { lone, throughput, foreign, redisdead, poll, restart, single };
const tmpfs = 0x01021994; // statfs(2)

const { positionals, values: given } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean', default: false }, only: { type: 'string' } },
});
const [bin] = positionals;
const keys = Object.keys(scenarios);
if (!bin || (given.only && !keys.includes(given.only))) {
  console.error(`usage: node cluster.mjs FOLDER_OF_PROGRAMS [--quick] [--only ${keys.join('|')}]`);
  process.exit(2);
}
if (statfsSync(tmpdir()).type === tmpfs) {
  console.error(`${tmpdir()} is in memory, where a commit costs nothing: set TMPDIR to a folder on a disk`);
  process.exit(2);
}

const load = () => `load ${loadavg()[0].toFixed(1)}`;
const say = (text) => process.stderr.write(`${(performance.now() / 1000).toFixed(0).padStart(4)} s  ${text}\n`);

const machine = await Machine.start(bin);
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => machine.discard().finally(() => process.exit(1)));

const goals = {};
const problems = [];
try {
  const begin = `${await machine.versions()}; ${load()} at the beginning`;
  for (const key of keys) {
    if (given.only && given.only !== key) continue;
    say(`${key}, ${load()}`);
    try {
      goals[key] = await scenarios[key](machine, given);
    } catch (error) {
      problems.push(`${key}: ${error.stack}`);
      say(`${key}: ${error.message}`);
    }
  }
  console.log(`${tableOf(goals)}\n\n${begin}, ${load()} at the end.`);
} finally {
  await machine.discard();
}
if (problems.length > 0) {
  console.error(`\nnot measured:\n${problems.join('\n')}`);
  process.exit(1);
}
