import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BusFilter } from '../busfilter.mjs';
import { Random } from '../../support/random.mjs';

const bulk = (text) => Buffer.from(`$${Buffer.byteLength(text)}\r\n${text}\r\n`);
const array = (...texts) => Buffer.concat([Buffer.from(`*${texts.length}\r\n`), ...texts.map(bulk)]);
const message = (text) => array('message', 'parlance.channel', text);
const others = [Buffer.from('+OK\r\n'), Buffer.from(':1\r\n'), Buffer.from('$-1\r\n'), Buffer.from('*3\r\n$9\r\nsubscribe\r\n$1\r\nc\r\n:1\r\n')];

/** What comes out of a filter whose messages have these fates, in turn. */
function through(fates, ...pieces) {
  const left = [...fates];
  const filter = new BusFilter(() => left.shift() ?? 'passes');
  return Buffer.concat(pieces.map((piece) => filter.pass(piece))).toString();
}

test('without a fault every byte passes, however the bytes are cut', () => {
  const random = new Random(9);
  const wire = Buffer.concat([...others, message('one'), message('with\r\n*3\r\nlines'), message('x'.repeat(70000)), ...others, message('')]);
  for (let round = 0; round < 50; round += 1) {
    const pieces = [];
    for (let at = 0; at < wire.length; at += pieces.at(-1).length) pieces.push(wire.subarray(at, at + random.between(1, round < 10 ? 3000 : 60000)));
    assert.equal(through([], ...pieces), wire.toString());
  }
});

const [a, b, c] = ['a', 'b', 'c'].map(message);
const cases = {
  lost: [['lost'], [b, c]],
  doubled: [['doubled'], [a, a, b, c]],
  late: [['late'], [b, a, c]],
  'late, twice in a row': [['late', 'late'], [c, a, b]],
  again: [['passes', 'passes', 'again'], [a, b, c, b]],
  'again, where nothing was before': [['again'], [a, b, c]],
};
for (const [what, [fates, arrive]] of Object.entries(cases)) {
  test(what, () => {
    const wire = [others[0], a, others[1], b, c].map((bytes) => bytes.toString()).join('');
    const expected = Buffer.concat(arrive).toString();
    const filtered = through(fates, Buffer.from(wire));
    assert.equal(filtered.replace(others[0].toString(), '').replace(others[1].toString(), ''), expected);
    assert.ok(filtered.includes(others[1].toString()), 'what is no message passes');
  });
}
