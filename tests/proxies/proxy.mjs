// A real proxy with the very file of packaging/proxies, but for ports, paths and what needs root: as a process of the
// test's own, on free ports of 127.0.0.1.
import { execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../support/eventually.mjs';
import { freePort } from '../support/freeport.mjs';

const examples = new URL('../../packaging/proxies/', import.meta.url);

export const site = 'chat.example.org';

/** Every name is on this machine. */
export const lookup = (_, options, done) =>
  options.all ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4);

/** Puts other values in. Each must be there: a test of another file than the example would be worth nothing. */
function substitute(text, pairs) {
  for (const [from, to] of pairs) {
    if (!text.includes(from)) throw new Error(`the example has no "${from}"`);
    text = text.replaceAll(from, to);
  }
  return text;
}

/** The lines that begin like one of these are left out. */
function without(text, beginnings) {
  for (const beginning of beginnings) {
    const rest = text.split('\n').filter((line) => !line.trimStart().startsWith(beginning)).join('\n');
    if (rest === text) throw new Error(`the example has no line "${beginning}"`);
    text = rest;
  }
  return text;
}

// Each: the example's file, and how it becomes files of the test's and a command.
const kinds = {
  nginx: {
    file: 'nginx.conf',
    prepare: (example, at) => {
      const siteFile = substitute(without(example, ['listen [::]']), [
        ['listen 443 ssl', `listen 127.0.0.1:${at.port} ssl`],
        ['listen 80;', `listen 127.0.0.1:${at.plainPort};`],
        [`/etc/letsencrypt/live/${site}/fullchain.pem`, at.certificate],
        [`/etc/letsencrypt/live/${site}/privkey.pem`, at.key],
        ...at.upstreams,
      ]);
      const kept = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((n) => `${n}_temp_path ${at.folder}/${n};`);
      const user = process.getuid() === 0 ? 'user root;' : '';
      const main = `${user} daemon off; pid ${at.folder}/pid; error_log stderr; worker_processes 1;
        events {} http { access_log off; ${kept.join(' ')} include ${at.folder}/site; }`;
      return { files: { site: siteFile, main }, command: ['/usr/sbin/nginx', '-p', at.folder, '-c', `${at.folder}/main`, '-e', 'stderr'] };
    },
  },
  caddy: {
    file: 'Caddyfile',
    prepare: (example, at) => {
      const main = substitute(example, [
        [`\n${site} {`, `\n${site}:${at.port} {\n\tbind 127.0.0.1\n\ttls ${at.certificate} ${at.key}`],
        ...at.upstreams,
      ]);
      const files = { main: `{\n\tadmin off\n\tauto_https disable_redirects\n}\n${main}` };
      return { files, command: ['/usr/bin/caddy', 'run', '--config', `${at.folder}/main`, '--adapter', 'caddyfile'] };
    },
  },
  haproxy: {
    file: 'haproxy.cfg',
    prepare: (example, at) => {
      const main = substitute(without(example, ['chroot ', 'user ', 'group ']), [
        ['log /dev/log local0', 'log stderr format raw local0'],
        ['bind :443', `bind 127.0.0.1:${at.port}`],
        ['bind :80', `bind 127.0.0.1:${at.plainPort}`],
        [`/etc/haproxy/certs/${site}.pem`, at.both],
        ...at.upstreams,
      ]);
      return { files: { main }, command: ['/usr/sbin/haproxy', '-db', '-f', `${at.folder}/main`] };
    },
  },
};

export const names = Object.keys(kinds);

async function makeCertificate(folder) {
  const [certificate, key, both] = ['chain.pem', 'key.pem', 'both.pem'].map((name) => join(folder, name));
  execFileSync('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
    ...['-subj', `/CN=${site}`, '-addext', `subjectAltName=DNS:${site}`, '-keyout', key, '-out', certificate],
  ], { stdio: 'pipe' }); // what it says is part of the error
  await writeFile(both, Buffer.concat([readFileSync(certificate), readFileSync(key)]));
  return { certificate, key, both };
}

export class Proxy {
  log = '';
  port = 0;
  plainPort = 0;
  ca = '';

  /** In front of `server`; edit(text) may change the example, for what happens otherwise. */
  static during(test, name, server, edit = (text) => text) {
    return this.#inFront(test, name, kinds[name].file, [['127.0.0.1:3001', `127.0.0.1:${server.port}`]], edit);
  }

  /** In front of three servers that work as one. */
  static duringNodes(test, name, servers) {
    const upstreams = servers.map(({ port }, i) => [`10.0.0.${11 + i}:3001`, `127.0.0.1:${port}`]);
    return this.#inFront(test, name, `nodes/${kinds[name].file}`, upstreams, (text) => text.replaceAll(/^#.*$/gm, '#'));
  }

  static async #inFront(test, name, file, upstreams, edit) {
    const proxy = new this();
    const folder = await mkdtemp(join(tmpdir(), `parlance-${name}-`));
    test.after(() => rm(folder, { recursive: true, force: true }));
    const certificate = await makeCertificate(folder);
    proxy.ca = certificate.certificate;
    proxy.port = await freePort();
    proxy.plainPort = await freePort();
    const at = { ...certificate, folder, port: proxy.port, plainPort: proxy.plainPort, upstreams };
    const kind = kinds[name];
    const example = edit(readFileSync(new URL(file, examples), 'utf8'));
    const { files, command } = kind.prepare(example, at);
    for (const [file, text] of Object.entries(files)) await writeFile(join(folder, file), text);
    await proxy.#start(test, folder, command);
    return proxy;
  }

  async #start(test, folder, [command, ...args]) {
    const child = spawn(command, args, {
      env: { PATH: process.env.PATH, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const ended = new Promise((resolve) => child.once('error', resolve).once('exit', resolve));
    test.after(() => (child.kill('SIGTERM'), ended));
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (this.log += text));
    await eventually(async () => {
      if (child.exitCode !== null || child.pid === undefined) throw new Error(`${command} did not start:\n${this.log}`);
      const socket = net.connect(this.port, '127.0.0.1');
      await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
      socket.destroy();
    });
  }

  get url() {
    return `https://${site}:${this.port}`;
  }

  get wsUrl() {
    return `wss://${site}:${this.port}/ws`;
  }

  /** For npm's ws: as a browser would connect from that address. */
  from(address, headers = {}) {
    return { lookup, localAddress: address, ca: readFileSync(this.ca), origin: this.url, headers };
  }
}
