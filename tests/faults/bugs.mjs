// Servers with a planted bug each: the checker must find every one, and name the right rule. node bugs.mjs [--nodes N] [--seed S] [BUG...]
import { parseArgs } from 'node:util';
import { Random } from '../support/random.mjs';
import { Cluster } from './cluster.mjs';
import { World } from './world.mjs';

const onOneNode = {
  'acknowledge-before-commit': ['lost'],
  'drop-a-broadcast': ['line'],
  'swap-two': ['line'],
  'duplicate-on-resume': ['resume'],
  'reuse-a-seq': ['lost', 'fork'],
  'ignore-the-nonce': ['doubled'],
  'lose-an-edit': ['altered'],
  'do-not-sync': ['lost'], // no bug, but storage.durability = normal when the power fails
};
const onSeveral = {
  'skip-the-gap-fill': ['late'],
  'acknowledge-before-commit': ['lost', 'fork'],
  'ignore-the-senders-numbers': ['state', 'late'],
  'reuse-a-nonce': ['forgotten', 'lost'],
  'ignore-the-nonce': ['doubled'],
  'keep-dead-presence': ['presence'],
  'hide-a-failover': ['log', 'fork'], // no bug of the server's: it is made to believe that the database has the same history
};
const limit = 60; // seconds
const round = 8; // seconds of mischief before the checker looks

const { values, positionals } = parseArgs({ options: { nodes: { type: 'string', default: '1' }, seed: { type: 'string' } }, allowPositionals: true });
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

/** The same with several nodes, to each of which messages of the bus get lost. */
async function huntOnSeveral(bug, random) {
  const isHidden = bug === 'hide-a-failover';
  const cluster = await Cluster.make({ seed: random.between(1, 1e6), nodes: Number(values.nodes), pause: 15, env: { PARLANCE_BUG: isHidden ? '' : bug } });
  cluster.asksPeople = bug === 'keep-dead-presence';
  try {
    const end = performance.now() + round * 1000;
    const kills = bug === 'ignore-the-senders-numbers' ? 0 : 0.5; // while a node has died lately, the database is asked anyway
    if (isHidden) await cluster.failOver({ isSynchronous: false, lag: random.between(500, 1500), hides: true });
    for (const node of cluster.nodes) node.disturbBus({ lost: 0.3 }, { sparesBeats: true });
    while (performance.now() < end) {
      await pause(random.between(400, 1200));
      if (random.next() < kills) {
        const node = random.pick(cluster.nodes);
        await cluster.killNode(node);
        await node.startAgain();
      } else {
        random.pick(cluster.proxies).reset();
      }
    }
    return await cluster.judge({ patience: 3000 });
  } finally {
    await cluster.discard();
  }
}

const random = new Random(seed);
const found = values.nodes === '1' ? onOneNode : onSeveral;
const huntFor = values.nodes === '1' ? hunt : huntOnSeveral;
let missed = 0;
for (const bug of positionals.length ? positionals : Object.keys(found)) {
  const begun = performance.now();
  let verdict = { rules: [], text: '' };
  const seconds = () => (performance.now() - begun) / 1000;
  const isFound = () => found[bug].some((rule) => verdict.rules.includes(rule));
  while (!isFound() && seconds() < limit) verdict = await huntFor(bug, random);
  const isInTime = isFound() && seconds() <= limit;
  missed += isInTime ? 0 : 1;
  console.log(`${isInTime ? 'found' : 'MISSED'}: ${bug}: ${verdict.rules.join(', ') || 'nothing'} after ${seconds().toFixed(0)} s`);
  if (!isInTime) console.log(verdict.text);
}
process.exitCode = missed === 0 ? 0 : 1;
