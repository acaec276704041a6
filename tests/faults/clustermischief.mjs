// What can go wrong where several nodes work together: see mischief.mjs for what can on one, and on lines to clients. Each ends
// with everything running, but for lines, and returns false if it did nothing because something was being done there already.
import { mischief } from './mischief.mjs';

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

// The points in the code at which a node can be stopped, each with the largest number of passes before the node stops there.
const points = { 'before-insert': 40, 'before-commit': 40, 'after-commit': 40, 'between-receivers': 40 };

const onNode = (work) => async (cluster, random) => {
  const node = random.pick(cluster.nodes);
  return cluster.alone(`node ${node.number}`, () => work(node, cluster, random));
};
const onPostgres = (work) => async (cluster, random) => cluster.alone('postgres', () => work(cluster, random));
const onRedis = (work) => async (cluster, random) => cluster.alone('redis', () => work(cluster, random));

/** Something is wrong with a line of a node for a while. */
const onLine = (which, longest, work) => async (cluster, random) => {
  const node = random.pick(cluster.nodes);
  return cluster.alone(`${which} of ${node.number}`, async () => {
    work(node[which], random);
    await pause(random.between(300, longest));
    node[which].heal();
  });
};

const faultOf = (random) => {
  const point = random.pick(Object.keys(points));
  return `${point}:${random.between(1, points[point])}`;
};

const oneWay = (line, random) => line.stallOneWay(random.pick(['toServer', 'toClient']));

/** Messages of the bus to one node get lost and the like for a while. */
const disturbed = (fate) => async (cluster, random) => {
  const node = random.pick(cluster.nodes);
  return cluster.alone(`bus of ${node.number}`, async () => {
    node.disturbBus({ [fate]: random.pick([0.05, 0.3, 1]) });
    await pause(random.between(1000, 8000));
    node.disturbBus({});
  });
};

const nodes = {
  killNode: onNode(async (node, cluster, random) => {
    await cluster.killNode(node);
    await pause(random.pick([0, 500, 3000, 12000]));
    await node.startAgain();
  }),

  killNodeAtPoint: onNode(async (node, cluster, random) => {
    await cluster.killNode(node);
    const isUp = await node.tryToStart({ PARLANCE_FAULT: faultOf(random) });
    if (isUp && !(await cluster.diesWithin(node, 8000))) await cluster.killNode(node);
    await node.startAgain();
  }),

  freezeNode: onNode(async (node, cluster, random) => {
    node.server.suspend();
    await pause(random.pick([1000, 2500, 6000, 15000, 60000]));
    node.server.resume();
  }),

  /** It stands still in the middle of its work, while it holds what others wait for. */
  freezeNodeAtPoint: onNode(async (node, cluster, random) => {
    await cluster.killNode(node);
    const starting = node.startAgain({ PARLANCE_FAULT: `${faultOf(random)}:stop` });
    const end = performance.now() + 8000;
    while (!node.isStopped && performance.now() < end) await pause(20);
    if (node.isStopped) {
      await pause(random.pick([1000, 3000, 8000, 20000]));
      node.server.resume();
      await starting;
    } else { // it would be stopped later, when nobody looks
      await starting;
      await cluster.killNode(node);
      await node.startAgain();
    }
  }),

  /** Its machine's clock is an hour wrong, until it is started again. */
  restartWithWrongClock: onNode(async (node, cluster, random) => {
    await cluster.killNode(node);
    await node.startAgain({ PARLANCE_CLOCK: random.pick(['3600000', '-3600000']) });
  }),

  /** It gets half of the processor's time. */
  slowNode: onNode(async (node, cluster, random) => {
    for (let i = random.between(10, 60); i > 0; i -= 1) {
      node.server.suspend();
      await pause(random.between(20, 120));
      node.server.resume();
      await pause(random.between(20, 120));
    }
  }),

  /** One node after the other is stopped as an admin does, and started again. */
  rollingRestart: async (cluster, random) => {
    let restarted = 0;
    for (const node of cluster.nodes) {
      const done = await cluster.alone(`node ${node.number}`, async () => {
        await cluster.stopNode(node);
        await pause(random.between(0, 500));
        await node.startAgain();
      });
      restarted += done ? 1 : 0;
    }
    return restarted > 0;
  },
};

