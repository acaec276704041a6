// What runs during a scenario: PostgreSQL, Redis, servers. Everything is on folders and ports of its own.
import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { eventually } from '../../support/eventually.mjs';
import { Server } from '../../support/parlanced.mjs';
import { Postgres, programs } from '../../support/postgres.mjs';
import { Redis } from '../../support/redis.mjs';
import { quantile } from './figures.mjs';

const runFile = promisify(execFile);
const peers = new URL('../peers/', import.meta.url).pathname;

// Nothing may be refused for coming too often: the load comes from one address and says that it comes from many.
const unlimited = {
  'limits.messages': 0,
  'limits.connectionsPerAddress': 0,
  'limits.newRoomsPerHour': 0,
  'net.trustedProxies': '127.0.0.0/8',
};

// As an admin would set it up for a chat: nothing about durability is weakened.
const durable = { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on', max_connections: 200, shared_buffers: '128MB', max_wal_size: '512MB' };

/** A server of socket.io with its adapter for Redis. */
class SocketIoServer {
  #child;
  url = '';

  static async start(redis) {
    const server = new SocketIoServer();
    server.#child = spawn(process.execPath, [`${peers}socketio.mjs`, redis.url], { stdio: ['ignore', 'pipe', 'inherit'] });
    const lines = createInterface({ input: server.#child.stdout });
    server.url = await new Promise((done, failed) => {
      lines.once('line', done);
      server.#child.once('close', (code) => failed(new Error(`socket.io did not start: ${code}`)));
    });
    return server;
  }

  get pid() {
    return this.#child.pid;
  }

  async discard() {
    const ended = new Promise((done) => this.#child.once('close', done));
    if (this.#child.kill()) await ended;
  }
}

const sum = (values) => values.reduce((all, value) => all + value, 0);

/** CPU time of a thread in microseconds; the kernel has it to the nanosecond. A main thread has the number of its process. */
function timeOfThread(pid, thread = pid) {
  return Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]) / 1e3;
}

/** Of all its threads that live. */
function timeOfProcess(pid) {
  return sum(readdirSync(`/proc/${pid}/task`).map((thread) => timeOfThread(pid, thread)));
}

function children(pid) {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean);
}

/** Microseconds of CPU between two moments; see Machine.cpu(). */
export function spent(before, after) {
  const since = Object.entries(after.postgres).map(([pid, time]) => time - (before.postgres[pid] ?? 0));
  return {
    postgres: sum(since),
    servers: sum(after.servers) - sum(before.servers),
    main: sum(after.main) - sum(before.main),
    seconds: (after.at - before.at) / 1e3,
  };
}

export class Machine {
  #running = new Set(); // what must not outlive this program
  #bin;
  postgres;
  redis;
  folder = '';

  /** bin: the folder of the programs. */
  static async start(bin) {
    const machine = new Machine();
    machine.#bin = bin;
    machine.folder = mkdtempSync(join(tmpdir(), 'bench-'));
    [machine.postgres, machine.redis] = await Promise.all([Postgres.start(durable), Redis.start()]);
    return machine;
  }

  /** Servers that are one chat, with a database of their own, and know each other. */
  async nodes(count) {
    const url = await this.postgres.makeDatabase();
    const all = [];
    for (let i = 0; i < count; i += 1)
      all.push(await this.server({ 'storage.kind': 'postgresql', 'storage.url': url, 'cluster.redis': this.redis.url }));
    await eventually(() => {
      for (const { log } of all) if (log.split('another node').length < count) throw new Error('the nodes do not know each other');
    });
    return all;
  }

  /** One server that knows no other. */
  async server(settings = {}) {
    return this.#keep(await Server.start({ ...unlimited, ...settings }));
  }

  async socketIoServers(count) {
    const all = [];
    for (let i = 0; i < count; i += 1) all.push(this.#keep(await SocketIoServer.start(this.redis)));
    return all;
  }

  #keep(server) {
    this.#running.add(server);
    return server;
  }

  /** Ends the servers. */
  async clear() {
    const all = [...this.#running];
    this.#running.clear();
    await Promise.all(all.map((server) => server.discard()));
  }

  async discard() {
    await this.clear().catch((error) => console.error(error.message));
    await Promise.all([this.postgres.discard(), this.redis.discard()]);
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Runs bench_load against servers that are one chat; see its --help. Resolves to its report. */
  async load(servers, options) {
    const each = servers.flatMap((server) => ['--url', (server.wsUrl ?? server.url).replace(/^http/, 'ws'), '--server', String(server.pid)]);
    const words = Object.entries(options).flatMap(([key, value]) => [`--${key}`, String(value)]);
    const report = JSON.parse(await this.run('bench_load', [...each, ...words]));
    if (report.problems.length > 0) {
      const { expected, delivered, lost, doubled, mixed } = report.account;
      throw new Error(`${report.problems.join('; ')} (${delivered} of ${expected} deliveries, ${lost} lost, ${doubled} doubled, ${mixed} mixed up)`);
    }
    return report;
  }

  /** One of the benchmark's own programs. Resolves to what it printed. */
  async run(program, words) {
    try {
      return (await runFile(join(this.#bin, program), words, { maxBuffer: 1e8 })).stdout;
    } catch (error) {
      if (error.stdout?.startsWith('{')) return error.stdout; // a report that says what went wrong
      throw error;
    }
  }

  /** What a commit costs without us: pgbench with one client and a row for each transaction. In milliseconds. */
  async rawCommit(seconds) {
    const url = await this.postgres.makeDatabase();
    await this.postgres.ask(url, 'CREATE TABLE raw (id bigserial PRIMARY KEY, author text, body text)');
    const folder = mkdtempSync(join(this.folder, 'pgbench-'));
    await runFile('sh', ['-c', `echo "INSERT INTO raw (author, body) VALUES ('somebody', repeat('x', 64));" > insert.sql`], { cwd: folder });
    const words = ['-n', '-c', '1', '-j', '1', '-T', String(seconds), '-f', 'insert.sql', '-l', '--log-prefix=raw', url];
    await runFile(join(programs(), 'pgbench'), words, { cwd: folder });
    const log = readdirSync(folder).find((name) => name.startsWith('raw.'));
    const times = readFileSync(join(folder, log), 'utf8').trim().split('\n').map((line) => Number(line.split(' ')[2]));
    return { p50: quantile(times, 0.5) / 1e3, p99: quantile(times, 0.99) / 1e3 };
  }

  /** Microseconds of CPU so far, for spent(): of each of PostgreSQL's processes, of the servers, of their main threads. */
  cpu(servers) {
    const { pid } = this.postgres;
    return {
      at: performance.now(),
      postgres: Object.fromEntries([pid, ...children(pid)].map((process) => [process, timeOfProcess(process)])),
      servers: servers.map((server) => timeOfProcess(server.pid)),
      main: servers.map((server) => timeOfThread(server.pid)),
    };
  }

  async versions() {
    const postgres = await this.postgres.ask(this.postgres.url('postgres'), 'SHOW server_version');
    const redis = /v=(\S+)/.exec((await runFile('redis-server', ['--version'])).stdout)[1];
    return `PostgreSQL ${postgres.split(' ')[0]}, Redis ${redis}, Node ${process.versions.node}`;
  }
}
