// A PostgreSQL server of a test's own: a folder, a socket in it, no port. Ended by its process, never by name.
import { execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { chown, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { eventually } from './eventually.mjs';
import { tell } from './told.mjs';

const runFile = promisify(execFile);
const versions = '/usr/lib/postgresql';
const user = 'parlance';

/** PostgreSQL refuses root, and ends with a test that is killed. */
const asOwner = (program, args) =>
  ['setpriv', ['--pdeathsig=QUIT', ...(process.getuid() === 0 ? ['--reuid=postgres', '--regid=postgres', '--clear-groups'] : []), program, ...args]];

async function ownerOf(folder) {
  if (process.getuid() !== 0) return;
  const { stdout } = await runFile('id', ['-u', 'postgres']);
  await chown(folder, Number(stdout), Number((await runFile('id', ['-g', 'postgres'])).stdout));
}

/** Where PostgreSQL's programs are: of the newest version. */
export const programs = () => join(versions, readdirSync(versions).sort((a, b) => b - a)[0], 'bin');

const urlIn = (folder, database) => `postgresql:///${database}?host=${folder}&user=${user}`;

/** Makes an empty database on the server whose socket is in that folder. Resolves to its connection string. */
export async function makeDatabase(folder) {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await runFile(join(programs(), 'createdb'), ['-h', folder, '-U', user, name]);
  return urlIn(folder, name);
}

export class Postgres {
  #programs = programs();
  #process = null;
  #settings = [];
  folder = '';

  /** settings: { max_connections: 5, ... } */
  static async start(settings = {}) {
    const server = new Postgres();
    server.#settings = Object.entries({ listen_addresses: '', fsync: 'off', ...settings }).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
    server.folder = await mkdtemp(join(tmpdir(), 'postgres-'));
    await ownerOf(server.folder);
    await server.#run('initdb', ['-D', server.#data, '-U', user, '--auth=trust', '--no-sync', '-E', 'UTF8', '--locale=C.UTF-8']);
    await server.start();
    return server;
  }

  /** For one test: gone with it, however it ends. */
  static async during(test, settings = {}) {
    const server = await this.start(settings);
    test.after(async () => {
      const log = await readFile(join(server.folder, 'log'), 'utf8').catch(() => '');
      await server.discard();
      tell(test, 'postgres', log);
    });
    return server;
  }

  get #data() {
    return join(this.folder, 'data');
  }

  async start() {
    const [program, args] = asOwner(join(this.#programs, 'postgres'), [
      '-D', this.#data, '-k', this.folder, '-c', 'logging_collector=off', ...this.#settings,
    ]);
    this.#process = spawn(program, args, { cwd: this.folder, stdio: 'ignore' });
    await eventually(() => this.#run('pg_isready', ['-q', '-h', this.folder]));
  }

  /** signal: SIGQUIT ends it as a loss of power would. */
  async stop(signal = 'SIGQUIT') {
    if (!this.#process) return;
    const ended = new Promise((done) => this.#process.once('close', done));
    this.#process.kill(signal);
    await ended;
    this.#process = null;
  }

  async discard() {
    await this.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  get pid() {
    return this.#process.pid; // setpriv's, which has become PostgreSQL's
  }

  url(database) {
    return urlIn(this.folder, database);
  }

  /** Makes an empty database. Resolves to its connection string. */
  makeDatabase() {
    return makeDatabase(this.folder);
  }

  async ask(url, sql) {
    const { stdout } = await runFile(join(this.#programs, 'psql'), ['-At', '-c', sql, url]);
    return stdout.trim();
  }

  #run(program, args) {
    return runFile(...asOwner(join(this.#programs, program), args), { cwd: this.folder });
  }
}
