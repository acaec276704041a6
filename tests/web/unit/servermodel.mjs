/**
 * A room as a server keeps it, written for tests from the protocol's text: its log, its messages as they are now, who is
 * present. `connect(hear)` gives a line on which frames wait, in order, until the test delivers them; what was read of the
 * history waits until the test has it answered, while events overtake it.
 */
export class ServerModel {
  room = 'id-of-the-room'; // for ever
  name = 'general'; // by now
  log = [];
  messages = [];
  names = new Map();
  present = new Set();
  topic = '';
  read = 0; // by ann, whose pages connect here
  #lines = new Set();
  #renewals = 0;

  static page = 20; // messages of a join or of history
  static eventsPage = 10; // events of a join
  static farthest = 60; // events that a join may be behind

  constructor(names) {
    for (const name of names) this.names.set(name, name);
    this.present.add('ann');
  }

  get logId() {
    return `log-${this.#renewals}`;
  }

  get head() {
    return this.log.length;
  }

  // --- what happens in the room ---

  post(userId, mentions) {
    const id = `m${this.#renewals}-${this.head + 1}`;
    this.#happen({ type: 'message', n: this.messages.length + 1, id, userId, username: this.names.get(userId), text: `text ${this.head + 1}`, mentions });
  }

  edit({ id, userId, deleted }, mentions) {
    if (!deleted) this.#happen({ type: 'edited', id, userId, text: `edit ${this.head + 1}`, mentions });
  }

  remove({ id, userId, deleted }) {
    if (!deleted) this.#happen({ type: 'deleted', id, userId });
  }

  setTopic(userId) {
    this.#happen({ type: 'topic_changed', userId, username: this.names.get(userId), text: `topic ${this.head + 1}` });
  }

  setName(userId) {
    this.#happen({ type: 'room_changed', by: userId ? this.#person(userId) : undefined, name: `room ${this.head + 1}` });
  }

  /** Something that is newer than the page. */
  novelty() {
    this.#happen({ type: 'novelty' });
  }

