// A line between a client and a server on which things go wrong, in user space and on 127.0.0.1 only.
import { connect, createServer } from 'node:net';
import { FrameFilter } from './framefilter.mjs';

const broadcast = /^\{"type":"(message|edited|deleted|topic_changed)"/;

export class FaultProxy {
  #target;
  #filter;
  #server;
  #pairs = new Set();
  #delay = 0; // ms, each piece
  #rate = Infinity; // bytes a second, each direction
  #cutAfter = Infinity; // bytes to the client, each connection
  #swallow = 0; // broadcasts that still get lost
  #mode = 'pass';
  #stalled = { toServer: false, toClient: false };

  /**
   * target: a port of 127.0.0.1, the path of a socket, or a function that gives either for each new connection.
   * filter: makes what changes the bytes that the server sends on a connection; without one, WebSocket frames may be swallowed.
   */
  static async to(target, filter = null) {
    const proxy = new this();
    proxy.#target = typeof target === 'function' ? target : () => target;
    proxy.#filter = filter ?? (() => new FrameFilter((text) => proxy.#keeps(text)));
    proxy.#server = createServer({ allowHalfOpen: true }, (near) => proxy.#accept(near));
    await new Promise((done) => proxy.#server.listen(0, '127.0.0.1', done));
    return proxy;
  }

  get port() {
    return this.#server.address().port;
  }

  get url() {
    return `ws://127.0.0.1:${this.port}/ws`;
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

  /** As stall(), in one direction only: 'toServer' or 'toClient'. */
  stallOneWay(direction) {
    this.#stalled[direction] = true;
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
    this.#stalled = { toServer: false, toClient: false };
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
    const target = this.#target();
    const isLocal = typeof target === 'string';
    const far = isLocal ? connect(target) : connect(target, '127.0.0.1');
    const pair = { near, far, isLocal, sent: 0, isDead: this.#mode === 'blackhole', isDeaf: false, waiting: new Set(), wake: () => {} };
    pair.wake = () => {
      for (const go of pair.waiting) go();
      pair.waiting.clear();
    };
    this.#pairs.add(pair);
    const filter = this.#filter();
    this.#forward(pair, near, far, (bytes) => bytes);
    this.#forward(pair, far, near, (bytes) => filter.pass(bytes), true);
  }

  #keeps(text) {
    if (this.#swallow === 0 || !broadcast.test(text)) return true;
    this.#swallow -= 1;
    return false;
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
    while (this.#isStalled(counts) && !pair.isDead && !to.destroyed) await new Promise((done) => pair.waiting.add(done));
    if (pair.isDead || (counts && pair.isDeaf) || to.destroyed) return;
    if (counts && pair.sent + bytes.length > this.#cutAfter) {
      to.write(bytes.subarray(0, this.#cutAfter - pair.sent), () => this.#break(pair));
      return;
    }
    if (counts) pair.sent += bytes.length;
    to.write(bytes);
  }

  #isStalled(isToClient) {
    return this.#mode === 'stall' || (isToClient ? this.#stalled.toClient : this.#stalled.toServer);
  }

  #break(pair) {
    pair.isDead = true;
    for (const end of [pair.near, pair.far]) {
      // Node cannot reset what has said goodbye, which would stay open for ever, nor a local socket.
      if (end.writableEnded || (pair.isLocal && end === pair.far)) end.destroy();
      else end.resetAndDestroy();
    }
    this.#pairs.delete(pair);
    pair.wake();
  }
}
