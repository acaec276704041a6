import { BackOff } from './backoff.js';
import { comesBack } from './errors.js';

/** @import { Clock, ConnectionEvents, Frame, Link, Socket, SocketEvents } from './types.d.ts' */

export const greetingDeadline = 10000; // ms from the attempt to the welcome
export const probeDeadline = 5000; // ms that an answer to a ping may take
export const calmAfter = 10000; // ms connected before the back-off starts over
const silenceFactor = 2.25; // 45 s at the usual heartbeat of 20 s

/**
 * Keeps one socket to the server: opens it, notices when it is dead, opens the next. Knows nothing of what is said on it
 * but that there is a greeting and that frames mean life.
 *
 * Phases: idle, connecting (until resumed() is called), connected, waiting and offline (until `until`), closed.
 */
export class Connection {
  #clock;
  #open;
  #on;
  #random;
  #isOnline;
  #backoff;
  /** @type {Socket | null} */
  #socket = null;
  /** @type {Link['phase']} */
  #phase = 'idle';
  /** @type {Map<string, () => unknown>} */
  #timers = new Map();
  #heardAt = 0;
  #silence = 0;

  /**
   * `on`: opened(), frame(frame), lost(), phase({phase, until?, code?, reason?}).
   * @param {{clock: Clock, open: (events: SocketEvents) => Socket, on: ConnectionEvents, ceiling?: number, random?: () => number, isOnline?: () => boolean}} uses
   */
  constructor({ clock, open, on, ceiling, random = Math.random, isOnline = () => true }) {
    this.#clock = clock;
    this.#open = open;
    this.#on = on;
    this.#random = random;
    this.#isOnline = isOnline;
    this.#backoff = new BackOff(ceiling);
  }

  get phase() {
    return this.#phase;
  }

  /** At once, whatever was going on; an old socket is closed first. */
  reconnectNow() {
    this.#drop();
    this.#enter('connecting');
    this.#arm('greeting', greetingDeadline, () => this.#fail());
    this.#socket = this.#open({
      opened: () => this.#on.opened(),
      frame: (frame) => this.#hear(frame),
      closed: (code, reason) => this.#closed(code, reason),
    });
  }

  /**
   * False where there is no open socket.
   * @param {object} frame
   */
  send(frame) {
    return this.#socket?.send(frame) ?? false;
  }

  /**
   * The server answers and beats every `heartbeat` ms.
   * @param {number} heartbeat
   */
  greeted(heartbeat) {
    this.#disarm('greeting');
    this.#silence = heartbeat * silenceFactor;
    this.#watch();
  }

  /** Every room is live again. */
  resumed() {
    if (this.#phase !== 'connecting' || !this.#socket) return;
    this.#enter('connected');
    this.#arm('calm', calmAfter, () => this.#backoff.reset());
  }

  /** The page became visible or the machine woke: waiting is over, and a socket has to prove that it lives. */
  wake() {
    if (this.#phase === 'waiting' || this.#phase === 'offline') this.reconnectNow();
    else if (this.#phase === 'connected') this.probe();
  }

  probe() {
    if (this.#phase !== 'connected') return;
    this.send({ type: 'ping' });
    this.#arm('probe', Math.min(probeDeadline, this.#silence), () => this.reconnectNow());
  }

  /** The attempt failed for a reason that passes; the next one comes after at least `delay` ms. */
  retryAfter(delay = 0) {
    if (!this.#socket) return;
    this.#drop();
    this.#schedule(delay);
  }

  /**
   * Ends it until reconnectNow().
   * @param {Link['phase']} phase
   */
  stop(phase = 'idle', details = {}) {
    this.#drop();
    this.#enter(phase, details);
  }

  /** @param {Frame} frame */
  #hear(frame) {
    this.#heardAt = this.#clock.now();
    this.#disarm('probe');
    this.#on.frame(frame);
  }

  #watch() {
    this.#heardAt = this.#clock.now();
    const look = () => {
      const left = this.#heardAt + this.#silence - this.#clock.now();
      if (left <= 0) this.#fail();
      else this.#arm('silence', left, look);
    };
    look();
  }

  /** @param {number} code @param {string} reason */
  #closed(code, reason) {
    this.#socket = null;
    this.#drop();
    if (comesBack(code)) this.#schedule(0);
    else this.#enter('closed', { code, reason });
  }

  #fail() {
    this.#drop();
    this.#schedule(0);
  }

  /** @param {number} atLeast */
  #schedule(atLeast) {
    const delay = Math.max(atLeast, this.#backoff.next(this.#random()));
    this.#enter(this.#isOnline() ? 'waiting' : 'offline', { until: this.#clock.now() + delay });
    this.#arm('retry', delay, () => this.reconnectNow());
  }

  #drop() {
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
    this.#socket?.close();
    this.#socket = null;
    if (this.#phase === 'connected' || this.#phase === 'connecting') this.#on.lost();
  }

  /** @param {Link['phase']} phase @param {Partial<Link>} details */
  #enter(phase, details = {}) {
    this.#phase = phase;
    this.#on.phase({ phase, ...details });
  }

  /** @param {string} name @param {number} delay @param {() => void} action */
  #arm(name, delay, action) {
    this.#disarm(name);
    this.#timers.set(name, this.#clock.later(delay, () => {
      this.#timers.delete(name);
      action();
    }));
  }

  /** @param {string} name */
  #disarm(name) {
    this.#timers.get(name)?.();
    this.#timers.delete(name);
  }
}
