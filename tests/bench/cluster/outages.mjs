// What happens while Redis is away. Each scenario resolves to its goals.
import { Client } from '../../protocol/client.mjs';
import { goal, quantile } from './figures.mjs';
import { spent } from './machine.mjs';
import { ParlancePerson, SocketIoPerson, account, converse, latencies, pause, settle } from './people.mjs';

/** Somebody on each of the servers, in one room. */
const enter = (Kind, servers) => Promise.all(servers.map((server, i) => Kind.enter(server, `person${i + 1}`)));

/**
 * Somebody writes every 20 ms, somebody listens on the other node, and in the middle of it Redis goes. The listener writes
 * nothing: what their own node commits would tell it what it has missed.
 */
async function conversationWithout(machine, quick, go, comeBack) {
  const people = await enter(ParlancePerson, await machine.nodes(2));
  try {
    await pause(500);
    const { over, stop } = converse(people.slice(0, 1), 20);
    await pause(quick ? 500 : 3_000);
    const gone = performance.now();
    await go();
    await pause(quick ? 3_000 : 12_000);
    const back = performance.now();
    await comeBack();
    await pause(quick ? 500 : 3_000);
    stop();
    await over;
    await settle(people, 10_000);
    const all = latencies(people);
    const between = (from, to) => all.filter(({ sent }) => sent >= from && sent < to).map(({ latency }) => latency);
    return { before: between(0, gone), away: between(gone + 2_000, back), longest: Math.max(...all.map(({ latency }) => latency)), ...account(people) };
  } finally {
    people.forEach((person) => person.leave());
    await machine.clear();
  }
}

export async function redisdead(machine, { quick }) {
  const { redis } = machine;
  const ways = {
    killed: [() => redis.stop(), () => redis.start()],
    'standing still': [() => redis.suspend(), () => redis.resume()],
  };
  const goals = [];
  for (const [name, [go, comeBack]] of Object.entries(ways)) {
    const { before, away, longest, lost, doubled } = await conversationWithout(machine, quick, go, comeBack);
    goals.push(
      goal(`Redis ${name}: to the other node before, p99, ms`, quantile(before, 0.99)),
      goal(`Redis ${name}: to the other node from 2 s after on, p50, ms`, quantile(away, 0.5)),
      goal(`Redis ${name}: to the other node from 2 s after on, p99, ms`, quantile(away, 0.99), { atMost: 500 }),
      goal(`Redis ${name}: the longest that a message was under way, ms`, longest, { atMost: 2_000 }),
      goal(`Redis ${name}: messages lost or doubled`, lost + doubled, { atMost: 0 }),
    );
  }
  return goals;
}

/** Makes rooms, and stays in all of them. Resolves when a node has them in memory. */
async function occupy(server, rooms) {
  const eachIn = 50;
  const clients = [];
  for (let first = 0; first < rooms; first += eachIn) {
    const client = await Client.connect(server.wsUrl);
    clients.push(client);
    client.send({ type: 'hello', protocol: 2, client: 'bench', name: `guest ${first}` });
    await client.until('welcome');
    const names = Array.from({ length: Math.min(eachIn, rooms - first) }, (_, i) => `room ${first + i}`);
    client.send(...names.map((name) => ({ type: 'join', name })));
    for (let joined = 0; joined < names.length; joined += 1) await client.until('joined');
  }
  return () => Promise.all(clients.map((client) => client.end()));
}

/** CPU of PostgreSQL and of a node that has 1,000 quiet rooms in memory, in % of a core. */
async function shareOfACore(machine, server, seconds) {
  const before = machine.cpu([server]);
  await pause(seconds * 1_000);
  const { postgres, servers, seconds: passed } = spent(before, machine.cpu([server]));
  return { postgres: postgres / passed / 1e4, node: servers / passed / 1e4 };
}

export async function poll(machine, { quick }) {
  const [server] = await machine.nodes(1);
  const leave = await occupy(server, quick ? 100 : 1_000);
  try {
    const seconds = quick ? 2 : 20;
    const hearing = await shareOfACore(machine, server, seconds);
    await machine.redis.stop();
    await pause(3_000); // until the node has noticed
    const deaf = await shareOfACore(machine, server, seconds);
    const more = { postgres: deaf.postgres - hearing.postgres, node: deaf.node - hearing.node };
    return [
      goal('with Redis: PostgreSQL, % of a core', hearing.postgres),
      goal('with Redis: the node, % of a core', hearing.node),
      goal('without, PostgreSQL more than that, % of a core', more.postgres),
      goal('without, the node more than that, % of a core', more.node),
      goal('for polling together, % of a core', more.postgres + more.node, { atMost: 2 }),
    ];
  } finally {
    await leave();
    await machine.redis.start();
    await machine.clear();
  }
}

/** What is lost and doubled of 2 x 500 messages while Redis is killed twice and started again half a second later. */
async function conversationOverRestarts(machine, quick, Kind, start) {
  const people = await enter(Kind, await start());
  try {
    await pause(1_000);
    const { over } = converse(people, 10, quick ? 200 : 500);
    for (let i = 0; i < 2; i += 1) {
      await pause(quick ? 300 : 1_200);
      await machine.redis.stop();
      await pause(500);
      await machine.redis.start();
    }
    await over;
    await settle(people, 10_000);
    if (people.some(({ isGone }) => isGone)) throw new Error(`a server of ${Kind.name} closed a connection`);
    return { ...account(people), longest: Math.max(...latencies(people).map(({ latency }) => latency)) };
  } finally {
    people.forEach((person) => person.leave());
    await machine.clear();
  }
}

export async function restart(machine, { quick }) {
  const ours = await conversationOverRestarts(machine, quick, ParlancePerson, () => machine.nodes(2));
  const peer = await conversationOverRestarts(machine, quick, SocketIoPerson, () => machine.socketIoServers(2));
  return [
    goal('lost, of 2,000 deliveries', ours.lost, { atMost: 0 }),
    goal('doubled', ours.doubled, { atMost: 0 }),
    goal('the longest that a message was under way, ms', ours.longest),
    goal('socket.io with @socket.io/redis-adapter: lost, of 2,000 deliveries', peer.lost),
    goal('socket.io: doubled', peer.doubled),
    goal('socket.io: the longest that a message was under way, ms', peer.longest),
  ];
}
