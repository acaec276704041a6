// Starts a parlanced of its own for a test: a free port of 127.0.0.1, a data folder that goes with it.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const program = process.env.PARLANCED ?? 'build/asan/bin/parlanced';

/** Runs the program to its end. Resolves to { code, stdout, stderr }. */
export function run(args, env = {}) {
  const child = spawn(program, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => (output.stdout += chunk));
  child.stderr.on('data', (chunk) => (output.stderr += chunk));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, ...output })));
}

export class Server {
  #child;
  #settings;
  log = '';

  /** settings: { 'limits.messages': 0, ... } */
  static async start(settings = {}) {
    const server = new Server();
    server.#settings = settings;
    server.data = mkdtempSync(join(tmpdir(), 'parlance-test-'));
    server.port = 0;
    await server.again();
    return server;
  }

  /** Once more with the same port and data, after stop() or kill(). */
  async again() {
    const sets = Object.entries(this.#settings).flatMap(([key, value]) => ['--set', `${key}=${value}`]);
    const args = ['--listen', `127.0.0.1:${this.port}`, '--data', this.data, ...sets];
    this.#child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child.stderr.on('data', (chunk) => (this.log += chunk));
    this.exited = new Promise((resolve) => this.#child.once('exit', (code, signal) => resolve({ code, signal })));
    const url = await this.#ready();
    this.port = Number(new URL(url).port);
    this.url = url;
    this.wsUrl = `${url.replace('http', 'ws')}ws`;
  }

  #ready() {
    return new Promise((resolve, reject) => {
      let text = '';
      this.#child.stdout.on('data', (chunk) => {
        text += chunk;
        const ready = /ready: (\S+)\n/.exec(text);
        if (ready) resolve(ready[1]);
      });
      this.exited.then(({ code }) => reject(new Error(`parlanced ended with ${code}: ${this.log}`)));
    });
  }

  get pid() {
    return this.#child.pid;
  }

  signal(name) {
    this.#child.kill(name);
    return this.exited;
  }

  /** Stops it politely and removes its data. A sanitizer's report makes the code another than 0. */
  async end() {
    const { code, signal } = await this.signal('SIGTERM');
    rmSync(this.data, { recursive: true, force: true });
    if (code !== 0) throw new Error(`parlanced ended with ${code ?? signal}: ${this.log.slice(-4000)}`);
  }
}
