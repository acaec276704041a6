import { makeNonce } from './outbox.js';

const lockOf = (id) => `parlance.page.${id}`;

/**
 * The pages that this browser has open here. Each holds a lock as long as it lives, which the browser frees however it ends,
 * so that another can take over what it left. Without locks (plain http has none) every other page counts as gone: then two
 * may send the same thing, and its nonce makes it one.
 */
export class Pages {
  #locks;
  #channel;
  #watched = new Set();
  #gone = () => {};
  id = makeNonce();

  /** `locks` is navigator.locks, `channel` a BroadcastChannel. */
  constructor({ locks, channel }) {
    this.#locks = locks;
    this.#channel = channel;
    locks?.request(lockOf(this.id), () => new Promise(() => {})).catch(() => {});
    if (locks) channel.onmessage = ({ data }) => this.watch(data);
  }

  /** `gone(id)` is called, and what it returns awaited, when a watched page is gone; one page does so at a time. */
  onGone(gone) {
    this.#gone = gone;
  }

  /** There is something of this page's that others must take over if it ends. */
  announce() {
    this.#channel?.postMessage(this.id);
  }

  /** Resolves when the page is known to live, or has been taken over. */
  async watch(id) {
    if (id === this.id || this.#watched.has(id)) return;
    this.#watched.add(id);
    const takeOver = async (lock) => lock && (await this.#gone(id), true);
    if (!this.#locks) await takeOver(true);
    else if (!await this.#locks.request(lockOf(id), { ifAvailable: true }, takeOver)) this.#locks.request(lockOf(id), takeOver);
  }
}
