// What attackers may cost the others: how long an echo takes while a member with a common name is called again and
// again, and what a plain client that leaves and enters again makes the server send.
// usage: PARLANCED=... node abuse.mjs
import { randomUUID } from 'node:crypto';
import WebSocket from 'ws';
import { Server } from '../support/parlanced.mjs';

const members = 2_500;
const messages = 20;
const guests = 100;
const rejoinSeconds = 10;
const atOnce = 50;

/** A connection that answers `ask` by ref or nonce, and counts the bytes that come. */
class Client {
  bytes = 0;
  #waiting = new Map();
  room = ''; // the id of the one that was entered last

  static open(url) {
    return new Promise((resolve, reject) => {
      const client = new Client();
      client.socket = new WebSocket(url);
      client.socket.on('message', (data) => client.#came(data));
      client.socket.once('open', () => resolve(client));
      client.socket.once('error', reject);
    });
  }

  #came(data) {
    this.bytes += data.length;
    if (this.#waiting.size === 0) return;
    const frame = JSON.parse(data);
    for (const key of [frame.ref, frame.nonce, frame.type]) {
      const done = this.#waiting.get(key);
      if (!done) continue;
      this.#waiting.delete(key);
      done(frame);
    }
  }

  /** Resolves with the frame that has this ref, nonce or type. */
  ask(fields, key = fields.ref ?? fields.nonce) {
    return new Promise((resolve) => {
      this.#waiting.set(key, resolve);
      this.socket.send(JSON.stringify(fields));
    });
  }

  async enter(name, room) {
    await this.#askUntil('welcome', { type: 'hello', protocol: 2, client: 'abuse/1', name, ref: 'hello' });
    this.room = (await this.#askUntil('joined', { type: 'join', name: room, ref: 'join' })).room;
  }

  /** Again and again, as often as the limits allow. */
  async #askUntil(type, fields) {
    for (;;) {
      const reply = await this.ask(fields);
      if (reply.type === type) return reply;
      if (!reply.retryAfter) throw new Error(`${fields.type}: ${reply.message}`);
      await wait(reply.retryAfter);
    }
  }

  /** In the room that was entered last. */
  say(text) {
    return this.ask({ type: 'message', room: this.room, text, nonce: randomUUID() });
  }

  gone() {
    const closed = new Promise((done) => this.socket.once('close', done));
    this.socket.close();
    return closed;
  }
}

const wait = (ms) => new Promise((done) => setTimeout(done, ms));

/** Calls `work(number)` for each number, so many at a time. */
async function inTurns(count, work) {
  let next = 0;
  await Promise.all(Array.from({ length: atOnce }, async () => {
    while (next < count) await work(next++);
  }));
}

async function calledByACommonName() {
  const server = await Server.start({ 'limits.messages': 0 });
  try {
    const echo = await Client.open(server.wsUrl);
    await echo.enter('echo', 'quiet');
    const caller = await Client.open(server.wsUrl);
    await caller.enter('caller', 'hall');
    await inTurns(members, async () => {
      const client = await Client.open(server.wsUrl);
      await client.enter('a', 'hall');
      await client.gone();
    });
    const waits = [];
    let isOver = false;
    const echoing = (async () => {
      while (!isOver) {
        const begun = performance.now();
        await echo.say('hello');
        waits.push(performance.now() - begun);
      }
    })();
    await wait(500);
    waits.length = 0;
    const begun = performance.now();
    await Promise.all(Array.from({ length: messages }, () => caller.say('@a '.repeat(50))));
    const took = performance.now() - begun;
    await wait(200);
    isOver = true;
    await echoing;
    console.log(
      `common name: ${members} members called "a", ${messages} messages of 50 calls in ${took.toFixed(1)} ms; ` +
        `the longest that another client waited: ${Math.max(...waits).toFixed(1)} ms (goal 20)`,
    );
  } finally {
    await server.discard();
  }
}

async function leavesAndEntersAgain() {
  const server = await Server.start({ 'limits.connectionsPerAddress': 0 });
  try {
    const clients = await Promise.all(Array.from({ length: guests }, () => Client.open(server.wsUrl)));
    for (const [number, client] of clients.entries())
      await client.ask({ type: 'join', username: `guest ${number}`, room: 'general' }, 'joined');
    await wait(3_000); // what their coming has cost is paid
    const before = clients.reduce((sum, client) => sum + client.bytes, 0);
    const [rejoiner] = clients;
    const ownBefore = rejoiner.bytes;
    let joins = 0;
    const end = performance.now() + rejoinSeconds * 1_000;
    while (performance.now() < end) {
      rejoiner.socket.send(JSON.stringify({ type: 'join', username: 'guest 0', room: 'general' }));
      joins += 1;
      await wait(50); // as often as it may
    }
    await wait(500);
    const own = rejoiner.bytes - ownBefore;
    const others = clients.reduce((sum, client) => sum + client.bytes, 0) - before - own;
    console.log(
      `rejoining: one of ${guests} plain clients enters again ${joins} times in ${rejoinSeconds} s; ` +
        `the others are sent ${(others / rejoinSeconds / 1e6).toFixed(2)} MB/s (goal 1)`,
    );
    for (const client of clients) client.socket.terminate();
  } finally {
    await server.discard();
  }
}

await calledByACommonName();
await leavesAndEntersAgain();
