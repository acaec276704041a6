// What is measured, of whom, and what it should be. Times in milliseconds; `load` are options of bench_load.
const all = ['parlanced', 'ws', 'socket.io', 'stock Qt', 'bare send()'];

const perDelivery = (row, peer, at) => ({
  what: `${row}: CPU per delivery, to that of ${peer}`,
  of: (round) => round.parlanced?.[row]?.main / round[peer]?.[row]?.main,
  at,
});

/**
 * key: for --only. rows: what the parts that bench_load measures are called in the table. goals: `of` takes the figures of
 * a round, { SERVER: figures of figures.mjs }, and gives a number, or none if it was not measured; `at`: at most.
 */
export const scenarios = [
  {
    key: 'busy',
    rows: { alone: 'busy room' },
    servers: all,
    load: { rooms: 1, members: 200, speakers: 10, 'in-flight': 20, 'warm-up': 1000, window: 2500 },
    goals: [perDelivery('busy room', 'ws', 0.06), perDelivery('busy room', 'socket.io'), perDelivery('busy room', 'stock Qt', 0.5), perDelivery('busy room', 'bare send()')],
  },
  {
    key: 'one',
    rows: { alone: 'one sender, 100 members' },
    servers: all,
    load: { rooms: 1, members: 100, speakers: 1, rate: 50, 'warm-up': 2500, window: 2000 },
    goals: [
      perDelivery('one sender, 100 members', 'ws', 0.5),
      perDelivery('one sender, 100 members', 'socket.io'),
      perDelivery('one sender, 100 members', 'stock Qt'),
      perDelivery('one sender, 100 members', 'bare send()'),
    ],
  },
  {
    key: 'rooms',
    rows: { alone: '100 rooms of 10' },
    servers: all,
    load: { rooms: 100, members: 10, speakers: 10, rate: 1000, 'warm-up': 1500, window: 2000 },
    goals: [
      perDelivery('100 rooms of 10', 'ws', 0.55),
      perDelivery('100 rooms of 10', 'socket.io'),
      perDelivery('100 rooms of 10', 'stock Qt'),
      perDelivery('100 rooms of 10', 'bare send()'),
    ],
  },
  {
    key: 'idle',
    rows: { alone: '10 active', idle: '10 active, 8,000 idle' },
    servers: all,
    settings: { 'net.ping': 600_000 }, // the peers send none in that time either; what they cost is in "heartbeats"
    load: { rooms: 1, members: 10, speakers: 10, rate: 50, idle: 8000, 'warm-up': 1000, window: 2000 },
    goals: [
      {
        what: '10 active: CPU per delivery among 8,000 idle, to that without them',
        of: ({ parlanced }) => parlanced?.['10 active, 8,000 idle']?.main / parlanced?.['10 active']?.main,
        at: 1.15,
      },
      perDelivery('10 active, 8,000 idle', 'ws'),
      perDelivery('10 active, 8,000 idle', 'stock Qt'),
      perDelivery('10 active, 8,000 idle', 'bare send()'),
    ],
  },
  {
    key: 'tls',
    rows: { alone: 'one sender, 100 members, TLS' },
    servers: ['parlanced', 'ws'],
    tls: true,
    load: { rooms: 1, members: 100, speakers: 1, rate: 50, 'warm-up': 1500, window: 2500 },
    goals: [perDelivery('one sender, 100 members, TLS', 'ws')],
  },
  {
    key: 'stopped',
    rows: { alone: '1,000 members', stopped: '1,000 members, 100 of them stopped' },
    servers: ['parlanced'],
    settings: { 'limits.text': 16_000 },
    load: { rooms: 1, members: 1000, speakers: 10, rate: 20, stopped: 100, 'warm-up': 1000, window: 4000 },
    goals: [
      {
        what: '1,000 members: p99 of the others beside 100 that stopped, to that without',
        of: ({ parlanced }) => parlanced?.['1,000 members, 100 of them stopped']?.p99 / parlanced?.['1,000 members']?.p99,
        at: 1.1,
      },
      { what: 'the same: memory for each that stopped, KB', of: ({ parlanced }) => parlanced?.run.stoppedKb, at: 1024 },
    ],
  },
  {
    key: 'storm',
    rows: {},
    servers: ['parlanced'],
    dialect: 'full',
    load: { rooms: 1, members: 1000, 'at-once': 1000, 'warm-up': 0, window: 100 },
    goals: [
      { what: 'join storm: 1,000 full clients connect and join one room, s', of: ({ parlanced }) => parlanced?.run.entrySeconds, at: 2 },
      { what: 'the same: received by all of them together, MB', of: ({ parlanced }) => parlanced?.run.entryMb },
    ],
  },
  {
    key: 'heartbeats',
    rows: { idle: '10,000 idle full clients' },
    servers: ['parlanced'],
    dialect: 'full',
    once: true, // a heartbeat takes 20 s, a ping 30
    load: { rooms: 0, idle: 10_000, 'warm-up': 500, window: 40_000 },
    goals: [
      {
        what: '10,000 idle, heartbeats every 20 s, pings every 30 s: share of a core, %',
        of: ({ parlanced }) => parlanced?.['10,000 idle full clients']?.mainShare,
        at: 4,
      },
      { what: 'the same: memory of each, KB', of: ({ parlanced }) => parlanced?.['10,000 idle full clients']?.kbPerIdle, at: 8 },
      { what: 'the same: heartbeats that each got in 40 s', of: ({ parlanced }) => parlanced?.['10,000 idle full clients']?.heartbeats },
      { what: 'the same: pings that each got in 40 s', of: ({ parlanced }) => parlanced?.['10,000 idle full clients']?.pings },
    ],
  },
];
