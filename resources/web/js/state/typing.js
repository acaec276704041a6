/** @import { Clock } from '../net/types.d.ts' */
/** @import { Typist } from './types.d.ts' */

export const forgottenAfter = 8000; // ms without a repeat
export const repeatEvery = 3000; // ms between two reports of one's own typing

/** Who types where. An end can get lost, so everybody is forgotten by themselves. */
export class Typists {
  #clock;
  #changed;
  /** @type {Map<string, Map<string, {username?: string, cancel: () => unknown}>>} */
  #rooms = new Map(); // room -> Map(userId -> {username, cancel})

  /** @param {Clock} clock @param {(room: string) => void} changed */
  constructor(clock, changed) {
    this.#clock = clock;
    this.#changed = changed;
  }

  /** @param {Typist} typist */
  set({ room, userId, username, isTyping }) {
    const typists = this.#rooms.get(room) ?? new Map();
    this.#rooms.set(room, typists);
    const known = typists.get(userId);
    known?.cancel();
    if (isTyping) {
      const cancel = this.#clock.later(forgottenAfter, () => this.set({ room, userId, isTyping: false }));
      typists.set(userId, { username, cancel });
    } else {
      typists.delete(userId);
    }
    if (isTyping !== Boolean(known)) this.#changed(room);
  }

  clear() {
    for (const [room, typists] of this.#rooms) {
      for (const { cancel } of typists.values()) cancel();
      typists.clear();
      this.#changed(room);
    }
  }

  /** @param {string} room */
  names(room) {
    return [...(this.#rooms.get(room)?.values() ?? [])].map(({ username = '' }) => username);
  }
}

/** Says that one types oneself: at once, then every 3 s while it goes on, and when it ends. */
export class TypingReporter {
  #clock;
  #tell;
  /** @type {string | null} */
  #room = null;
  #at = 0;

  /** @param {Clock} clock @param {(fields: {room: string, isTyping: boolean}) => void} tell */
  constructor(clock, tell) {
    this.#clock = clock;
    this.#tell = tell;
  }

  /**
   * The text in the composer changed.
   * @param {string} room @param {boolean} isEmpty
   */
  typed(room, isEmpty) {
    if (isEmpty) {
      this.stop();
      return;
    }
    if (this.#room !== room) this.stop();
    if (this.#room === room && this.#clock.now() - this.#at < repeatEvery) return;
    this.#room = room;
    this.#at = this.#clock.now();
    this.#tell({ room, isTyping: true });
  }

  stop() {
    if (this.#room && this.#clock.now() - this.#at < forgottenAfter) this.#tell({ room: this.#room, isTyping: false });
    this.#room = null;
  }

  /** A message ends it by itself. */
  sent() {
    this.#room = null;
  }
}

/** @param {string[]} names */
export function typingSentence(names) {
  if (names.length === 0) return '';
  if (names.length === 1) return `${names[0]} is typing…`;
  if (names.length === 2) return `${names[0]} and ${names[1]} are typing…`;
  return 'Several people are typing…';
}

export const gatheredFor = 300; // ms: reading on is told once in that time

/** Tells the server how far one has read, not with every message. */
export class ReadMarks {
  #clock;
  #tell;
  /** @type {Map<string, number>} */
  #waiting = new Map();

  /** @param {Clock} clock @param {(fields: {room: string, n: number}) => void} tell */
  constructor(clock, tell) {
    this.#clock = clock;
    this.#tell = tell;
  }

  /** @param {string} room @param {number} n */
  mark(room, n) {
    const isFirst = this.#waiting.size === 0;
    this.#waiting.set(room, n);
    if (isFirst) this.#clock.later(gatheredFor, () => this.flush());
  }

  /** At once: the page may be gone before the time is over. */
  flush() {
    const marks = [...this.#waiting];
    this.#waiting.clear();
    for (const [room, n] of marks) this.#tell({ room, n });
  }
}
