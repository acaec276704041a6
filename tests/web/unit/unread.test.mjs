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
import { Signal, createState, hasOlder, isAtEnd, unreadOf } from '../../../resources/web/js/state/state.js';
import { ServerModel } from './servermodel.mjs';
import { Browser, ManualClock, memoryDatabase, memoryStorage, settled } from './support.mjs';

const height = 8; // messages on the screen

/** What Ann has had before her eyes, on any device, and what she said she was done with. Numbers of messages. */
class Eyes {
  seen = new Set();
  done = 0;

  saw(messages) {
    for (const { n } of messages) this.seen.add(n);
  }

  isDoneWith(n) {
    this.done = Math.max(this.done, n);
  }

  /** The first that a mark up to `read` covers although nobody saw it; tombstones say nothing that could be missed. */
  overlooked(messages, read) {
    return messages.find(({ n, deleted }) => n <= read && n > this.done && !deleted && !this.seen.has(n));
  }
}

/** One of Ann's devices: the page's core, and a screen on which each message is a row. */
class Device {
  line = null;
  state = createState();
  #server;
  #eyes;
  #session;
  #history;
  #applier;
  #top = 0; // n of the first row on the screen, while it does not follow
  #following = true;

  constructor(server, eyes) {
    this.#server = server;
    this.#eyes = eyes;
    const clock = new ManualClock();
    const signal = new Signal();
    const send = (frame) => this.line?.send(frame) !== false;
    this.#applier = new Applier(this.state, signal, clock);
    const outbox = new Outbox({ database: memoryDatabase(), pages: new Browser().page(), clock, send: () => {}, changed: () => {} });
    const connection = { send, greeted() {}, resumed() {}, retryAfter() {}, stop() {} };
    const requests = new Requests(send);
    this.#history = new RoomHistory({ requests, applier: this.#applier, state: this.state });
    this.#session = new Session({ connection, requests, applier: this.#applier, outbox, settings: new Settings(memoryStorage(), signal), state: this.state, signal, clock });
    this.#applier.open(server.room);
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

  look(attention) {
    this.#applier.attention(attention);
  }

  open(isOpen) {
    this.#applier.open(isOpen ? this.#server.room : 'another');
    this.#following = true;
  }

  /** The reader scrolls by so many rows. */
  scroll(by) {
    const rows = this.#rows();
    if (!rows.length) return;
    this.#top = Math.max(1, rows[0].n + by);
    this.#following = false;
  }

  /** The End key: where the window ends, without having seen what was skipped. */
  toEnd() {
    this.#following = true;
  }

  latest() {
    if (!this.room?.messages || this.state.current !== this.room.id) return;
    this.#eyes.isDoneWith(this.room.n);
    this.#tell(this.#applier.caughtUp(this.room.id));
    this.#history.loadLatest(this.room.id).catch(() => {});
  }

  seek() {
    this.#applier.sought(this.#server.room);
  }

  page(isOlder) {
    const { id } = this.room ?? {};
    if (this.room?.messages) (isOlder ? this.#history.loadOlder(id) : this.#history.loadNewer(id)).catch(() => {});
  }

  #rows() {
    const messages = this.room?.messages ?? [];
    if (this.#following) return messages.slice(-height);
    const at = messages.findIndex(({ n }) => n >= this.#top);
    return at < 0 ? messages.slice(-height) : messages.slice(Math.min(at, Math.max(0, messages.length - height))).slice(0, height);
  }

  /** As ui/log.js does it: the view goes where it has to, then what is on the screen counts. */
  draw() {
    const { room } = this;
    if (!room?.messages || this.state.current !== room.id) return;
    if (room.landing) this.#land(room);
    const rows = this.#rows();
    this.#top = rows[0]?.n ?? 1; // a scroll goes no further than the window
    this.#following = (this.#following || rows.at(-1) === room.messages.at(-1)) && isAtEnd(room);
    this.#applier.follow(room.id, this.#following);
    if (this.state.attention !== 'watched' || room.landing || !rows.length) return;
    this.#eyes.saw(rows);
    this.#tell(this.#applier.seen(room.id, rows[0].n, rows.at(-1).n));
  }

  #land(room) {
    if (room.landing === 'end') {
      this.#following = true;
    } else if (room.messages.some(({ n }) => n === room.line)) {
      this.#top = room.line;
      this.#following = false;
    } else {
      if (this.line) this.#history.loadLine(room.id).catch(() => {});
      return;
    }
    this.#applier.landed(room.id);
  }

  #tell(n) {
    if (n && this.room.live) this.line?.send({ type: 'read', room: this.room.id, n });
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

  /** All that was said, so that every deletion is known. */
  async loadAll() {
    await this.drain();
    if (!isAtEnd(this.room)) this.#history.loadLatest(this.room.id);
    await this.drain();
    while (hasOlder(this.room)) {
      this.page(true);
      await this.drain();
    }
  }

  /** Reads from the line down to the end, as people do. */
  async readOn() {
    this.look('watched');
    this.open(true);
    for (let step = 0; step < 200 && (this.room.landing || this.room.read < this.room.n); step += 1) {
      this.draw();
      await this.drain();
      if (this.room.landing) continue;
      if (!isAtEnd(this.room)) this.page(false);
      await this.drain();
      this.draw();
      this.scroll(height - 2);
    }
  }
}

const isUnread = (read) => ({ n, deleted }) => n > read && !deleted;

function happen(server, random, eyes) {
  const message = server.messages.length ? random.pick(server.messages.slice(-30)) : null;
  const dice = random.next();
  if (!message || dice < 0.6) server.post('bob');
  else if (dice < 0.65) {
    server.post('ann'); // from anywhere
    eyes.isDoneWith(server.messages.length);
  } else if (dice < 0.8) server.remove(message);
  else if (dice < 0.9) server.edit(message);
  else server.setTopic('bob');
}

async function live(device, random) {
  const dice = random.next();
  if (!device.line) {
    if (dice < 0.1) device.connect();
  } else if (dice < 0.02) device.disconnect();
  else if (dice < 0.1) device.look(random.pick(['watched', 'watched', 'beside', 'hidden']));
  else if (dice < 0.14) device.open(random.next() < 0.7);
  else if (dice < 0.26) device.scroll(random.between(-height, height - 1));
  else if (dice < 0.28) device.toEnd();
  else if (dice < 0.29) device.latest();
  else if (dice < 0.31) device.seek();
  else if (dice < 0.36) device.page(random.next() < 0.5);
  else if (dice < 0.42) device.line.answer();
  else device.line.deliver();
  await settled();
  device.draw();
}

test('two devices: no mark covers what nobody saw, marks converge, and badges count what is unread and not deleted', async () => {
  const seeds = seeded();
  for (let run = 0; run < 20; run += 1) {
    const random = new Random(seeds.between(0, 2 ** 32 - 1));
    const server = new ServerModel(['ann', 'bob']);
    const eyes = new Eyes();
    const devices = [new Device(server, eyes), new Device(server, eyes)];
    const check = () => {
      for (const read of [server.read, ...devices.map(({ room }) => room?.read ?? 0)]) {
        assert.equal(eyes.overlooked(server.messages, read), undefined, `run ${run}: read up to ${read}`);
      }
    };
    for (const device of devices) device.connect();
    const steps = random.between(200, 1500);
    const busy = random.pick([0.05, 0.3, 0.6]);
    for (let step = 0; step < steps; step += 1) {
      if (random.next() < busy) happen(server, random, eyes);
      await live(random.pick(devices), random);
      check();
    }
    for (const device of devices) {
      device.look('hidden');
      if (!device.line) device.connect();
    }
    for (const device of [...devices, ...devices]) await device.loadAll(); // the second time with what the other has told
    for (const { room } of devices) {
      assert.equal(room.read, server.read, `run ${run}: marks`);
      assert.equal(unreadOf(room), server.messages.filter(isUnread(server.read)).length, `run ${run}: badge`);
    }
    await devices[0].readOn();
    check();
    await devices[1].drain();
    assert.deepEqual(devices.map(({ room }) => unreadOf(room)), [0, 0], `run ${run}: all was read`);
    assert.equal(server.read, server.messages.length);
  }
});
