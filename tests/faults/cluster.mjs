// Several nodes with a PostgreSQL and a Redis of their own, and clients that roam between the nodes. Lines on which things go
// wrong are everywhere: between clients and nodes, and between each node and PostgreSQL and Redis.
import { execFile, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { eventually } from '../support/eventually.mjs';
import { Random } from '../support/random.mjs';
import { Redis } from '../support/redis.mjs';
import { BusFilter } from './busfilter.mjs';
import { Databases } from './databases.mjs';
import { FaultProxy } from './proxy.mjs';
import { FaultyServer, heartbeat, within, World } from './world.mjs';

const pause = (ms) => new Promise((done) => setTimeout(done, ms));
const runFile = promisify(execFile);

// Connections of all nodes, and a few for the mischief. Commits are slow enough to be interrupted.
const postgresSettings = { max_connections: 24, superuser_reserved_connections: 2, fsync: 'on', commit_delay: 2000, commit_siblings: 0, log_min_messages: 'fatal' };

// People of a node that has died go once its lease and its registration have ended, 5 s each; and some more.
const peopleCatchUp = 12000;

const longestBeat = 300; // bytes of Redis' reply; an event is longer
const leaving = 2; // clients that are away when everybody is told who is where

/** A server, and its lines to what it stands on. */
class Node {
  #odds = {}; // what becomes of messages of the bus: { lost: 0.1, ... }; the rest arrives
  #sparesBeats = false;
  #random;
  happened = {}; // to messages of the bus, how often
  redisLine = null;
  #postgresLines = []; // one to each place where the primary may be
  #databases = null;
  server = null;
  number = 0;

  static async start(number, { databases, redis, settings, env, random }) {
    const node = new this();
    node.number = number;
    node.#random = random;
    node.env = env;
    node.redisLine = await FaultProxy.to(redis.port, () => new BusFilter((size) => node.#fate(size)));
    node.#databases = databases;
    for (const place of Databases.places) node.#postgresLines.push(await FaultProxy.to(() => databases.socketAt(place), () => ({ pass: (bytes) => bytes })));
    const hosts = node.#postgresLines.map(({ port }) => `127.0.0.1:${port}`).join(',');
    node.server = await FaultyServer.start(
      {
        'storage.kind': 'postgresql',
        'storage.url': `postgresql://parlance@${hosts}/${databases.name}?target_session_attrs=read-write&sslmode=disable&gssencmode=disable`,
        'cluster.redis': `redis://127.0.0.1:${node.redisLine.port}`,
        ...settings,
      },
      env,
      () => ['setpriv', '--pdeathsig=KILL'], // nodes end with this program, whatever ends it
    );
    return node;
  }

  /**
   * From now on messages of the bus are lost, doubled, late or told again with these probabilities. Where signs of life are
   * lost, too, nodes soon ask the database.
   */
  disturbBus(odds, { sparesBeats = false } = {}) {
    this.#odds = odds;
    this.#sparesBeats = sparesBeats;
  }

  #fate(size) {
    if (this.#sparesBeats && size < longestBeat) return 'passes';
    let left = this.#random.next();
    for (const [fate, odds] of Object.entries(this.#odds)) {
      left -= odds;
      if (left >= 0) continue;
      this.happened[fate] = (this.happened[fate] ?? 0) + 1;
      return fate;
    }
    return 'passes';
  }

  /** The line to the primary. */
  get postgresLine() {
    return this.#postgresLines[this.#databases.place];
  }

  /** Once. False if it has ended before it was ready: it may have been killed, or the database is away. */
  async tryToStart(env = {}) {
    this.server.env = { ...this.env, ...env };
    const isUp = await this.server.start().then(() => true, () => false);
    this.server.env = this.env;
    return isUp;
  }

  /** Until it is ready, however long what it stands on is away. */
  async startAgain(env = {}) {
    await eventually(async () => {
      if (!(await this.tryToStart(env))) throw new Error(`node ${this.number} did not start\n${this.server.log.slice(-2000)}`);
    });
  }

  /** Whether SIGSTOP holds it. */
  get isStopped() {
    try {
      return readFileSync(`/proc/${this.server.pid}/stat`, 'latin1').split(') ')[1].startsWith('T');
    } catch {
      return false;
    }
  }

  heal() {
    this.#odds = {};
    for (const line of [this.redisLine, ...this.#postgresLines]) line.heal();
  }

  async discard() {
    await this.server.kill().catch(() => {});
    await this.server.discard().catch(() => {});
    await Promise.all([this.redisLine, ...this.#postgresLines].map((line) => line.close()));
  }
}

export class Cluster extends World {
  nodes = [];
  asksPeople = true; // in the end; that takes a while
  #busy = new Set(); // what something is done to just now
  #underWay = new Set();
  #roam = () => 0;

  static async make({ seed, nodes = 3, clients = 6, pause = 60, env = {}, settings = {} }) {
    const cluster = new this();
    cluster.seed = seed;
    cluster.folder = await mkdtemp(join(tmpdir(), 'parlance-faults-'));
    [cluster.databases, cluster.redis] = await Promise.all([Databases.start(postgresSettings), Redis.start()]);
    const random = new Random(seed);
    const all = {
      'net.heartbeat': heartbeat, 'net.ping': 2000, 'limits.messages': 0, 'limits.newRoomsPerHour': 0,
      'limits.connectionsPerAddress': 0, ...settings,
    };
    for (let i = 0; i < nodes; i += 1) {
      const parts = { databases: cluster.databases, redis: cluster.redis, settings: all, env, random };
      cluster.nodes.push(await Node.start(i, parts));
    }
    cluster.#roam = () => random.between(0, nodes - 1);
    for (let i = 0; i < clients; i += 1) {
      const target = () => cluster.nodes[cluster.#roam()].server.port;
      await cluster.employ(`worker ${i}`, { pause, seed: (seed * 1000 + i * 100) % 2 ** 31, target, flags: ['--people'] });
    }
    return cluster;
  }

  /** What becomes of `work`, unless something is done to that already: then false. */
  async alone(what, work) {
    if (this.#busy.has(what)) return false;
    this.#busy.add(what);
    try {
      return (await work()) ?? true;
    } finally {
      this.#busy.delete(what);
    }
  }

  /** How many pieces of mischief are under way. */
  get underWay() {
    return this.#underWay.size;
  }

  /** Lets it go on beside others. */
  begin(mischief) {
    const ended = mischief.catch((error) => this.problems.push(`mischief failed: ${error.stack}`)).finally(() => this.#underWay.delete(ended));
    this.#underWay.add(ended);
  }

  async allDone() {
    await Promise.all(this.#underWay);
  }

  async killNode(node) {
    this.kills += 1;
    this.#expect(node, await node.server.kill(), 'SIGKILL');
  }

  async stopNode(node) {
    this.#expect(node, await node.server.signal('SIGTERM'), 0);
  }

  #expect(node, end, wanted) {
    if (end !== wanted) this.problems.push(`node ${node.number} ended with ${end}, not ${wanted}\n${node.server.log.slice(-6000)}`);
  }

  /** Whether it ended by SIGKILL within so many milliseconds. */
  async diesWithin(node, ms) {
    const end = await within(ms, node.server.exited);
    if (end !== false) this.#expect(node, end, 'SIGKILL');
    return end !== false;
  }

  get postgres() {
    return this.databases.primary;
  }

  sql(statement) {
    return this.databases.sql(statement);
  }

  /** A standby takes the primary's place; see Databases. Where commits did not wait for it, the checker is told. */
  failOver(options) {
    return this.databases.failOver({ note: options.isSynchronous ? undefined : (op) => this.note(op), ...options });
  }

  /** A connection that does nothing for so many seconds. Resolves when it is over. */
  holdConnection(seconds) {
    const psql = spawn('psql', ['-qAt', '-c', `SELECT pg_sleep(${seconds})`, this.postgres.url('postgres')], { stdio: 'ignore' });
    return new Promise((done) => psql.once('close', done).once('error', done));
  }

  redisCommand(...words) {
    return runFile('redis-cli', ['-p', String(this.redis.port), ...words], { timeout: 3000 }).catch(() => {}); // it may be away
  }

  async renameRoom(name, change) {
    const node = this.nodes[this.#roam()];
    return this.alone(`node ${node.number}`, () => super.renameRoom(name, change, node.server).then(() => true));
  }

  /** To the end half of what nodes tell each other is lost, also the last of it, behind which nothing comes that shows the hole. */
  async judge(terms = {}) {
    await this.allDone();
    for (const node of this.nodes) {
      node.heal();
      node.disturbBus({ lost: 0.5 }, { sparesBeats: true });
    }
    return super.judge(terms);
  }

  /**
   * Somebody goes, and somebody new comes to each node; then all clients go to one node after the other. Everybody is told who
   * is where.
   */
  async lookAround(patience) {
    for (const node of this.nodes) node.heal();
    if (!this.asksPeople) return;
    for (const worker of this.workers.slice(-leaving)) await worker.finish();
    for (const node of this.nodes) {
      const late = await this.employ(`latecomer ${node.number}`, { target: node.server.port, flags: ['--people'] });
      if (!(await late.rest(patience))) this.problems.push(`nobody came in on node ${node.number}`);
    }
    await pause(peopleCatchUp);
    this.note('quiet');
    await this.#tellPeople(patience);
    for (const node of this.nodes) {
      this.#roam = () => node.number;
      for (const proxy of this.proxies) proxy.reset();
      await pause(heartbeat + 500); // by then they know, and have tried again
      await this.allRest(patience);
      await pause(1500);
      await this.#tellPeople(patience);
    }
  }

  async #tellPeople(patience) {
    const told = await Promise.all(this.workers.map((worker) => worker.tellPeople(patience)));
    for (const [i, isTold] of told.entries()) {
      if (!isTold) this.problems.push(`${this.workers[i].options.name} was never told who is where`);
    }
  }

  async stopServers() {
    for (const node of this.nodes) await this.stopNode(node);
    // Also of a start that failed, which the database may have been the reason of.
    for (const { number, server } of this.nodes) {
      const complaint = /(AddressSanitizer|runtime error:)[^]{0,4000}/.exec(server.log);
      if (complaint) this.problems.push(`node ${number}: ${complaint[0]}`);
    }
    // For whoever looks for the reason of a violation.
    await writeFile(join(this.folder, 'notices'), await this.sql('SELECT * FROM notices ORDER BY id'));
    for (const node of this.nodes) await writeFile(join(this.folder, `node ${node.number}.log`), node.server.log);
    this.deadlocks = await this.sql('SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()');
  }

  get database() {
    return this.databases.url;
  }

  async discardServers() {
    await Promise.all(this.nodes.map((node) => node.discard()));
    await Promise.all([this.databases.discard(), this.redis.discard()]);
  }
}
