import { nameOfPlace } from '../text/places.js';

/** @import { Room, State, Topics } from './types.d.ts' */

/** What the page knows. Plain data; the applier is the only one that writes it. */

export const defaultLimits = { text: 2000, rooms: 100, name: 32, room: 64, topic: 300 };

/** @returns {State} */
export function createState() {
  return {
    view: 'join', // or 'chat'
    join: { problem: '', needPassword: false, needCode: false, needAccount: false, busy: false },
    link: { phase: 'idle' },
    me: null, // {userId, username}
    account: null, // {handle, role, twoFactor}; null for a guest
    device: null, // {id, name}, of an account
    serverName: 'Parlance',
    limits: { ...defaultLimits },
    rooms: new Map(),
    people: new Map(), // userId -> the latest name heard of
    current: null, // the place that is shown: a room's id, or a name until the server says which room that is
    calledSo: null, // what that place was called when it was opened
    offered: null, // the same, where one is not in that room and may enter it
    isUnmade: false, // no room has the name of the place that is offered
    ready: false, // everything that shows rooms is loaded
    attention: 'hidden', // or 'beside', 'watched': whether the page can be seen, and has the focus
  };
}

/**
 * @param {string} id @param {string} name
 * @returns {Room}
 */
export function createRoom(id, name) {
  return {
    id, // for ever
    name, // what it is called at the moment
    role: null, // 'owner' may give it another name
    log: null,
    head: 0, // as welcome said; where an unread-free room may start from
    handled: null, // seq of the last event handled; null before the first join
    n: 0,
    read: 0,
    topic: '',
    live: false,
    users: new Map(), // who is present: id -> name
    userCount: 0,
    messages: null, // a gapless window of the room's messages, by seq; null before anything was loaded
    recent: [], // the last messages that came live, to close the gap behind a fetched page
    changes: new Map(), // message id -> its last edit or deletion, for pages that were read before it
    forgotten: 0, // seq of the last change that is not among them any more
    notices: [], // system lines
    mentions: [], // n of the messages that mean me
    unseen: new Map(), // id -> n of messages that came and are not read
    gone: new Set(), // n of the messages that were deleted before they were read
    line: null, // n of the message above which the new-messages line stands
    landing: null, // 'line' or 'end': where the view has to go with the next drawing
    following: true, // the reader is at the newest message
  };
}

/**
 * What the place that is shown is called; null where only its id is known.
 * @param {State} state
 */
export const currentName = ({ rooms, current, calledSo }) => rooms.get(current)?.name ?? nameOfPlace(current) ?? calledSo;

/**
 * How many messages nobody saw and nobody deleted.
 * @param {Room} room
 */
export const unreadOf = (room) => Math.max(0, room.n - room.read - room.gone.size);

/**
 * n of the first of them; null where there is none.
 * @param {Room} room
 */
export function firstUnread(room) {
  for (let n = room.read + 1; n <= room.n; n += 1) if (!room.gone.has(n)) return n;
  return null;
}

/** @param {Room} room */
export const isMentioned = (room) => room.mentions.some((n) => n > room.read);

/**
 * The window holds the newest message.
 * @param {Room} room
 */
export const isAtEnd = (room) => room.n === (room.messages?.at(-1)?.n ?? 0);

/**
 * There are messages before the window.
 * @param {Room} room
 */
export const hasOlder = (room) => (room.messages?.[0]?.n ?? 1) > 1;

/** Who wants to know what changed. A topic is a word; listeners are called in the order they came. */
export class Signal {
  /** @type {Map<string, ((detail: any) => void)[]>} */
  #listeners = new Map();

  /**
   * Gives what ends it.
   * @template {string} Names
   * @param {Names} topics
   * @param {(detail: Names extends keyof Topics ? Topics[Names] : any) => void} listener
   */
  on(topics, listener) {
    for (const topic of topics.split(' ')) this.#listeners.set(topic, [...this.#listeners.get(topic) ?? [], listener]);
    return () => {
      for (const topic of topics.split(' ')) this.#listeners.set(topic, (this.#listeners.get(topic) ?? []).filter((other) => other !== listener));
    };
  }

  /**
   * @template {keyof Topics} Topic
   * @param {Topic} topic @param {Topics[Topic]} [detail]
   */
  emit(topic, detail) {
    for (const listener of this.#listeners.get(topic) ?? []) listener(detail);
  }
}
