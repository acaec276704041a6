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
  #waiting = new Map(); // id of the room -> message
  /** @type {Map<string, {message: Events['message'], close: () => void}>} */
  #shown = new Map(); // id of the room -> {message, close}

  /**
   * `show(room, message, isQuiet)` gives what closes it, or null where it may not be shown; quietly it takes the place of one
   * that is shown of that room.
   * @param {{state: State, signal: Signal, settings: Settings, locks?: Locks, channel: Channel, clock: Clock, page: string, show: (room: Room, message: Events['message'], isQuiet: boolean) => (() => void) | null}} uses
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
    signal.on('room', (id) => this.#tidy(id));
    signal.on('removed', ({ room }) => this.#close(room));
    signal.on('named', (room) => this.#rename(room));
    signal.on('attention', () => this.#attend());
    signal.on('link', () => this.#lead());
    this.#attend();
    this.#lead();
  }

  /** Closes what is shown and forgets what waits to be shown. */
  closeAll() {
    this.#waiting.clear();
    for (const id of [...this.#shown.keys()]) this.#close(id);
  }

  /** @param {Topics['arrived']} arrival */
  #arrived({ room, message }) {
    const { me } = this.#state;
    if (message.userId === me?.userId || !means(message, me) || !this.#isNews(room.id, message)) return;
    const isFirst = !this.#waiting.has(room.id);
    this.#waiting.set(room.id, message);
    if (isFirst) this.#clock.later(grace, () => this.#consider(room.id));
  }

  /** @param {string} id */
  async #consider(id) {
    const message = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (!message || !this.#isNews(id, message) || !await this.#isMine(message) || await this.#isWatched()) return;
    const room = this.#state.rooms.get(id);
    if (!room || !this.#isNews(id, message)) return;
    this.#close(id);
    this.#put(room, message, false);
  }

  /** @param {Room} room @param {Events['message']} message @param {boolean} isQuiet */
  #put(room, message, isQuiet) {
    const close = this.#show(room, message, isQuiet);
    if (close) this.#shown.set(room.id, { message, close });
  }

  /**
   * What is shown gets the room's present name.
   * @param {Room} room
   */
  #rename(room) {
    const shown = this.#shown.get(room.id);
    if (shown) this.#put(room, shown.message, true);
  }

  /** @param {string} id @param {Events['message']} message */
  #isNews(id, message) {
    const room = this.#state.rooms.get(id);
    return room !== undefined && this.#settings.get('notify') && !this.#settings.isMuted(id) && !isOver(room, message);
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

  /** @param {string} id */
  #tidy(id) {
    const shown = this.#shown.get(id);
    if (shown && isOver(this.#state.rooms.get(id), shown.message)) this.#close(id);
  }

  /** @param {string} id */
  #close(id) {
    this.#shown.get(id)?.close();
    this.#shown.delete(id);
  }
}

/**
 * Read, deleted, or not what it said any more.
 * @param {Room | undefined} room @param {Events['message']} message
 */
const isOver = (room, { id, n }) => !room || n <= room.read || room.gone.has(n) || room.changes.has(id);
