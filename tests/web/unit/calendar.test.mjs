import assert from 'node:assert/strict';
import test from 'node:test';
import { watchDays } from '../../../resources/web/js/state/calendar.js';
import { rowsOf } from '../../../resources/web/js/state/rows.js';
import { ManualClock, message, stateOf } from './support.mjs';

const day = 24 * 3600 * 1000;

test('a new day is told at midnight, once, also after a sleep of several days', () => {
  const clock = new ManualClock();
  const began = [];
  watchDays(clock, () => began.push(new Date(clock.now()).toDateString()));
  const midnight = new Date(clock.now()).setHours(24, 0, 0, 0);
  clock.advance(midnight - clock.now() - 1);
  assert.deepEqual(began, []);
  clock.advance(1);
  assert.deepEqual(began, [new Date(midnight).toDateString()]);
  clock.advance(day - 1);
  assert.equal(began.length, 1);
  clock.advance(1);
  assert.equal(began.length, 2);
});

test('a day that was Today is drawn anew as Yesterday', () => {
  const at = new ManualClock().now();
  const dayRow = (now) => rowsOf({ messages: [stateOf(message(1, 1, { timestamp: at }))], now }).find(({ kind }) => kind === 'day');
  const [today, yesterday] = [dayRow(at), dayRow(at + day)];
  assert.equal(today.key, yesterday.key);
  assert.deepEqual([today.mark, yesterday.mark], ['Today', 'Yesterday']);
});
