import { nameOfPlace, placeNamed } from '../text/places.js';

/** @import { Signal } from './state.js' */
/** @import { Storage } from './storage.js' */
/** @import { Choices, Place } from './types.d.ts' */

/**
 * What a person chose, and what lets them back in.
 * @type {Choices}
 */
const fallbacks = {
  token: null,
  userId: null, // whose the token is
  name: '',
  password: '',
  place: { room: placeNamed('general'), name: 'general' }, // the last one shown
  memberships: [], // [{room, log, name}], for a server that does not list them
  former: [], // rooms that one left: an old address does not lead into them again
  theme: 'system',
  notify: false,
  announce: true,
  enterSends: null, // not chosen: yes with a keyboard, no on a touch screen
  members: true,
  silenced: [], // places that are muted
  backoffCeiling: 30000,
};

const formerKept = 200;

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
    return this.get('silenced').includes(room);
  }

  /** @param {string} room @param {boolean} muted */
  mute(room, muted) {
    const others = this.get('silenced').filter((other) => other !== room);
    this.set('silenced', muted ? [...others, room] : others);
    this.#signal.emit('rooms');
  }

  /**
   * The room that one left, by its id or by the name that it had.
   * @param {string} place
   */
  formerAt(place) {
    return this.get('former').findLast(({ room, name }) => room === place || (name !== null && name === nameOfPlace(place)));
  }

  /** @param {Place} place */
  leave(place) {
    this.set('former', [...this.get('former').filter(({ room }) => room !== place.room), place].slice(-formerKept));
  }

  /** @param {string[]} places */
  rejoin(...places) {
    const former = this.get('former').filter(({ room }) => !places.includes(room));
    if (former.length < this.get('former').length) this.set('former', former);
  }

  /**
   * What a place was called when one was last there; null where that is not known.
   * @param {string} room
   */
  nameOf(room) {
    const known = [...this.get('memberships'), this.get('place'), ...this.get('former')].find((place) => place.room === room);
    return known?.name ?? nameOfPlace(room);
  }

  /** The places, asked for by name, about which something is kept. */
  namedPlaces() {
    return [this.get('place').room, ...this.get('silenced')].filter((room) => nameOfPlace(room) !== null);
  }

  /**
   * A place turned out to be a room, or what was a room is gone.
   * @param {{from: string, to: string}} move
   */
  move({ from, to }) {
    const { room, name } = this.get('place');
    if (room === from) this.set('place', { room: to, name });
    if (!this.isMuted(from)) return;
    this.mute(from, false);
    this.mute(to, true);
  }

  /** Signing out: the next person starts afresh, but for how the page looks. Other tabs wait for the token, which goes last. */
  forgetPerson() {
    for (const key of ['name', 'password', 'place', 'memberships', 'former', 'silenced', 'logs', 'userId', 'token']) this.#storage.remove(key);
  }
}
