import { mayTryAgain } from '../net/errors.js';

/** @import { Clock, Refusal } from '../net/types.d.ts' */

/** @typedef {{promise: Promise<string>, resolve: (room: string) => void, reject: (error: Refusal) => void, isFlying: boolean}} Entry */

const atOnce = 20; // joins that may be on their way at a time
const pause = 1000; // ms, where the server does not say how long to wait

/**
 * Joins rooms, each by its place, as fast as the server allows, the most wanted ones first. When the server says that these are too many at a
 * time, the rest waits as long as it says. No room is given up for that.
 */
export class JoinQueue {
  #clock;
  #join;
  #isBefore;
  #calm;
  /** @type {Map<string, Entry>} */
  #entries = new Map(); // place -> {promise, resolve, reject, isFlying}
  /** @type {(() => unknown) | null} */
  #cancel = null; // of the pause
  #generation = 0;

  /**
   * `join(room)` gives a promise; `isBefore(a, b)` says whether `a` is wanted more than `b` at the moment; `calm()` is called
   * when all are joined, and when the rest has to wait.
   * @param {{clock: Clock, join: (room: string) => Promise<string>, isBefore: (a: string, b: string) => boolean, calm: () => void}} uses
   */
  constructor({ clock, join, isBefore, calm }) {
    this.#clock = clock;
    this.#join = join;
    this.#isBefore = isBefore;
    this.#calm = calm;
  }

  /**
   * Resolves with what `join` gives, and is rejected for reasons that do not pass. A room that waits already is joined once.
   * @param {string} room
   */
  add(room) {
    return this.addAll([room])[0];
  }

  /** @param {string[]} rooms */
  addAll(rooms) {
    for (const room of rooms) if (!this.#entries.has(room)) this.#entries.set(room, newEntry());
    const promises = rooms.map((room) => /** @type {Entry} */ (this.#entries.get(room)).promise);
    this.#pump();
    return promises;
  }

  /** @param {string} room */
  has(room) {
    return this.#entries.has(room);
  }

  get isEmpty() {
    return this.#entries.size === 0;
  }

  /**
   * Empties the queue when the connection is gone; everybody who waits is told `error`.
   * @param {Refusal} error
   */
  clear(error) {
    const entries = [...this.#entries.values()];
    this.#entries.clear();
    this.#generation += 1;
    this.#cancel?.();
    this.#cancel = null;
    for (const { reject } of entries) reject(error);
  }

  /**
   * A room that waits is not joined; whoever asked for it is told `error`.
   * @param {string} room @param {Refusal} error
   */
  drop(room, error) {
    const entry = this.#entries.get(room);
    if (!entry || entry.isFlying) return;
    this.#entries.delete(room);
    entry.reject(error);
    if (this.isEmpty) this.#calm();
  }

  /**
   * The same for all that wait.
   * @param {Refusal} error
   */
  giveUp(error) {
    for (const room of [...this.#entries.keys()]) this.drop(room, error);
  }

  #pump() {
    while (!this.#cancel && this.#flying() < atOnce) {
      const room = this.#next();
      if (room === null) return;
      this.#send(room, /** @type {Entry} */ (this.#entries.get(room)));
    }
  }

  #flying() {
    let count = 0;
    for (const { isFlying } of this.#entries.values()) count += isFlying ? 1 : 0;
    return count;
  }

  /** @returns {string | null} */
  #next() {
    /** @type {string | null} */
    let best = null;
    for (const [room, { isFlying }] of this.#entries) {
      if (!isFlying && (best === null || this.#isBefore(room, best))) best = room;
    }
    return best;
  }

  /** @param {string} room @param {Entry} entry */
  async #send(room, entry) {
    const generation = this.#generation;
    entry.isFlying = true;
    const [result, error] = await this.#join(room).then((value) => [value, null], (reason) => ['', reason]);
    if (generation !== this.#generation) return;
    entry.isFlying = false;
    if (error && mayTryAgain(error.code)) {
      this.#wait(error.retryAfter ?? pause);
      return;
    }
    this.#entries.delete(room);
    if (error) entry.reject(error);
    else entry.resolve(result);
    if (this.isEmpty) this.#calm();
    this.#pump();
  }

  /** @param {number} delay */
  #wait(delay) {
    this.#cancel?.();
    this.#cancel = this.#clock.later(delay, () => {
      this.#cancel = null;
      this.#pump();
    });
    this.#calm();
  }
}

/** @returns {Entry} */
function newEntry() {
  /** @type {any} */
  const entry = { isFlying: false };
  entry.promise = new Promise((resolve, reject) => Object.assign(entry, { resolve, reject }));
  return entry;
}