  rename(userId, username) {
    this.names.set(userId, username);
    const renamed = { type: 'renamed', userId, username };
    if (userId === 'ann') for (const line of this.#lines) this.#give(line, renamed); // oneself, wherever one is
    else if (this.present.has(userId)) this.#publish(renamed);
  }

  come(userId) {
    if (this.present.has(userId)) return;
    this.present.add(userId);
    this.#publish({ type: 'presence', room: this.room, joined: [this.#person(userId)], left: [], userCount: this.present.size });
  }

  go(userId) {
    if (userId === 'ann' || !this.present.delete(userId)) return;
    this.#publish({ type: 'presence', room: this.room, joined: [], left: [userId], userCount: this.present.size });
  }

  /** A backup is restored: the newest events never were, and the log has a new name. Everybody is thrown out. */
  restore(lost) {
    this.#lines.clear();
    this.#renewals += 1;
    const events = this.log.slice(0, Math.max(0, this.head - lost));
    Object.assign(this, { log: [], messages: [], topic: '', name: 'general', read: 0 });
    for (const event of events) this.#apply(event);
  }

  heartbeat() {
    for (const line of this.#lines) if (line.isLive) this.#give(line, { type: 'heartbeat', heads: { [this.room]: this.head } });
  }

  // --- its connections ---

  connect(hear) {
    const line = { frames: [], late: [], last: null, isLive: false };
    this.#lines.add(line);
    return {
      send: (request) => this.#lines.has(line) && this.#answer(line, request),
      deliver: () => line.frames.length && hear((line.last = line.frames.shift())),
      answer: () => line.frames.push(...line.late.splice(0)),
      lose: () => line.frames[0]?.seq && line.frames.shift(), // an event; no network does that, but a fault anywhere might
      repeat: () => line.last?.seq && hear(line.last),
      close: () => this.#lines.delete(line),
      isOpen: () => this.#lines.has(line),
      isIdle: () => line.frames.length === 0,
    };
  }

  #answer(line, { type, ref, ...request }) {
    const answers = {
      hello: () => ({ type: 'welcome', userId: 'ann', username: this.names.get('ann'), token: 't', serverName: '', limits: {}, heartbeat: 20000, rooms: [{ ...this.#description(), head: this.head, n: this.messages.length, read: this.read }] }),
      join: () => this.#join(line, request),
      history: () => this.#history(request),
      read: () => this.#moveRead(line, request.n),
    };
    const reply = answers[type]();
    if (reply) this.#give(line, { ...reply, ref }, type === 'history' ? line.late : line.frames);
  }

  #join(line, { room, since, log }) {
    if (room !== undefined && room !== this.room) return { type: 'error', code: 'not_found', field: 'room', message: 'room: there is none' };
    const common = { type: 'joined', ...this.#description(), head: this.head, n: this.messages.length, read: this.read, users: [...this.present].map((id) => this.#person(id)), userCount: this.present.size };
    line.isLive = true;
    const history = this.messages.slice(-ServerModel.page);
    if (since === undefined) return { ...common, history };
    if (log !== this.logId || since > this.head || this.head - since > ServerModel.farthest) return { ...common, reset: true, history };
    const events = this.log.slice(since, since + ServerModel.eventsPage);
    const last = events.at(-1);
    if (!last || last.seq === this.head) return { ...common, events };
    line.isLive = false;
    return { ...common, events, head: last.seq, n: last.n, more: true };
  }

  #moveRead(line, n) {
    if (Math.min(n, this.messages.length) <= this.read) return;
    this.read = Math.min(n, this.messages.length);
    for (const other of this.#lines) if (other !== line) this.#give(other, { type: 'read_moved', room: this.room, read: this.read });
  }

  #history({ before = Infinity, after, around }) {
    const size = ServerModel.page;
    const behind = this.messages.findIndex(({ seq }) => seq > (after ?? around));
    const from = behind < 0 ? this.messages.length : behind; // as the server does it: nothing is behind the newest
    let messages = this.messages.filter(({ seq }) => seq < before).slice(-size);
    if (after !== undefined) messages = this.messages.slice(from, from + size);
    if (around !== undefined) messages = this.messages.slice(Math.max(0, from - size / 2), from + size / 2);
    return { type: 'history', room: this.room, messages, moreBefore: true, moreAfter: true, asOf: this.head };
  }

  #happen(event) {
    const seq = this.head + 1;
    const placed = { n: this.messages.length, ...event, room: this.room, seq, timestamp: seq * 1000, nonce: `${this.#renewals}-${seq}` };
    this.#apply(placed);
    this.#publish(placed);
  }

  #apply(event) {
    const { type, room, seq, ...fields } = event;
    const message = this.messages.find(({ id }) => id === event.id);
    this.log.push(event);
    if (type === 'message') this.messages.push({ ...fields, seq, rev: seq });
    if (type === 'message' && event.userId === 'ann') this.read = event.n;
    if (type === 'edited') Object.assign(message, { text: event.text, mentions: event.mentions, editedAt: event.timestamp, rev: seq });
    if (type === 'deleted') Object.assign(message, { text: undefined, mentions: undefined, editedAt: undefined, deleted: true, rev: seq });
    if (type === 'topic_changed') this.topic = event.text;
    if (type === 'room_changed') this.name = event.name;
  }

  #publish(frame) {
    for (const line of this.#lines) if (line.isLive) this.#give(line, frame);
  }

  /** As bytes, so that nothing is shared. */
  #give(line, frame, queue = line.frames) {
    queue.push(JSON.parse(JSON.stringify(frame)));
  }

  #description() {
    return { room: this.room, log: this.logId, name: this.name, topic: this.topic, role: 'owner' };
  }

  #person(id) {
    return { id, username: this.names.get(id) };
  }
}
