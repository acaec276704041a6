// Breaks everything for a while and judges what came of it: node run.mjs [--minutes N] [--seed S]
import { parseArgs } from 'node:util';
import { Random } from '../support/random.mjs';
import { World } from './world.mjs';
import { mischief } from './mischief.mjs';

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '10' }, seed: { type: 'string' }, keep: { type: 'boolean' } } });
const seed = Number(values.seed ?? Math.floor(Math.random() * 1e6));
const until = performance.now() + Number(values.minutes) * 60000;
console.log(`seed: ${seed}`);

const random = new Random(seed);
const world = await World.make({ seed });
const often = ['kill', 'killAtPoint', 'killTwice', 'breakDisk', 'breakDisk', 'killClientOffline']; // than each of the others
const done = {};
try {
  while (performance.now() < until) {
    await new Promise((go) => setTimeout(go, random.between(100, 1200)));
    const name = random.pick([...Object.keys(mischief), ...often]);
    done[name] = (done[name] ?? 0) + 1;
    await mischief[name](world, random);
  }
  const verdict = await world.judge({ isLossy: true });
  console.log(`faults: ${Object.entries(done).map(([name, count]) => `${name} ${count}`).join(', ')}`);
  console.log(`the server was killed ${world.kills} times, clients ${world.workers.reduce((sum, { kills }) => sum + kills, 0)} times`);
  console.log(verdict.text);
  console.log(verdict.violations ? `FAILED with seed ${seed}` : 'no violations');
  process.exitCode = verdict.violations ? 1 : 0;
} finally {
  if (!values.keep || process.exitCode === 0) await world.discard();
  else console.log(`kept: ${world.folder} ${world.server.data}`);
}
