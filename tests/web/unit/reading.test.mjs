import assert from 'node:assert/strict';
import test from 'node:test';
import { transitions } from '../../../resources/web/js/state/reading.js';
import { unreadOf } from '../../../resources/web/js/state/state.js';
import { joined, message, stateOf, world } from './support.mjs';

/**
 * Ann has read 10 messages of `general`; the window has all 12, or those that a row says, and she stands to the room as a row
 * says. The line stands nowhere.
 */
function scene(situation, unread) {
  const w = world();
  const n = 10 + unread;
  const history = Array.from({ length: n }, (_, i) => stateOf(message(i + 1)));
  w.applier.passing(joined({ head: n, n, read: 10, history }));
  w.room = w.state.rooms.get('general');
  w.applier.open(situation === 'elsewhere' ? 'another' : 'general');
  w.applier.attention({ elsewhere: 'watched', away: 'watched' }[situation] ?? situation);
  w.room.following = situation !== 'away';
  w.room.line = null;
  w.room.landing = null;
  return w;
}

/** What happens, to a world whose room has `n` messages. */
const events = {
  'opened': ({ applier }) => applier.open('general'),
  'arrived': ({ applier, room }) => applier.live(message(room.handled + 1, room.n + 1)),
  'resumed with news': ({ applier, room }) => {
    const [seq, n] = [room.handled + 1, room.n + 1];
    applier.lost();
    applier.passing(joined({ history: undefined, events: [message(seq, n)], head: seq, n, read: room.read }));
  },
  'resumed without news': ({ applier, room }) => {
    applier.lost();
    applier.passing(joined({ history: undefined, events: [], head: room.handled, n: room.n, read: room.read }));
  },
  'reset': ({ applier, room }) => applier.passing(joined({ reset: true, head: room.handled, n: room.n, read: room.read, history: room.messages })),
  'shown': ({ applier }) => applier.attention('beside'),
  'hidden': ({ applier }) => applier.attention('hidden'),
  'blurred': ({ applier }) => applier.attention('beside'),
  'focused': ({ applier }) => applier.attention('watched'),
  'saw all that is new': ({ applier, room }) => applier.seen('general', 9, room.n),
  'saw one that is new': ({ applier }) => applier.seen('general', 8, 11),
  'saw what is old': ({ applier }) => applier.seen('general', 1, 9),
  'skipped one that is new': ({ applier, room }) => applier.seen('general', 12, room.n),
  'sought': ({ applier }) => applier.sought('general'),
  'caught up': ({ applier }) => applier.caughtUp('general'),
  'wrote': ({ applier, room }) => applier.live(message(room.handled + 1, room.n + 1, { userId: 'ann', username: 'ann' })),
  'read elsewhere, all': ({ applier, room }) => applier.passing({ type: 'read_moved', room: 'general', read: room.n }),
  'read elsewhere, one': ({ applier }) => applier.passing({ type: 'read_moved', room: 'general', read: 11 }),
  'the first was deleted': ({ applier, room }) => applier.live({ type: 'deleted', room: 'general', seq: room.handled + 1, n: room.n, id: 'm11', userId: 'bob', timestamp: 5, nonce: 'x' }),
};

// situation, unread before, event -> where the view goes, where the line stands (the n below it), read up to, badge
const rows = [
  ['elsewhere', 0, 'opened', 'end', null, 10, 0],
  ['elsewhere', 3, 'opened', 'line', 11, 10, 3],
  ['elsewhere', 0, 'arrived', 'stay', null, 10, 1],
  ['elsewhere', 0, 'resumed with news', 'stay', null, 10, 1],
  ['elsewhere', 2, 'wrote', 'stay', null, 13, 0],
  ['elsewhere', 2, 'saw all that is new', 'stay', null, 10, 2],
  ['elsewhere', 2, 'read elsewhere, all', 'stay', null, 12, 0],
  ['elsewhere', 2, 'read elsewhere, one', 'stay', null, 11, 1],
  ['elsewhere', 2, 'the first was deleted', 'stay', null, 10, 1],
  ['elsewhere', 1, 'the first was deleted', 'stay', null, 10, 0],

  ['watched', 0, 'arrived', 'stay', null, 10, 1],
  ['watched', 0, 'resumed with news', 'line', 11, 10, 1],
  ['watched', 0, 'resumed without news', 'stay', null, 10, 0],
  ['watched', 0, 'reset', 'end', null, 10, 0],
  ['watched', 2, 'reset', 'line', 11, 10, 2],
  ['watched', 2, 'saw all that is new', 'stay', null, 12, 0],
  ['watched', 2, 'saw one that is new', 'stay', null, 11, 1],
  ['watched', 2, 'saw what is old', 'stay', null, 10, 2],
  ['watched', 5, 'skipped one that is new', 'stay', 11, 10, 5],
  ['watched', 2, 'sought', 'line', 11, 10, 2],
  ['watched', 2, 'caught up', 'end', null, 12, 0],
  ['watched', 2, 'wrote', 'stay', null, 13, 0],
  ['away', 2, 'opened', 'line', 11, 10, 2],
  ['watched', 0, 'hidden', 'stay', null, 10, 0],
  ['watched', 0, 'blurred', 'stay', null, 10, 0],
  ['watched', 2, 'opened', 'line', 11, 10, 2],
  ['watched', 2, 'read elsewhere, all', 'stay', null, 12, 0],
  ['watched', 2, 'the first was deleted', 'stay', null, 10, 1],

  ['beside', 2, 'opened', 'line', 11, 10, 2],
  ['beside', 0, 'arrived', 'stay', 11, 10, 1],
  ['beside', 0, 'resumed with news', 'line', 11, 10, 1],
  ['beside', 2, 'saw all that is new', 'stay', null, 10, 2],
  ['beside', 2, 'focused', 'stay', null, 10, 2],
  ['beside', 2, 'hidden', 'stay', null, 10, 2],
  ['beside', 2, 'sought', 'line', 11, 10, 2],
  ['beside', 2, 'caught up', 'end', null, 12, 0],
  ['beside', 2, 'wrote', 'stay', null, 13, 0],
  ['beside', 2, 'read elsewhere, all', 'stay', null, 12, 0],
  ['beside', 2, 'read elsewhere, one', 'stay', 12, 11, 1],
  ['beside', 2, 'the first was deleted', 'stay', 12, 10, 1],
  ['beside', 1, 'the first was deleted', 'stay', null, 10, 0],

  ['hidden', 0, 'arrived', 'stay', 11, 10, 1],
  ['hidden', 0, 'resumed with news', 'line', 11, 10, 1],
  ['hidden', 0, 'shown', 'stay', null, 10, 0],
  ['hidden', 2, 'shown', 'line', 11, 10, 2],
  ['hidden', 2, 'saw all that is new', 'stay', null, 10, 2],
  ['hidden', 2, 'opened', 'line', 11, 10, 2],
  ['hidden', 2, 'caught up', 'end', null, 12, 0],
  ['hidden', 2, 'wrote', 'stay', null, 13, 0],
  ['hidden', 2, 'read elsewhere, all', 'stay', null, 12, 0],
  ['hidden', 2, 'the first was deleted', 'stay', 12, 10, 1],

  ['away', 0, 'arrived', 'stay', 11, 10, 1],
  ['away', 0, 'resumed with news', 'stay', 11, 10, 1],
  ['away', 2, 'saw one that is new', 'stay', null, 11, 1],
  ['away', 2, 'saw what is old', 'stay', null, 10, 2],
  ['away', 5, 'skipped one that is new', 'stay', null, 10, 5],
  ['away', 2, 'reset', 'line', 11, 10, 2],
  ['away', 2, 'sought', 'line', 11, 10, 2],
  ['away', 2, 'caught up', 'end', null, 12, 0],
  ['away', 2, 'wrote', 'stay', null, 13, 0],
  ['away', 2, 'read elsewhere, all', 'stay', null, 12, 0],
  ['away', 2, 'read elsewhere, one', 'stay', 12, 11, 1],
  ['away', 2, 'the first was deleted', 'stay', 12, 10, 1],
];

