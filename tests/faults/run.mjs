// Breaks everything for a while and judges what came of it: node run.mjs [--nodes N] [--minutes N] [--seed S]
import { parseArgs } from 'node:util';
import { Random } from '../support/random.mjs';
import { Cluster } from './cluster.mjs';
import { clusterMischief } from './clustermischief.mjs';
import { mischief } from './mischief.mjs';
import { World } from './world.mjs';

const { values } = parseArgs({
  options: { nodes: { type: 'string', default: '1' }, minutes: { type: 'string', default: '10' }, seed: { type: 'string' }, keep: { type: 'boolean' }, only: { type: 'string' } },
});
const seed = Number(values.seed ?? Math.floor(Math.random() * 1e6));
const nodes = Number(values.nodes);
const until = performance.now() + Number(values.minutes) * 60000;
console.log(`seed: ${seed}`);

const random = new Random(seed);
const done = {};
const pause = (ms) => new Promise((go) => setTimeout(go, ms));
const count = (name) => (done[name] = (done[name] ?? 0) + 1);

/** One after the other. */
async function breakOne(world) {
  const often = ['kill', 'killAtPoint', 'killTwice', 'breakDisk', 'breakDisk', 'killClientOffline']; // than each of the others
  while (performance.now() < until) {
    await pause(random.between(100, 1200));
    const name = random.pick([...Object.keys(mischief), ...often]);
    count(name);
    await mischief[name](world, random);
  }
}

/** Up to three at a time, as some last for long. */
async function breakSeveral(cluster) {
  const names = values.only?.split(',') ?? Object.keys(clusterMischief);
  while (performance.now() < until) {
    await pause(random.between(100, 1200));
    if (cluster.underWay >= 3) continue;
    const name = random.pick(names);
    const own = new Random(random.between(1, 1e9));
    cluster.begin(clusterMischief[name](cluster, own).then((isDone) => isDone !== false && count(name)));
  }
}

const world = await (nodes > 1 ? Cluster.make({ seed, nodes }) : World.make({ seed }));
try {
  await (nodes > 1 ? breakSeveral(world) : breakOne(world));
  const verdict = await world.judge({ isLossy: true });
  console.log(`faults: ${Object.entries(done).map(([name, times]) => `${name} ${times}`).join(', ')}`);
  if (nodes > 1) console.log(`messages of the bus: ${JSON.stringify(world.nodes.map(({ happened }) => happened))}; deadlocks in PostgreSQL: ${world.deadlocks}`);
  console.log(`${nodes > 1 ? 'nodes were' : 'the server was'} killed ${world.kills} times, clients ${world.workers.reduce((sum, { kills }) => sum + kills, 0)} times`);
  console.log(verdict.text);
  console.log(verdict.violations ? `FAILED with seed ${seed}` : 'no violations');
  process.exitCode = verdict.violations ? 1 : 0;
} finally {
  if (!values.keep || process.exitCode === 0) await world.discard();
  else console.log(`kept: ${world.folder}`);
}
