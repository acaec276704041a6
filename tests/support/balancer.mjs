import { once } from 'node:events';
import { connect, createServer } from 'node:net';

/** Hands each connection to the next of several ports of this machine, as a proxy in front of several nodes does. */
export class Balancer {
  #ports;
  #next = 0;
  #server;
  #sockets = new Set();

  /** Listens on a free port. */
  static async to(ports) {
    const balancer = new Balancer();
    balancer.#ports = ports;
    balancer.#server = createServer((near) => balancer.#accept(near, ports.length));
    balancer.#server.listen(0, '127.0.0.1');
    await once(balancer.#server, 'listening');
    return balancer;
  }

  get port() {
    return this.#server.address().port;
  }

  async close() {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  /** A port where nobody listens is passed over. */
  #accept(near, attempts) {
    const far = connect(this.#ports[this.#next++ % this.#ports.length], '127.0.0.1');
    const refused = () => (attempts > 1 ? this.#accept(near, attempts - 1) : near.destroy());
    far.once('error', refused);
    near.on('error', () => far.destroy());
    far.once('connect', () => {
      far.off('error', refused);
      far.on('error', () => near.destroy());
      for (const [from, to] of [[near, far], [far, near]]) {
        this.#sockets.add(from);
        from.setNoDelay(true);
        from.pipe(to);
        from.on('close', () => {
          this.#sockets.delete(from);
          to.destroy();
        });
      }
    });
  }
}