for (const [situation, unread, event, view, line, read, badge] of rows) {
  test(`${situation}, ${unread} unread, ${event}: the view ${view === 'stay' ? 'stays' : `goes to the ${view}`}, the line ${line ? `is above ${line}` : 'is nowhere'}, ${badge} unread`, () => {
    const w = scene(situation, unread);
    events[event](w);
    const { room } = w;
    assert.deepEqual({ view: room.landing ?? 'stay', line: room.line, read: room.read, badge: unreadOf(room) }, { view, line, read, badge });
  });
}

/** The cells of the table that a row above shows; one that no row shows could be anything. */
test('every cell of the table has a case', () => {
  const names = { opened: ['opened', 'reset'], arrived: ['arrived'], missed: ['skipped one that is new'], resumed: ['resumed with news'], shown: ['shown'], sought: ['sought'], caughtUp: ['caught up'], wrote: ['wrote'], readElsewhere: ['read elsewhere, one', 'read elsewhere, all'], deleted: ['the first was deleted'] };
  const isShown = (event, situation) => rows.some(([before, , what]) => before === situation && names[event].includes(what));
  const cells = Object.entries(transitions).flatMap(([event, cell]) => Object.keys(cell).map((situation) => [event, situation]));
  assert.deepEqual(cells.filter(([event, situation]) => !isShown(event, situation)), []);
});

test('the line stays where it was put while one reads on, and a second absence does not move it before it was passed', () => {
  const { applier, room } = scene('beside', 0);
  applier.live(message(11));
  applier.live(message(12));
  assert.equal(room.line, 11);
  applier.attention('watched');
  applier.seen('general', 8, 12);
  assert.deepEqual([room.line, room.read], [11, 12]);
  applier.attention('beside');
  assert.equal(room.line, 11);
  applier.live(message(13));
  assert.equal(room.line, 13);
});

test('a line that is gone before the view got there leaves it to the end', () => {
  for (const event of ['wrote', 'read elsewhere, all', 'the first was deleted']) {
    const w = scene('beside', 1);
    w.applier.open('general');
    assert.equal(w.room.landing, 'line');
    events[event](w);
    assert.deepEqual([w.room.landing, w.room.line], ['end', null], event);
  }
});

test('a message that was deleted before it was read is not counted, wherever it is known from', () => {
  const bury = (seq, id, n) => ({ type: 'deleted', room: 'general', seq, n, id, userId: 'bob', timestamp: 5, nonce: `x${seq}` });
  const { applier, room } = scene('elsewhere', 0);
  room.messages = null; // never loaded: what is known came live
  for (let n = 11; n <= 150; n += 1) applier.live(message(n));
  applier.live(bury(151, 'm11', 150));
  applier.live(bury(152, 'm150', 150));
  assert.equal(unreadOf(room), 138);
  applier.read('general', 20);
  assert.deepEqual([unreadOf(room), [...room.gone]], [129, [150]]);
  applier.passing(joined({ reset: true, head: 152, n: 150, read: 20, history: [stateOf(message(149)), { ...stateOf(message(150)), deleted: true }] }));
  assert.equal(unreadOf(room), 129);
  applier.read('general', 149);
  assert.equal(unreadOf(room), 0);
});
