// People in a conversation, who keep what they heard and when. Texts are numbered.
import WebSocket from 'ws';

/** What all kinds of clients have in common. */
class Person {
  heard = []; // [{ text, at }]
  sent = new Map(); // text -> when, ms
  socket;
  isGone = false;

  static async enter(server, name) {
    const person = new this();
    person.name = name;
    person.socket = new WebSocket(person.address(server));
    person.socket.on('error', () => {}); // what was lost is seen at the end
    await new Promise((done, failed) => {
      person.hasEntered = done;
      person.socket.once('close', () => {
        person.isGone = true;
        failed(new Error(`${name} was not let in`));
      });
      person.socket.on('message', (data) => person.took(data.toString()));
      person.socket.once('open', () => person.begin());
    });
    return person;
  }

  say() {
    const text = `${this.name} ${this.sent.size + 1}`;
    this.sent.set(text, performance.now());
    this.write(text);
  }

  hear(text) {
    this.heard.push({ text, at: performance.now() });
  }

  leave() {
    this.socket.terminate();
  }
}

export class ParlancePerson extends Person {
  #room = '';

  address(server) {
    return server.wsUrl;
  }

  #send(frame) {
    this.socket.send(JSON.stringify(frame));
  }

  begin() {
    this.#send({ type: 'hello', protocol: 2, client: 'bench', name: this.name });
    this.#send({ type: 'join', name: 'hall' });
  }

  took(data) {
    const frame = JSON.parse(data);
    if (frame.type === 'joined') {
      this.#room = frame.room;
      this.hasEntered();
    } else if (frame.type === 'message') {
      this.hear(frame.text);
    }
  }

  write(text) {
    this.#send({ type: 'message', room: this.#room, text, nonce: text.replace(' ', '-') });
  }
}

/** Without npm's client: Engine.IO 4 and Socket.IO 5 over WebSocket only. */
export class SocketIoPerson extends Person {
  address({ url }) {
    return `${url}socket.io/?EIO=4&transport=websocket`;
  }

  begin() {}

  #emit(...event) {
    this.socket.send(`42${JSON.stringify(event)}`);
  }

  took(data) {
    if (data.startsWith('0')) this.socket.send('40');
    else if (data.startsWith('40')) this.#emit('join', { username: this.name, room: 'hall' });
    else if (data === '2') this.socket.send('3');
    if (!data.startsWith('42')) return;
    const [event, content] = JSON.parse(data.slice(2));
    if (event === 'joined') this.hasEntered();
    else if (event === 'message') this.hear(content.text);
  }

  write(text) {
    this.#emit('message', { text });
  }
}

export const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

/** Lets everybody say something every so many ms, so many times or until told to stop. Resolves when the last has spoken. */
export function converse(people, every, times = Infinity) {
  let left = times;
  let timer;
  const over = new Promise((done) => {
    timer = setInterval(() => {
      if (left <= 0) {
        clearInterval(timer);
        done();
        return;
      }
      left -= 1;
      for (const person of people) person.say();
    }, every);
  });
  return { over, stop: () => (left = 0) };
}

/** Waits until nobody has heard anything for that long, or everybody has heard everything and as much as a moment has passed. */
export async function settle(people, quietFor) {
  const all = people.reduce((count, { sent }) => count + sent.size, 0);
  for (;;) {
    const last = Math.max(...people.flatMap(({ heard, sent }) => [heard.at(-1)?.at ?? 0, ...[...sent.values()].slice(-1)]));
    const isComplete = people.every(({ heard }) => new Set(heard.map(({ text }) => text)).size === all);
    if (performance.now() - last > (isComplete ? 500 : quietFor)) return;
    await pause(100);
  }
}

/** How many messages people have not heard, or more than once. */
export function account(people) {
  const all = people.flatMap(({ sent }) => [...sent.keys()]);
  let [lost, doubled] = [0, 0];
  for (const { heard } of people) {
    const times = new Map();
    for (const { text } of heard) times.set(text, (times.get(text) ?? 0) + 1);
    for (const text of all) {
      lost += times.has(text) ? 0 : 1;
      doubled += Math.max((times.get(text) ?? 0) - 1, 0);
    }
  }
  return { lost, doubled };
}

/** [{ sent, latency }] of what people heard of the others, in ms. */
export function latencies(people) {
  return people.flatMap((listener) =>
    people
      .filter((speaker) => speaker !== listener)
      .flatMap(({ sent }) => listener.heard.filter(({ text }) => sent.has(text)).map(({ text, at }) => ({ sent: sent.get(text), latency: at - sent.get(text) }))),
  );
}
