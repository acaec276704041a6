import { makeNonce } from './nonce.js';

/** @import { Clock } from '../net/types.d.ts' */
/** @import { Channel } from './channel.js' */
/** @import { Locks } from './types.d.ts' */

/** @param {string} id */
const lockOf = (id) => `parlance.page.${id}`;
const answerWithin = 300; // ms that a page has for saying that it lives, where there are no locks

/**
 * The pages that this browser has open here. Each holds a lock as long as it lives, which the browser frees however it ends,
 * so that another can take over what it left. Without locks (plain http has none) every other page counts as gone for the
 * outbox: then two may send the same thing, and its nonce makes it one.
 */
export class Pages {
  #locks;
  #channel;
  #clock;
  /** @type {Set<string>} */
  #watched = new Set();
  /** @type {Set<string>} */
  #alive = new Set(); // pages that answered
  /** @type {(page: string) => unknown} */
  #gone = () => null;
  id = makeNonce();

  /**
   * `locks` is navigator.locks, `channel` a Channel; either may be missing.
   * @param {{locks?: Locks, channel?: Channel, clock?: Clock}} uses
   */
  constructor({ locks, channel, clock }) {
    this.#locks = locks;
    this.#channel = channel;
    this.#clock = clock;
    locks?.request(lockOf(this.id), () => new Promise(() => {})).catch(() => {});
    if (locks) channel?.on('unsent', (id) => this.watch(id));
    channel?.on('who', (id) => id === this.id && channel.tell('here', id));
    channel?.on('here', (id) => this.#alive.add(id));
  }

  /**
   * `gone(id)` is called, and what it returns awaited, when a watched page is gone; one page does so at a time.
   * @param {(page: string) => unknown} gone
   */
  onGone(gone) {
    this.#gone = gone;
  }

  /** There is something of this page's that others must take over if it ends. */
  announce() {
    this.#channel?.tell('unsent', this.id);
  }

  /**
   * Whether a page has ended, as far as this can be found out.
   * @param {string} id
   * @returns {Promise<boolean>}
   */
  isGone(id) {
    if (this.#locks) return /** @type {any} */ (this.#locks.request(lockOf(id), { ifAvailable: true }, (lock) => lock !== null));
    if (!this.#channel || !this.#clock) return Promise.resolve(true);
    this.#alive.delete(id);
    this.#channel.tell('who', id);
    const clock = this.#clock;
    return new Promise((resolve) => clock.later(answerWithin, () => resolve(!this.#alive.has(id))));
  }

  /**
   * Resolves when a page ends that lives; never where that cannot be found out.
   * @param {string} id
   * @returns {Promise<unknown>}
   */
  whenGone(id) {
    return this.#locks ? this.#locks.request(lockOf(id), () => {}) : new Promise(() => {});
  }

  /**
   * Resolves when the page is known to live, or has been taken over.
   * @param {string} id
   */
  async watch(id) {
    if (id === this.id || this.#watched.has(id)) return;
    this.#watched.add(id);
    /** @param {unknown} lock */
    const takeOver = async (lock) => lock && (await this.#gone(id), true);
    if (!this.#locks) await takeOver(true);
    else if (!await this.#locks.request(lockOf(id), { ifAvailable: true }, takeOver)) this.#locks.request(lockOf(id), takeOver);
  }
}
