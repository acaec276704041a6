import { makeNonce } from './nonce.js';
import { mayTryAgain, sentence } from '../net/errors.js';

/** @import { Refusal } from '../net/types.d.ts' */
/** @import { Clock } from '../net/types.d.ts' */
/** @import { Database } from './database.js' */
/** @import { Pages } from './pages.js' */
/** @import { Entry } from './types.d.ts' */
/** @typedef {{ready: boolean, flying: string | null, until: number, cancel: (() => unknown) | null}} Lane */

export const acknowledgementDeadline = 20000; // ms until a message is repeated on a connection that works

/**
 * Messages that are not known to be in the log. Per room in order and one at a time; the nonce makes a repeat harmless.
 * Each entry is in the database before it goes out, and until it is acknowledged or discarded. It belongs to the page that
 * wrote it; when that is gone, another one of this browser takes it over.
 *
 * A room stands for its place everywhere here: what is written before anybody knows the room's id waits under its name.
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
  /** @type {Entry[]} */
  #entries = [];
  /** @type {Map<string, Lane>} */
  #rooms = new Map(); // place -> {ready, flying: nonce | null, until, cancel}
  /** @type {string | null} */
  #userId = null;
  #counter = 0;
  #isLoaded = false;

  /**
   * `send(entry)` puts it on the wire; `changed(room)` is told of everything that shows.
   * @param {{database: Database, pages: Pages, clock: Clock, send: (entry: Entry) => void, changed: (room: string) => void}} uses
   */
  constructor({ database, pages, clock, send, changed }) {
    this.#database = database;
    this.#pages = pages;
    this.#clock = clock;
    this.#send = send;
    this.#changed = changed;
    pages.onGone((page) => this.#takeOver(page));
    this.loaded = this.#load();
  }

  /** Where something was written that is not sent yet. */
  places() {
    return [...new Set(this.#entries.map(({ room }) => room))];
  }

  /** @param {string | null} room */
  of(room) {
    return this.#entries.filter((entry) => entry.room === room);
  }

  /** @param {string | null} room */
  waitsUntil(room) {
    const { until = 0 } = this.#rooms.get(room ?? '') ?? {};
    return until > this.#clock.now() ? until : 0;
  }

  /** @param {string} room @param {string} text @param {string} [style] @param {string} nonce */
  add(room, text, style, nonce = makeNonce()) {
    return this.#queue({ type: 'message', nonce, room, text, style });
  }

  /**
   * A message of one's own gets another text, or goes where there is none. What was to change it and was not sent yet is moot.
   * @param {string} room @param {string} id @param {string | null} text @param {string} nonce
   */
  change(room, id, text, nonce = makeNonce()) {
    for (const entry of this.of(room)) if (entry.id === id && (!entry.tried || entry.state === 'failed')) this.#remove(entry);
    return this.#queue(text === null ? { type: 'delete', nonce, room, id } : { type: 'edit', nonce, room, id, text });
  }

  /** @param {Pick<Entry, 'type' | 'nonce' | 'room' | 'id' | 'text' | 'style'>} what */
  #queue(what) {
    this.#counter += 1;
    const at = Math.max(this.#clock.now(), this.#entries.at(-1)?.at ?? 0);
    /** @type {Entry} */
    const entry = { ...what, page: this.#pages.id, userId: this.#userId, at, order: this.#counter, state: 'queued', tried: false };
    const { room } = entry;
    this.#entries.push(entry);
    this.#keep(entry);
    this.#pages.announce();
    this.#changed(room);
    this.#pump(room);
    return entry;
  }

  /**
   * Who one is now.
   * @param {string} userId
   */
  identity(userId) {
    this.#userId = userId;
    for (const entry of this.#entries) this.#claim(entry);
  }

  /**
   * What somebody else already sent once is not repeated silently: it could be said twice.
   * @param {Entry} entry
   */
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

  /** @param {string} page */
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

  /**
   * The room is live: what waits for it may go.
   * @param {string} room
   */
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

  /** @param {string} room @param {string} [nonce] */
  acknowledged(room, nonce) {
    const entry = this.#find(nonce);
    if (!entry || entry.room !== room) return;
    this.#remove(entry);
    this.#landed(room, nonce);
  }

  /**
   * The server refused a message. Gives the one that failed by that.
   * @param {string} nonce @param {Refusal} error
   */
  refused(nonce, error) {
    const entry = this.#find(nonce);
    if (!entry) return undefined;
    const lane = this.#lane(entry.room);
    if (mayTryAgain(error.code)) {
      lane.flying = null;
      this.#wait(entry.room, error.retryAfter ?? 1000);
      return undefined;
    }
    this.#fail(entry, sentence(error));
    this.#landed(entry.room, nonce);
    return entry;
  }

  /** @param {string} nonce */
  retry(nonce) {
    const entry = this.#find(nonce);
    if (entry?.state !== 'failed') return;
    Object.assign(entry, { state: 'queued', reason: undefined, userId: this.#userId });
    this.#keep(entry);
    this.#changed(entry.room);
    this.#pump(entry.room);
  }

  /** @param {string} nonce */
  discard(nonce) {
    const entry = this.#find(nonce);
    if (!entry) return;
    this.#remove(entry);
    this.#landed(entry.room, nonce);
  }

  /**
   * A place turned out to be a room: what waits there goes with it.
   * @param {{from: string, to: string}} move
   */
  move({ from, to }) {
    for (const entry of this.of(from)) {
      entry.room = to;
      this.#keep(entry);
    }
    this.#changed(from);
    this.#changed(to);
    this.#pump(to);
  }

  /**
   * A room is gone for good. What was written there fails and is kept at the place of its name; what was to change its
   * messages becomes a message, and deletions are moot.
   * @param {string} room @param {string} place
   */
  strand(room, place) {
    this.lost([room]);
    for (const entry of this.of(room)) {
      if (entry.type === 'delete') this.#remove(entry);
      else Object.assign(entry, { type: 'message', id: undefined, state: 'failed', reason: 'The room was deleted.' });
    }
    this.move({ from: room, to: place });
  }

  /**
   * The room was left: what was meant for it has nowhere to go.
   * @param {string} room
   */
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

  /** @param {string} room */
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

  /** @param {string} room @param {number} delay */
  #wait(room, delay) {
    this.#lane(room).until = this.#clock.now() + delay;
    this.#arm(room, delay, () => {
      this.#lane(room).until = 0;
      this.#changed(room);
    });
    this.#changed(room);
  }

  /** @param {string} room @param {number} delay @param {() => void} action */
  #arm(room, delay, action) {
    const lane = this.#lane(room);
    lane.cancel?.();
    lane.cancel = this.#clock.later(delay, () => {
      lane.cancel = null;
      action();
      this.#pump(room);
    });
  }

  /**
   * The message that was on the wire is dealt with; the next one may go.
   * @param {string} room @param {string} [nonce]
   */
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

  /** @param {Entry} entry @param {string} reason */
  #fail(entry, reason) {
    Object.assign(entry, { state: 'failed', reason });
    this.#keep(entry);
  }

  /**
   * @param {string} room
   * @returns {Lane}
   */
  #lane(room) {
    if (!this.#rooms.has(room)) this.#rooms.set(room, { ready: false, flying: null, until: 0, cancel: null });
    return /** @type {Lane} */ (this.#rooms.get(room));
  }

  /** @param {string} [nonce] */
  #find(nonce) {
    return this.#entries.find((entry) => entry.nonce === nonce);
  }

  /** @param {Entry} entry */
  #keep(entry) {
    return this.#database.put('outbox', entry.nonce, entry);
  }

  /** @param {Entry} entry */
  #remove(entry) {
    this.#entries = this.#entries.filter((other) => other !== entry);
    this.#database.delete('outbox', entry.nonce);
  }
}
