import assert from 'node:assert/strict';
import test from 'node:test';
import { BackOff } from '../../../resources/web/js/net/backoff.js';

test('the steps are 1, 2, 4, 8, 16, 30, 30 s', () => {
  const backoff = new BackOff();
  const ceilings = Array.from({ length: 7 }, () => {
    const ceiling = backoff.ceilingOfNext;
    backoff.next(0.5);
    return ceiling;
  });
  assert.deepEqual(ceilings, [1000, 2000, 4000, 8000, 16000, 30000, 30000]);
});

test('the delay is drawn from the whole step', () => {
  const backoff = new BackOff();
  assert.equal(backoff.next(0), 0);
  assert.equal(backoff.next(0.999), 1998);
  assert.equal(backoff.next(0.25), 1000);
});

test('it starts over after a reset', () => {
  const backoff = new BackOff();
  for (let i = 0; i < 50; i += 1) backoff.next(0.5);
  assert.equal(backoff.ceilingOfNext, 30000);
  backoff.reset();
  assert.equal(backoff.ceilingOfNext, 1000);
});

test('the ceiling can be set', () => {
  const backoff = new BackOff(1500);
  assert.deepEqual([backoff.next(0.5), backoff.next(0.5), backoff.next(0.5)], [500, 750, 750]);
});
