import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FrameFilter } from '../framefilter.mjs';
import { Random } from '../../support/random.mjs';

function frame(text, opcode = 1) {
  const body = Buffer.from(text);
  const head = body.length < 126 ? [body.length] : body.length < 65536 ? [126, body.length >> 8, body.length & 255] : null;
  if (head) return Buffer.concat([Buffer.from([0x80 | opcode, ...head]), body]);
  const long = Buffer.alloc(10);
  long.set([0x80 | opcode, 127]);
  long.writeBigUInt64BE(BigInt(body.length), 2);
  return Buffer.concat([long, body]);
}

const handshake = Buffer.from('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n');

test('takes out what it is told to, however the bytes are cut, and nothing else', () => {
  const random = new Random(5);
  const kept = [frame('one'), frame('x'.repeat(300)), frame('drop', 2), frame('y'.repeat(70000)), frame('', 9)];
  const wire = Buffer.concat([handshake, kept[0], frame('drop this'), kept[1], kept[2], frame(`drop ${'z'.repeat(70000)}`), kept[3], kept[4]]);
  for (let round = 0; round < 50; round += 1) {
    const filter = new FrameFilter((text) => !text.startsWith('drop'));
    const out = [];
    for (let at = 0; at < wire.length; ) {
      const size = random.between(1, round < 10 ? 7000 : 60000);
      out.push(filter.pass(wire.subarray(at, at + size)));
      at += size;
    }
    assert.deepEqual(Buffer.concat(out), Buffer.concat([handshake, ...kept]));
  }
});

test('one byte at a time', () => {
  const filter = new FrameFilter((text) => text !== 'no');
  const wire = Buffer.concat([handshake, frame('no'), frame('yes')]);
  const out = Buffer.concat([...wire].map((byte) => filter.pass(Buffer.from([byte]))));
  assert.deepEqual(out, Buffer.concat([handshake, frame('yes')]));
});
