import { durable, noteMention, withKnownChanges } from './events.js';
import { comeAndGo, rename } from './presence.js';
import { happen, moveRead, noteDeleted, noteUnseen, readAfterSeeing } from './reading.js';
import { createRoom, isAtEnd, unreadOf } from './state.js';
import { appendPage, prependPage, replaceWindow } from './window.js';

/** @import { Event as LogEvent, Events, Membership } from '../net/protocol.d.ts' */
/** @import { Clock, Frame, Link } from '../net/types.d.ts' */
/** @import { Signal } from './state.js' */
/** @import { Me, Message, Room, State } from './types.d.ts' */

/**
 * The only writer of what the server said: frames go in, the state changes, and the signal says what did. Events of a room
 * are handled in the order of `seq`, each once; one that does not fit is a hole, which is reported and not applied.
 *
 * Topics: 'me', 'rooms' (the list and its counts), 'room' (id; anything in it), 'named' (a room that has another name),
 * 'arrived' ({room, message}), 'own' ({room, nonce}; something of one's own was seen), 'hole' (id), 'removed' ({room, name,
 * why}), 'typed' ({room, userId, username, isTyping}).
 */
export class Applier {
  #state;
  #signal;
  #clock;

  /** @param {State} state @param {Signal} signal @param {Clock} clock */
  constructor(state, signal, clock) {
    this.#state = state;
    this.#signal = signal;
    this.#clock = clock;
  }

  /**
   * A frame that messages.js found to be 'passing'.
   * @param {Frame} frame
   */
  passing(frame) {
    /** @type {Record<string, ((frame: any) => void) | undefined>} */ (this.#passing)[frame.type]?.(frame);
  }

  /**
   * A frame that messages.js found to be 'durable'.
   * @param {LogEvent} event
   */
  live(event) {
    const room = this.#state.rooms.get(event.room);
    if (!room || !room.live) return;
    const { name } = room;
    if (this.#durable(room, event) === 'hole') {
      room.live = false;
      this.#signal.emit('hole', room.id);
      return;
    }
    if (room.name !== name) this.#signal.emit('named', room);
    this.#changed(room);
  }

  /** The connection went away: nothing is live, nobody is known to type. */
  lost() {
    for (const room of this.#state.rooms.values()) room.live = false;
  }

  /**
   * The room that is described, under the name that it has by now.
   * @param {Pick<Membership, 'room' | 'name' | 'topic' | 'role'>} description
   */
  #room({ room: id, name, topic, role }) {
    const room = this.#state.rooms.get(id) ?? createRoom(id, name);
    const wasCalled = room.name;
    Object.assign(room, { name, topic, role: role ?? null });
    if (!this.#state.rooms.has(id)) {
      this.#state.rooms.set(id, room);
      this.#signal.emit('rooms');
    } else if (name !== wasCalled) {
      this.#signal.emit('named', room);
    }
    return room;
  }

  /** @param {string} id @param {import('./types.d.ts').Topics['removed']['why']} why */
  removeRoom(id, why = 'left') {
    const room = this.#state.rooms.get(id);
    if (!room) return;
    this.#state.rooms.delete(id);
    this.#signal.emit('removed', { room: id, name: room.name, why });
    this.#signal.emit('rooms');
  }

  /** @type {{[Type in keyof Events]?: (frame: Events[Type]) => void}} */
  #passing = {
    welcome: (frame) => {
      this.#state.me = { userId: frame.userId, username: frame.username };
      this.#state.account = frame.account ?? null;
      this.#state.device = frame.device ?? null;
      this.#state.people.set(frame.userId, frame.username);
      this.#state.serverName = frame.serverName || this.#state.serverName;
      Object.assign(this.#state.limits, frame.limits);
      for (const membership of frame.rooms) this.#membership(membership);
      this.#signal.emit('me');
      this.#signal.emit('rooms');
    },
    memberships: (frame) => {
      for (const membership of frame.rooms) this.#membership(membership);
      this.#signal.emit('rooms');
    },
    joined: (frame) => this.#joined(frame),
    room_joined: (frame) => {
      this.#membership(frame.membership);
      this.#signal.emit('rooms');
    },
    room_left: (frame) => this.removeRoom(frame.room, frame.reason === 'left' ? 'left' : 'deleted'),
    read_moved: (frame) => {
      this.readElsewhere(frame.room, frame.read);
    },
    renamed: (frame) => this.#renamed(frame),
    presence: (frame) => this.#presence(frame),
    typing: (frame) => {
      this.#state.people.set(frame.userId, frame.username);
      this.#signal.emit('typed', frame);
    },
    members: (frame) => {
      for (const { id, username } of frame.members) this.#state.people.set(id, username);
    },
    sent: (frame) => this.#signal.emit('own', { room: frame.room, nonce: frame.nonce }),
    heartbeat: (frame) => {
      for (const [id, head] of Object.entries(frame.heads)) {
        const room = this.#state.rooms.get(id);
        if (!room?.live || head <= (room.handled ?? 0)) continue;
        room.live = false;
        this.#signal.emit('hole', id);
      }
    },
  };

  /** @param {Membership} membership */
  #membership(membership) {
    const room = this.#room(membership);
    if (room.handled !== null) return; // what is new comes with the events of the join
    room.log = membership.log;
    room.head = membership.head;
    room.n = membership.n;
    room.read = membership.read;
  }

