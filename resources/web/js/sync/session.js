import { placeNamed, nameOfPlace } from '../text/places.js';
import { unreadOf } from '../state/state.js';
import { Entrance } from '../state/entrance.js';
import { Identity } from '../state/identity.js';
import { closeReason, connectionLost, sentence, tooOld } from '../net/errors.js';
import { familyOf, request } from '../net/messages.js';
import { Greeter } from './greeter.js';
import { JoinQueue } from './joinqueue.js';
import { compare, listMemberships } from './memberships.js';
import { Places } from './places.js';

/** @import { Connection } from '../net/connection.js' */
/** @import { Events, Membership } from '../net/protocol.d.ts' */
/** @import { Requests } from '../net/requests.js' */
/** @import { Clock, Link, Refusal } from '../net/types.d.ts' */
/** @import { Applier } from '../state/applier.js' */
/** @import { Outbox } from '../state/outbox.js' */
/** @import { Settings } from '../state/settings.js' */
/** @import { Signal } from '../state/state.js' */
/** @import { Entry, State } from '../state/types.d.ts' */

/**
 * What is said on a connection: the greeting, the rooms that come back after it, and where each frame goes. Owns nothing;
 * everything it works on is handed in.
 */
export class Session {
  #connection;
  #requests;
  #applier;
  #outbox;
  #settings;
  #state;
  #signal;
  #clock;
  #identity;
  #greeter;
  #places;
  #queue;
  /** @type {string | null} */
  #wanted = null; // a place
  /** @type {Set<string>} */
  #named = new Set(); // places that a person named: where no room has that name, one is made
  #resuming = false; // greeted, and the room that is shown does not live yet
  #listing = false; // not all memberships are known yet
  /** @type {Events['welcome'] | null} */
  #greeting = null; // the welcome of this connection
  #saidTooMany = false;

