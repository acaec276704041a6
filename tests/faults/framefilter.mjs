/**
 * Takes single text frames out of what a server sends (RFC 6455, 5.2: unmasked, each message in one frame here). `keeps(text)`
 * decides. What is no frame yet waits for the rest of it; the answer to the handshake passes.
 */
export class FrameFilter {
  #keeps;
  #rest = Buffer.alloc(0);
  #isOpen = false;

  constructor(keeps) {
    this.#keeps = keeps;
  }

  pass(bytes) {
    this.#rest = Buffer.concat([this.#rest, bytes]);
    const out = [];
    if (!this.#isOpen) {
      const end = this.#rest.indexOf('\r\n\r\n');
      if (end < 0) return Buffer.alloc(0);
      out.push(this.#take(end + 4));
      this.#isOpen = true;
    }
    for (let size = this.#frameSize(); size && size.total <= this.#rest.length; size = this.#frameSize()) {
      const frame = this.#take(size.total);
      const isText = (frame[0] & 0x0f) === 1;
      if (!isText || this.#keeps(frame.subarray(size.head).toString())) out.push(frame);
    }
    return Buffer.concat(out);
  }

  #take(count) {
    const taken = this.#rest.subarray(0, count);
    this.#rest = this.#rest.subarray(count);
    return taken;
  }

  #frameSize() {
    if (this.#rest.length < 2) return null;
    const short = this.#rest[1] & 0x7f;
    const head = short < 126 ? 2 : short === 126 ? 4 : 10;
    if (this.#rest.length < head) return null;
    const body = short < 126 ? short : short === 126 ? this.#rest.readUInt16BE(2) : Number(this.#rest.readBigUInt64BE(2));
    return { head, total: head + body };
  }
}