const redis = {
  killRedis: onRedis(async ({ redis }, random) => {
    await redis.stop();
    await pause(random.pick([0, 500, 2500, 8000]));
    await redis.start();
  }),

  freezeRedis: onRedis(async ({ redis }, random) => {
    redis.suspend();
    await pause(random.pick([500, 2000, 8000]));
    redis.resume();
  }),

  flushRedis: onRedis((cluster) => cluster.redisCommand('FLUSHALL').then(() => true)),

  killRedisClients: onRedis((cluster, random) => cluster.redisCommand('CLIENT', 'KILL', 'TYPE', random.pick(['pubsub', 'normal'])).then(() => true)),

  resetRedisLine: onLine('redisLine', 300, (line) => line.reset()),
  cutRedisLine: onLine('redisLine', 8000, (line) => line.blackhole()),
  stallRedisLine: onLine('redisLine', 8000, (line) => line.stall()),
  stallRedisOneWay: onLine('redisLine', 8000, oneWay),
  delayRedisLine: onLine('redisLine', 8000, (line, random) => line.delay(random.between(5, 300))),
  loseBusMessages: disturbed('lost'),
  doubleBusMessages: disturbed('doubled'),
  delayBusMessages: disturbed('late'),
  repeatBusMessages: disturbed('again'),
};

/** Ends connections of nodes in the moment in which they commit. */
const killAtCommit = (tries) => `DO $$ BEGIN FOR i IN 1..${tries} LOOP
  PERFORM pg_stat_clear_snapshot();
  PERFORM pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'parlanced' AND state = 'active' AND query = 'COMMIT';
  IF FOUND THEN EXIT; END IF;
END LOOP; END $$`;

const postgres = {
  restartPostgres: onPostgres(async ({ postgres }) => {
    await postgres.stop('SIGQUIT');
    await postgres.start();
  }),

  stopPostgres: onPostgres(async ({ postgres }, random) => {
    await postgres.stop('SIGQUIT');
    await pause(random.pick([1000, 4000, 14000]));
    await postgres.start();
  }),

  killAtCommit: onPostgres((cluster) => cluster.sql(killAtCommit(20000)).then(() => true)),

  killBackends: onPostgres((cluster) => cluster.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'parlanced'").then(() => true)),

  useUpConnections: onPostgres(async (cluster, random) => {
    const held = Array.from({ length: 24 }, () => cluster.holdConnection(random.between(1, 4)));
    await pause(300);
    await cluster.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'parlanced'").catch(() => {});
    await Promise.all(held);
  }),

  /** For its tables, not for its write-ahead log, without which it would end. */
  fillPostgresDisk: onPostgres(({ databases }, random) => databases.fillDisk(() => pause(random.between(1000, 8000)))),

  promoteStandby: onPostgres((cluster, random) => cluster.failOver({ isSynchronous: false, lag: random.between(100, 2000) })),
  promoteSynchronousStandby: onPostgres((cluster, random) => cluster.failOver({ isSynchronous: true, lag: random.between(100, 2000) })),

  resetPostgresLine: onLine('postgresLine', 300, (line) => line.reset()),
  cutPostgresLine: onLine('postgresLine', 14000, (line) => line.blackhole()),
  cutPostgresLineAfter: onLine('postgresLine', 3000, (line, random) => line.cutAfter(random.between(1, 20000))),
  stallPostgresLine: onLine('postgresLine', 14000, (line) => line.stall()),
  stallPostgresOneWay: onLine('postgresLine', 14000, oneWay),
  delayPostgresLine: onLine('postgresLine', 5000, (line, random) => line.delay(random.between(1, 60))),
};

const { rename, killClient, killClientOffline, reset, resetAll, cut, stall, blackhole, halfClose, delay, throttle, swallow, heal } = mischief;

export const clusterMischief = {
  ...nodes, ...redis, ...postgres,
  rename, killClient, killClientOffline, reset, resetAll, cut, stall, blackhole, halfClose, delay, throttle, swallow, heal,
};
