import { mayTryAgain, sentence } from '../net/errors.js';

export const acknowledgementDeadline = 20000; // ms until a message is repeated on a connection that works

/**
 * Messages that are not known to be in the log. Per room in order and one at a time; the nonce makes a repeat harmless.
 * Each entry is in the database before it goes out, and until it is acknowledged or discarded. It belongs to the page that
 * wrote it; when that is gone, another one of this browser takes it over.
 *
 * An entry: {nonce, page, room, type: 'message' | 'edit' | 'delete', id?, text?, style?, userId, at, order, state: 'queued' |
 * 'failed', tried, reason?}; `id` names the message that is changed. `until` (of the room) says when a queue that was told to
 * wait goes on.
 */
export class Outbox {
  #database;
  #pages;
  #clock;
  #send;
  #changed;
  #entries = [];
  #rooms = new Map(); // name -> {ready, flying: nonce | null, until, cancel}
  #userId = null;
  #counter = 0;
  #isLoaded = false;

  /** `send(entry)` puts it on the wire; `changed(room)` is told of everything that shows. */
  constructor({ database, pages, clock, send, changed }) {
    this.#database = database;
    this.#pages = pages;
    this.#clock = clock;
    this.#send = send;
    this.#changed = changed;
    pages.onGone((page) => this.#takeOver(page));
    this.loaded = this.#load();
  }

  of(room) {
    return this.#entries.filter((entry) => entry.room === room);
  }

  waitsUntil(room) {
    const { until = 0 } = this.#rooms.get(room) ?? {};
    return until > this.#clock.now() ? until : 0;
  }

  add(room, text, style, nonce = makeNonce()) {
    return this.#queue({ type: 'message', nonce, room, text, style });
  }

  /** A message of one's own gets another text, or goes where there is none. What was to change it and was not sent yet is moot. */
  change(room, id, text, nonce = makeNonce()) {
    for (const entry of this.of(room)) if (entry.id === id && (!entry.tried || entry.state === 'failed')) this.#remove(entry);
    return this.#queue(text === null ? { type: 'delete', nonce, room, id } : { type: 'edit', nonce, room, id, text });
  }

  #queue(what) {
    this.#counter += 1;
    const at = Math.max(this.#clock.now(), this.#entries.at(-1)?.at ?? 0);
    const entry = { ...what, page: this.#pages.id, userId: this.#userId, at, order: this.#counter, state: 'queued', tried: false };
    const { room } = entry;
    this.#entries.push(entry);
    this.#keep(entry);
    this.#pages.announce();
    this.#changed(room);
    this.#pump(room);
    return entry;
  }

  /** Who one is now. */
  identity(userId) {
    this.#userId = userId;
    for (const entry of this.#entries) this.#claim(entry);
  }

  /** What somebody else already sent once is not repeated silently: it could be said twice. */
  #claim(entry) {
    if (!this.#userId || entry.userId === this.#userId) return;
    if (entry.tried && entry.userId) this.#fail(entry, 'You have another identity now, and this may have been sent already.');
    entry.userId = this.#userId;
    this.#keep(entry);
  }

  /** What is left of earlier pages goes first, so nothing goes before it is known. */
  async #load() {
    const kept = await this.#database.all('outbox');
    await Promise.all([...new Set(kept.map(({ page }) => page))].map((page) => this.#pages.watch(page)));
    this.#isLoaded = true;
    for (const room of this.#rooms.keys()) this.#pump(room);
  }

  async #takeOver(page) {
    const left = (await this.#database.all('outbox')).filter((entry) => entry.page === page);
    for (const entry of left) entry.page = this.#pages.id;
    const kept = left.map((entry) => this.#keep(entry));
    this.#entries = [...left, ...this.#entries].sort((a, b) => a.at - b.at || a.order - b.order);
    for (const entry of left) this.#claim(entry);
    for (const room of new Set(left.map((entry) => entry.room))) {
      this.#changed(room);
      this.#pump(room);
    }
    await Promise.all(kept);
  }

  /** The room is live: what waits for it may go. */
  ready(room) {
    const lane = this.#lane(room);
    lane.ready = true;
    this.#pump(room);
  }

  /** Nothing is on the wire any more; what was goes again once its room is live. */
  lost(rooms = [...this.#rooms.keys()]) {
    for (const room of rooms) {
      const lane = this.#lane(room);
      lane.cancel?.();
      Object.assign(lane, { ready: false, flying: null, until: 0, cancel: null });
      this.#changed(room);
    }
  }

  acknowledged(room, nonce) {
    const entry = this.#find(nonce);
    if (!entry || entry.room !== room) return;
    this.#remove(entry);
    this.#landed(room, nonce);
  }

  /** The server refused a message. */
  refused(nonce, error) {
    const entry = this.#find(nonce);
    if (!entry) return;
    const lane = this.#lane(entry.room);
    if (mayTryAgain(error.code)) {
      lane.flying = null;
      this.#wait(entry.room, error.retryAfter ?? 1000);
    } else {
      this.#fail(entry, sentence(error));
      this.#landed(entry.room, nonce);
    }
  }

  retry(nonce) {
    const entry = this.#find(nonce);
    if (entry?.state !== 'failed') return;
    Object.assign(entry, { state: 'queued', reason: undefined, userId: this.#userId });
    this.#keep(entry);
    this.#changed(entry.room);
    this.#pump(entry.room);
  }

  discard(nonce) {
    const entry = this.#find(nonce);
    if (!entry) return;
    this.#remove(entry);
    this.#landed(entry.room, nonce);
  }

  /** The server spells a room's name differently. */
  respelled(room, name) {
    for (const entry of this.of(room)) {
      entry.room = name;
      this.#keep(entry);
    }
  }

  /** The room was left: what was meant for it has nowhere to go. */
  discardRoom(room) {
    this.lost([room]);
    for (const entry of this.of(room)) this.#remove(entry);
    this.#changed(room);
  }

  /** Somebody else uses this browser now; what is kept is for others to clear. */
  forget() {
    this.lost();
    this.#entries = [];
    this.#userId = null;
  }

  #pump(room) {
    const lane = this.#lane(room);
    if (!this.#isLoaded || !lane.ready || lane.flying || this.waitsUntil(room)) return;
    const entry = this.#entries.find((candidate) => candidate.room === room && candidate.state === 'queued');
    if (!entry) return;
    lane.flying = entry.nonce;
    entry.tried = true;
    this.#keep(entry);
    this.#arm(room, acknowledgementDeadline, () => {
      lane.flying = null;
    });
    this.#send(entry);
  }

  #wait(room, delay) {
    this.#lane(room).until = this.#clock.now() + delay;
    this.#arm(room, delay, () => {
      this.#lane(room).until = 0;
      this.#changed(room);
    });
    this.#changed(room);
  }

  #arm(room, delay, action) {
    const lane = this.#lane(room);
    lane.cancel?.();
    lane.cancel = this.#clock.later(delay, () => {
      lane.cancel = null;
      action();
      this.#pump(room);
    });
  }

  /** The message that was on the wire is dealt with; the next one may go. */
  #landed(room, nonce) {
    const lane = this.#lane(room);
    if (lane.flying === nonce) {
      lane.flying = null;
      lane.cancel?.();
      lane.cancel = null;
    }
    this.#changed(room);
    this.#pump(room);
  }

  #fail(entry, reason) {
    Object.assign(entry, { state: 'failed', reason });
    this.#keep(entry);
  }

  #lane(room) {
    if (!this.#rooms.has(room)) this.#rooms.set(room, { ready: false, flying: null, until: 0, cancel: null });
    return this.#rooms.get(room);
  }

  #find(nonce) {
    return this.#entries.find((entry) => entry.nonce === nonce);
  }

  #keep(entry) {
    return this.#database.put('outbox', entry.nonce, entry);
  }

  #remove(entry) {
    this.#entries = this.#entries.filter((other) => other !== entry);
    this.#database.delete('outbox', entry.nonce);
  }
}

/** 96 random bits; unique for its author for ever. */
export function makeNonce() {
  const bytes = globalThis.crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
