import assert from 'node:assert/strict';
import test from 'node:test';
import { Outbox, acknowledgementDeadline, makeNonce } from '../../../resources/web/js/state/outbox.js';
import { ManualClock, memoryStorage } from './support.mjs';

function start({ storage = memoryStorage(), clock = new ManualClock(), userId = 'ann', live = ['general', 'random'] } = {}) {
  const sent = [];
  const outbox = new Outbox({ storage, clock, send: (entry) => sent.push(`${entry.room} ${entry.nonce}`), changed: () => {} });
  if (userId) outbox.identity(userId);
  for (const room of live) outbox.ready(room);
  return { outbox, storage, clock, sent };
}

const states = (outbox, room = 'general') => outbox.of(room).map(({ nonce, state }) => `${nonce} ${state}`);

test('one message per room is on its way at a time, in order', () => {
  const { outbox, sent } = start();
  outbox.add('general', 'one', undefined, 'n1');
  outbox.add('general', 'two', undefined, 'n2');
  outbox.add('random', 'else', undefined, 'n3');
  assert.deepEqual(sent, ['general n1', 'random n3']);
  outbox.acknowledged('general', 'n1');
  assert.deepEqual(sent, ['general n1', 'random n3', 'general n2']);
  outbox.acknowledged('general', 'n2');
  assert.deepEqual(outbox.of('general'), []);
});

test('an acknowledgement that comes twice, or for nothing, is no matter', () => {
  const { outbox, sent } = start();
  outbox.add('general', 'one', undefined, 'n1');
  outbox.acknowledged('general', 'n1');
  outbox.acknowledged('general', 'n1');
  outbox.acknowledged('general', 'unknown');
  outbox.refused('unknown', { code: 'busy', message: '' });
  assert.deepEqual(sent, ['general n1']);
});

test('what is typed while there is no connection goes once the room is live again, what was on its way first', () => {
  const { outbox, sent } = start();
  outbox.add('general', 'one', undefined, 'n1');
  outbox.lost();
  outbox.add('general', 'two', undefined, 'n2');
  assert.deepEqual(sent, ['general n1']);
  outbox.identity('ann');
  outbox.ready('general');
  outbox.acknowledged('general', 'n1');
  assert.deepEqual(sent, ['general n1', 'general n1', 'general n2']);
});

for (const code of ['rate_limited', 'busy']) {
  test(`${code} makes the room wait retryAfter and repeat that message first`, () => {
    const { outbox, sent, clock } = start();
    outbox.add('general', 'one', undefined, 'n1');
    outbox.add('general', 'two', undefined, 'n2');
    outbox.refused('n1', { code, message: 'not so fast', retryAfter: 1500 });
    assert.equal(outbox.waitsUntil('general'), clock.now() + 1500);
    assert.deepEqual(states(outbox), ['n1 queued', 'n2 queued']);
    outbox.add('random', 'elsewhere', undefined, 'n3');
    clock.advance(1499);
    assert.deepEqual(sent, ['general n1', 'random n3']);
    clock.advance(1);
    assert.deepEqual(sent, ['general n1', 'random n3', 'general n1']);
    assert.equal(outbox.waitsUntil('general'), 0);
  });
}

test('any other refusal is shown with its reason, and the next message goes', () => {
  const { outbox, sent } = start();
  outbox.add('general', 'one', undefined, 'n1');
  outbox.add('general', 'two', undefined, 'n2');
  outbox.refused('n1', { code: 'forbidden', message: 'You are muted' });
  assert.deepEqual(states(outbox), ['n1 failed', 'n2 queued']);
  assert.equal(outbox.of('general')[0].reason, 'You are muted.');
  assert.deepEqual(sent, ['general n1', 'general n2']);
});

test('a failed message can be sent again under its nonce, or discarded', () => {
  const { outbox, sent, storage } = start();
  outbox.add('general', 'one', undefined, 'n1');
  outbox.add('general', 'two', undefined, 'n2');
  outbox.refused('n1', { code: 'internal', message: 'Oh' });
  outbox.refused('n2', { code: 'too_long', message: 'Oh' });
  outbox.retry('n1');
  outbox.retry('n1');
  assert.deepEqual(sent, ['general n1', 'general n2', 'general n1']);
  outbox.discard('n2');
  assert.deepEqual(states(outbox), ['n1 queued']);
  assert.deepEqual(storage.keys('outbox.'), ['outbox.n1']);
});

