import assert from 'node:assert/strict';
import test from 'node:test';
import { seeded } from '../../support/seed.mjs';
import { Random } from '../../support/random.mjs';
import { Requests } from '../../../resources/web/js/net/requests.js';
import { RoomHistory } from '../../../resources/web/js/sync/roomhistory.js';
import { Session } from '../../../resources/web/js/sync/session.js';
import { Applier } from '../../../resources/web/js/state/applier.js';
import { Outbox } from '../../../resources/web/js/state/outbox.js';
import { Settings } from '../../../resources/web/js/state/settings.js';
import { Signal, createState, hasOlder, isAtEnd } from '../../../resources/web/js/state/state.js';
import { placeNamed } from '../../../resources/web/js/text/places.js';
import { ServerModel } from './servermodel.mjs';
import { Browser, ManualClock, memoryDatabase, memoryStorage, settled } from './support.mjs';

const others = ['bob', 'cy', 'dee'];
const writers = ['ann', ...others]; // ann has a second page elsewhere

/** The page's core, with everything that it is made of but socket, disk and screen. */
class Page {
  line = null;
  state = createState();
  #server;
  #session;
  #history;
  #applier;

  constructor(server) {
    this.#server = server;
    const clock = new ManualClock();
    const signal = new Signal();
    const settings = new Settings(memoryStorage(), signal);
    const send = (frame) => this.line?.send(frame) !== false;
    this.#applier = new Applier(this.state, signal, clock);
    const outbox = new Outbox({ database: memoryDatabase(), pages: new Browser().page(), clock, send: () => {}, changed: () => {} });
    const connection = { send, greeted() {}, resumed() {}, retryAfter() {}, stop() {} };
    const requests = new Requests(send);
    this.#history = new RoomHistory({ requests, applier: this.#applier, state: this.state });
    this.#session = new Session({ connection, requests, applier: this.#applier, outbox, settings, state: this.state, signal, clock });
    this.#session.want(placeNamed(server.name));
  }

  get room() {
    return this.state.rooms.get(this.#server.room);
  }

  connect() {
    this.line = this.#server.connect((frame) => this.#session.frame(frame));
    this.#session.opened();
  }

  disconnect() {
    this.line.close();
    this.line = null;
    this.#session.lost();
  }

  /** The reader goes somewhere else in the room. */
  wander(random) {
    if (!this.room?.messages) return;
    const { id } = this.room;
    const go = random.pick([
      () => this.#history.loadOlder(id),
      () => this.#history.loadNewer(id),
      () => this.#history.loadLatest(id),
      () => this.#history.loadAround(id, random.between(0, Math.max(0, this.room.handled - 1))),
    ]);
    this.#applier.follow(id, random.next() < 0.5);
    go().catch(() => {}); // lost with its line
  }

  read() {
    if (this.room?.live) this.#applier.read(this.#server.room, this.room.n);
    if (this.room?.live) this.line?.send({ type: 'read', room: this.#server.room, n: this.room.n });
  }

  /** Everything that is on the line arrives. */
  async drain() {
    do {
      this.line.answer();
      this.line.deliver();
      await settled();
      this.line.answer();
    } while (!this.line.isIdle());
  }

  /** From the first message to the last. */
  async readAll() {
    await this.drain();
    if (!isAtEnd(this.room)) this.#history.loadLatest(this.#server.room);
    await this.drain();
    while (hasOlder(this.room)) {
      this.#history.loadOlder(this.#server.room);
      await this.drain();
    }
  }

  /** What must not depend on how one got here. */
  shown() {
    const { messages, handled, log, name, role, n, read, topic, users, userCount, mentions, live } = this.room;
    const present = [...users].sort();
    const plain = { messages, handled, log, name, role, n, read, topic, present, userCount, live, mentions: mentions.filter((mention) => mention > read).sort((a, b) => a - b) };
    return JSON.parse(JSON.stringify({ ...plain, me: this.state.me, names: present.map(([id]) => this.state.people.get(id)) }));
  }
}

/** One of the things that happen in a room. */
function live(server, random) {
  const who = random.pick(writers);
  const mentions = random.next() < 0.2 ? [random.pick(['ann', 'all', 'bob'])] : undefined;
  const message = server.messages.length ? random.pick(server.messages.slice(-30)) : null;
  const dice = random.next();
  if (!message || dice < 0.45) server.post(who, mentions);
  else if (dice < 0.65) server.edit(message, mentions);
  else if (dice < 0.75) server.remove(message);
  else if (dice < 0.8) server.rename(who, `${who} ${random.between(1, 99)}`);
  else if (dice < 0.83) server.setTopic(who);
  else if (dice < 0.85) server.setName(random.pick([who, null]));
  else if (dice < 0.88) server.novelty();
  else if (dice < 0.94) server.come(random.pick(others));
  else server.go(random.pick(others));
}

/** One of the things that happen to a page. `back` is how likely it is to come back. */
async function suffer(page, server, random, back) {
  const dice = random.next();
  if (page.line && !page.line.isOpen()) page.disconnect();
  if (!page.line) {
    if (dice < back) page.connect();
  } else if (dice < 0.04) {
    page.disconnect();
  } else if (dice < 0.1) {
    page.wander(random);
  } else if (dice < 0.13) {
    page.read();
  } else if (dice < 0.15) {
    server.heartbeat();
  } else if (dice < 0.18) {
    page.line.answer();
  } else if (dice < 0.19) {
    page.line.lose();
  } else if (dice < 0.2) {
    page.line.repeat();
  } else if (dice < 0.8) {
    page.line.deliver();
  }
  await settled();
}

test('whatever happened on the way, a page shows what one shows that joins now', async () => {
  const seeds = seeded();
  for (let run = 0; run < 100; run += 1) {
    const random = new Random(seeds.between(0, 2 ** 32 - 1));
    const server = new ServerModel(writers);
    const old = new Page(server);
    old.connect();
    const steps = random.between(50, 1000);
    const back = random.pick([0.2, 0.04, 0.01]);
    for (let step = 0; step < steps; step += 1) {
      if (random.next() < 0.4) live(server, random);
      if (random.next() < 0.003) server.restore(random.between(0, 10));
      await suffer(old, server, random, back);
    }
    if (old.line && !old.line.isOpen()) old.disconnect();
    if (!old.line) old.connect();
    await old.drain();
    server.heartbeat();
    await old.readAll();
    const fresh = new Page(server);
    fresh.connect();
    await fresh.readAll();
    assert.deepEqual(old.shown(), fresh.shown(), `run ${run}`);
    assert.equal(fresh.room.messages.length, server.messages.length);
    for (const id of writers) {
      const last = server.messages.findLast(({ userId }) => userId === id);
      if (last && !server.present.has(id)) assert.equal(fresh.state.people.get(id), last.username, 'the latest name of who is away');
    }
  }
});
