import { unreadOf } from '../state/state.js';
import { Identity } from '../state/identity.js';
import { closeReason, connectionLost, mayTryAgain, sentence, tooOld } from '../net/errors.js';
import { JoinQueue } from './joinqueue.js';
import { listMemberships } from './memberships.js';
import { familyOf, request } from '../net/messages.js';

/** @import { Connection } from '../net/connection.js' */
/** @import { Events, Membership } from '../net/protocol.d.ts' */
/** @import { Requests } from '../net/requests.js' */
/** @import { Clock, Link, Refusal } from '../net/types.d.ts' */
/** @import { Applier } from '../state/applier.js' */
/** @import { Outbox } from '../state/outbox.js' */
/** @import { Settings } from '../state/settings.js' */
/** @import { Signal } from '../state/state.js' */
/** @import { Entry, State } from '../state/types.d.ts' */

export const client = 'parlance-web/0.1.0';

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
  #queue;
  /** @type {string | null} */
  #wanted = null;
  /** @type {Map<string, string | null>} */
  #former = new Map(); // logs of the rooms that come back with this welcome
  #resuming = false; // greeted, and the room that is shown does not live yet
  #listing = false; // not all memberships are known yet
  /** @type {Events['welcome'] | null} */
  #greeting = null; // the welcome of this connection
  #saidTooMany = false;

  /** @param {{connection: Connection, requests: Requests, applier: Applier, outbox: Outbox, settings: Settings, state: State, signal: Signal, clock: Clock, identity?: Identity}} uses */
  constructor({ connection, requests, applier, outbox, settings, state, signal, clock, identity = new Identity(settings) }) {
    this.#connection = connection;
    this.#requests = requests;
    this.#applier = applier;
    this.#outbox = outbox;
    this.#settings = settings;
    this.#state = state;
    this.#signal = signal;
    this.#clock = clock;
    this.#identity = identity;
    this.#queue = new JoinQueue({ clock, join: (room) => this.#follow(room), isBefore: (a, b) => this.#weight(a) > this.#weight(b), calm: () => this.#calm() });
    signal.on('hole', (room) => {
      outbox.lost([room]);
      this.#queue.add(room).catch(() => {});
    });
    signal.on('own', ({ room, nonce }) => outbox.acknowledged(room, nonce));
    signal.on('removed', (room) => {
      outbox.discardRoom(room);
      this.#queue.drop(room, connectionLost);
      this.#forget(room);
    });
  }

  /**
   * The room to be in, with the next welcome if not before.
   * @param {string | null} room
   */
  want(room) {
    this.#wanted = room;
  }

  /** The socket is open. A tab whose identity has ended elsewhere says nothing on it. */
  opened() {
    if (this.#identity.end) {
      this.#signal.emit('ended');
      return;
    }
    const { token, name, password } = this.#credentials();
    this.#requests.ask('hello', { protocol: 1, client, token, name, password }).then(
      (welcome) => this.#welcomed(welcome),
      (error) => this.#refused(error),
    );
  }

  /** @param {any} frame */
  frame(frame) {
    const family = familyOf(frame);
    if (family === 'durable') this.#applier.live(frame);
    if (family !== 'passing') return;
    this.#applier.passing(frame);
    if (frame.type === 'error' && frame.nonce) this.#outbox.refused(frame.nonce, frame);
    if (frame.type === 'room_joined') this.#queue.add(frame.membership.room).catch(() => {});
    this.#requests.settle(frame);
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
   * Joins a room, or makes it. Gives its name in the server's spelling.
   * @param {string} name @param {string} [topic]
   * @returns {Promise<string>}
   */
  async join(name, topic) {
    const room = await this.#queue.add(name);
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

  #credentials() {
    const token = this.#identity.token ?? undefined;
    const name = this.#settings.get('name') || undefined;
    return { token, name: token && !this.#state.join.busy ? undefined : name, password: this.#settings.get('password') || undefined };
  }

  /** @param {Events['welcome']} welcome */
  async #welcomed(welcome) {
    this.#identity.accepted(welcome.userId, welcome.token);
    this.#connection.greeted(welcome.heartbeat);
    this.#outbox.identity(welcome.userId);
    const known = this.#knownRooms();
    const byHand = this.#state.join.busy;
    /** @param {Membership} membership */
    const isKnown = ({ room, log }) => known.get(room) === log;
    this.#settleName(welcome.username, welcome.more === true || welcome.rooms.some(isKnown));
    this.#former = new Map(known);
    if (byHand && this.#wanted) this.#former.delete(this.#wanted);
    if (this.#state.view === 'join') this.#applier.view('chat');
    this.#resuming = true;
    this.#listing = true;
    this.#greeting = welcome;
    const { rooms: listed, isComplete } = await listMemberships(welcome, {
      ask: (after) => this.#requests.ask('memberships', { after }),
      later: (delay) => new Promise((resolve) => this.#clock.later(delay, () => resolve(null))),
      isOver: () => this.#greeting !== welcome,
      page: (page) => this.#resume(page),
    });
    if (this.#greeting !== welcome) return;
    this.#listing = false;
    const rooms = listed.map(({ room }) => room).filter((room) => this.#state.rooms.has(room)); // without those that were left meanwhile
    if (isComplete) rooms.push(...this.#unlisted(listed, known, byHand));
    this.#resume(this.#stillToJoin(rooms));
    if (this.#queue.isEmpty) this.#calm();
  }

  /** @param {string[]} rooms */
  #resume(rooms) {
    this.#queue.addAll(rooms).forEach((joining, at) => joining.catch((error) => this.#notJoined(rooms[at], error)));
  }

  /**
   * The room that is shown first, then those in which something is unread.
   * @param {string} name
   */
  #weight(name) {
    if (name === this.#first) return 2;
    const room = this.#state.rooms.get(name);
    return room && unreadOf(room) ? 1 : 0;
  }

  /** The room that a person looks at, or wants to. */
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

  /** Names and logs of the rooms that one was in, here or before the page was loaded. */
  #knownRooms() {
    const known = new Map(this.#settings.get('rooms').map(({ room, log }) => [room, log]));
    for (const room of this.#state.rooms.values()) if (room.handled !== null) known.set(room.name, room.log);
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
   * The memberships that the server should know and does not list. A server that keeps nothing forgets them when it restarts;
   * but a room that was left on another device must not come back. If any room is still the log that it was, the server is
   * still the one it was, and what it does not list was left.
   * @param {Membership[]} listed @param {Map<string, string | null>} known @param {boolean} byHand
   */
  #unlisted(listed, known, byHand) {
    const names = new Set(listed.map(({ room }) => room));
    const missing = [...known.keys()].filter((name) => !names.has(name));
    if (!listed.some(({ room, log }) => known.get(room) === log)) return missing;
    const wanted = byHand ? this.#wanted : null;
    for (const name of missing) if (name !== wanted) this.#goneElsewhere(name);
    return missing.filter((name) => name === wanted);
  }

  /** @param {string[]} rooms */
  #stillToJoin(rooms) {
    const names = new Set(rooms);
    if (this.#first) names.add(this.#first);
    return [...names].filter((name) => !this.#state.rooms.get(name)?.live);
  }

  /** @param {string} name */
  #goneElsewhere(name) {
    if (this.#wanted === name) this.#wanted = null;
    this.#applier.removeRoom(name);
    this.#forget(name);
    this.#signal.emit('left', name);
  }

  /** @param {string} name */
  #forget(name) {
    this.#settings.set('rooms', this.#settings.get('rooms').filter(({ room }) => room !== name));
  }

  /**
   * One room that cannot be had does not keep the others waiting.
   * @param {string} room @param {Refusal} error
   */
  #notJoined(room, error) {
    if (error.code === 'connection_lost') return;
    if (error.code === 'too_many' && room !== this.#first) {
      this.#tooMany(error);
      return;
    }
    if (room === this.#wanted) this.#wanted = null;
    this.#former.delete(room);
    if (error.code === 'not_found') this.#applier.removeRoom(room); // deleted, or goes on under another name
    this.#signal.emit('refused', { room, text: `${room}: ${sentence(error)}` });
  }

  /**
   * The server keeps a connection up to date in so many rooms only. The most wanted ones were joined first.
   * @param {Refusal} error
   */
  #tooMany(error) {
    this.#queue.giveUp(error);
    if (this.#saidTooMany) return;
    this.#saidTooMany = true;
    this.#signal.emit('refused', { room: null, text: 'You are in more rooms than this server keeps up to date. Leave some to hear from the others.' });
  }

  /**
   * Joins a room and follows it up to its head.
   * @param {string} name
   * @returns {Promise<string>}
   */
  async #follow(name) {
    let reply;
    do {
      reply = await this.#requests.ask('join', { room: name, ...this.#position(name) });
    } while (reply.more);
    if (name === this.#wanted) this.#wanted = null;
    this.#former.delete(name);
    const read = this.#state.rooms.get(reply.room)?.read ?? 0;
    if (read > reply.read) this.#requests.tell('read', { room: reply.room, n: read });
    if (reply.room !== name) this.#outbox.respelled(name, reply.room);
    this.#outbox.ready(reply.room);
    return reply.room;
  }

  /**
   * From where to go on. A room in which nothing is unread is opened without its messages until it is looked at.
   * @param {string} name
   * @returns {{since?: number, log?: string}}
   */
  #position(name) {
    const room = this.#state.rooms.get(name);
    if (!room?.log) return this.#former.has(name) ? { log: this.#former.get(name) ?? undefined } : {};
    if (room.handled !== null) return { since: room.handled, log: room.log };
    const first = name === this.#state.current || name === this.#wanted;
    return first || unreadOf(room) ? {} : { since: room.head, log: room.log };
  }

  #rememberRooms() {
    this.#settings.set('rooms', [...this.#state.rooms.values()].map(({ name, log }) => ({ room: name, log })));
  }

  /** @param {Refusal} error */
  #refused(error) {
    if (error.code === 'connection_lost') return;
    if (mayTryAgain(error.code) || error.code === 'internal') {
      this.#connection.retryAfter(error.retryAfter);
      return;
    }
    const badToken = error.code === 'unauthenticated' && error.field === 'token';
    const badPassword = error.code === 'unauthenticated' && !badToken;
    if (badToken) this.#identity.refused();
    this.#connection.stop();
    if (error.code === 'protocol_version') this.#signal.emit('outdated');
    this.#applier.view('join', {
      problem: badToken ? 'This server does not know you any more. Join again.' : this.#problemOf(error, badPassword),
      needPassword: badPassword,
    });
  }

  /** @param {Refusal} error @param {boolean} badPassword */
  #problemOf(error, badPassword) {
    if (!badPassword) return sentence(error);
    return this.#settings.get('password') ? 'That password is not right.' : 'This server asks for a password.';
  }

  /** @param {Entry} entry */
  send(entry) {
    const { type = 'message', room, id, text, nonce, style } = entry;
    this.#connection.send(request(type, { room, id, text, nonce, style }));
  }
}
