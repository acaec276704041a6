// A PostgreSQL server of a test's own: a folder, a socket in it, no port. Ended by its process, never by name.
import { execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
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
  ['setpriv', '--pdeathsig=QUIT', ...(process.getuid() === 0 ? ['--reuid=postgres', '--regid=postgres', '--clear-groups'] : []), program, ...args];

/** So that PostgreSQL may write there. */
export async function giveToPostgres(folder) {
  if (process.getuid() !== 0) return;
  const { stdout } = await runFile('id', ['-u', 'postgres']);
  await chown(folder, Number(stdout), Number((await runFile('id', ['-g', 'postgres'])).stdout));
}

/** Where PostgreSQL's programs are: of the newest version. */
export const programs = () => join(versions, readdirSync(versions).sort((a, b) => b - a)[0], 'bin');

const urlIn = (folder, database) => `postgresql:///${database}?host=${folder}&user=${user}`;

const childrenOf = (pid) => readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1').split(' ').filter(Boolean).map(Number);

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
  #runIn = [];
  folder = '';

  /**
   * settings: { max_connections: 5, ... }
   * runIn(folder): the words of a command that PostgreSQL is to be run by, in whose surroundings its folders may be others.
   */
  static async start(settings = {}, runIn = () => []) {
    const server = await this.#prepare(settings, runIn);
    await server.#run('initdb', ['-D', server.#data, '-U', user, '--auth=trust', '--no-sync', '-E', 'UTF8', '--locale=C.UTF-8']);
    await server.start();
    return server;
  }

  /**
   * A standby that has everything and follows.
   * primary: the keywords of a connection to it, such as host=127.0.0.1 port=5432
   * moved(folder): where its tablespaces are: { '/primary/space': '/standby/space' }
   */
  static async startStandby(primary, settings = {}, runIn = () => [], moved = () => ({})) {
    const server = await this.#prepare(settings, runIn);
    const spaces = Object.entries(moved(server.folder)).flatMap(([from, to]) => ['-T', `${from}=${to}`]);
    await server.#run('pg_basebackup', [
      '-d', `${primary} user=${user} sslmode=disable gssencmode=disable`, '-D', server.#data, '-R', '-X', 'stream', '--checkpoint=fast', '--no-sync', ...spaces,
    ]);
    await server.start();
    return server;
  }

  static async #prepare(settings, runIn) {
    const server = new Postgres();
    server.#settings = Object.entries({ listen_addresses: '', fsync: 'off', ...settings }).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
    server.folder = await mkdtemp(join(tmpdir(), 'postgres-'));
    await giveToPostgres(server.folder);
    server.#runIn = await runIn(server.folder);
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
    const [program, ...args] = [...this.#runIn, ...asOwner(join(this.#programs, 'postgres'), [
      '-D', this.#data, '-k', this.folder, '-c', 'logging_collector=off', ...this.#settings,
    ])];
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

  /** kill -9 of all its processes, which would live on for a moment without the first. */
  async kill() {
    const ended = new Promise((done) => this.#process.once('close', done));
    this.#process.kill('SIGSTOP'); // it starts no more of them
    for (const pid of childrenOf(this.pid)) process.kill(pid, 'SIGKILL');
    this.#process.kill('SIGKILL');
    await ended;
    this.#process = null;
    const memory = readFileSync(join(this.#data, 'postmaster.pid'), 'latin1').split('\n')[6].trim().split(/ +/)[1];
    await runFile('ipcrm', ['-m', memory]); // which is nobody's now
  }

  /** A standby becomes a primary. */
  promote() {
    return this.#run('pg_ctl', ['promote', '-w', '-D', this.#data]);
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
    const [command, ...words] = [...this.#runIn, ...asOwner(join(this.#programs, program), args)];
    return runFile(command, words, { cwd: this.folder });
  }
}
