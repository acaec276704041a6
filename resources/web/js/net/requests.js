import { connectionLost } from './errors.js';
import { request } from './messages.js';

/** @import { Requests as Messages } from './protocol.d.ts' */
/** @import { Fields, Frame, Refusal, Replies } from './types.d.ts' */

/**
 * Matches replies to requests by `ref`, and what is done about changes by their nonce. There is no timer: a request ends with its reply, its error or the connection,
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
      this.#waiting.set(keyOf({ ref }), { resolve, reject });
      if (!this.#send(request(type, { ...fields, ref }))) this.settle({ ...connectionLost, type: 'error', ref });
    });
  }

  /**
   * Asks for a durable event. Resolves when that, or `sent`, has come with its nonce; rejected like ask().
   * @template {'topic' | 'set_room'} T
   * @param {T} type @param {Omit<Messages[T], 'type'>} fields
   * @returns {Promise<unknown>}
   */
  change(type, fields) {
    const { nonce } = fields;
    return new Promise((resolve, reject) => {
      this.#waiting.set(keyOf({ nonce }), { resolve, reject });
      if (!this.#send(request(type, fields))) this.settle({ ...connectionLost, type: 'error', nonce });
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
    const key = keyOf(frame);
    const waiting = this.#waiting.get(key);
    if (!waiting) return;
    this.#waiting.delete(key);
    if (frame.type === 'error') waiting.reject(/** @type {any} */ (frame));
    else waiting.resolve(frame);
  }

  /**
   * Tells that the log has what was asked for with that nonce, on whichever way the client heard of it.
   * @param {string} [nonce]
   */
  acknowledged(nonce) {
    this.settle({ type: 'sent', nonce });
  }

  lost() {
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of waiting) reject(connectionLost);
  }
}

/**
 * Nobody else's nonce is taken for a reference.
 * @param {Record<string, any>} frame
 */
const keyOf = ({ ref, nonce }) => (ref === undefined ? `nonce ${nonce}` : `ref ${ref}`);
