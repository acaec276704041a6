import assert from 'node:assert/strict';
import test from 'node:test';
import { JoinQueue } from '../../../resources/web/js/sync/joinqueue.js';
import { listMemberships } from '../../../resources/web/js/sync/memberships.js';
import { pageWith } from '../../../resources/web/js/sync/ordinal.js';
import { seeded } from '../../support/seed.mjs';
import { ManualClock, settled } from './support.mjs';

const names = (count) => Array.from({ length: count }, (_, i) => `room ${i}`);

/** A server that allows 200 joins in 10 s, and a queue before it. */
function start({ wanted = [] } = {}) {
  const clock = new ManualClock();
  const asked = [];
  const calm = [];
  let [allowed, since] = [200, clock.now()];
  const join = async (room) => {
    asked.push(room);
    if (clock.now() - since >= 10000) [allowed, since] = [200, clock.now()];
    if (allowed === 0) throw { code: 'rate_limited', message: '', retryAfter: since + 10000 - clock.now() };
    allowed -= 1;
    return room;
  };
  const isBefore = (a, b) => wanted.includes(a) && (!wanted.includes(b) || wanted.indexOf(a) < wanted.indexOf(b));
  const queue = new JoinQueue({ clock, join, isBefore, calm: () => calm.push(asked.length) });
  return { clock, queue, asked, calm, wanted };
}

test('more rooms than joins are allowed in a window: all are joined, each is asked for until it is', async () => {
  const { clock, queue, calm } = start();
  const joined = [];
  for (const joining of queue.addAll(names(1001))) joining.then((room) => joined.push(room));
  await settled();
  assert.equal(joined.length, 200);
  assert.equal(calm.length > 0, true, 'nobody waits for the rest');
  for (let window = 0; window < 5; window += 1) {
    clock.advance(10000);
    await settled();
  }
  assert.equal(new Set(joined).size, 1001);
  assert.equal(queue.isEmpty, true);
});

test('nothing is asked while the server says to wait', async () => {
  const { clock, queue, asked } = start();
  queue.addAll(names(300));
  await settled();
  const before = asked.length;
  clock.advance(9999);
  await settled();
  assert.equal(asked.length, before);
});

test('the most wanted room goes first, also one that is wanted later', async () => {
  const { clock, queue, asked, wanted } = start({ wanted: ['room 250', 'room 40'] });
  queue.addAll(names(500));
  await settled();
  assert.deepEqual(asked.slice(0, 3), ['room 250', 'room 40', 'room 0']);
  const before = asked.length;
  wanted.unshift('room 499');
  clock.advance(10000);
  await settled();
  assert.equal(asked[before], 'room 499');
});

test('a refusal that does not pass is told, and keeps nobody waiting', async () => {
  const asked = [];
  const join = async (room) => {
    asked.push(room);
    if (room === 'b') throw { code: 'forbidden' };
    return room;
  };
  const queue = new JoinQueue({ clock: new ManualClock(), join, isBefore: () => false, calm: () => {} });
  const results = await Promise.allSettled(queue.addAll(['a', 'b', 'c', 'a']));
  assert.deepEqual(results.map(({ value, reason }) => value ?? reason.code), ['a', 'forbidden', 'c', 'a']);
  assert.deepEqual(asked, ['a', 'b', 'c']);
});

test('a lost connection ends all of it, and a late answer changes nothing', async () => {
  const answers = [];
  const queue = new JoinQueue({ clock: new ManualClock(), join: () => new Promise((resolve, reject) => answers.push({ resolve, reject })), isBefore: () => false, calm: () => assert.fail('not calm') });
  const joins = Promise.allSettled(queue.addAll(names(30)));
  queue.clear({ code: 'connection_lost' });
  assert.equal((await joins).every(({ reason }) => reason.code === 'connection_lost'), true);
  answers[0].resolve('late');
  answers[1].reject({ code: 'busy' });
  await settled();
  assert.deepEqual([queue.isEmpty, answers.length], [true, 20]);
});

/** `count` memberships as a server gives them, 200 at a time. */
function pagesOf(count) {
  const all = names(count).sort().map((room) => ({ room }));
  const page = (from) => ({ rooms: all.slice(from, from + 200), ...(from + 200 < count ? { more: true } : {}) });
  return { welcome: page(0), ask: async (after) => page(all.findIndex(({ room }) => room === after) + 1) };
}

const alone = { later: async () => {}, isOver: () => false, page: () => {} };

for (const count of [0, 1, 199, 200, 201, 400, 7412]) {
  test(`${count} memberships are listed whole, page by page`, async () => {
    const { welcome, ask } = pagesOf(count);
    const early = [];
    const { rooms, isComplete } = await listMemberships(welcome, { ...alone, ask, page: (rooms) => early.push(...rooms) });
    assert.equal(new Set(rooms.map(({ room }) => room)).size, count);
    assert.equal(isComplete, true);
    assert.equal(early.length, Math.max(0, Math.ceil(count / 200) - 1) * 200);
  });
}

test('a list that is refused for a while goes on, one that is refused for good is incomplete', async () => {
  const { welcome, ask } = pagesOf(500);
  let refusals = 3;
  const waited = [];
  const slow = async (after) => {
    if ((refusals -= 1) >= 0) throw { code: 'rate_limited', message: '', retryAfter: 400 };
    return ask(after);
  };
  const whole = await listMemberships(welcome, { ...alone, ask: slow, later: async (delay) => waited.push(delay) });
  assert.deepEqual([whole.rooms.length, whole.isComplete, waited], [500, true, [400, 400, 400]]);
  const never = async () => { throw { code: 'unknown_type', message: '' }; };
  assert.deepEqual(await listMemberships(welcome, { ...alone, ask: never }), { rooms: welcome.rooms, isComplete: false });
  const over = await listMemberships(welcome, { ...alone, ask, isOver: () => true });
  assert.equal(over.isComplete, false);
});

test('the page with a message is found by its number, however edits and deletions are spread', async () => {
  const random = seeded();
  for (let run = 0; run < 50; run += 1) {
    const messages = [];
    const count = random.between(1, 3000);
    let seq = 0;
    for (let n = 1; n <= count; n += 1) {
      seq += random.next() < 0.02 ? random.between(1, 900) : 1;
      messages.push({ n, seq });
    }
    let asked = 0;
    const ask = async (around) => {
      asked += 1;
      const at = messages.findIndex((message) => message.seq >= around);
      const from = Math.max(0, (at < 0 ? messages.length : at) - 50);
      return { messages: messages.slice(from, from + 100) };
    };
    const wanted = random.between(1, messages.length);
    const page = await pageWith(ask, wanted, { seq: seq + 5, n: messages.length });
    assert.ok(page.messages.some(({ n }) => n === wanted), `run ${run}`);
    assert.ok(asked <= 16, `${asked} pages were asked for`);
  }
  assert.equal(await pageWith(async () => ({ messages: [] }), 5, { seq: 10, n: 9 }), null);
});
