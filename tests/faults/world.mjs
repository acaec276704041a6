// A server, clients that never sleep, a faulty line for each; in the end the history is judged.
import { spawn, spawnSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Server } from '../support/parlanced.mjs';
import { FaultProxy } from './proxy.mjs';

export const heartbeat = 1000; // ms; the back-off's ceiling as well
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

const bin = process.env.FAULTS_BIN ?? new URL('../../build/asan/bin/', import.meta.url).pathname;

/** Can be told to die at a named place or to have a bug: server/main.cpp. */
export class FaultyServer extends Server {
  static program = join(bin, 'faulty_parlanced');
}

/** What the promise comes to, or false after so many milliseconds. */
export async function within(ms, promise) {
  let timer;
  const late = new Promise((done) => (timer = setTimeout(() => done(false), ms)));
  const result = await Promise.race([promise, late]);
  clearTimeout(timer);
  return result;
}

/** What a command says, and its exit code. */
function run(program, words) {
  const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'ignore'] });
  let stdout = '';
  child.stdout.on('data', (text) => (stdout += text));
  return new Promise((done) => child.once('close', (code) => done({ code, stdout })));
}

/** One client's program, which may be killed and started again. */
class Worker {
  #process = null;
  #exited = null;
  #said = () => {};
  #hasFinished = false;
  #options;
  kills = 0;

  constructor(options) {
    this.#options = options;
  }

