import { webcrypto } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import path from 'node:path';
import { Applier } from '../../../resources/web/js/state/applier.js';
import { Channel } from '../../../resources/web/js/state/channel.js';
import { Database } from '../../../resources/web/js/state/database.js';
import { Pages } from '../../../resources/web/js/state/pages.js';
import { Signal, createState } from '../../../resources/web/js/state/state.js';
import { Storage } from '../../../resources/web/js/state/storage.js';

globalThis.crypto ??= webcrypto; // Node 18 keeps it to itself

const golden = path.join(path.dirname(fileURLToPath(import.meta.url)), '../../golden');

/** [{name, frame}] of a folder of golden messages. */
export function goldenFrames(folder) {
  const files = readdirSync(path.join(golden, folder)).filter((name) => name.endsWith('.json'));
  return files.map((name) => ({ name, frame: JSON.parse(readFileSync(path.join(golden, folder, name), 'utf8')) }));
}

export const goldenFrame = (file) => JSON.parse(readFileSync(path.join(golden, file), 'utf8'));

/** A clock whose hands the test turns. */
export class ManualClock {
  #now = 1_774_000_000_000;
  #timers = new Set();

  now = () => this.#now;

  later = (delay, action) => {
    const timer = { at: this.#now + delay, action };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  };

  advance(ms) {
    const end = this.#now + ms;
    for (;;) {
      const due = [...this.#timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (!due) break;
      this.#timers.delete(due);
      this.#now = Math.max(this.#now, due.at);
      due.action();
    }
    this.#now = end;
  }
}

/** localStorage without a browser. */
export class MemoryArea {
  #items = new Map();
  get length() { return this.#items.size; }
  key(i) { return [...this.#items.keys()][i]; }
  getItem(key) { return this.#items.get(key) ?? null; }
  setItem(key, value) { this.#items.set(key, value); }
  removeItem(key) { this.#items.delete(key); }
}

export const memoryStorage = () => new Storage(new MemoryArea());

export const memoryDatabase = () => new Database({ clock: new ManualClock() });

/** What the pages of one browser share: locks that end with the page that holds them, and a channel. */
export class Browser {
  #held = new Map(); // name -> [{page, mode}] that hold the lock
  #waiting = [];
  #parts = [];

  /** What a page gets of the browser, and `end()`, which is how it goes, with or without a word. */
  part() {
    const part = { wire: { postMessage: (data) => this.#tell(part, data) } };
    part.locks = {
      request: (name, ...details) => this.#request(part, name, ...details),
      query: async () => ({ held: this.#all(this.#held.values()), pending: this.#all([this.#waiting]) }),
    };
    part.channel = new Channel(part.wire);
    part.end = () => this.#end(part);
    this.#parts.push(part);
    return part;
  }

  page(part = this.part()) {
    return Object.assign(new Pages(part), { end: part.end });
  }

  #request(part, name, ...details) {
    const act = details.pop();
    const { mode = 'exclusive', ifAvailable } = details[0] ?? {};
    const request = { part, name, mode, act };
    if (this.#isFree(request)) return this.#grant(request);
    if (ifAvailable) return Promise.resolve(act(null));
    return new Promise((resolve) => this.#waiting.push({ ...request, resolve }));
  }

  #all = (lists) => [...lists].flat().map(({ name, mode }) => ({ name, mode }));

  #isFree({ name, mode }) {
    const held = this.#held.get(name) ?? [];
    return held.length === 0 || (mode === 'shared' && held.every((other) => other.mode === 'shared'));
  }

  async #grant(request) {
    const { name, act } = request;
    this.#held.set(name, [...this.#held.get(name) ?? [], request]);
    const result = await act({ name });
    this.#release(request);
    return result;
  }

  #release(request) {
    const { name } = request;
    this.#held.set(name, (this.#held.get(name) ?? []).filter((other) => other !== request));
    const next = this.#waiting.find((waiting) => waiting.name === name && this.#isFree(waiting));
    if (!next) return;
    this.#waiting.splice(this.#waiting.indexOf(next), 1);
    next.resolve(this.#grant(next));
  }

  #tell(from, data) {
    for (const part of this.#parts) if (part !== from) part.wire.onmessage?.({ data: structuredClone(data) });
  }

  #end(part) {
    this.#parts = this.#parts.filter((other) => other !== part);
    this.#waiting = this.#waiting.filter((request) => request.part !== part);
    for (const requests of [...this.#held.values()]) for (const request of requests) if (request.part === part) this.#release(request);
  }
}

/** Everything that is ready to happen has happened. */
export const settled = () => new Promise((resolve) => setImmediate(resolve));

/** A state with its applier, as ann, and everything that was emitted. */
export function world(userId = 'ann') {
  const clock = new ManualClock();
  const signal = new Signal();
  const state = createState();
  const applier = new Applier(state, signal, clock);
  const heard = [];
  for (const topic of ['hole', 'own', 'arrived', 'removed', 'typed', 'named', 'moved']) signal.on(topic, (detail) => heard.push([topic, detail]));
  applier.passing({ ...goldenFrame('full/event/welcome.json'), userId, username: userId, rooms: [] });
  return { clock, signal, state, applier, heard, topics: (topic) => heard.filter(([name]) => name === topic).map(([, detail]) => detail) };
}

export const message = (seq, n = seq, more = {}) => ({
  type: 'message', room: 'general', seq, n, id: `m${seq}`, userId: 'bob', username: 'bob', text: `text ${seq}`, timestamp: 1_774_000_000_000 + seq * 1000, nonce: `b-${seq}`, ...more,
});

export function stateOf(event) {
  const { type, room, ...rest } = event;
  return { ...rest, rev: event.seq };
}

/** What a room is called in tests that say nothing else of it: its id and its name are never the same. */
export const called = (room) => `room ${room}`;

export const joined = (more = {}) => ({
  type: 'joined', room: 'general', name: called(more.room ?? 'general'), log: 'log-1', head: 0, n: 0, read: 0, topic: '', users: [{ id: 'ann', username: 'ann' }], userCount: 1, history: [], ...more,
});
