import assert from 'node:assert/strict';
import test from 'node:test';
import { makeNonce } from '../../../resources/web/js/state/nonce.js';
import { Outbox, acknowledgementDeadline } from '../../../resources/web/js/state/outbox.js';
import { Pages } from '../../../resources/web/js/state/pages.js';
import { placeNamed } from '../../../resources/web/js/text/places.js';
import { Browser, ManualClock, memoryDatabase, settled } from './support.mjs';

async function start({ database = memoryDatabase(), page = new Browser().page(), clock = new ManualClock(), userId = 'ann', live = ['general', 'random'] } = {}) {
  const sent = [];
  const outbox = new Outbox({ database, pages: page, clock, send: (entry) => sent.push(`${entry.room} ${entry.nonce}`), changed: () => {} });
  await outbox.loaded;
  if (userId) outbox.identity(userId);
  for (const room of live) outbox.ready(room);
  return { outbox, database, page, clock, sent };
}

const stateOf = ({ nonce, state }) => `${nonce} ${state}`;

const states = (outbox, room = 'general') => outbox.of(room).map(stateOf);

const kept = async (database) => (await database.all('outbox')).map(stateOf);

test('one message per room is on its way at a time, in order', async () => {
  const { outbox, sent } = await start();
  outbox.add('general', 'one', undefined, 'n1');
  outbox.add('general', 'two', undefined, 'n2');
  outbox.add('random', 'else', undefined, 'n3');
  assert.deepEqual(sent, ['general n1', 'random n3']);
  outbox.acknowledged('general', 'n1');
  assert.deepEqual(sent, ['general n1', 'random n3', 'general n2']);
  outbox.acknowledged('general', 'n2');
  assert.deepEqual(outbox.of('general'), []);
});

test('an acknowledgement that comes twice, or for nothing, is no matter', async () => {
  const { outbox, sent } = await start();
  outbox.add('general', 'one', undefined, 'n1');
  outbox.acknowledged('general', 'n1');
  outbox.acknowledged('general', 'n1');
  outbox.acknowledged('general', 'unknown');
  outbox.refused('unknown', { code: 'busy', message: '' });
  assert.deepEqual(sent, ['general n1']);
});