  start() {
    const { name, proxy, folder, seed, rooms, pause, flags } = this.#options;
    const args = {
      'url': proxy.url, name, 'rooms': rooms.join(','), 'history': join(folder, `${name}.jsonl`),
      'token-file': join(folder, `${name}.token`), 'cache': join(folder, `${name}.db`), 'seed': seed + this.kills, 'pause': pause,
    };
    const words = Object.entries(args).flatMap(([key, value]) => [`--${key}`, String(value)]);
    this.#process = spawn(join(bin, 'fault_client'), [...words, ...flags], { stdio: ['pipe', 'pipe', 'pipe'] });
    this.log = '';
    createInterface({ input: this.#process.stderr }).on('line', (line) => (this.log = `${this.log}\n${line}`.slice(-20000)));
    this.#process.stdin.on('error', () => {});
    createInterface({ input: this.#process.stdout }).on('line', (line) => this.#said(line));
    this.#exited = new Promise((done) => this.#process.once('exit', (code, signal) => done(signal ?? code)));
  }

  tell(line) {
    this.#process.stdin.write(`${line}\n`);
  }

  async kill() {
    this.kills += 1;
    this.#process.kill('SIGKILL');
    await this.#exited;
  }

  /** It writes nothing new. True once all that it has written is acknowledged and it has seen everything. */
  rest(patience) {
    return this.#ask('rest', 'settled', patience);
  }

  /** It writes down who it is told is where. True once it has been told. */
  tellPeople(patience) {
    return this.#ask('people', 'told', patience);
  }

  async #ask(line, answer, patience) {
    if (this.#hasFinished) return true;
    const answered = new Promise((done) => (this.#said = (said) => said === answer && done(true)));
    this.tell(line);
    return within(patience, Promise.race([answered, this.#exited.then(() => false)]));
  }

  /** It writes down what it shows, and ends. */
  async finish() {
    if (this.#hasFinished) return;
    this.#hasFinished = true;
    this.tell('finish');
    if ((await within(10000, this.#exited)) !== 0) await this.kill();
  }

  get options() {
    return this.#options;
  }
}

export class World {
  workers = [];
  proxies = [];
  kills = 0;
  problems = [];

  static async make({ seed, clients = 5, pause = 60, env = {}, settings = {} }) {
    const world = new this();
    world.seed = seed;
    world.folder = await mkdtemp(join(tmpdir(), 'parlance-faults-'));
    const server = {
      'net.heartbeat': heartbeat, 'net.ping': 2000, 'limits.messages': 0, 'limits.newRoomsPerHour': 0,
      'limits.connectionsPerAddress': 0, 'storage.reserve': 0, ...settings,
    };
    world.server = await FaultyServer.start(server, env);
    for (let i = 0; i < clients; i += 1) await world.employ(`worker ${i}`, { pause, seed: (seed * 1000 + i * 100) % 2 ** 31 });
    return world;
  }

  /** A client with a line of its own to `target`; without a pause between deeds it does nothing. */
  async employ(name, { pause = 0, seed = 0, target = this.server.port, flags = [] } = {}) {
    const proxy = await FaultProxy.to(target);
    const worker = new Worker({ name, pause, seed, proxy, flags, folder: this.folder, rooms: ['ground', 'upstairs'] });
    this.proxies.push(proxy);
    this.workers.push(worker);
    worker.start();
    return worker;
  }

  note(op, more = {}) {
    const line = { t: Number(process.hrtime.bigint() / 1000n), client: 'harness', op, room: '', ...more };
    appendFileSync(join(this.folder, 'harness.jsonl'), `${JSON.stringify(line)}\n`);
  }

  /** Has an admin change the letters of a room's name, and writes it down if that was acknowledged. */
  async renameRoom(name, change, server = this.server) {
    const rooms = async (...words) => run(FaultyServer.program, ['rooms', ...words, '--data', server.data]);
    const listed = (await rooms('list', '--json')).stdout.split('\n').filter(Boolean).map((line) => JSON.parse(line));
    const room = listed.find((each) => each.name.toLowerCase() === name);
    if (!room) return; // nobody has joined it so far
    const text = [...name].map(change).join('');
    if ((await rooms('rename', name, text)).code === 0) this.note('renamed', { room: room.room, text });
  }

  async killServer() {
    this.kills += 1;
    await this.server.kill();
  }

  /** Kills the server, starts it so that it will end soon, in one of these ways, and then starts it as it should be. */
  async restartWith(env, ends) {
    await this.killServer();
    this.server.env = env;
    await this.server.start().catch(() => {}); // it may end before it is ready
    this.server.env = {};
    const end = await within(8000, this.server.exited);
    if (end === false) {
      await this.killServer();
    } else {
      this.kills += 1;
      if (!ends.includes(end)) this.problems.push(`with ${JSON.stringify(env)} the server ended with ${end}\n${this.server.log.slice(-4000)}`);
    }
    await this.server.start();
  }

  /** No more faults: everybody comes to an end, somebody new looks at it all, and the checker judges. */
  async judge({ isLossy = false, catchUp = heartbeat + 5000, patience = 60000 } = {}) {
    for (const proxy of this.proxies) proxy.heal();
    this.note('healed');
    await this.allRest(patience);
    await pause(catchUp); // now everybody knows everything, also what the lines have swallowed
    await this.lookAround(patience);
    for (const worker of this.workers) await worker.finish();
    await this.stopServers();
    return this.#check(isLossy, catchUp);
  }

  async allRest(patience) {
    const settled = await Promise.all(this.workers.map((worker) => worker.rest(patience)));
    for (const [i, isSettled] of settled.entries()) {
      if (!isSettled) this.problems.push(`${this.workers[i].options.name} never came to rest\n${this.workers[i].log.slice(-2000)}`);
    }
  }

  /** Somebody new comes and sees what is there. */
  async lookAround(patience) {
    const late = await this.employ('latecomer');
    if (!(await late.rest(patience))) this.problems.push('the latecomer never came in');
  }

  async stopServers() {
    const end = await this.server.signal('SIGTERM');
    if (end !== 0) this.problems.push(`the server ended with ${end}\n${this.server.log.slice(-4000)}`);
  }

  /** What log_dump reads. */
  get database() {
    return join(this.server.data, 'parlance.db');
  }

  async #check(isLossy, catchUp) {
    const dump = join(this.folder, 'dump.jsonl');
    const dumped = spawnSync(join(bin, 'log_dump'), [this.database], { encoding: 'utf8', maxBuffer: 2 ** 30 });
    if (dumped.status !== 0) this.problems.push(`the log cannot be read: ${dumped.stderr}`);
    await writeFile(dump, dumped.stdout);
    const histories = [...new Set(this.workers.map(({ options }) => join(this.folder, `${options.name}.jsonl`)))];
    const args = ['--within', String(catchUp), ...(isLossy ? ['--lossy'] : []), dump, join(this.folder, 'harness.jsonl'), ...histories];
    const judged = spawnSync(join(bin, 'history_checker'), args, { encoding: 'utf8', maxBuffer: 2 ** 30 });
    return { violations: judged.status !== 0 || this.problems.length > 0, text: [...this.problems, judged.stdout, judged.stderr].filter(Boolean).join('\n').trim(), rules: rulesIn(judged.stdout) };
  }

  async discard() {
    for (const worker of this.workers) await worker.kill().catch(() => {});
    for (const proxy of this.proxies) await proxy.close();
    await this.discardServers();
    await rm(this.folder, { recursive: true, force: true });
  }

  async discardServers() {
    await this.server.discard().catch(() => {});
  }
}

const rulesIn = (text) => [...text.matchAll(/^(\w+): \d+$/gm)].map(([, rule]) => rule);
