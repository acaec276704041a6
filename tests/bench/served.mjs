// A server with a large log: how soon it is there, what it takes, how soon those who missed something have it.
// usage: node served.mjs FOLDER_OF_PROGRAMS FOLDER_FOR_DATA [MESSAGES]
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import WebSocket from 'ws';
import { FaultProxy } from '../faults/proxy.mjs';

const [bin, where, given = '1000000'] = process.argv.slice(2);
const messages = Number(given);
const line = 1e6; // bytes a second
const data = mkdtempSync(join(where, 'bench-'));
const seconds = (since) => ((performance.now() - since) / 1000).toFixed(2);
let server;
let readers = 0;
let addresses = 0;

function start() {
  const settings = { 'limits.connectionsPerAddress': 0, 'limits.messages': 0, 'storage.reserve': 0, 'net.trustedProxies': '127.0.0.1' };
  const set = Object.entries(settings).flatMap(([key, value]) => ['--set', `${key}=${value}`]);
  server = spawn(join(bin, 'parlanced'), ['--listen', '127.0.0.1:0', '--data', data, ...set], { stdio: ['ignore', 'pipe', 'ignore'] });
  return new Promise((resolve, reject) => {
    let text = '';
    server.stdout.on('data', (chunk) => {
      text += chunk;
      const ready = /ready: http:(\S+)/.exec(text);
      if (ready) resolve(`ws:${ready[1]}ws`);
    });
    server.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
  });
}

async function cleanUp() {
  server?.removeAllListeners('exit');
  const ended = new Promise((done) => (server ? server.once('exit', done) : done()));
  server?.kill();
  await ended;
  rmSync(data, { recursive: true, force: true });
}

// What comes over a socket and is not as it should be.
process.on('uncaughtException', async (error) => {
  console.error(error);
  await cleanUp();
  process.exit(1);
});

function status(key) {
  return Number(new RegExp(`${key}:\\s+(\\d+)`).exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))[1]) / 1024;
}

/** Somebody who counts what comes and sees that nothing is missing. */
class Reader {
  at = new Map(); // room -> seq
  log = new Map();
  missed = 0;
  #rooms = new Map(); // room -> what to call once it is live

  static async enter(url, name, token) {
    const reader = new this();
    const address = `10.0.${(addresses += 1) >> 8}.${addresses & 255}`; // as behind a proxy: rates are per address
    reader.socket = new WebSocket(url, { perMessageDeflate: false, headers: { 'X-Forwarded-For': address } });
    reader.closed = new Promise((done) => reader.socket.once('close', done));
    await new Promise((done, failed) => reader.socket.once('open', done).once('error', failed));
    const welcome = new Promise((done) => (reader.greeted = done));
    reader.socket.on('message', (bytes) => reader.#take(JSON.parse(bytes)));
    reader.socket.on('error', () => {});
    reader.socket.send(JSON.stringify({ type: 'hello', protocol: 2, client: 'bench', name, ...(token && { token }) }));
    reader.token = (await welcome).token;
    return reader;
  }

  /** Resolves once the room is live. */
  resume(room, since, log) {
    this.at.set(room, since);
    if (log) this.log = log;
    const live = new Promise((done) => this.#rooms.set(room, done));
    this.#ask(room);
    return live;
  }

  #ask(room) {
    const since = this.at.get(room);
    this.socket.send(JSON.stringify({ type: 'join', room, ...(since !== undefined && { since, log: this.log.get(room) }) }));
  }

  #take(frame) {
    if (frame.type === 'welcome') this.greeted(frame);
    else if (frame.type === 'joined') this.#joined(frame);
    else if (frame.type === 'message') this.#event(frame.room, frame.seq);
    else if (frame.type === 'error') throw new Error(JSON.stringify(frame));
  }

  #event(room, seq) {
    if (seq !== this.at.get(room) + 1) throw new Error(`${room}: ${seq} after ${this.at.get(room)}`);
    this.at.set(room, seq);
    this.missed += 1;
  }

  #joined(frame) {
    this.log.set(frame.room, frame.log);
    if (frame.events) for (const { seq } of frame.events) this.#event(frame.room, seq);
    else this.at.set(frame.room, frame.head);
    if (frame.more) this.#ask(frame.room);
    else this.#rooms.get(frame.room)?.(frame);
  }
}

async function heads(url, rooms) {
  const reader = await Reader.enter(url, 'scout');
  for (const room of rooms) await reader.resume(room);
  reader.socket.close();
  return reader;
}

async function resumes(name, url, rooms, missed, known) {
  const reader = await Reader.enter(url, `reader ${(readers += 1)}`);
  const closed = reader.closed.then((code) => Promise.reject(new Error(`${name}: closed with ${code}`)));
  const begun = performance.now();
  await Promise.race([closed, Promise.all(rooms.map((room) => reader.resume(room, known.at.get(room) - missed, known.log)))]);
  console.log(`${name}: ${reader.missed} missed events in ${seconds(begun)} s, resident ${status('VmRSS').toFixed(1)} MB`);
  closed.catch(() => {});
  reader.socket.close();
}

/** Everybody is cut off at one instant, comes back within a second at random, and misses nothing. */
async function storm(url, count) {
  const known = await heads(url, ['storm']);
  const people = [];
  for (let i = 0; i < count; i += 1) {
    const reader = await Reader.enter(url, `member ${i}`);
    await reader.resume('storm');
    people.push(reader);
  }
  const writer = await Reader.enter(url, 'writer');
  await writer.resume('storm');
  let written = 0;
  const write = setInterval(() => writer.socket.send(JSON.stringify({ type: 'message', room: 'storm', text: `number ${(written += 1)}`, nonce: `n-${written}` })), 5);
  await new Promise((done) => setTimeout(done, 200));
  const begun = performance.now();
  for (const reader of people) reader.socket.terminate();
  const back = await Promise.all(
    people.map(async (reader, i) => {
      await new Promise((done) => setTimeout(done, Math.random() * 1000));
      const again = await Reader.enter(url, `member ${i}`, reader.token);
      await again.resume('storm', reader.at.get('storm'), known.log);
      return again;
    }),
  );
  console.log(`${count} clients cut at once: all resumed without a gap after ${seconds(begun)} s, ${back.reduce((sum, { missed }) => sum + missed, 0)} missed events, peak ${status('VmHWM').toFixed(1)} MB`);
  clearInterval(write);
  for (const reader of [...back, writer]) reader.socket.terminate();
}

try {
  spawnSync(join(bin, 'bench_fill'), [data, String(messages)], { stdio: 'inherit' });
  const begun = performance.now();
  let url = await start();
  const first = await Reader.enter(url, 'first');
  await first.resume('hall');
  console.log(`${messages} messages: first join accepted ${seconds(begun)} s after the start (goal 2), resident ${status('VmRSS').toFixed(1)} MB (goal 60)`);
  first.socket.close();

  const hundred = Array.from({ length: 100 }, (_, i) => `room ${i}`);
  const known = await heads(url, ['hall', 'large']);
  await resumes('the usual (goal 1 s)', url, ['hall'], 10000, known);
  const proxy = await FaultProxy.to(Number(new URL(url).port));
  proxy.throttle(line);
  await resumes('a hundred rooms over 1 MB/s', proxy.url, hundred, 100, await heads(url, hundred));
  await resumes('the largest over 1 MB/s', proxy.url, ['large'], 10000, known);
  await proxy.close();
  await storm(url, 1000);
} finally {
  await cleanUp();
}
process.exit();
