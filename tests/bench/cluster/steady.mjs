// What several servers cost and how quick they are while nothing is wrong. Each scenario resolves to its goals.
import { goal } from './figures.mjs';
import { spent } from './machine.mjs';

const inTurn = { rooms: 1, members: 2, speakers: 1, 'in-flight': 1 };

const loadFor = (quick, more) => ({ 'warm-up': quick ? 300 : 2000, window: quick ? 700 : 6000, ...more });

/** Runs the parts of a round one after another, and again. Resolves to { PART: [its result in each round] }. */
async function rounds(count, parts) {
  const results = {};
  for (let i = 0; i < count; i += 1)
    for (const [name, part] of Object.entries(parts)) (results[name] ??= []).push(await part());
  return results;
}

/** Somebody writes, and the next message when the last one came back; one member is on the same server or on the other. */
async function latencies(machine, servers, quick, dialect) {
  try {
    return (await machine.load(servers, loadFor(quick, { ...inTurn, dialect }))).measured[0];
  } finally {
    await machine.clear();
  }
}

const each = (measured, where, part) => measured.map((one) => one[where][part]);

export async function lone(machine, { quick }) {
  const { ours, peer, raw } = await rounds(quick ? 1 : 3, {
    raw: () => machine.rawCommit(quick ? 1 : 5),
    ours: async () => latencies(machine, await machine.nodes(2), quick, 'plain'),
    peer: async () => latencies(machine, await machine.socketIoServers(2), quick, 'socketio'),
  });
  const own = each(ours, 'own', 'p50');
  return [
    goal('acknowledgement, p50, ms', own, { atMost: 1.2 }),
    goal('a one-row INSERT by pgbench, p50, ms', raw.map(({ p50 }) => p50)),
    goal('a one-row INSERT by pgbench, p99, ms', raw.map(({ p99 }) => p99)),
    goal('acknowledgement, p50, to that INSERT', own.map((value, i) => value / raw[i].p50), { atMost: 2 }),
    goal('to a member on the other node, p50, ms', each(ours, 'elsewhere', 'p50'), { atMost: 1.5 }),
    goal('to a member on the other node, p99, ms', each(ours, 'elsewhere', 'p99'), { atMost: 10 }),
    goal('socket.io, which logs nothing: to a member on the other node, p50, ms', each(peer, 'elsewhere', 'p50')),
    goal('socket.io: to a member on the other node, p99, ms', each(peer, 'elsewhere', 'p99')),
  ];
}

export async function single(machine, { quick }) {
  const withPostgres = async () => ({ 'storage.kind': 'postgresql', 'storage.url': await machine.postgres.makeDatabase() });
  const { sqlite, postgres } = await rounds(quick ? 1 : 2, {
    sqlite: async () => latencies(machine, [await machine.server()], quick, 'plain'),
    postgres: async () => latencies(machine, [await machine.server(await withPostgres())], quick, 'plain'),
  });
  const [ofSqlite, ofPostgres] = [each(sqlite, 'own', 'p50'), each(postgres, 'own', 'p50')];
  return [
    goal('one server, PostgreSQL: acknowledgement, p50, ms', ofPostgres),
    goal('one server, SQLite: acknowledgement, p50, ms', ofSqlite),
    goal('PostgreSQL, to SQLite', ofPostgres.map((value, i) => value / ofSqlite[i])),
  ];
}

// Each node, or store, has 200 events under way at any time.
const crowds = {
  '100 rooms': { rooms: 100, load: { rooms: 100, members: 3, speakers: 3, 'in-flight': 2 } },
  'one room': { rooms: 1, load: { rooms: 1, members: 12, speakers: 12, 'in-flight': 50 } },
};

export async function throughput(machine, { quick }) {
  const seconds = quick ? 1 : 5;
  const goals = [];
  for (const [name, { rooms, load }] of Object.entries(crowds)) {
    const appends = (stores) => async () =>
      JSON.parse(await machine.run('bench_append', [await machine.postgres.makeDatabase(), stores, rooms, 200, seconds].map(String))).eventsPerSecond;
    const nodes = async () => {
      const servers = await machine.nodes(3);
      try {
        const before = machine.cpu(servers);
        const [{ deliveries, seconds: passed, own, elsewhere }] = (await machine.load(servers, loadFor(quick, load))).measured;
        const { postgres, servers: ofServers, main } = spent(before, machine.cpu(servers));
        const part = (time) => (100 * time) / (postgres + ofServers);
        return { perSecond: deliveries / load.members / passed, p50: own.p50, p99: elsewhere.p99, postgres: part(postgres), main: part(main) };
      } finally {
        await machine.clear();
      }
    };
    const { one, three, ours } = await rounds(quick ? 1 : 2, { one: appends(1), three: appends(3), ours: nodes });
    const rates = ours.map(({ perSecond }) => perSecond);
    goals.push(
      goal(`${name}: the append path alone, one store, events/s`, one),
      goal(`${name}: the append path alone, three stores, events/s`, three),
      goal(`${name}: three nodes, events/s`, rates),
      goal(`${name}: three nodes, to three stores`, rates.map((rate, i) => rate / three[i]), { atLeast: 0.5 }),
      goal(`${name}: acknowledgement under that load, p50, ms`, ours.map(({ p50 }) => p50)),
      goal(`${name}: to members on other nodes under that load, p99, ms`, ours.map(({ p99 }) => p99)),
      goal(`${name}: of all CPU time of nodes and PostgreSQL, PostgreSQL's, %`, ours.map(({ postgres }) => postgres)),
      goal(`${name}: the nodes' main threads', %`, ours.map(({ main }) => main)),
    );
  }
  return goals;
}

/** CPU time of the second node's main thread for each event of the first one's, beyond what it needs when nothing comes. */
async function foreignLive(machine, quick, rate) {
  const servers = await machine.nodes(2);
  try {
    const crowd = { rooms: 100, members: 2 };
    const mainOf = ({ measured: [one] }) => one.threads.find(({ id }) => id === servers[1].pid).us / one.seconds;
    const quiet = mainOf(await machine.load(servers, loadFor(quick, { ...crowd, speakers: 0 })));
    const report = await machine.load(servers, loadFor(quick, { ...crowd, speakers: 1, rate }));
    const [one] = report.measured;
    return (mainOf(report) - quiet) / (one.deliveries / crowd.members / one.seconds);
  } finally {
    await machine.clear();
  }
}

export async function foreign(machine, { quick }) {
  const { alone, slow, fast } = await rounds(quick ? 1 : 2, {
    alone: async () => JSON.parse(await machine.run('bench_foreign', quick ? ['4000'] : [])),
    slow: () => foreignLive(machine, quick, 200),
    fast: () => foreignLive(machine, quick, 5000),
  });
  return [
    goal('before the fan-out, a message with one event: µs of CPU', alone.map((one) => one.alone), { atMost: 5 }),
    goal('before the fan-out, a message with 20 events: µs of CPU for each', alone.map((one) => one.ofTwenty), { atMost: 5 }),
    goal("a node's own message that comes back: µs of CPU", alone.map((one) => one.own)),
    goal('in a server, with the pass of the loop and the fan-out to one listener, 200 events/s: µs of CPU', slow),
    goal('the same, 5,000 events/s: µs of CPU', fast),
  ];
}

