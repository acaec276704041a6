// The servers that are compared, each on a free port of 127.0.0.1 and alone on its core.
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export const serverCore = 0;
export const loadCore = 1;

const peers = new URL('../peers/', import.meta.url).pathname;

// Nothing may be refused for coming too often: the load comes from one address and says that it comes from many.
const unlimited = {
  'limits.messages': 0,
  'limits.connectionsPerAddress': 0,
  'limits.newRoomsPerHour': 0,
  'storage.reserve': 0,
  'net.trustedProxies': '127.0.0.0/8',
};

const kinds = {
  parlanced: {
    dialect: 'plain',
    command({ bin, data, certificate, settings }) {
      const tls = certificate && { 'tls.certificate': certificate.file, 'tls.key': certificate.key };
      const set = Object.entries({ ...unlimited, ...tls, ...settings }).flatMap(([key, value]) => ['--set', `${key}=${value}`]);
      return [join(bin, 'parlanced'), '--listen', '127.0.0.1:0', '--data', data, ...set];
    },
  },
  ws: {
    dialect: 'plain',
    command: ({ certificate }) => [process.execPath, `${peers}ws.mjs`, ...(certificate ? [certificate.file, certificate.key] : [])],
  },
  'socket.io': { dialect: 'socketio', command: () => [process.execPath, `${peers}socketio.mjs`] },
  'bare send()': { dialect: 'plain', command: ({ bin }) => [join(bin, 'bench_floor')] },
  'stock Qt': { dialect: 'plain', command: ({ bin }) => [join(bin, 'bench_stockserver')] },
};

/** The server did not start; `said` is what it wrote. */
export class StartFailure extends Error {
  constructor(kind, said) {
    super(`${kind} did not start: ${said}`);
    this.said = said;
  }
}

export class Server {
  static running = new Set(); // what must not outlive this program
  #child;
  #ended;
  #data;

  /** options: bin, where (the folder that data folders are made in), certificate, settings. */
  static async start(kind, options) {
    const server = new this();
    server.kind = kind;
    server.dialect = kinds[kind].dialect;
    server.#data = mkdtempSync(join(options.where, 'transport-'));
    const log = openSync(join(server.#data, 'stderr'), 'w');
    const command = kinds[kind].command({ ...options, data: server.#data });
    Server.running.add(server);
    server.#child = spawn('taskset', ['--cpu-list', String(serverCore), ...command], { stdio: ['ignore', 'pipe', log] });
    closeSync(log);
    server.#ended = new Promise((done) => server.#child.once('error', done).once('exit', done));
    const lines = createInterface({ input: server.#child.stdout });
    const first = await Promise.race([new Promise((done) => lines.once('line', done)), server.#ended.then(() => '')]);
    const address = /\b(?:http|ws)(s?):\/\/(\S+)/.exec(first);
    if (!address) {
      const said = server.said;
      await server.stop();
      throw new StartFailure(kind, said);
    }
    server.url = `ws${address[1]}://${address[2]}`;
    return server;
  }

  get pid() {
    return this.#child.pid; // taskset's, which has become the server's
  }

  /** The end of what it wrote to stderr. */
  get said() {
    return readFileSync(join(this.#data, 'stderr'), 'utf8').trim().slice(-2000);
  }

  get residentKb() {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${this.pid}/status`, 'utf8'))[1]);
  }

  async stop() {
    this.#child.kill();
    await this.#ended;
    Server.running.delete(this);
    rmSync(this.#data, { recursive: true, force: true });
  }
}

/** A certificate that nobody trusts, in the folder. */
export function makeCertificate(folder) {
  const certificate = { file: join(folder, 'certificate.pem'), key: join(folder, 'key.pem') };
  const words = 'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost'.split(' ');
  const made = spawnSync('openssl', [...words, '-out', certificate.file, '-keyout', certificate.key], { encoding: 'utf8' });
  if (made.status !== 0) throw new Error(`openssl made no certificate: ${made.stderr}`);
  return certificate;
}