test('what is typed while there is no connection goes once the room is live again, what was on its way first', async () => {
  const { outbox, sent } = await start();
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
  test(`${code} makes the room wait retryAfter and repeat that message first`, async () => {
    const { outbox, sent, clock } = await start();
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

test('any other refusal is shown with its reason, and the next message goes', async () => {
  const { outbox, sent } = await start();
  outbox.add('general', 'one', undefined, 'n1');
  outbox.add('general', 'two', undefined, 'n2');
  outbox.refused('n1', { code: 'forbidden', message: 'You are muted' });
  assert.deepEqual(states(outbox), ['n1 failed', 'n2 queued']);
  assert.equal(outbox.of('general')[0].reason, 'You are muted.');
  assert.deepEqual(sent, ['general n1', 'general n2']);
});

test('a failed message can be sent again under its nonce, or discarded', async () => {
  const { outbox, sent, database } = await start();
  outbox.add('general', 'one', undefined, 'n1');
  outbox.add('general', 'two', undefined, 'n2');
  outbox.refused('n1', { code: 'internal', message: 'Oh' });
  outbox.refused('n2', { code: 'too_long', message: 'Oh' });
  outbox.retry('n1');
  outbox.retry('n1');
  assert.deepEqual(sent, ['general n1', 'general n2', 'general n1']);
  outbox.discard('n2');
  assert.deepEqual(states(outbox), ['n1 queued']);
  assert.deepEqual(await kept(database), ['n1 queued']);
});

test('changes of messages go in the same order; a newer one takes the place of one that was not sent', async () => {
  const { outbox, sent } = await start();
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

/** Pages of one browser, which share what it keeps. */
function pages() {
  const browser = new Browser();
  const database = memoryDatabase();
  return (options) => start({ database, page: browser.page(), ...options });
}

test('it survives a reload, in order, and what was there goes before what is new', async () => {
  const open = pages();
  const first = await open({ live: [] });
  for (const nonce of ['n1', 'n2']) first.outbox.add('general', nonce, undefined, nonce);
  first.outbox.change('general', 'm', 'edited', 'n3');
  first.page.end();
  const { outbox, sent } = await open();
  outbox.add('general', 'new', undefined, 'n4');
  assert.deepEqual(states(outbox), ['n1 queued', 'n2 queued', 'n3 queued', 'n4 queued']);
  for (const nonce of ['n1', 'n2', 'n3', 'n4']) outbox.acknowledged('general', nonce);
  assert.deepEqual(sent, ['general n1', 'general n2', 'general n3', 'general n4']);
});

test('nothing goes out before it is known what earlier pages left', async () => {
  const open = pages();
  const first = await open({ live: [] });
  first.outbox.add('general', 'before', undefined, 'n1');
  first.page.end();
  const sent = [];
  const outbox = new Outbox({ database: first.database, pages: new Browser().page(), clock: new ManualClock(), send: ({ nonce }) => sent.push(nonce), changed: () => {} });
  outbox.identity('ann');
  outbox.ready('general');
  outbox.add('general', 'after', undefined, 'n2');
  assert.deepEqual(sent, []);
  await outbox.loaded;
  assert.deepEqual(sent, ['n1']);
});

test('an entry is in the database in the turn in which it goes out, under the nonce with which it goes again', async () => {
  const database = memoryDatabase();
  const steps = [];
  const { put } = database;
  database.put = (store, key, entry) => {
    steps.push(`kept ${key}${entry.tried ? ', tried' : ''}`);
    return put.call(database, store, key, entry);
  };
  const outbox = new Outbox({ database, pages: new Browser().page(), clock: new ManualClock(), send: ({ nonce }) => steps.push(`sent ${nonce}`), changed: () => {} });
  await outbox.loaded;
  outbox.ready('general');
  outbox.add('general', 'one', undefined, 'n1');
  assert.deepEqual(steps, ['kept n1', 'kept n1, tried', 'sent n1']);
  outbox.lost();
  outbox.ready('general');
  assert.equal(steps.at(-1), 'sent n1');
});

test('an entry belongs to the page that wrote it until that is gone; then another one has it, at once and once', async () => {
  const open = pages();
  const writer = await open({ live: [] });
  const here = await open();
  writer.outbox.add('general', 'a', undefined, 'n1');
  const later = await open();
  writer.outbox.add('general', 'b', undefined, 'n2');
  await settled();
  assert.deepEqual([states(here.outbox), states(later.outbox)], [[], []]);
  writer.page.end();
  await settled();
  assert.deepEqual([states(here.outbox), states(later.outbox)], [['n1 queued', 'n2 queued'], []]);
  here.outbox.acknowledged('general', 'n1');
  here.outbox.acknowledged('general', 'n2');
  assert.deepEqual(here.sent, ['general n1', 'general n2']);
  assert.deepEqual(await kept(here.database), []);
});

test('an entry that was acknowledged in one page is in no other', async () => {
  const open = pages();
  const one = await open();
  const two = await open();
  one.outbox.add('general', 'a', undefined, 'n1');
  one.outbox.acknowledged('general', 'n1');
  one.page.end();
  await settled();
  assert.deepEqual([states(two.outbox), states((await open()).outbox), await kept(one.database)], [[], [], []]);
});

test('without locks a page takes what it finds, and both may send it under the same nonce', async () => {
  const database = memoryDatabase();
  const one = await start({ database, page: new Pages({}), live: [] });
  one.outbox.add('general', 'a', undefined, 'n1');
  const two = await start({ database, page: new Pages({}) });
  one.outbox.ready('general');
  assert.deepEqual([one.sent, two.sent], [['general n1'], ['general n1']]);
  for (const { outbox } of [one, two]) outbox.acknowledged('general', 'n1');
  assert.deepEqual(await kept(database), []);
});

test('what was taken over from somebody else is asked about if it was sent once', async () => {
  const open = pages();
  const first = await open();
  const second = await open({ userId: 'bob' });
  first.outbox.add('general', 'sent once', undefined, 'n1');
  first.outbox.add('general', 'never sent', undefined, 'n2');
  first.page.end();
  await settled();
  assert.deepEqual(states(second.outbox), ['n1 failed', 'n2 queued']);
  assert.deepEqual(second.sent, ['general n2']);
});

test('a clock that is set back does not change the order', async () => {
  const open = pages();
  const first = await open({ live: [] });
  first.clock.advance(5000);
  first.outbox.add('general', 'one', undefined, 'n1');
  first.clock.advance(-9000);
  first.outbox.add('general', 'two', undefined, 'n2');
  first.page.end();
  assert.deepEqual(states((await open()).outbox), ['n1 queued', 'n2 queued']);
});

test('under another identity, what was never sent goes, and what was sent once is asked about', async () => {
  const { outbox, sent } = await start();
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

test('the same identity is not asked anything', async () => {
  const { outbox } = await start();
  outbox.add('general', 'one', undefined, 'n1');
  outbox.lost();
  outbox.identity('ann');
  assert.deepEqual(states(outbox), ['n1 queued']);
});

test('what was written before anybody was known belongs to whoever comes', async () => {
  const { outbox, sent } = await start({ userId: null, live: [] });
  outbox.add('general', 'early', undefined, 'n1');
  outbox.identity('ann');
  outbox.ready('general');
  assert.deepEqual(sent, ['general n1']);
});

test('without an acknowledgement it is repeated on the same connection', async () => {
  const { outbox, sent, clock } = await start();
  outbox.add('general', 'one', undefined, 'n1');
  clock.advance(acknowledgementDeadline);
  assert.deepEqual(sent, ['general n1', 'general n1']);
  outbox.acknowledged('general', 'n1');
  clock.advance(acknowledgementDeadline * 3);
  assert.deepEqual(sent.length, 2);
});

test('a lost connection takes its timers with it', async () => {
  const { outbox, sent, clock } = await start();
  outbox.add('general', 'one', undefined, 'n1');
  outbox.refused('n1', { code: 'busy', message: '', retryAfter: 1000 });
  outbox.lost();
  clock.advance(60000);
  assert.deepEqual(sent, ['general n1']);
});

test('a room that was left takes its messages with it', async () => {
  const { outbox, database } = await start();
  outbox.add('general', 'one', undefined, 'n1');
  outbox.add('random', 'two', undefined, 'n2');
  outbox.discardRoom('general');
  assert.deepEqual([outbox.of('general'), await kept(database)], [[], ['n2 queued']]);
});

test('what waits under a name goes to its room once the id is known, and out', async () => {
  const { outbox, database, sent } = await start();
  outbox.add(placeNamed('general'), 'early', undefined, 'n1');
  outbox.add(placeNamed('other'), 'elsewhere', undefined, 'n2');
  assert.deepEqual([sent, outbox.places()], [[], [placeNamed('general'), placeNamed('other')]]);
  outbox.move({ from: placeNamed('general'), to: 'general' });
  assert.deepEqual([sent, outbox.places()], [['general n1'], ['general', placeNamed('other')]]);
  assert.deepEqual((await database.all('outbox')).map(({ room }) => room), ['general', placeNamed('other')]);
});

test('what was written in a room that was deleted fails visibly, and goes to another of its name only by hand', async () => {
  const { outbox, database, sent } = await start();
  outbox.add('general', 'one', undefined, 'n1');
  outbox.change('general', 'm7', 'better', 'n2');
  outbox.change('general', 'm8', null, 'n3');
  outbox.add('random', 'two', undefined, 'n4');
  outbox.strand('general', placeNamed('general'));
  const seen = outbox.of(placeNamed('general')).map(({ type, id, text, state, reason }) => [type, id, text, state, reason]);
  assert.deepEqual(seen, ['one', 'better'].map((text) => ['message', undefined, text, 'failed', 'The room was deleted.']));
  assert.deepEqual((await database.all('outbox')).map(({ nonce, room }) => [nonce, room]), [['n1', placeNamed('general')], ['n2', placeNamed('general')], ['n4', 'random']]);
  outbox.move({ from: placeNamed('general'), to: 'new' });
  outbox.ready('new');
  assert.deepEqual(sent, ['general n1', 'random n4']);
  outbox.retry('n2');
  assert.deepEqual(sent.at(-1), 'new n2');
});

test('a nonce is what the protocol allows, and never the same', () => {
  const nonces = new Set(Array.from({ length: 1000 }, makeNonce));
  assert.equal(nonces.size, 1000);
  for (const nonce of nonces) assert.match(nonce, /^[\x21-\x7e]{1,64}$/);
});
