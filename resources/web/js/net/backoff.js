/**
 * How long to wait before the next attempt: 1, 2, 4, 8, 16, 30, 30 … s with full jitter, a time drawn evenly from
 * [0, step], so that the clients of a restarted server do not all return at once. common/base/backoff.h is its twin.
 */
export const firstStep = 1000;
export const defaultCeiling = 30000;

export class BackOff {
  #ceiling;
  #step = 0;

  constructor(ceiling = defaultCeiling) {
    this.#ceiling = ceiling;
  }

  /** The longest time that next() could return now, in ms. */
  get ceilingOfNext() {
    return Math.min(firstStep * 2 ** Math.min(this.#step, 20), this.#ceiling);
  }

  /**
   * Milliseconds to wait now; `random` is evenly drawn from [0, 1).
   * @param {number} random
   */
  next(random) {
    const delay = Math.floor(random * this.ceilingOfNext);
    this.#step += 1;
    return delay;
  }

  /** Back to the first step; only after all rooms are resumed and 10 s have passed. */
  reset() {
    this.#step = 0;
  }
}