  /** @param {Events['joined']} frame */
  #joined(frame) {
    const room = this.#room(frame);
    const first = room.handled === null;
    const before = room.n;
    const isSameLog = room.log === frame.log;
    room.handled ??= frame.events ? room.head : null;
    if (frame.history) this.#start(room, frame);
    else for (const event of frame.events ?? []) this.#durable(room, event);
    room.log = frame.log;
    room.handled = frame.head;
    room.n = frame.n;
    if (isSameLog || !frame.history) moveRead(room, frame.read);
    else room.read = frame.read;
    this.#meet(room, frame.history ?? []);
    Object.assign(room, { name: frame.name, topic: frame.topic, live: !frame.more }); // the events had the former ones
    if (first || frame.history) this.#happen(room, 'opened');
    else if (room.n > before && unreadOf(room)) this.#happen(room, 'resumed');
    room.users = new Map(frame.users.map(({ id, username }) => [id, username]));
    room.userCount = frame.userCount;
    for (const { id, username } of frame.users) this.#state.people.set(id, username);
    this.#changed(room);
  }

  /**
   * A fresh start: what was known of the room goes.
   * @param {Room} room @param {Events['joined']} frame
   */
  #start(room, frame) {
    room.recent = [];
    room.changes = new Map();
    room.forgotten = frame.head;
    if (frame.reset) room.notices = [];
    room.unseen.clear();
    room.gone.clear();
    room.n = frame.n;
    room.mentions = [];
    replaceWindow(room, frame.history ?? []);
  }

  /**
   * A page of history, asked for to be put before or behind the window, or in its place. False if it was read before a change
   * that is not remembered any more: what it says may be out of date, and it has to be asked for again.
   * @param {Events['history']} frame @param {'before' | 'behind' | 'instead'} place
   */
  history(frame, place) {
    const room = this.#state.rooms.get(frame.room);
    if (!room) return true;
    if (frame.asOf < room.forgotten) return false;
    const page = withKnownChanges(room, frame.messages);
    ({ before: prependPage, behind: appendPage, instead: replaceWindow })[place](room, page);
    this.#meet(room, page);
    this.#changed(room);
    return true;
  }

  /**
   * Names of people, their latest; what is unread; and acknowledgements of messages that were sent and never heard of again.
   * @param {Room} room @param {Message[]} messages
   */
  #meet(room, messages) {
    for (const { userId, username } of [...messages].reverse()) if (!this.#state.people.has(userId)) this.#state.people.set(userId, username);
    for (const message of messages) {
      (message.deleted ? noteDeleted : noteUnseen)(room, message);
      noteMention(room, message, this.#state.me);
    }
    for (const { userId, nonce } of messages) {
      if (nonce && userId === this.#state.me?.userId) this.#signal.emit('own', { room: room.id, nonce });
    }
  }

  /** @param {Room} room @param {LogEvent} event */
  #durable(room, event) {
    if (event.seq <= (room.handled ?? 0)) return 'old';
    if (event.seq !== (room.handled ?? 0) + 1) return 'hole';
    room.handled = event.seq;
    room.n = event.n;
    if (!Object.hasOwn(durable, event.type)) return 'handled';
    const { me, people } = this.#state;
    durable[event.type](room, /** @type {never} */ (event), me);
    const isOwn = (event.type === 'room_changed' ? event.by?.id : event.userId) === me?.userId;
    if (isOwn) this.#signal.emit('own', { room: room.id, nonce: event.nonce });
    if (event.type === 'deleted') this.#happen(room, 'deleted');
    if (event.type !== 'message') return 'handled';
    this.#happen(room, isOwn ? 'wrote' : 'arrived');
    people.set(event.userId, event.username);
    if (!event.gone) this.#signal.emit('arrived', { room, message: event });
    return 'handled';
  }

  /** @param {Events['presence']} frame */
  #presence(frame) {
    const room = this.#state.rooms.get(frame.room);
    if (!room?.live) return;
    const left = comeAndGo(this.#state, room, frame, this.#clock.now());
    for (const userId of left) this.#signal.emit('typed', { room: room.id, userId, isTyping: false });
    this.#changed(room);
  }

  /** @param {Me} person */
  #renamed(person) {
    const rooms = rename(this.#state, person, this.#clock.now());
    if (person.userId === this.#state.me?.userId) this.#signal.emit('me');
    for (const room of rooms) this.#changed(room);
  }

  /** @param {Room} room */
  #changed(room) {
    this.#signal.emit('room', room.id);
    this.#signal.emit('rooms');
  }

  /**
   * The view and the line follow; `told` emits what changed, where nobody else does.
   * @param {Room | undefined} room @param {import('./reading.js').Happening} event @param {'told'} [told]
   */
  #happen(room, event, told) {
    if (room && happen(this.#state, room, event) && told) this.#signal.emit('room', room.id);
  }

  // What the reader does, as far as it changes the same state.

  /**
   * Another place is shown, or none; one is `offered` where one is not in that room and may enter it, or make it if it
   * `isUnmade`. `name` is what the place is called, as far as that is known without the room.
   * @param {string | null} place @param {{offered?: boolean, isUnmade?: boolean, name?: string | null}} options
   */
  open(place, { offered = false, isUnmade = false, name = null } = {}) {
    Object.assign(this.#state, { current: place, calledSo: name, offered: offered ? place : null, isUnmade });
    const room = this.#state.rooms.get(place);
    if (room) room.following = true;
    this.#happen(room, 'opened');
    this.#signal.emit('current');
    this.#signal.emit('rooms');
  }

  /**
   * A place turned out to be a room. Whoever keeps something for it hears of that before it is shown.
   * @param {{from: string, to: string}} move
   */
  move(move) {
    const isShown = this.#state.current === move.from;
    if (isShown) this.#state.current = move.to;
    this.#signal.emit('moved', move);
    if (isShown) this.open(move.to);
  }

  /**
   * The messages `first` to `last` (their n) of the room are on screen. Gives how far it is read now, or 0 where that is nothing new.
   * @param {string} id @param {number} first @param {number} last
   */
  seen(id, first, last) {
    const room = this.#state.rooms.get(id);
    if (!room || this.#state.attention !== 'watched' || id !== this.#state.current) return 0;
    const n = readAfterSeeing(room, first, last);
    if (n < first - 1) this.#happen(room, 'missed', 'told');
    return this.read(id, n) ? n : 0;
  }

  /**
   * The reader is done with the room, whatever they saw of it.
   * @param {string} id
   */
  caughtUp(id) {
    const room = this.#state.rooms.get(id);
    if (!room) return 0;
    this.#happen(room, 'caughtUp');
    return this.read(id, room.n) ? room.n : 0;
  }

  /**
   * The reader wants to see what is new.
   * @param {string} id
   */
  sought(id) {
    this.#happen(this.#state.rooms.get(id), 'sought', 'told');
  }

  /**
   * Everything up to `n` was seen. True if that is news.
   * @param {string} id @param {number} n
   */
  read(id, n) {
    const room = this.#state.rooms.get(id);
    if (!room || !moveRead(room, n)) return false;
    this.#changed(room);
    return true;
  }

  /**
   * The same on another device, or in another tab.
   * @param {string} id @param {number} n
   */
  readElsewhere(id, n) {
    if (this.read(id, n)) this.#happen(this.#state.rooms.get(id), 'readElsewhere', 'told');
  }

  /**
   * Whether the page can be seen and has the focus: 'hidden', 'beside' or 'watched'.
   * @param {State['attention']} attention
   */
  attention(attention) {
    const before = this.#state.attention;
    if (attention === before) return;
    const room = this.#state.rooms.get(this.#state.current);
    if (before === 'hidden' && room && unreadOf(room)) this.#happen(room, 'shown', 'told');
    this.#state.attention = attention;
    this.#signal.emit('attention');
    this.#signal.emit('rooms');
  }

  /** Everything that shows rooms is loaded. */
  ready() {
    this.#state.ready = true;
    this.#signal.emit('ready');
  }

  /**
   * The view is where it had to go.
   * @param {string} id
   */
  landed(id) {
    const room = this.#state.rooms.get(id);
    if (room) room.landing = null;
  }

  /** @param {string} id @param {boolean} following */
  follow(id, following) {
    const room = this.#state.rooms.get(id);
    if (room) room.following = following && isAtEnd(room);
  }

  /** @param {State['view']} view @param {Partial<State['join']>} join */
  view(view, join = {}) {
    this.#state.view = view;
    this.#state.join = { problem: '', needPassword: false, needCode: false, needAccount: false, busy: false, ...join };
    this.#signal.emit('view');
  }

  /** @param {Link} link */
  link(link) {
    this.#state.link = link;
    this.#signal.emit('link');
  }

  /** Somebody else, or nobody: nothing that belonged to the last one stays. */
  forget() {
    this.#state.me = null;
    this.#state.rooms.clear();
    this.#state.people.clear();
    Object.assign(this.#state, { current: null, calledSo: null, offered: null, isUnmade: false });
    this.#signal.emit('rooms');
    this.#signal.emit('current');
  }
}
