const keptForReplay = 200; // messages

/**
 * Loses, doubles and reorders what a Redis server hands on to a subscriber, whole messages (RESP2: arrays of bulk strings,
 * https://redis.io/docs/reference/protocol-spec/), and nothing else does. The messages are sealed, so they cannot be made up,
 * but whoever sits on the line can do this. `fate(size)` decides: 'passes', 'lost', 'doubled', 'late' (the next one overtakes it) or
 * 'again' (an old one follows it).
 */
export class BusFilter {
  #fate;
  #rest = Buffer.alloc(0);
  #late = [];
  #past = [];

  constructor(fate) {
    this.#fate = fate;
  }

  pass(bytes) {
    this.#rest = Buffer.concat([this.#rest, bytes]);
    const out = [];
    for (let size = replySize(this.#rest, 0); size > 0; size = replySize(this.#rest, 0)) {
      const reply = this.#rest.subarray(0, size);
      this.#rest = this.#rest.subarray(size);
      if (reply.toString('latin1', 0, 17) === '*3\r\n$7\r\nmessage\r\n') out.push(...this.#become(reply));
      else out.push(reply);
    }
    return Buffer.concat(out);
  }

  /** What arrives in place of a message. */
  #become(message) {
    const fate = this.#fate(message.length);
    if (fate === 'late') {
      this.#late.push(message);
      return [];
    }
    const late = this.#late.splice(0);
    const past = this.#past[Math.floor(this.#past.length / 2)];
    this.#past.push(message);
    if (this.#past.length > keptForReplay) this.#past.shift();
    if (fate === 'lost') return late;
    if (fate === 'doubled') return [message, message, ...late];
    if (fate === 'again' && past) return [message, past, ...late];
    return [message, ...late];
  }
}

/** Where the line ends that begins there, behind its CR LF; -1 if that has not come. */
function lineEnd(bytes, from) {
  const end = bytes.indexOf('\r\n', from);
  return end < 0 ? -1 : end + 2;
}

/** How many bytes from there on are one reply; -1 if it is not whole. */
function replySize(bytes, from) {
  const begin = lineEnd(bytes, from);
  if (begin < 0) return -1;
  const kind = String.fromCharCode(bytes[from]);
  const count = Number(bytes.toString('latin1', from + 1, begin - 2));
  if (kind === '$') {
    const end = count < 0 ? begin : begin + count + 2;
    return end <= bytes.length ? end - from : -1;
  }
  let at = begin;
  for (let i = 0; kind === '*' && i < count; i += 1) {
    const size = replySize(bytes, at);
    if (size < 0) return -1;
    at += size;
  }
  return at - from;
}
