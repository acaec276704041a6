// A line between a client and the server on which things go wrong, in user space and on 127.0.0.1 only.
import { connect, createServer } from 'node:net';
import { FrameFilter } from './framefilter.mjs';

const broadcast = /^\{"type":"(message|edited|deleted|topic_changed)"/;

export class FaultProxy {
  #port;
  #server;
  #pairs = new Set();
  #delay = 0; // ms, each piece
  #rate = Infinity; // bytes a second, each direction
  #cutAfter = Infinity; // bytes to the client, each connection
  #swallow = 0; // broadcasts that still get lost
  #mode = 'pass';

  static async to(port) {
    const proxy = new this();
    proxy.#port = port;
    proxy.#server = createServer({ allowHalfOpen: true }, (near) => proxy.#accept(near));
    await new Promise((done) => proxy.#server.listen(0, '127.0.0.1', done));
    return proxy;
  }

  get url() {
    return `ws://127.0.0.1:${this.#server.address().port}/ws`;
  }

  delay(ms) {
    this.#delay = ms;
  }

  throttle(bytesPerSecond) {
    this.#rate = bytesPerSecond;
  }

  /** Each connection is reset in the middle of whatever is written after so many more bytes. */
  cutAfter(bytes) {
    this.#cutAfter = bytes;
    for (const pair of this.#pairs) pair.sent = 0;
  }

  /** The next broadcasts get lost on their way, whole frames, and nothing else does. */
  swallow(count) {
    this.#swallow = count;
  }

  /** Nothing gets through any more, and nobody is told; what comes waits. */
  stall() {
    this.#mode = 'stall';
  }

  /** As stall(), but what comes is gone for ever: those connections never work again. */
  blackhole() {
    this.#mode = 'blackhole';
    for (const pair of this.#pairs) pair.isDead = true;
  }

  /** What the server says on these connections is gone for ever; what clients say gets there. */
  deafen() {
    for (const pair of this.#pairs) pair.isDeaf = true;
  }

  /** The server's side says that nothing more comes; the client's may go on. */
  halfClose() {
    for (const { near } of this.#pairs) near.end();
  }

  /** RST, in the middle of what is under way. */
  reset() {
    for (const pair of this.#pairs) this.#break(pair);
  }

  /** Everything works again, but for connections that are broken already. */
  heal() {
    this.#delay = 0;
    this.#rate = Infinity;
    this.#cutAfter = Infinity;
    this.#swallow = 0;
    this.#mode = 'pass';
    for (const pair of this.#pairs) {
      if (pair.isDead || pair.isDeaf) this.#break(pair);
      else pair.wake();
    }
  }

  async close() {
    this.heal();
    this.reset();
    await new Promise((done) => this.#server.close(done));
  }

  #accept(near) {
    const far = connect(this.#port, '127.0.0.1');
    const pair = { near, far, sent: 0, isDead: this.#mode === 'blackhole', isDeaf: false, waiting: new Set(), wake: () => {} };
    pair.wake = () => {
      for (const go of pair.waiting) go();
      pair.waiting.clear();
    };
    this.#pairs.add(pair);
    const filter = new FrameFilter((text) => {
      if (this.#swallow === 0 || !broadcast.test(text)) return true;
      this.#swallow -= 1;
      return false;
    });
    this.#forward(pair, near, far, (bytes) => bytes);
    this.#forward(pair, far, near, (bytes) => filter.pass(bytes), true);
  }

  #forward(pair, from, to, change, counts = false) {
    let last = Promise.resolve();
    from.setNoDelay(true);
    from.on('data', (bytes) => {
      from.pause();
      last = last.then(() => this.#carry(pair, to, change(bytes), counts)).then(() => from.resume());
    });
    from.on('end', () => {
      last = last.then(() => to.end());
    });
    from.on('error', () => this.#break(pair));
    from.on('close', () => {
      last.then(() => to.destroy()); // what is under way still gets there
      if (to.destroyed) this.#pairs.delete(pair);
      pair.wake();
    });
  }

  async #carry(pair, to, bytes, counts) {
    if (this.#delay > 0) await new Promise((done) => setTimeout(done, this.#delay));
    if (this.#rate !== Infinity) await new Promise((done) => setTimeout(done, (bytes.length / this.#rate) * 1000));
    while (this.#mode === 'stall' && !pair.isDead && !to.destroyed) await new Promise((done) => pair.waiting.add(done));
    if (pair.isDead || (counts && pair.isDeaf) || to.destroyed) return;
    if (counts && pair.sent + bytes.length > this.#cutAfter) {
      to.write(bytes.subarray(0, this.#cutAfter - pair.sent), () => this.#break(pair));
      return;
    }
    if (counts) pair.sent += bytes.length;
    to.write(bytes);
  }

  #break(pair) {
    pair.isDead = true;
    for (const end of [pair.near, pair.far]) {
      if (end.writableEnded) end.destroy(); // node cannot reset what has said goodbye: it would stay open for ever
      else end.resetAndDestroy();
    }
    this.#pairs.delete(pair);
    pair.wake();
  }
}
