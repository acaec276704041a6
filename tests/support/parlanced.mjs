// A parlanced of a test's own: a free port of 127.0.0.1, a data folder that goes with it. Ended by its process, never by name.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { Balancer } from './balancer.mjs';
import { makeDatabase } from './postgres.mjs';
import { tell } from './told.mjs';

const program = resolve(process.env.PARLANCED ?? new URL('../../build/asan/bin/parlanced', import.meta.url).pathname);

/** Runs the program to its end. Resolves to { code, stdout, stderr }. */
export function run(args, env = {}) {
  const child = spawn(program, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => (output.stdout += chunk));
  child.stderr.on('data', (chunk) => (output.stderr += chunk));
  return new Promise((done) => child.once('close', (code) => done({ code, ...output })));
}

/** The same settings; where a test is run with another storage (see withpostgres.mjs), those for a database of its own, too. */
async function withStorage(settings) {
  const { PARLANCE_TEST_POSTGRES: folder, PARLANCE_TEST_REDIS: redis } = process.env;
  if (!folder || settings['storage.kind']) return settings;
  const cluster = redis ? { 'cluster.redis': redis } : {};
  return { 'storage.kind': 'postgresql', 'storage.url': await makeDatabase(folder), ...cluster, ...settings };
}

/**
 * After stop(), kill() or signal() it can be started again, on the same port and with the same data. Where a test is run
 * with nodes (see withnodes.mjs) it is two of them, to which the same happens, behind one address.
 */
export class Server {
  static program = program;
  #command = [];
  #settings;
  #flags = [];
  #process = null;
  #exited = null;
  #listen = '127.0.0.1:0';
  #twin = null;
  #balancer = null;
  data = '';
  log = '';
  url = '';
  env = {}; // besides this program's own, for the next start

  /** settings: { 'limits.messages': 0, ... }; runIn(data): the words of a command, if it is to be run by one; flags: more words. */
  static async start(settings = {}, env = {}, runIn = () => [], flags = []) {
    const server = new this();
    server.#settings = await withStorage(settings);
    server.#flags = flags;
    server.env = env;
    server.data = await mkdtemp(join(tmpdir(), 'parlance-'));
    server.#command = [...(await runIn(server.data)), this.program];
    if (server.#settings['cluster.redis'] && process.env.PARLANCE_TEST_REDIS) server.#twin = await server.#makeTwin();
    await server.start();
    return server;
  }

  async #makeTwin() {
    const twin = new Server();
    Object.assign(twin, { env: this.env, data: await mkdtemp(join(tmpdir(), 'parlance-')), says: (text) => (this.log += text) });
    twin.#settings = this.#settings;
    twin.#flags = this.#flags;
    twin.#command = this.#command;
    return twin;
  }

  says = (text) => (this.log += text);

  /** For one test: gone with it, however it ends. A server left behind would keep the runner waiting. */
  static async during(test, settings = {}) {
    const server = await this.start(settings);
    test.after(async () => {
      try {
        await server.discard();
      } finally {
        tell(test, 'parlanced', server.log);
      }
    });
    return server;
  }

  get settings() {
    return { ...this.#settings };
  }

  get port() {
    return Number(new URL(this.url).port);
  }

  get pid() {
    return this.#process.pid;
  }

  get wsUrl() {
    return `${this.url.replace('http', 'ws')}ws`;
  }

  async start() {
    const settings = Object.entries(this.#settings).flatMap(([key, value]) => ['--set', `${key}=${value}`]);
    const [command, ...words] = this.#command;
    const child = spawn(command, [...words, '--listen', this.#listen, '--data', this.data, ...this.#flags, ...settings], {
      env: { ...process.env, ...this.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#process = child;
    this.#exited = new Promise((done) => {
      child.once('error', (error) => done(error));
      child.once('close', (code, signal) => done(signal ?? code)); // its output has been read by then
    });
    child.stderr.on('data', (text) => this.says(text));
    const ready = /ready: (https?:\S+)/.exec(await this.#firstLine(child));
    if (!ready) throw new Error(`${command} did not start: ${await this.#exited}\n${this.log.slice(-4000)}`);
    this.url = ready[1];
    this.#listen = `127.0.0.1:${this.port}`;
    if (this.#twin) await this.#startTwin();
  }

  async #startTwin() {
    await this.#twin.start();
    this.#balancer ??= await Balancer.to([this.port, this.#twin.port]);
    this.url = `http://127.0.0.1:${this.#balancer.port}/`;
  }

  /** Sends a signal and resolves to the exit code, or to the signal that ended it. */
  async signal(name) {
    this.#process.kill(name);
    await this.#twin?.signal(name);
    return this.#exited;
  }

  /** Asks it to read anew what it can. */
  hangUp() {
    this.#process.kill('SIGHUP');
    this.#twin?.hangUp();
  }

  /** It stands still, with everything open, until resume(). */
  suspend() {
    this.#process.kill('SIGSTOP');
    this.#twin?.suspend();
  }

  resume() {
    this.#process.kill('SIGCONT');
    this.#twin?.resume();
  }

  /** Resolves to the exit code, or to the signal that ended it. */
  get exited() {
    return this.#exited;
  }

  /** Asks it to stop and sees that it does so without complaint, a sanitizer's included. */
  async stop() {
    const end = (await this.signal('SIGTERM')) || (await this.#twin?.exited) || 0;
    if (end !== 0) throw new Error(`the server ended with ${end}\n${this.log.slice(-8000)}`);
  }

  /** The way of a crash: nothing is said to anybody. */
  kill() {
    return this.signal('SIGKILL');
  }

  /** At the end of a test, whatever state it is in. */
  async discard() {
    const runs = this.#process.exitCode === null && this.#process.signalCode === null;
    try {
      if (runs) await this.stop();
    } finally {
      await this.#balancer?.close();
      await rm(this.data, { recursive: true, force: true });
      if (this.#twin) await rm(this.#twin.data, { recursive: true, force: true });
    }
  }

  #firstLine(child) {
    const lines = createInterface({ input: child.stdout });
    return Promise.race([new Promise((done) => lines.once('line', done)), this.#exited.then(() => '')]);
  }
}
