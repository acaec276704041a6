// A Redis server of a test's own, on a free port of 127.0.0.1, which keeps nothing. Ended by its process, never by name.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from './eventually.mjs';
import { freePort } from './freeport.mjs';

const answers = (port) =>
  new Promise((done, failed) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('error', failed);
    socket.once('data', () => done(socket.destroy()));
    socket.write('PING\r\n');
  });

export class Redis {
  #process = null;
  #folder = '';
  #words = [];
  port = 0;

  /** words: of its command line, such as --requirepass. */
  static async start(words = []) {
    const redis = new Redis();
    redis.#words = words;
    redis.#folder = await mkdtemp(join(tmpdir(), 'redis-'));
    redis.port = await freePort();
    await redis.start();
    return redis;
  }

  /** For one test: gone with it, however it ends. */
  static async during(test, words = []) {
    const redis = await this.start(words);
    test.after(() => redis.discard());
    return redis;
  }

  get pid() {
    return this.#process.pid; // setpriv's, which has become Redis'
  }

  get url() {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** Again, on the same port. */
  async start() {
    const words = ['--port', String(this.port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', ...this.#words];
    this.#process = spawn('setpriv', ['--pdeathsig=KILL', 'redis-server', ...words], { cwd: this.#folder, stdio: 'ignore' });
    await eventually(() => answers(this.port));
  }

  /** At once. */
  async stop() {
    if (!this.#process) return;
    const ended = new Promise((done) => this.#process.once('close', done));
    this.#process.kill('SIGKILL');
    await ended;
    this.#process = null;
  }

  /** It stands still, with everything open, until resume(). */
  suspend() {
    this.#process.kill('SIGSTOP');
  }

  resume() {
    this.#process.kill('SIGCONT');
  }

  async discard() {
    await this.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
