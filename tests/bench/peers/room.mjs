// What the tutorial's server knows of a room, for the peers written in Node.
import { randomUUID } from 'node:crypto';

const historyLength = 100;

export class Room {
  members = new Map(); // connection -> { id, username }
  history = [];
  static #all = new Map();

  static named(name) {
    if (!Room.#all.has(name)) Room.#all.set(name, new Room());
    return Room.#all.get(name);
  }

  get users() {
    return [...this.members.values()];
  }

  /** Keeps the message for those who come later, and returns it. */
  write(author, text) {
    const message = { id: randomUUID(), userId: author.id, username: author.username, text, timestamp: Date.now() };
    this.history.push(message);
    if (this.history.length > historyLength) this.history.shift();
    return message;
  }
}

/** Says where the server is and ends with the process that started it. */
export function announce(scheme, server) {
  console.log(`${scheme}://127.0.0.1:${server.address().port}/`);
  process.once('SIGTERM', () => process.exit(0));
}
