// Servers with a planted bug each: the checker must find every one, and name the right rule. node bugs.mjs [--seed S] [BUG...]
import { parseArgs } from 'node:util';
import { Random } from '../support/random.mjs';
import { World } from './world.mjs';

const found = {
  'acknowledge-before-commit': ['lost'],
  'drop-a-broadcast': ['line'],
  'swap-two': ['line'],
  'duplicate-on-resume': ['resume'],
  'reuse-a-seq': ['lost', 'fork'],
  'ignore-the-nonce': ['doubled'],
  'lose-an-edit': ['altered'],
  'do-not-sync': ['lost'], // no bug, but storage.durability = normal when the power fails
};
const limit = 60; // seconds
const round = 8; // seconds of mischief before the checker looks

const { values, positionals } = parseArgs({ options: { seed: { type: 'string' } }, allowPositionals: true });
const seed = Number(values.seed ?? Math.floor(Math.random() * 1e6));
console.log(`seed: ${seed}`);
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

async function hunt(bug, random) {
  const isSynced = bug !== 'do-not-sync';
  const world = await World.make({
    seed: random.between(1, 1e6),
    pause: 5,
    env: { PARLANCE_BUG: isSynced ? bug : '' },
    settings: { 'storage.durability': isSynced ? 'full' : 'normal' },
  });
  try {
    const end = performance.now() + round * 1000;
    const kills = bug === 'reuse-a-seq' ? 0.5 : 0.1; // how often; that one does its work at a start
    while (performance.now() < end) {
      await pause(random.between(400, 1200));
      if (!isSynced) {
        await world.restartWith({ PARLANCE_DISK: `power-loss:${random.between(100, 800)}` }, ['SIGKILL']);
      } else if (random.next() < kills) {
        await world.killServer();
        await world.server.start();
      } else {
        random.pick(world.proxies).reset();
      }
    }
    return await world.judge({ catchUp: 0, patience: 3000 });
  } finally {
    await world.discard();
  }
}

const random = new Random(seed);
let missed = 0;
for (const bug of positionals.length ? positionals : Object.keys(found)) {
  const begun = performance.now();
  let verdict = { rules: [], text: '' };
  const seconds = () => (performance.now() - begun) / 1000;
  const isFound = () => found[bug].some((rule) => verdict.rules.includes(rule));
  while (!isFound() && seconds() < limit) verdict = await hunt(bug, random);
  const isInTime = isFound() && seconds() <= limit;
  missed += isInTime ? 0 : 1;
  console.log(`${isInTime ? 'found' : 'MISSED'}: ${bug}: ${verdict.rules.join(', ') || 'nothing'} after ${seconds().toFixed(0)} s`);
  if (!isInTime) console.log(verdict.text);
}
process.exitCode = missed === 0 ? 0 : 1;
