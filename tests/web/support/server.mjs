import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

const program = resolve(process.env.PARLANCED ?? new URL('../../../build/asan/bin/parlanced', import.meta.url).pathname);

/** What a test does not want to run into, unless it is about that. */
const generous = { 'limits.newRoomsPerHour': 0, 'limits.messages': 0, 'limits.connectionsPerAddress': 0, 'net.heartbeat': 1000 };

/**
 * A parlanced of one's own: a free port, a data folder of its own. After stop() or kill() it can be started again, on the
 * same port and with the same data.
 */
export class Server {
  #settings;
  #data;
  #process = null;
  #exited = null;
  #listen = '127.0.0.1:0';
  log = '';
  url = '';

  static async start(settings = {}) {
    const server = new Server();
    server.#settings = { ...generous, ...settings };
    server.#data = await mkdtemp(join(tmpdir(), 'parlance-'));
    await server.start();
    return server;
  }

  get port() {
    return Number(new URL(this.url).port);
  }

  async start() {
    const settings = Object.entries(this.#settings).flatMap(([key, value]) => ['--set', `${key}=${value}`]);
    const process = spawn(program, ['--listen', this.#listen, '--data', this.#data, ...settings], { stdio: ['ignore', 'pipe', 'pipe'] });
    this.#process = process;
    this.#exited = new Promise((done) => {
      process.once('error', (error) => done(error));
      process.once('exit', (code, signal) => done(signal ?? code));
    });
    process.stderr.on('data', (text) => (this.log += text));
    const ready = /ready: (http:\S+)/.exec(await this.#firstLine(process));
    if (!ready) throw new Error(`${program} did not start: ${await this.#exited}\n${this.log}`);
    this.url = ready[1];
    this.#listen = `127.0.0.1:${this.port}`;
  }

  /** Asks it to stop and sees that it does so without complaint, a sanitizer's included. */
  async stop() {
    this.#process.kill('SIGTERM');
    const end = await this.#exited;
    if (end !== 0) throw new Error(`the server ended with ${end}\n${this.log}`);
  }

  /** The way of a crash: nothing is said to anybody. */
  async kill() {
    this.#process.kill('SIGKILL');
    await this.#exited;
  }

  /** At the end of a test, whatever state it is in. */
  async discard() {
    const runs = this.#process.exitCode === null && this.#process.signalCode === null;
    try {
      if (runs) await this.stop();
    } finally {
      await rm(this.#data, { recursive: true, force: true });
    }
  }

  #firstLine(process) {
    const lines = createInterface({ input: process.stdout });
    return Promise.race([
      new Promise((done) => lines.once('line', done)),
      this.#exited.then(() => ''),
    ]);
  }
}
