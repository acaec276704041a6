import { means } from './events.js';

/** @import { Events } from '../net/protocol.d.ts' */
/** @import { Clock } from '../net/types.d.ts' */
/** @import { Channel } from './channel.js' */
/** @import { Settings } from './settings.js' */
/** @import { Signal } from './state.js' */
/** @import { Locks, Room, State, Topics } from './types.d.ts' */

export const grace = 700; // ms in which a message may be read somewhere before it is worth a notification
const leading = 'parlance.notifications';
const watching = 'parlance.watched';
const beat = 5000; // ms between two signs of a page that is watched, where there are no locks
const claimsKept = 100;
const claimWithin = 100; // ms in which pages without locks agree on who notifies

/**
 * Notifications of mentions. A browser shows each once, however many tabs it has open: one tab holds a lock and leads, and
 * only that one notifies. It does so only if nobody has read the message meanwhile and no tab is watched; watched tabs share
 * a second lock. A notification is closed as soon as its message is read anywhere, changed or deleted, or its room is left.
 *
 * Without locks the tabs say over the channel who is watched, and claim each message; of those that claim one, the tab with
 * the smallest id notifies.
 */
export class Alerts {
  #state;
  #settings;
  #locks;
  #channel;
  #clock;
  #show;
  #page;
  #leads = false;
  #asks = false; // for the lock, or holds it
  /** @type {() => void} */
  #yield = () => {}; // lets another tab lead
  /** @type {(() => unknown) | null} */
  #unwatch = null; // ends this tab's share of the lock, or its signs
  #watchedUntil = 0;
  /** @type {Map<string, string>} */
  #claims = new Map(); // message id -> the page that notifies
  /** @type {Map<string, Events['message']>} */
  #waiting = new Map(); // room -> message
  /** @type {Map<string, {message: Events['message'], close: () => void}>} */
  #shown = new Map(); // room -> {message, close}

  /**
   * `show(room, message)` gives what closes it, or null where it may not be shown.
   * @param {{state: State, signal: Signal, settings: Settings, locks?: Locks, channel: Channel, clock: Clock, page: string, show: (room: string, message: Events['message']) => (() => void) | null}} uses
   */
  constructor({ state, signal, settings, locks, channel, clock, page, show }) {
    this.#state = state;
    this.#settings = settings;
    this.#locks = locks;
    this.#channel = channel;
    this.#clock = clock;
    this.#page = page;
    this.#show = show;
    channel.on('watched', (isWatched) => (this.#watchedUntil = isWatched ? clock.now() + beat * 2 : 0));
    channel.on('claim', ({ id, page: other }) => {
      if (!this.#claims.has(id) || other < String(this.#claims.get(id))) this.#claim(id, other);
    });
    signal.on('arrived', (arrival) => this.#arrived(arrival));
    signal.on('room', (name) => this.#tidy(name));
    signal.on('removed', (name) => this.#close(name));
    signal.on('attention', () => this.#attend());
    signal.on('link', () => this.#lead());
    this.#attend();
    this.#lead();
  }

  /** Closes what is shown and forgets what waits to be shown. */
  closeAll() {
    this.#waiting.clear();
    for (const name of [...this.#shown.keys()]) this.#close(name);
  }

  /** @param {Topics['arrived']} arrival */
  #arrived({ room, message }) {
    const { me } = this.#state;
    if (message.userId === me?.userId || !means(message, me) || !this.#isNews(room.name, message)) return;
    const isFirst = !this.#waiting.has(room.name);
    this.#waiting.set(room.name, message);
    if (isFirst) this.#clock.later(grace, () => this.#consider(room.name));
  }

  /** @param {string} name */
  async #consider(name) {
    const message = this.#waiting.get(name);
    this.#waiting.delete(name);
    if (!message || !this.#isNews(name, message) || !await this.#isMine(message) || await this.#isWatched()) return;
    if (!this.#isNews(name, message)) return;
    this.#close(name);
    const close = this.#show(name, message);
    if (close) this.#shown.set(name, { message, close });
  }

  /** @param {string} name @param {Events['message']} message */
  #isNews(name, message) {
    const room = this.#state.rooms.get(name);
    return room !== undefined && this.#settings.get('notify') && !this.#settings.isMuted(name) && !isOver(room, message);
  }

  /**
   * Whether this tab is the one that notifies.
   * @param {Events['message']} message
   */
  async #isMine({ id }) {
    if (this.#locks) return this.#leads;
    if (!this.#claims.has(id)) this.#claim(id, this.#page);
    if (this.#claims.get(id) !== this.#page) return false;
    this.#channel.tell('claim', { id, page: this.#page });
    await new Promise((resolve) => this.#clock.later(claimWithin, () => resolve(null)));
    return this.#claims.get(id) === this.#page;
  }

  /** @param {string} id @param {string} page */
  #claim(id, page) {
    this.#claims.set(id, page);
    if (this.#claims.size > claimsKept) this.#claims.delete([...this.#claims.keys()][0]);
  }

  /** Whether anybody looks at any tab. */
  async #isWatched() {
    if (this.#state.attention === 'watched') return true;
    if (!this.#locks) return this.#watchedUntil > this.#clock.now();
    const { held } = await this.#locks.query(); // asking for the lock itself would be in the way of who asks at the same moment
    return (held ?? []).some(({ name }) => name === watching);
  }

  /** Only a tab that hears from the server leads. It asks for the lock once, however often its line is lost before it gets it. */
  #lead() {
    const mayLead = () => this.#state.link.phase === 'connected';
    if (!mayLead()) {
      this.#leads = false;
      this.#yield();
    } else if (this.#locks && !this.#asks) {
      this.#asks = true;
      /** @type {() => Promise<void>} */
      const hold = () => new Promise((resolve) => {
        this.#leads = true;
        this.#yield = resolve;
      });
      this.#locks.request(leading, () => mayLead() && hold()).then(() => {
        this.#asks = false;
        this.#lead();
      }).catch(() => {});
    }
  }

  #attend() {
    const isWatched = this.#state.attention === 'watched';
    if (isWatched === Boolean(this.#unwatch)) return;
    if (!isWatched) {
      this.#unwatch?.();
      this.#unwatch = null;
    } else if (this.#locks) {
      const left = new Promise((resolve) => (this.#unwatch = () => resolve(null)));
      this.#locks.request(watching, { mode: 'shared' }, () => left).catch(() => {});
    } else {
      this.#beat();
    }
  }

  #beat() {
    this.#channel.tell('watched', true);
    const cancel = this.#clock.later(beat, () => this.#beat());
    this.#unwatch = () => {
      cancel();
      this.#channel.tell('watched', false);
    };
  }

  /** @param {string} name */
  #tidy(name) {
    const shown = this.#shown.get(name);
    if (shown && isOver(this.#state.rooms.get(name), shown.message)) this.#close(name);
  }

  /** @param {string} name */
  #close(name) {
    this.#shown.get(name)?.close();
    this.#shown.delete(name);
  }
}

/**
 * Read, deleted, or not what it said any more.
 * @param {Room | undefined} room @param {Events['message']} message
 */
const isOver = (room, { id, n }) => !room || n <= room.read || room.gone.has(n) || room.changes.has(id);
