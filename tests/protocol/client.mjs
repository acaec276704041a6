// A client for transcripts over real sockets, on npm's ws: not written by the project, so it finds what two own sides would agree on.
import assert from 'node:assert/strict';
import WebSocket from 'ws';

/** In what is sent, `room: '#general'` stands for the id of the room called general, of which this client has been told. */
export class Client {
  #waiting = [];
  #received = [];
  #rooms = new Map();

  static async connect(url, options = {}) {
    const client = new Client();
    client.socket = new WebSocket(url, options);
    client.socket.on('message', (data, isBinary) => client.#take(isBinary ? data : JSON.parse(data.toString())));
    client.closed = new Promise((resolve) =>
      client.socket.once('close', (code, reason) => resolve({ code, reason: reason.toString() })),
    );
    await new Promise((resolve, reject) => client.socket.once('open', resolve).once('error', reject));
    return client;
  }

  #take(frame) {
    for (const { room, name } of [frame, ...(frame.rooms ?? []), frame.membership ?? {}]) if (room && name) this.#rooms.set(name, room);
    const next = this.#waiting.shift();
    if (next) next(frame);
    else this.#received.push(frame);
  }

  send(...frames) {
    for (const frame of frames) this.socket.send(typeof frame === 'string' ? frame : JSON.stringify(this.#withId(frame)));
  }

  #withId(frame) {
    return frame.room?.startsWith('#') ? { ...frame, room: this.room(frame.room.slice(1)) } : frame;
  }

  /** The id of the room of that name. */
  room(name) {
    const id = this.#rooms.get(name);
    assert.ok(id, `nobody has said what the id of ${name} is`);
    return id;
  }

  /** The next frame, whatever it is. */
  next() {
    if (this.#received.length > 0) return Promise.resolve(this.#received.shift());
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('no frame came within 20 s')), 20_000);
      this.#waiting.push((frame) => {
        clearTimeout(timer);
        resolve(frame);
      });
    });
  }

  /** The next frame of that type; others are passed over. */
  async until(type) {
    for (;;) {
      const frame = await this.next();
      if (frame.type === type) return frame;
    }
  }

  /** The next frame has these members, and may have more. */
  async expect(members) {
    const frame = await this.next();
    for (const [key, value] of Object.entries(members)) assert.deepEqual(frame[key], value, `${key} of ${JSON.stringify(frame)}`);
    return frame;
  }

  async joinPlain(username, room) {
    this.send({ type: 'join', username, room });
    return this.expect({ type: 'joined', room });
  }

  async enter(name, room, more = {}) {
    this.send({ type: 'hello', protocol: 2, client: 'test', name, ...more }, { type: 'join', name: room });
    this.welcome = await this.expect({ type: 'welcome' });
    return this.until('joined');
  }

  end() {
    this.socket.close();
    return this.closed;
  }
}
