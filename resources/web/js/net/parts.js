import { BackOff } from './backoff.js';

/** @import { Clock, Load } from './types.d.ts' */

const patience = 1000; // ms after which people are told that something is on its way

const sorry = {
  unreachable: 'That needs a connection to the server. Try again once you are connected.',
  gone: 'The server has another version of this page. Reload the page to go on.',
  here: 'A part of this page could not be loaded. Reload the page to try again.',
};

/** @type {{module: null, found: 'unreachable'}} */
const out = { module: null, found: 'unreachable' };

/**
 * Loads the parts of the page that its first paint does not need. Each is a module that a function imports: `() => import('…')`.
 *
 * An import fails where there is no connection, and where the server was upgraded and has no such build any more. Browsers also
 * remember failed imports: the same one then fails as long as the page lives, whatever the server has. So whenever an import
 * fails, the build is looked for. Where it is gone, or is there and yet cannot be imported, the page is loaded anew.
 */
export class Parts {
  #clock;
  #find;
  #reload;
  #isConnected;
  #tell;
  #random;
  #backoff;
  /** @type {Set<() => void>} */
  #pauses = new Set(); // functions that end one
  #isLeaving = false;
  /** @type {Map<Load<any>, any>} */
  #loaded = new Map(); // by the function that imports it

  /**
   * `find()` says where this build is: 'here', 'gone' or 'unreachable'. `reload()` loads the page anew and returns true, or
   * returns false if that must not be done. `tell(text)` shows people why they cannot have what they asked for.
   * @param {object} uses
   * @param {Clock} uses.clock
   * @param {() => Promise<keyof typeof sorry>} uses.find
   * @param {() => boolean} uses.reload
   * @param {() => boolean} uses.isConnected
   * @param {(text: string) => void} uses.tell
   * @param {number} [uses.ceiling]
   * @param {() => number} [uses.random]
   */
  constructor({ clock, find, reload, isConnected, tell, ceiling, random = Math.random }) {
    this.#clock = clock;
    this.#find = find;
    this.#reload = reload;
    this.#isConnected = isConnected;
    this.#tell = tell;
    this.#random = random;
    this.#backoff = new BackOff(ceiling);
  }

  /**
   * Loads what somebody asked for. Gives null where that cannot be had, and tells them why.
   * @template M
   * @param {Load<M>} load
   * @returns {Promise<M | null>}
   */
  async open(load) {
    const cancel = this.#clock.later(patience, () => this.#tell('Loading…'));
    const isOut = await this.#isOutOfReach(load);
    const { module, found } = isOut ? out : await this.#load(load);
    cancel();
    if (!module) this.#tell(sorry[found]);
    return module;
  }

  /**
   * Loads what is nice to have. Gives null where that cannot be had; nobody is told, and the page is not loaded anew.
   * @template M
   * @param {Load<M>} load
   * @returns {Promise<M | null>}
   */
  async want(load) {
    return await this.#isOutOfReach(load) ? null : this.#import(load);
  }

  /**
   * Loads what the page cannot do without, and tries until it is there. `waits(until)` is called before each pause.
   * @template M
   * @param {Load<M>} load @param {(until: number) => void} waits
   * @returns {Promise<M>}
   */
  async need(load, waits = () => {}) {
    for (;;) {
      const result = await this.#load(load);
      if (result.module) {
        this.#backoff.reset();
        return result.module;
      }
      if (result.found !== 'unreachable') this.#tell(sorry[result.found]);
      await this.#pause(waits);
    }
  }

  /** The server does not understand this page any more: loads it anew where the server has another build. */
  async renew() {
    if (await this.#find() === 'gone') this.#leave();
  }

  /** Ends all pauses: there is reason to believe that the server can be reached. */
  retryNow() {
    for (const end of [...this.#pauses]) end();
  }

  /**
   * Without a connection the server is asked first, so that the browser remembers no failure.
   * @param {Load<any>} load
   */
  async #isOutOfReach(load) {
    return !this.#loaded.has(load) && !this.#isConnected() && await this.#find() === 'unreachable';
  }

  /**
   * Gives null where the import fails.
   * @template M
   * @param {Load<M>} load
   * @returns {Promise<M | null>}
   */
  async #import(load) {
    try {
      if (!this.#loaded.has(load)) this.#loaded.set(load, await load());
      return this.#loaded.get(load);
    } catch {
      return null;
    }
  }

  /**
   * @template M
   * @param {Load<M>} load
   * @returns {Promise<{module: M | null, found: keyof typeof sorry}>}
   */
  async #load(load) {
    const module = await this.#import(load);
    if (module) return { module, found: 'here' };
    const found = await this.#find();
    const again = found === 'here' ? await this.#import(load) : null; // the server may have been away for a moment
    if (again) return { module: again, found };
    if (found !== 'unreachable' && this.#leave()) return new Promise(() => {}); // the page ends here
    return { module: null, found };
  }

  /** Loads the page anew, if that may be. Whoever asks after that is told the same. */
  #leave() {
    return (this.#isLeaving ||= this.#reload());
  }

  /**
   * @param {(until: number) => void} waits
   * @returns {Promise<void>}
   */
  #pause(waits) {
    const delay = this.#backoff.next(this.#random());
    waits(this.#clock.now() + delay);
    return new Promise((resolve) => {
      const end = () => {
        cancel();
        this.#pauses.delete(end);
        resolve();
      };
      const cancel = this.#clock.later(delay, end);
      this.#pauses.add(end);
    });
  }
}
