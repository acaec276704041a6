/** What a person chose, and what lets them back in. */
const fallbacks = {
  token: null,
  name: '',
  password: '',
  room: 'general', // the last one shown
  rooms: [], // [{room, log}]: memberships, for a server that forgot them
  theme: 'system',
  notify: false,
  announce: true,
  members: true,
  muted: [],
  backoffCeiling: 30000,
};

export class Settings {
  #storage;
  #signal;

  constructor(storage, signal) {
    this.#storage = storage;
    this.#signal = signal;
  }

  get(key) {
    return this.#storage.get(key, fallbacks[key]);
  }

  set(key, value) {
    if (value === null) this.#storage.remove(key);
    else this.#storage.set(key, value);
    this.#signal.emit('settings', key);
  }

  isMuted(room) {
    return this.get('muted').includes(room);
  }

  mute(room, muted) {
    const others = this.get('muted').filter((name) => name !== room);
    this.set('muted', muted ? [...others, room] : others);
    this.#signal.emit('rooms');
  }

  /** Signing out: the next person starts afresh, but for how the page looks. */
  forgetPerson() {
    for (const key of ['token', 'name', 'password', 'room', 'rooms', 'muted']) this.#storage.remove(key);
  }
}

/** What was typed in a room and not sent. */
export class Drafts {
  #database;

  constructor(database) {
    this.#database = database;
  }

  async get(room) {
    return await this.#database.get('drafts', room) ?? '';
  }

  set(room, text) {
    if (text) this.#database.put('drafts', room, text);
    else this.#database.delete('drafts', room);
  }
}
