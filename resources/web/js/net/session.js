import { unreadOf } from '../state/state.js';
import { closeReason, mayTryAgain, sentence } from './errors.js';
import { familyOf, request } from './messages.js';

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
  #syncing = new Map();
  #wanted = null;
  #former = new Map(); // logs of the rooms that come back with this welcome

  constructor({ connection, requests, applier, outbox, settings, state, signal, clock }) {
    this.#connection = connection;
    this.#requests = requests;
    this.#applier = applier;
    this.#outbox = outbox;
    this.#settings = settings;
    this.#state = state;
    this.#signal = signal;
    this.#clock = clock;
    signal.on('hole', (room) => {
      outbox.lost([room]);
      this.#sync(room).catch(() => {});
    });
    signal.on('own', ({ room, nonce }) => outbox.acknowledged(room, nonce));
    signal.on('removed', (room) => outbox.discardRoom(room));
  }

  /** The room to be in, with the next welcome if not before. */
  want(room) {
    this.#wanted = room;
  }

  /** The socket is open. */
  opened() {
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
    if (frame.type === 'room_joined') this.#sync(frame.membership.room).catch(() => {});
    this.#requests.settle(frame);
  }

  lost() {
    this.#requests.lost();
    this.#syncing.clear();
    this.#applier.lost();
    this.#outbox.lost();
  }

  phase(link) {
    this.#applier.link(link.phase === 'closed' ? { ...link, reason: closeReason(link.reason) } : link);
  }

  /** Joins a room, or makes it. Gives its name in the server's spelling. */
  async join(name, topic) {
    const room = await this.#sync(name);
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

  async #load(room, bounds, place) {
    for (let attempt = 0; attempt < staleAttempts; attempt += 1) {
      if (this.#applier.history(await this.#requests.ask('history', { room, ...bounds, limit: 100 }), place)) return;
    }
  }

  #credentials() {
    const token = this.#settings.get('token') ?? undefined;
    const name = this.#settings.get('name') || undefined;
    return { token, name: token && !this.#state.join.busy ? undefined : name, password: this.#settings.get('password') || undefined };
  }

  async #welcomed(welcome) {
    this.#settings.set('token', welcome.token);
    this.#connection.greeted(welcome.heartbeat);
    this.#outbox.identity(welcome.userId);
    const known = this.#knownRooms();
    const sameServer = welcome.rooms.some(({ room, log }) => known.get(room) === log);
    this.#settleName(welcome.username, sameServer);
    const rooms = this.#roomsToResume(welcome.rooms, known, sameServer);
    this.#former = known;
    if (this.#state.join.busy) this.#former.delete(this.#wanted); // asked for by hand
    if (this.#state.view === 'join') this.#applier.view('chat');
    const joins = rooms.map((room) => this.#sync(room).catch((error) => this.#notJoined(room, error)));
    const results = await Promise.all(joins);
    this.#former = new Map();
    if (results.includes('lost')) return;
    this.#rememberRooms();
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
   * The memberships that the server knows, and those that it should know. A server that keeps nothing forgets them when it
   * restarts; but a room that was left on another device must not come back. If any room is still the log that it was, the
   * server is still the one it was, and what it does not list was left.
   */
  #roomsToResume(listed, known, sameServer) {
    const names = new Set(listed.map(({ room }) => room));
    for (const name of known.keys()) {
      if (names.has(name)) continue;
      if (sameServer && name !== this.#wanted) this.#applier.removeRoom(name);
      else names.add(name);
    }
    const first = this.#wanted ?? this.#state.current;
    if (first) names.add(first);
    return [...names].sort((a, b) => (b === first) - (a === first));
  }

  /** One room that cannot be had does not keep the others waiting. */
  #notJoined(room, error) {
    if (error.code === 'connection_lost') return 'lost';
    if (room === this.#wanted) this.#wanted = null;
    if (error.code === 'not_found') this.#applier.removeRoom(room); // deleted, or goes on under another name
    this.#signal.emit('refused', { room, text: `${room}: ${sentence(error)}` });
    if (mayTryAgain(error.code) && this.#state.rooms.has(room)) {
      this.#clock.later(error.retryAfter ?? 1000, () => this.#state.link.phase === 'connected' && this.#sync(room).catch(() => {}));
    }
    return 'failed';
  }

  /** Joins a room and follows it up to its head. One at a time per room. */
  #sync(name) {
    if (!this.#syncing.has(name)) {
      const joining = this.#follow(name).finally(() => this.#syncing.get(name) === joining && this.#syncing.delete(name));
      this.#syncing.set(name, joining);
    }
    return this.#syncing.get(name);
  }

  async #follow(name) {
    let reply;
    do {
      reply = await this.#requests.ask('join', { room: name, ...this.#position(name) });
    } while (reply.more);
    if (name === this.#wanted) this.#wanted = null;
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
    if (badToken) this.#settings.set('token', null);
    this.#connection.stop();
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