  /** @param {{connection: Connection, requests: Requests, applier: Applier, outbox: Outbox, settings: Settings, state: State, signal: Signal, clock: Clock, identity?: Identity, entrance?: Entrance}} uses */
  constructor({ connection, requests, applier, outbox, settings, state, signal, clock, identity = new Identity(settings), entrance = new Entrance() }) {
    this.#connection = connection;
    this.#requests = requests;
    this.#applier = applier;
    this.#outbox = outbox;
    this.#settings = settings;
    this.#state = state;
    this.#signal = signal;
    this.#clock = clock;
    this.#identity = identity;
    this.#greeter = new Greeter({ connection, requests, applier, settings, state, signal, identity, entrance });
    this.#places = new Places({ state, applier, outbox, settings, signal });
    this.#queue = new JoinQueue({ clock, join: (place) => this.#follow(place), isBefore: (a, b) => this.#weight(a) > this.#weight(b), calm: () => this.#calm() });
    signal.on('hole', (room) => {
      outbox.lost([room]);
      this.#queue.add(room).catch(() => {});
    });
    signal.on('own', ({ room, nonce }) => {
      outbox.acknowledged(room, nonce);
      requests.acknowledged(nonce);
    });
    signal.on('removed', ({ room, name, why }) => {
      if (why === 'deleted') outbox.strand(room, name ? placeNamed(name) : room);
      else if (why === 'left') outbox.discardRoom(room);
      this.#queue.drop(room, connectionLost);
      this.#forget(room);
      if (why === 'deleted') this.#tell(name ? `${name} was deleted.` : 'There is no such room any more.');
    });
    signal.on('moved', ({ from, to }) => this.#wanted === from && this.want(to));
    signal.on('named', () => this.#greeting && !this.#listing && this.#rememberRooms());
  }

  /**
   * The place to be in, with the next welcome if not before.
   * @param {string | null} place
   */
  want(place) {
    this.#wanted = place;
    if (place === null) this.#named.clear();
  }

  /**
   * A person typed the name of this place and means it, so a room of that name is made where there is none. Otherwise it is
   * only looked for: links are old, or spelt wrong.
   * @param {string} place
   */
  mayMake(place) {
    if (nameOfPlace(place) !== null) this.#named.add(place);
  }

  /** The socket is open. A tab whose identity has ended elsewhere says nothing on it. */
  opened() {
    if (this.#identity.end) {
      this.#signal.emit('ended');
      return;
    }
    this.#greeter.greet().then((welcome) => welcome && this.#welcomed(welcome));
  }

  /** @param {any} frame */
  frame(frame) {
    const family = familyOf(frame);
    if (family === 'durable') this.#applier.live(frame);
    if (family !== 'passing') return;
    this.#applier.passing(frame);
    if (frame.type === 'error' && frame.nonce) this.#places.refused(frame.nonce, frame);
    if (frame.type === 'room_joined') this.#joinedElsewhere(frame.membership);
    this.#requests.settle(frame);
  }

  /** @param {Membership} membership */
  #joinedElsewhere({ room }) {
    this.#places.settle(this.#wanted);
    this.#queue.add(room).catch(() => {});
  }

  lost() {
    this.#resuming = false;
    this.#greeting = null;
    this.#requests.lost();
    this.#queue.clear(connectionLost);
    this.#applier.lost();
    this.#outbox.lost();
  }

  /** @param {Link} link */
  phase(link) {
    const isClosed = link.phase === 'closed';
    this.#applier.link(isClosed ? { ...link, reason: closeReason(link.code, link.reason) } : link);
    if (isClosed && link.code === tooOld) this.#signal.emit('outdated');
  }

  /**
   * Joins the room of a place, or makes it; see mayMake(). Gives its id.
   * @param {string} place @param {string} [topic]
   * @returns {Promise<string>}
   */
  async join(place, topic) {
    const room = await this.#queue.add(place).catch((error) => {
      if (error.code === 'not_found') this.#notFound(place);
      throw error;
    });
    if (topic) this.#requests.tell('topic', { room, text: topic, nonce: `topic-${Date.now()}` });
    this.#rememberRooms();
    return room;
  }

  /** @param {string} room */
  async leave(room) {
    await this.#requests.ask('leave', { room });
    this.#applier.removeRoom(room);
    this.#rememberRooms();
  }

  /** @param {Events['welcome']} welcome */
  async #welcomed(welcome) {
    this.#connection.greeted(welcome.heartbeat);
    this.#outbox.identity(welcome.userId);
    const known = this.#knownRooms();
    const byHand = this.#state.join.busy;
    this.#settleName(welcome.username, welcome.more === true || compare(welcome.rooms, known).knowsPerson);
    if (this.#state.view === 'join') this.#applier.view('chat');
    this.#resuming = true;
    this.#listing = true;
    this.#greeting = welcome;
    this.#places.settle(this.#wanted);
    const { rooms: listed, isComplete } = await listMemberships(welcome, {
      ask: (after) => this.#requests.ask('memberships', { after }),
      later: (delay) => new Promise((resolve) => this.#clock.later(delay, () => resolve(null))),
      isOver: () => this.#greeting !== welcome,
      page: (page) => this.#resume(page),
    });
    if (this.#greeting !== welcome) return;
    this.#listing = false;
    this.#places.settle(this.#wanted);
    const rooms = listed.map(({ room }) => room).filter((room) => this.#state.rooms.has(room)); // without those that were left meanwhile
    if (isComplete) rooms.push(...this.#unlisted(listed, known, byHand));
    this.#resume(this.#stillToJoin(rooms));
    if (isComplete) this.#outbox.loaded.then(() => this.#greeting === welcome && this.#sendElsewhere());
    if (this.#queue.isEmpty) this.#calm();
  }

  #sendElsewhere() {
    this.#places.settle(this.#wanted);
    this.#places.sendElsewhere((place) => this.#queue.has(place));
  }

  /** @param {string} text */
  #tell(text) {
    this.#signal.emit('refused', { room: null, text });
  }

  /** @param {string[]} rooms */
  #resume(rooms) {
    this.#queue.addAll(rooms).forEach((joining, at) => joining.catch((error) => this.#notJoined(rooms[at], error)));
  }

  /**
   * The room that is shown first, then those in which something is unread.
   * @param {string} place
   */
  #weight(place) {
    if (place === this.#first) return 2;
    const room = this.#state.rooms.get(place);
    return room && unreadOf(room) ? 1 : 0;
  }

  /** The place that a person looks at, or wants to. */
  get #first() {
    return this.#wanted ?? (this.#state.offered ? null : this.#state.current);
  }

  /** Every room is live, or has to wait. The person goes on as soon as the room that they look at is there. */
  #calm() {
    if (!this.#resuming) return;
    const first = this.#first;
    if (first && (this.#listing || this.#queue.has(first)) && !this.#state.rooms.get(first)?.live) return;
    this.#resuming = false;
    if (!this.#listing) this.#rememberRooms();
    this.#connection.resumed();
  }

  /** Ids and logs of the rooms that one was in, here or before the page was loaded. */
  #knownRooms() {
    const known = new Map(this.#settings.get('memberships').map(({ room, log }) => [room, log]));
    for (const room of this.#state.rooms.values()) if (room.handled !== null) known.set(room.id, room.log);
    return known;
  }

  /**
   * A server that forgot everybody gives a guest some name; then the own one is asked for before anything is said.
   * @param {string} username @param {boolean} sameServer
   */
  #settleName(username, sameServer) {
    const name = this.#settings.get('name');
    if (!name || name === username || sameServer) this.#settings.set('name', username);
    else this.#requests.ask('rename', { name }).catch(() => {});
  }

  /**
   * Gives up the rooms that are not listed, because they were left elsewhere. Returns those that a person asks for now: they are joined all the same.
   * @param {Membership[]} listed @param {Map<string, string | null>} known @param {boolean} byHand
   */
  #unlisted(listed, known, byHand) {
    const { missing, knowsPerson } = compare(listed, known);
    if (!knowsPerson) return missing;
    const wanted = byHand ? this.#wanted : null;
    for (const room of missing) if (room !== wanted) this.#end(room, 'absent');
    return missing.filter((room) => room === wanted);
  }

  /** @param {string[]} rooms */
  #stillToJoin(rooms) {
    const places = new Set(rooms);
    if (this.#first) places.add(this.#first);
    return [...places].filter((place) => !this.#state.rooms.get(place)?.live);
  }

  /**
   * One is not in a room any more: the server knows none of that id, or does not list it.
   * @param {string} room @param {'deleted' | 'absent'} why
   */
  #end(room, why) {
    if (this.#wanted === room) this.#wanted = null;
    if (this.#state.rooms.has(room)) this.#applier.removeRoom(room, why);
    else this.#signal.emit('removed', { room, name: this.#places.nameOf(room), why });
  }

  /**
   * The server knows no such room, by its id or by its name.
   * @param {string} place
   */
  #notFound(place) {
    if (this.#wanted === place) this.#wanted = null;
    if (nameOfPlace(place) === null) this.#end(place, 'deleted');
    else this.#signal.emit('unmade', place);
  }

  /** @param {string} room */
  #forget(room) {
    this.#settings.set('memberships', this.#settings.get('memberships').filter((other) => other.room !== room));
  }

  /**
   * One room that cannot be had does not keep the others waiting.
   * @param {string} place @param {Refusal} error
   */
  #notJoined(place, error) {
    if (error.code === 'connection_lost') return;
    if (error.code === 'too_many' && place !== this.#first) {
      this.#tooMany(error);
      return;
    }
    if (place === this.#wanted) this.#wanted = null;
    if (error.code === 'not_found') this.#notFound(place);
    else this.#signal.emit('refused', { room: place, text: `${this.#places.nameOf(place)}: ${sentence(error)}` });
  }

  /**
   * The server keeps a connection up to date in so many rooms only. The most wanted ones were joined first.
   * @param {Refusal} error
   */
  #tooMany(error) {
    this.#queue.giveUp(error);
    if (this.#saidTooMany) return;
    this.#saidTooMany = true;
    this.#tell('You are in more rooms than this server keeps up to date. Leave some to hear from the others.');
  }

  /**
   * Joins a room and follows it up to its head.
   * @param {string} place
   * @returns {Promise<string>}
   */
  async #follow(place) {
    const name = nameOfPlace(place);
    let reply = name === null ? await this.#joinFurther(place) : await this.#requests.ask('join', { name, make: this.#named.has(place) ? undefined : false });
    while (reply.more) reply = await this.#joinFurther(reply.room);
    const { room } = reply;
    this.#named.delete(place);
    if (place !== room) this.#places.move({ from: place, to: room });
    if (room === this.#wanted) this.#wanted = null;
    const read = this.#state.rooms.get(room)?.read ?? 0;
    if (read > reply.read) this.#requests.tell('read', { room, n: read });
    this.#outbox.ready(room);
    return room;
  }

  /** @param {string} room */
  #joinFurther(room) {
    return this.#requests.ask('join', { room, ...this.#position(room) });
  }

  /**
   * From where to go on. A room in which nothing is unread is opened without its messages until it is looked at.
   * @param {string} id
   * @returns {{since?: number, log?: string}}
   */
  #position(id) {
    const room = this.#state.rooms.get(id);
    if (!room?.log) return {};
    if (room.handled !== null) return { since: room.handled, log: room.log };
    const first = id === this.#state.current || id === this.#wanted;
    return first || unreadOf(room) ? {} : { since: room.head, log: room.log };
  }

  /** Rooms that were not joined yet are remembered until they turn out to be gone or left. */
  #rememberRooms() {
    const others = this.#settings.get('memberships').filter(({ room }) => !this.#state.rooms.has(room));
    this.#settings.set('memberships', [...others, ...[...this.#state.rooms.values()].map(({ id, log, name }) => ({ room: id, log, name }))]);
  }

  /** @param {Entry} entry */
  send({ type = 'message', room, id, text, nonce, style }) {
    this.#connection.send(request(type, { room, id, text, nonce, style }));
  }
}
