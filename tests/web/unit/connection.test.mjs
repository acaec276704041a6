import assert from 'node:assert/strict';
import test from 'node:test';
import { Connection, calmAfter, greetingDeadline, probeDeadline } from '../../../resources/web/js/net/connection.js';
import { ManualClock } from './support.mjs';

function start({ random = () => 0.5, online = true, ceiling } = {}) {
  const clock = new ManualClock();
  const sockets = [];
  const phases = [];
  const told = [];
  const open = (handlers) => {
    const socket = { ...handlers, sent: [], isClosed: false, send: (frame) => socket.sent.push(frame.type), close: () => { socket.isClosed = true; } };
    sockets.push(socket);
    return socket;
  };
  const on = { opened: () => told.push('opened'), frame: (frame) => told.push(frame.type), lost: () => told.push('lost'), phase: (link) => phases.push(link) };
  const connection = new Connection({ clock, open, on, random, ceiling, isOnline: () => online });
  const connect = (heartbeat = 20000) => {
    connection.reconnectNow();
    sockets.at(-1).opened();
    connection.greeted(heartbeat);
    connection.resumed();
  };
  return { clock, sockets, phases, told, connection, connect, phase: () => connection.phase, last: () => sockets.at(-1) };
}

test('it is connected when the rooms are resumed, not before', () => {
  const { connection, phases, last } = start();
  connection.reconnectNow();
  last().opened();
  connection.greeted(20000);
  assert.equal(connection.phase, 'connecting');
  connection.resumed();
  assert.deepEqual(phases.map(({ phase }) => phase), ['connecting', 'connected']);
});

test('a lost socket is followed by the next one after the back-off', () => {
  const { clock, connect, sockets, phases, last } = start();
  connect();
  last().closed(1006, '');
  assert.deepEqual(phases.at(-1), { phase: 'waiting', until: clock.now() + 500 });
  clock.advance(499);
  assert.equal(sockets.length, 1);
  clock.advance(1);
  assert.equal(sockets.length, 2);
  last().closed(1006, '');
  assert.equal(phases.at(-1).until - clock.now(), 1000);
});

test('the back-off starts over only after calm', () => {
  const { clock, connect, connection, phases, last } = start();
  connect();
  last().closed(1006, '');
  clock.advance(500);
  last().opened();
  connection.greeted(20000);
  connection.resumed();
  clock.advance(calmAfter - 1);
  last().closed(1006, '');
  assert.equal(phases.at(-1).until - clock.now(), 1000);
  clock.advance(1000);
  last().opened();
  connection.greeted(20000);
  connection.resumed();
  clock.advance(calmAfter);
  last().closed(1006, '');
  assert.equal(phases.at(-1).until - clock.now(), 500);
});

test('the ceiling of the back-off can be set', () => {
  const { clock, connection, phases, last } = start({ ceiling: 1000 });
  connection.reconnectNow();
  for (let i = 0; i < 5; i += 1) {
    last().closed(1006, '');
    assert.equal(phases.at(-1).until - clock.now(), 500);
    clock.advance(500);
  }
});

test('silence of two and a quarter heartbeats is death', () => {
  const { clock, connect, told, last, phase } = start();
  connect(20000);
  clock.advance(44999);
  assert.equal(phase(), 'connected');
  clock.advance(1);
  assert.equal(phase(), 'waiting');
  assert.equal(last().isClosed, true);
  assert.equal(told.at(-1), 'lost');
});

test('any frame is life', () => {
  const { clock, connect, last, phase } = start();
  connect(2000);
  for (let i = 0; i < 20; i += 1) {
    clock.advance(4000);
    last().frame({ type: 'heartbeat' });
  }
  assert.equal(phase(), 'connected');
  clock.advance(4500);
  assert.equal(phase(), 'waiting');
});

test('an attempt that gets no welcome is given up', () => {
  const { clock, connection, phase, last } = start();
  connection.reconnectNow();
  clock.advance(greetingDeadline);
  assert.equal(phase(), 'waiting');
  assert.equal(last().isClosed, true);
});

test('becoming visible ends the waiting at once', () => {
  const { connect, connection, sockets, last, phase } = start();
  connect();
  last().closed(4001, 'restarting');
  connection.wake();
  assert.deepEqual([sockets.length, phase()], [2, 'connecting']);
});

test('becoming visible lets a socket prove that it lives', () => {
  const { clock, connect, connection, sockets, last } = start();
  connect();
  connection.wake();
  assert.deepEqual(last().sent, ['ping']);
  last().frame({ type: 'heartbeat' });
  clock.advance(probeDeadline);
  assert.equal(sockets.length, 1);
  connection.wake();
  clock.advance(probeDeadline);
  assert.equal(sockets.length, 2);
  assert.equal(sockets[0].isClosed, true);
});

test('"reconnect now" closes the old socket before it opens the next', () => {
  const { connect, connection, sockets, told } = start();
  connect();
  connection.reconnectNow();
  assert.deepEqual([sockets[0].isClosed, sockets.length, told.at(-1)], [true, 2, 'lost']);
});

for (const [code, comes] of [[1000, true], [1001, true], [1006, true], [1009, true], [4000, true], [4001, true], [4499, true], [4500, false], [4501, false], [4999, false], [5000, true]]) {
  test(`after close code ${code} it ${comes ? 'comes back' : 'stays away and says why'}`, () => {
    const { clock, connect, sockets, phases, last } = start();
    connect();
    last().closed(code, 'because');
    clock.advance(60000);
    assert.equal(sockets.length > 1, comes);
    if (!comes) assert.deepEqual(phases.at(-1), { phase: 'closed', code, reason: 'because' });
  });
}

test('without a network it says so, and tries all the same', () => {
  const { clock, connect, sockets, phase, last } = start({ online: false });
  connect();
  last().closed(1006, '');
  assert.equal(phase(), 'offline');
  clock.advance(500);
  assert.equal(sockets.length, 2);
});

test('stopped, it does nothing more by itself', () => {
  const { clock, connect, connection, sockets } = start();
  connect();
  connection.stop();
  clock.advance(600000);
  connection.wake();
  assert.deepEqual([sockets.length, sockets[0].isClosed, connection.phase], [1, true, 'idle']);
});

test('a refusal that passes is waited for', () => {
  const { clock, connection, phases, last } = start();
  connection.reconnectNow();
  last().opened();
  connection.retryAfter(7000);
  assert.equal(phases.at(-1).until - clock.now(), 7000);
});