test('changes of messages go in the same order; a newer one takes the place of one that was not sent', () => {
  const { outbox, sent } = start();
  outbox.add('general', 'one', undefined, 'n1');
  outbox.change('general', 'm', 'two', 'n2');
  outbox.change('general', 'm', 'three', 'n3');
  outbox.change('general', 'other', null, 'n4');
  assert.deepEqual(states(outbox), ['n1 queued', 'n3 queued', 'n4 queued']);
  assert.deepEqual(outbox.of('general').map(({ type, id, text }) => [type, id, text]), [['message', undefined, 'one'], ['edit', 'm', 'three'], ['delete', 'other', undefined]]);
  outbox.acknowledged('general', 'n1');
  outbox.change('general', 'm', 'four', 'n5'); // the one before is on its way
  outbox.acknowledged('general', 'n3');
  outbox.acknowledged('general', 'n4');
  assert.deepEqual(sent, ['general n1', 'general n3', 'general n4', 'general n5']);
});

test('it survives a reload, in order', () => {
  const first = start({ live: [] });
  for (const nonce of ['n1', 'n2', 'n3']) first.outbox.add('general', nonce, undefined, nonce);
  const { outbox, sent } = start({ storage: first.storage });
  assert.deepEqual(states(outbox), ['n1 queued', 'n2 queued', 'n3 queued']);
  assert.deepEqual(sent, ['general n1']);
});

test('two pages of one person do not lose each other\'s messages', () => {
  const storage = memoryStorage();
  const one = start({ storage, live: [] });
  const two = start({ storage, live: [] });
  one.outbox.add('general', 'a', undefined, 'n1');
  two.outbox.add('general', 'b', undefined, 'n2');
  one.outbox.discard('n1');
  assert.deepEqual(states(start({ storage, live: [] }).outbox), ['n2 queued']);
});

test('under another identity, what was never sent goes, and what was sent once is asked about', () => {
  const { outbox, sent } = start();
  outbox.add('general', 'sent once', undefined, 'n1');
  outbox.add('general', 'never sent', undefined, 'n2');
  outbox.lost();
  outbox.identity('somebody else');
  outbox.ready('general');
  assert.deepEqual(states(outbox), ['n1 failed', 'n2 queued']);
  assert.deepEqual(sent, ['general n1', 'general n2']);
  outbox.acknowledged('general', 'n2');
  outbox.retry('n1');
  assert.deepEqual(sent.at(-1), 'general n1');
});

test('the same identity is not asked anything', () => {
  const { outbox } = start();
  outbox.add('general', 'one', undefined, 'n1');
  outbox.lost();
  outbox.identity('ann');
  assert.deepEqual(states(outbox), ['n1 queued']);
});

test('what was written before anybody was known belongs to whoever comes', () => {
  const { outbox, sent } = start({ userId: null, live: [] });
  outbox.add('general', 'early', undefined, 'n1');
  outbox.identity('ann');
  outbox.ready('general');
  assert.deepEqual(sent, ['general n1']);
});

test('without an acknowledgement it is repeated on the same connection', () => {
  const { outbox, sent, clock } = start();
  outbox.add('general', 'one', undefined, 'n1');
  clock.advance(acknowledgementDeadline);
  assert.deepEqual(sent, ['general n1', 'general n1']);
  outbox.acknowledged('general', 'n1');
  clock.advance(acknowledgementDeadline * 3);
  assert.deepEqual(sent.length, 2);
});

test('a lost connection takes its timers with it', () => {
  const { outbox, sent, clock } = start();
  outbox.add('general', 'one', undefined, 'n1');
  outbox.refused('n1', { code: 'busy', message: '', retryAfter: 1000 });
  outbox.lost();
  clock.advance(60000);
  assert.deepEqual(sent, ['general n1']);
});

test('a room that was left takes its messages with it', () => {
  const { outbox, storage } = start();
  outbox.add('general', 'one', undefined, 'n1');
  outbox.add('random', 'two', undefined, 'n2');
  outbox.discardRoom('general');
  assert.deepEqual([outbox.of('general'), storage.keys('outbox.')], [[], ['outbox.n2']]);
});

test('a nonce is what the protocol allows, and never the same', () => {
  const nonces = new Set(Array.from({ length: 1000 }, makeNonce));
  assert.equal(nonces.size, 1000);
  for (const nonce of nonces) assert.match(nonce, /^[\x21-\x7e]{1,64}$/);
});
