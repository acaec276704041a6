/** @import { Signal } from './state.js' */
/** @import { Storage } from './storage.js' */
/** @import { Choices } from './types.d.ts' */

/**
 * What a person chose, and what lets them back in.
 * @type {Choices}
 */
const fallbacks = {
  token: null,
  userId: null, // whose the token is
  name: '',
  password: '',
  room: 'general', // the last one shown
  rooms: [], // [{room, log}]: memberships, for a server that forgot them
  left: [], // names of rooms that one left: an old address does not lead into them again
  theme: 'system',
  notify: false,
  announce: true,
  enterSends: null, // not chosen: yes with a keyboard, no on a touch screen
  members: true,
  muted: [],
  backoffCeiling: 30000,
};

const leftKept = 200;

export class Settings {
  #storage;
  #signal;

  /** @param {Storage} storage @param {Signal} signal */
  constructor(storage, signal) {
    this.#storage = storage;
    this.#signal = signal;
  }

  /**
   * @template {keyof Choices} Key
   * @param {Key} key
   * @returns {Choices[Key]}
   */
  get(key) {
    return this.#storage.get(key, fallbacks[key]);
  }

  /**
   * @template {keyof Choices} Key
   * @param {Key} key @param {Choices[Key]} value
   */
  set(key, value) {
    if (value === null) this.#storage.remove(key);
    else this.#storage.set(key, value);
    this.#signal.emit('settings', key);
  }

  /** @param {string} room */
  isMuted(room) {
    return this.get('muted').includes(room);
  }

  /** @param {string} room @param {boolean} muted */
  mute(room, muted) {
    const others = this.get('muted').filter((name) => name !== room);
    this.set('muted', muted ? [...others, room] : others);
    this.#signal.emit('rooms');
  }

  /** @param {string} room */
  hasLeft(room) {
    return this.get('left').includes(room);
  }

  /** @param {string} room */
  leave(room) {
    this.set('left', [...this.get('left').filter((name) => name !== room), room].slice(-leftKept));
  }

  /** @param {string[]} rooms */
  rejoin(...rooms) {
    const left = this.get('left').filter((name) => !rooms.includes(name));
    if (left.length < this.get('left').length) this.set('left', left);
  }

  /** Signing out: the next person starts afresh, but for how the page looks. Other tabs wait for the token, which goes last. */
  forgetPerson() {
    for (const key of ['name', 'password', 'room', 'rooms', 'left', 'muted', 'userId', 'token']) this.#storage.remove(key);
  }
}
