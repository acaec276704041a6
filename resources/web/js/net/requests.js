import { connectionLost } from './errors.js';
import { request } from './messages.js';

/**
 * Matches replies to requests by `ref`. There is no timer: a request ends with its reply, its error or the connection,
 * and the connection's own liveness sees to it that one of the three comes.
 */
export class Requests {
  #send;
  #waiting = new Map();
  #counter = 0;

  /** `send(frame)` says whether there was a connection to send it on. */
  constructor(send) {
    this.#send = send;
  }

  /** The reply; rejected with {code, message, retryAfter?}. */
  ask(type, fields = {}) {
    const ref = String((this.#counter += 1));
    return new Promise((resolve, reject) => {
      this.#waiting.set(ref, { resolve, reject });
      if (!this.#send(request(type, { ...fields, ref }))) this.settle({ ...connectionLost, type: 'error', ref });
    });
  }

  /** Sent without wanting to know what becomes of it. */
  tell(type, fields = {}) {
    this.#send(request(type, fields));
  }

  /** Gives a frame to whoever waits for it. */
  settle(frame) {
    const waiting = this.#waiting.get(frame.ref);
    if (!waiting) return;
    this.#waiting.delete(frame.ref);
    if (frame.type === 'error') waiting.reject(frame);
    else waiting.resolve(frame);
  }

  lost() {
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of waiting) reject(connectionLost);
  }
}
