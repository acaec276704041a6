import assert from 'node:assert/strict';
import test from 'node:test';
import { ReadMarks, gatheredFor, TypingReporter, Typists, forgottenAfter, repeatEvery, typingSentence } from '../../../resources/web/js/state/typing.js';
import { ManualClock } from './support.mjs';

function start() {
  const clock = new ManualClock();
  const changes = [];
  const typists = new Typists(clock, (room) => changes.push(room));
  const types = (username, isTyping = true, room = 'general') => typists.set({ room, userId: username, username, isTyping });
  return { clock, changes, typists, types };
}

test('somebody who types is forgotten after 8 s without a repeat', () => {
  const { clock, typists, types } = start();
  types('Bob');
  clock.advance(forgottenAfter - 1);
  assert.deepEqual(typists.names('general'), ['Bob']);
  types('Bob');
  clock.advance(forgottenAfter - 1);
  assert.deepEqual(typists.names('general'), ['Bob']);
  clock.advance(1);
  assert.deepEqual(typists.names('general'), []);
});

test('who stops is gone at once, and only changes are told', () => {
  const { changes, typists, types } = start();
  types('Bob');
  types('Bob');
  types('Ann', true, 'random');
  types('Bob', false);
  types('Bob', false);
  assert.deepEqual(typists.names('general'), []);
  assert.deepEqual(typists.names('random'), ['Ann']);
  assert.deepEqual(changes, ['general', 'random', 'general']);
});

test('a lost connection ends all typing', () => {
  const { typists, types } = start();
  types('Bob');
  typists.clear();
  assert.deepEqual(typists.names('general'), []);
});

test('the sentence', () => {
  assert.deepEqual([[], ['Ann'], ['Ann', 'Bob'], ['Ann', 'Bob', 'Cy']].map(typingSentence), ['', 'Ann is typing…', 'Ann and Bob are typing…', 'Several people are typing…']);
});

test('one\'s own typing is told at once, then every 3 s, and its end', () => {
  const clock = new ManualClock();
  const told = [];
  const reporter = new TypingReporter(clock, ({ room, isTyping }) => told.push(`${room} ${isTyping}`));
  reporter.typed('general', false);
  reporter.typed('general', false);
  assert.deepEqual(told, ['general true']);
  clock.advance(repeatEvery);
  reporter.typed('general', false);
  reporter.typed('general', true);
  reporter.typed('general', true);
  assert.deepEqual(told, ['general true', 'general true', 'general false']);
  reporter.typed('general', false);
  reporter.typed('random', false);
  assert.deepEqual(told.slice(3), ['general true', 'general false', 'random true']);
  reporter.sent();
  reporter.stop();
  assert.equal(told.length, 6);
});

test('reading on is told once in a while, with the furthest place', () => {
  const clock = new ManualClock();
  const told = [];
  const marks = new ReadMarks(clock, ({ room, n }) => told.push(`${room} ${n}`));
  marks.mark('general', 1);
  marks.mark('general', 2);
  marks.mark('random', 7);
  clock.advance(gatheredFor);
  marks.mark('general', 3);
  clock.advance(gatheredFor);
  assert.deepEqual(told, ['general 2', 'random 7', 'general 3']);
});
