import { unreadOf } from '../state/state.js';
import { Identity } from '../state/identity.js';
import { closeReason, connectionLost, mayTryAgain, sentence, tooOld } from '../net/errors.js';
import { JoinQueue } from './joinqueue.js';
import { listMemberships } from './memberships.js';
import { familyOf, request } from '../net/messages.js';
import { pageWith } from './ordinal.js';

export const client = 'parlance-web/0.1.0';

const staleAttempts = 3; // a page that was read too early is asked for again

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
  #wanted = null;
  #former = new Map(); // logs of the rooms that come back with this welcome
  #resuming = false; // greeted, and the room that is shown does not live yet
  #listing = false; // not all memberships are known yet
  #greeting = null; // the welcome of this connection
  #saidTooMany = false;

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

  /** The room to be in, with the next welcome if not before. */
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

  phase(link) {
    const isClosed = link.phase === 'closed';
    this.#applier.link(isClosed ? { ...link, reason: closeReason(link.code, link.reason) } : link);
    if (isClosed && link.code === tooOld) this.#signal.emit('outdated');
  }

  /** Joins a room, or makes it. Gives its name in the server's spelling. */
  async join(name, topic) {
    const room = await this.#queue.add(name);
    if (topic) this.#requests.tell('topic', { room, text: topic, nonce: `topic-${Date.now()}` });
    this.#rememberRooms();
    return room;
  }

  async leave(room) {
    await this.#requests.ask('leave', { room });
    this.#applier.removeRoom(room);
    this.#rememberRooms();
  }

  /** Loads a page at one end of what is shown. */
  async loadOlder(name) {
    const first = this.#state.rooms.get(name)?.messages?.[0];
    if (first) await this.#load(name, { before: first.seq }, 'before');
  }

  async loadNewer(name) {
    const last = this.#state.rooms.get(name)?.messages?.at(-1);
    if (last) await this.#load(name, { after: last.seq }, 'behind');
  }

  loadAround(name, seq) {
    return this.#load(name, { around: seq }, 'instead');
  }

  loadLatest(name) {
    return this.#load(name, {}, 'instead');
  }

  /** Loads the page in which the new-messages line stands. False where it cannot be had. */
  async loadLine(name) {
    const room = this.#state.rooms.get(name);
    const ask = (seq) => this.#requests.ask('history', { room: name, around: seq, limit: 100 });
    for (let attempt = 0; attempt < staleAttempts && room.line !== null; attempt += 1) {
      const page = await pageWith(ask, room.line, { seq: room.handled, n: room.n });
      if (!page) return false;
      if (this.#applier.history(page, 'instead')) return true;
    }
    return false;
  }

  async #load(room, bounds, place) {
    for (let attempt = 0; attempt < staleAttempts; attempt += 1) {
      if (this.#applier.history(await this.#requests.ask('history', { room, ...bounds, limit: 100 }), place)) return;
    }
  }

  #credentials() {
    const token = this.#identity.token ?? undefined;
    const name = this.#settings.get('name') || undefined;
    return { token, name: token && !this.#state.join.busy ? undefined : name, password: this.#settings.get('password') || undefined };
  }

  async #welcomed(welcome) {
    this.#identity.accepted(welcome.userId, welcome.token);
    this.#connection.greeted(welcome.heartbeat);
    this.#outbox.identity(welcome.userId);
    const known = this.#knownRooms();
    const byHand = this.#state.join.busy;
    const isKnown = ({ room, log }) => known.get(room) === log;
    this.#settleName(welcome.username, welcome.more === true || welcome.rooms.some(isKnown));
    this.#former = new Map(known);
    if (byHand) this.#former.delete(this.#wanted);
    if (this.#state.view === 'join') this.#applier.view('chat');
    this.#resuming = true;
    this.#listing = true;
    this.#greeting = welcome;
    const { rooms: listed, isComplete } = await listMemberships(welcome, {
      ask: (after) => this.#requests.ask('memberships', { after }),
      later: (delay) => new Promise((resolve) => this.#clock.later(delay, resolve)),
      isOver: () => this.#greeting !== welcome,
      page: (page) => this.#resume(page),
    });
    if (this.#greeting !== welcome) return;
    this.#listing = false;
    const rooms = listed.filter(({ room }) => this.#state.rooms.has(room)); // without those that were left meanwhile
    if (isComplete) for (const name of this.#unlisted(listed, known, byHand)) rooms.push({ room: name });
    this.#resume(this.#stillToJoin(rooms));
    if (this.#queue.isEmpty) this.#calm();
  }

  #resume(rooms) {
    this.#queue.addAll(rooms).forEach((joining, at) => joining.catch((error) => this.#notJoined(rooms[at], error)));
  }

  /** The room that is shown first, then those in which something is unread. */
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

  /** A server that forgot everybody gives a guest some name; then the own one is asked for before anything is said. */
  #settleName(username, sameServer) {
    const name = this.#settings.get('name');
    if (!name || name === username || sameServer) this.#settings.set('name', username);
    else this.#requests.ask('rename', { name }).catch(() => {});
  }

  /**
   * The memberships that the server should know and does not list. A server that keeps nothing forgets them when it restarts;
   * but a room that was left on another device must not come back. If any room is still the log that it was, the server is
   * still the one it was, and what it does not list was left.
   */
  #unlisted(listed, known, byHand) {
    const names = new Set(listed.map(({ room }) => room));
    const missing = [...known.keys()].filter((name) => !names.has(name));
    if (!listed.some(({ room, log }) => known.get(room) === log)) return missing;
    const wanted = byHand ? this.#wanted : null;
    for (const name of missing) if (name !== wanted) this.#goneElsewhere(name);
    return missing.filter((name) => name === wanted);
  }

  #stillToJoin(rooms) {
    const names = new Set(rooms.map(({ room }) => room));
    if (this.#first) names.add(this.#first);
    return [...names].filter((name) => !this.#state.rooms.get(name)?.live);
  }

  #goneElsewhere(name) {
    if (this.#wanted === name) this.#wanted = null;
    this.#applier.removeRoom(name);
    this.#forget(name);
    this.#signal.emit('left', name);
  }

  #forget(name) {
    this.#settings.set('rooms', this.#settings.get('rooms').filter(({ room }) => room !== name));
  }

  /** One room that cannot be had does not keep the others waiting. */
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

  /** The server keeps a connection up to date in so many rooms only. The most wanted ones were joined first. */
  #tooMany(error) {
    this.#queue.giveUp(error);
    if (this.#saidTooMany) return;
    this.#saidTooMany = true;
    this.#signal.emit('refused', { room: null, text: 'You are in more rooms than this server keeps up to date. Leave some to hear from the others.' });
  }

  /** Joins a room and follows it up to its head. */
  async #follow(name) {
    let reply;
    do {
      reply = await this.#requests.ask('join', { room: name, ...this.#position(name) });
    } while (reply.more);
    if (name === this.#wanted) this.#wanted = null;
    this.#former.delete(name);
    const { read } = this.#state.rooms.get(reply.room);
    if (read > reply.read) this.#requests.tell('read', { room: reply.room, n: read });
    if (reply.room !== name) this.#outbox.respelled(name, reply.room);
    this.#outbox.ready(reply.room);
    return reply.room;
  }

  /** From where to go on. A room in which nothing is unread is opened without its messages until it is looked at. */
  #position(name) {
    const room = this.#state.rooms.get(name);
    if (!room?.log) return this.#former.has(name) ? { log: this.#former.get(name) } : {};
    if (room.handled !== null) return { since: room.handled, log: room.log };
    const first = name === this.#state.current || name === this.#wanted;
    return first || unreadOf(room) ? {} : { since: room.head, log: room.log };
  }

  #rememberRooms() {
    this.#settings.set('rooms', [...this.#state.rooms.values()].map(({ name, log }) => ({ room: name, log })));
  }

  #refused(error) {
    if (error.code === 'connection_lost') return;
    if (mayTryAgain(error.code) || error.code === 'internal') {
      this.#connection.retryAfter(error.retryAfter);
      return;
    }
    const badToken = error.code === 'unauthenticated' && /token/i.test(error.message);
    const badPassword = error.code === 'unauthenticated' && !badToken;
    if (badToken) this.#identity.refused();
    this.#connection.stop();
    if (error.code === 'protocol_version') this.#signal.emit('outdated');
    this.#applier.view('join', {
      problem: badToken ? 'This server does not know you any more. Join again.' : this.#problemOf(error, badPassword),
      needPassword: badPassword,
    });
  }

  #problemOf(error, badPassword) {
    if (!badPassword) return sentence(error);
    return this.#settings.get('password') ? 'That password is not right.' : 'This server asks for a password.';
  }

  send(entry) {
    const { type = 'message', room, id, text, nonce, style } = entry;
    this.#connection.send(request(type, { room, id, text, nonce, style }));
  }
}
