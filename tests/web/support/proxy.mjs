import { connect, createServer } from 'node:net';

/** A line between page and server that can be cut, or stall without anybody being told, and work again. */
export class Proxy {
  #target;
  #server;
  #pairs = new Set();
  #mode = 'pass';
  accepted = 0; // connections since the start

  static async to(port) {
    const proxy = new Proxy();
    proxy.#target = port;
    proxy.#server = createServer((near) => proxy.#accept(near));
    await new Promise((done) => proxy.#server.listen(0, '127.0.0.1', done));
    return proxy;
  }

  get url() {
    return `http://127.0.0.1:${this.#server.address().port}/`;
  }

  /** Ends every connection, and each new one at once until pass(). */
  cut() {
    this.#mode = 'cut';
    for (const { near, far } of this.#pairs) {
      near.destroy();
      far.destroy();
    }
  }

  /** Nothing gets through any more in either direction, and no end is noticed, until pass(). */
  stall() {
    this.#mode = 'stall';
    for (const { near, far } of this.#pairs) {
      near.pause();
      far.pause();
    }
  }

  pass() {
    this.#mode = 'pass';
    for (const { near, far } of this.#pairs) {
      near.resume();
      far.resume();
    }
  }

  async close() {
    this.cut();
    await new Promise((done) => this.#server.close(done));
  }

  #accept(near) {
    this.accepted += 1;
    if (this.#mode === 'cut') {
      near.destroy();
      return;
    }
    const far = connect(this.#target, '127.0.0.1');
    const pair = { near, far };
    this.#pairs.add(pair);
    this.#forward(near, far, pair);
    this.#forward(far, near, pair);
    if (this.#mode === 'stall') {
      near.pause();
      far.pause();
    }
  }

  #forward(from, to, pair) {
    from.setNoDelay(true);
    from.on('data', (bytes) => to.write(bytes));
    from.on('end', () => to.end());
    from.on('error', () => {});
    from.on('close', () => {
      this.#pairs.delete(pair);
      to.destroy();
    });
  }
}
