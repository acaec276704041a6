import { connectionLost } from './errors.js';
import { request } from './messages.js';

/** @import { Requests as Messages } from './protocol.d.ts' */
/** @import { Fields, Frame, Refusal, Replies } from './types.d.ts' */

/**
 * Matches replies to requests by `ref`. There is no timer: a request ends with its reply, its error or the connection,
 * and the connection's own liveness sees to it that one of the three comes.
 */
export class Requests {
  #send;
  /** @type {Map<string, {resolve: (frame: any) => void, reject: (error: Refusal) => void}>} */
  #waiting = new Map();
  #counter = 0;

  /**
   * `send(frame)` says whether there was a connection to send it on.
   * @param {(frame: object) => boolean} send
   */
  constructor(send) {
    this.#send = send;
  }

  /**
   * The reply; rejected with {code, message, retryAfter?}.
   * @template {keyof Replies} T
   * @param {T} type @param {Fields<T>} fields
   * @returns {Promise<Replies[T]>}
   */
  ask(type, fields = /** @type {any} */ ({})) {
    const ref = String((this.#counter += 1));
    return new Promise((resolve, reject) => {
      this.#waiting.set(ref, { resolve, reject });
      if (!this.#send(request(type, { ...fields, ref }))) this.settle({ ...connectionLost, type: 'error', ref });
    });
  }

  /**
   * Sent without wanting to know what becomes of it.
   * @template {keyof Messages} T
   * @param {T} type @param {Fields<T>} fields
   */
  tell(type, fields = /** @type {any} */ ({})) {
    this.#send(request(type, fields));
  }

  /**
   * Gives a frame to whoever waits for it.
   * @param {Frame} frame
   */
  settle(frame) {
    const waiting = this.#waiting.get(frame.ref);
    if (!waiting) return;
    this.#waiting.delete(frame.ref);
    if (frame.type === 'error') waiting.reject(/** @type {any} */ (frame));
    else waiting.resolve(frame);
  }

  lost() {
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of waiting) reject(connectionLost);
  }
}
