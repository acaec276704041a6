import assert from 'node:assert/strict';
import test from 'node:test';
import { Requests } from '../../../resources/web/js/net/requests.js';
import { RoomHistory } from '../../../resources/web/js/sync/roomhistory.js';
import { Session } from '../../../resources/web/js/sync/session.js';
import { Applier } from '../../../resources/web/js/state/applier.js';
import { Outbox } from '../../../resources/web/js/state/outbox.js';
import { Settings } from '../../../resources/web/js/state/settings.js';
import { Signal, createState } from '../../../resources/web/js/state/state.js';
import { Browser, ManualClock, goldenFrame, joined, memoryDatabase, memoryStorage, message, settled, stateOf } from './support.mjs';

/** A session on a connection of paper: `sent` is what it said, `say` is what it hears. */
function start(chosen = {}) {
  const clock = new ManualClock();
  const signal = new Signal();
  const settings = new Settings(memoryStorage(), signal);
  for (const [key, value] of Object.entries(chosen)) settings.set(key, value);
  const state = createState();
  const applier = new Applier(state, signal, clock);
  const sent = [];
  const did = [];
  const connection = {
    send: (frame) => sent.push(frame),
    greeted: (heartbeat) => did.push(`greeted ${heartbeat}`),
    resumed: () => did.push('resumed'),
    retryAfter: (delay) => did.push(`retry after ${delay}`),
    stop: () => did.push('stopped'),
  };
  const requests = new Requests((frame) => connection.send(frame));
  const outbox = new Outbox({ database: memoryDatabase(), pages: new Browser().page(), clock, send: (entry) => session.send(entry), changed: () => {} });
  const session = new Session({ connection, requests, applier, outbox, settings, state, signal, clock });
  const history = new RoomHistory({ requests, applier, state });
  const welcome = (rooms, more = {}) => say({ ...goldenFrame('full/event/welcome.json'), userId: 'ann', rooms, ref: refOf('hello'), ...more });
  const refOf = (type, room) => sent.filter((frame) => frame.type === type && (!room || frame.room === room)).at(-1).ref;
  const say = async (frame) => {
    session.frame(frame);
    await settled();
  };
  const answer = (room, more) => say(joined({ room, ref: refOf('join', room), ...more }));
  return { clock, settings, signal, state, applier, sent, did, outbox, session, history, say, welcome, answer, take: () => sent.splice(0).map(({ ref, ...frame }) => frame) };
}

const membership = (room, more = {}) => ({ room, log: `log-${room}`, head: 0, n: 0, read: 0, ...more });

test('a newcomer says a name, somebody known a token', () => {
  const newcomer = start({ name: 'Ann' });
  newcomer.session.opened();
  assert.deepEqual(newcomer.take(), [{ type: 'hello', protocol: 1, client: 'parlance-web/0.1.0', name: 'Ann' }]);
  const known = start({ name: 'Ann', token: 'secret', password: 'sesame' });
  known.session.opened();
  assert.deepEqual(known.take(), [{ type: 'hello', protocol: 1, client: 'parlance-web/0.1.0', token: 'secret', password: 'sesame' }]);
});

test('a server that forgot everybody is told the name again, before the rooms are joined', async () => {
  const { session, take, welcome, settings } = start({ name: 'Ann', token: 'secret', rooms: [{ room: 'a', log: 'log-a' }] });
  session.opened();
  await welcome([], { username: 'Guest 1234' });
  assert.deepEqual(take().slice(1).map(({ type, name, room }) => [type, name ?? room]), [['rename', 'Ann'], ['join', 'a']]);
  assert.equal(settings.get('name'), 'Ann');
});

test('a name that was changed elsewhere is taken over', async () => {
  const { session, take, welcome, settings } = start({ name: 'Ann', token: 'secret', rooms: [{ room: 'a', log: 'log-a' }] });
  session.opened();
  await welcome([membership('a')], { username: 'Anna' });
  assert.deepEqual(take().map(({ type }) => type), ['hello', 'join']);
  assert.equal(settings.get('name'), 'Anna');
});

test('after the welcome every room is joined, and only when all are it is resumed', async () => {
  const { session, welcome, answer, did, settings } = start();
  session.opened();
  await welcome([membership('a'), membership('b')]);
  assert.equal(settings.get('token'), goldenFrame('full/event/welcome.json').token);
  await answer('a');
  assert.deepEqual(did, ['greeted 20000']);
  await answer('b');
  assert.deepEqual(did, ['greeted 20000', 'resumed']);
});

test('a room with nothing unread is joined from its head, one with unread messages with its history', async () => {
  const { session, take, welcome } = start();
  session.want('lobby');
  session.opened();
  await welcome([membership('a', { n: 5, read: 2, head: 7 }), membership('b', { n: 5, read: 5, head: 9 })]);
  assert.deepEqual(take().slice(1), [{ type: 'join', room: 'lobby' }, { type: 'join', room: 'a' }, { type: 'join', room: 'b', since: 9, log: 'log-b' }]);
});

test('a resumed room is followed until there is no more', async () => {
  const { session, sent, welcome, answer, did, state } = start();
  session.want('general');
  session.opened();
  await welcome([]);
  await answer('general', { head: 1, n: 1, history: [stateOf(message(1))] });
  assert.deepEqual(did, ['greeted 20000', 'resumed']);
  session.lost();
  session.opened();
  await welcome([membership('general', { log: 'log-1', head: 3, n: 3 })]);
  assert.deepEqual([sent.at(-1).since, sent.at(-1).log], [1, 'log-1']);
  await answer('general', { history: undefined, events: [message(2)], head: 2, n: 2, more: true });
  assert.equal(sent.at(-1).since, 2);
  assert.equal(did.at(-1), 'greeted 20000');
  await answer('general', { history: undefined, events: [message(3)], head: 3, n: 3 });
  assert.equal(did.at(-1), 'resumed');
  assert.deepEqual(state.rooms.get('general').messages.map(({ seq }) => seq), [1, 2, 3]);
});

test('a hole is joined again from where one was, and queued messages wait for it', async () => {
  const { session, sent, say, welcome, answer, outbox } = start();
  session.want('general');
  session.opened();
  await welcome([]);
  await answer('general', { head: 1, n: 1, history: [stateOf(message(1))] });
  await say(message(3));
  assert.deepEqual([sent.at(-1).type, sent.at(-1).since], ['join', 1]);
  outbox.add('general', 'later', undefined, 'n1');
  assert.equal(sent.at(-1).type, 'join');
  await answer('general', { history: undefined, events: [message(2), message(3)], head: 3, n: 3 });
  assert.deepEqual([sent.at(-1).type, sent.at(-1).nonce], ['message', 'n1']);
});

test('what was on its way is repeated after the resume unless the events already have it', async () => {
  const { session, sent, welcome, answer, outbox } = start();
  session.want('general');
  session.opened();
  await welcome([]);
  await answer('general');
  outbox.add('general', 'one', undefined, 'n1');
  outbox.add('general', 'two', undefined, 'n2');
  session.lost();
  session.opened();
  await welcome([membership('general', { log: 'log-1' })]);
  await answer('general', { history: undefined, events: [message(1, 1, { userId: 'ann', nonce: 'n1' })], head: 1, n: 1 });
  assert.deepEqual(sent.filter(({ type }) => type === 'message').map(({ nonce }) => nonce), ['n1', 'n2']);
  assert.equal(outbox.of('general').length, 1);
});

test('what was written before it was known how the room is spelled is sent, too', async () => {
  const { session, sent, say, welcome, outbox } = start();
  session.want('General');
  outbox.add('General', 'early', undefined, 'n1');
  session.opened();
  await welcome([]);
  await say(joined({ room: 'general', ref: sent.at(-1).ref }));
  assert.deepEqual([sent.at(-1).room, sent.at(-1).nonce], ['general', 'n1']);
  assert.equal(outbox.of('general').length, 1);
});

test('a server that forgot everything gets its rooms back', async () => {
  const { session, take, welcome } = start({ rooms: [{ room: 'a', log: 'x' }, { room: 'b', log: 'y' }] });
  session.opened();
  await welcome([]);
  assert.deepEqual(take().slice(1).map(({ room }) => room), ['a', 'b']);
});

test('a room that was left elsewhere meanwhile is not joined again', async () => {
  const { session, take, welcome, state } = start({ rooms: [{ room: 'a', log: 'log-a' }, { room: 'b', log: 'log-b' }] });
  session.opened();
  await welcome([membership('a')]);
  assert.deepEqual(take().slice(1).map(({ room }) => room), ['a']);
  assert.deepEqual([...state.rooms.keys()], ['a']);
});

test('a missing password is asked for, a wrong one said to be wrong', async () => {
  for (const [password, problem] of [['', 'This server asks for a password.'], ['x', 'That password is not right.']]) {
    const { session, say, sent, state, did } = start({ name: 'Ann', password });
    session.opened();
    await say({ type: 'error', code: 'unauthenticated', field: 'password', message: 'password: the one for your token is wrong', ref: sent[0].ref });
    assert.deepEqual(state.join, { problem, needPassword: true, busy: false });
    assert.deepEqual(did, ['stopped']);
  }
});

test('a server that does not understand the page says so in either way', async () => {
  const greeted = start({ name: 'Ann' });
  const closed = start({ name: 'Ann' });
  let told = 0;
  for (const { signal } of [greeted, closed]) signal.on('outdated', () => (told += 1));
  greeted.session.opened();
  await greeted.say({ type: 'error', code: 'protocol_version', message: 'protocol: this server speaks 2', ref: greeted.sent[0].ref });
  assert.equal(told, 1);
  for (const code of [4500, 4502, 4999]) closed.session.phase({ phase: 'closed', code, reason: '' });
  assert.equal(told, 1);
  closed.session.phase({ phase: 'closed', code: 4501, reason: '' });
  assert.equal(told, 2);
  assert.equal(closed.state.link.reason, 'This page is too old for the server. Reload it.');
});

test('a token that is not accepted is forgotten, and nobody becomes somebody else by it', async () => {
  const { session, say, sent, state, settings } = start({ name: 'Ann', token: 'old' });
  session.opened();
  await say({ type: 'error', code: 'unauthenticated', field: 'token', message: 'Who are you?', ref: sent[0].ref });
  assert.equal(settings.get('token'), null);
  assert.equal(state.view, 'join');
  assert.match(state.join.problem, /does not know you/);
  assert.equal(sent.length, 1);
});

test('a room that was ended while one was away is left, not made anew', async () => {
  const { session, take, welcome, say, answer, state, did, settings, sent } = start({ name: 'Ann', token: 'secret', rooms: [{ room: 'a', log: 'log-a' }, { room: 'b', log: 'log-b' }] });
  session.want('a'); // as it was shown before the page was loaded anew
  session.opened();
  await welcome([], { username: 'Ann' });
  const joins = take().filter(({ type }) => type === 'join');
  assert.deepEqual(joins, [{ type: 'join', room: 'a', log: 'log-a' }, { type: 'join', room: 'b', log: 'log-b' }]);
  await say({ type: 'error', code: 'not_found', message: 'gone', ref: '2' });
  await say({ type: 'error', code: 'not_found', message: 'gone', ref: '3' });
  assert.equal(did.at(-1), 'resumed');
  assert.deepEqual([...state.rooms.keys()], []);
  assert.deepEqual(settings.get('rooms'), []);
  // Whoever asks for it by hand gets one that is new.
  session.join('a').catch(() => {});
  assert.deepEqual(take(), [{ type: 'join', room: 'a' }]);
  assert.equal(sent.length, 0);
});

test('a room that was ended while the page was open is left when one comes back', async () => {
  const { session, sent, welcome, say, answer, state } = start();
  session.want('general');
  session.opened();
  await welcome([]);
  await answer('general', { head: 1, n: 1, history: [stateOf(message(1))] });
  session.lost();
  session.opened();
  await welcome([membership('lobby')]);
  const { ref, ...rejoin } = sent.filter(({ type, room }) => type === 'join' && room === 'general').at(-1);
  assert.deepEqual(rejoin, { type: 'join', room: 'general', since: 1, log: 'log-1' });
  await say({ type: 'error', code: 'not_found', message: 'gone', ref });
  assert.deepEqual([...state.rooms.keys()], ['lobby']);
});

test('a greeting that was refused for a while is tried again', async () => {
  const { session, say, sent, did } = start();
  session.opened();
  await say({ type: 'error', code: 'rate_limited', message: 'Slow down', retryAfter: 3000, ref: sent[0].ref });
  assert.deepEqual(did, ['retry after 3000']);
});

test('a room joined on another page of the same person appears and becomes live', async () => {
  const { session, say, sent, welcome, answer, state } = start();
  session.opened();
  await welcome([]);
  await say({ type: 'room_joined', membership: membership('fresh') });
  assert.equal(sent.at(-1).type, 'join');
  await answer('fresh', { history: undefined, events: [], log: 'log-fresh' });
  assert.equal(state.rooms.get('fresh').live, true);
});

test('errors without a reference, and frames of unknown kinds, are survived', async () => {
  const { session, say } = start();
  session.opened();
  await say({ type: 'error', code: 'something_new', message: 'Hm' });
  await say({ type: 'confetti', amount: 7 });
  await say({ type: 'ok', ref: 'nobody' });
});

test('a page of history that never came is an error, not a wait without end', async () => {
  const { session, history, welcome, answer } = start();
  session.want('general');
  session.opened();
  await welcome([]);
  await answer('general', { head: 9, n: 9, history: [stateOf(message(9))] });
  const loading = history.loadOlder('general');
  session.lost();
  await assert.rejects(loading, { code: 'connection_lost' });
});

test('a room that cannot be had keeps no other waiting, and one\'s own is asked for again', async () => {
  const { session, say, sent, did, clock, state, welcome, answer } = start();
  state.link = { phase: 'connected' };
  session.want('forbidden');
  session.opened();
  await welcome([membership('a'), membership('b')]);
  const refOf = (room) => sent.filter((frame) => frame.room === room).at(-1).ref;
  await say({ type: 'error', code: 'forbidden', message: 'No', ref: refOf('forbidden') });
  await say({ type: 'error', code: 'rate_limited', message: 'Slow down', retryAfter: 700, ref: refOf('a') });
  await answer('b');
  assert.equal(did.at(-1), 'resumed');
  const before = sent.length;
  clock.advance(700);
  assert.deepEqual(sent.slice(before).map(({ type, room }) => `${type} ${room}`), ['join a']);
});

test('a room that is refused again and again for being too many is asked for until it is live, and the page is connected meanwhile', async () => {
  const { session, say, sent, did, clock, state, welcome, answer } = start();
  session.want('general');
  session.opened();
  await welcome([membership('a')]);
  await answer('general');
  const last = () => sent.filter((frame) => frame.room === 'a').at(-1);
  for (let refusal = 0; refusal < 4; refusal += 1) {
    await say({ type: 'error', code: 'rate_limited', message: 'Slow down', retryAfter: 700, ref: last().ref });
    assert.equal(did.at(-1), 'resumed');
    clock.advance(700);
  }
  await answer('a', { history: undefined, events: [], log: 'log-a' });
  assert.equal(state.rooms.get('a').live, true);
  assert.equal(did.filter((what) => what === 'resumed').length, 1);
});

test('the room that is shown is asked for first, then those with unread messages', async () => {
  const { session, sent, welcome, applier } = start();
  applier.open('c');
  session.opened();
  await welcome([membership('a'), membership('b', { n: 4, read: 2, head: 4 }), membership('c')]);
  assert.deepEqual(sent.filter(({ type }) => type === 'join').map(({ room }) => room), ['c', 'b', 'a']);
});

/** A page that was in `z` before, and whose first 200 memberships, a000 to a199, were listed. */
async function manyRooms(known) {
  const world = start({ name: 'Ann', token: 'secret', rooms: [{ room: 'z', log: 'log-z' }, ...known] });
  const first = Array.from({ length: 200 }, (_, i) => membership(`a${String(i).padStart(3, '0')}`));
  world.session.opened();
  await world.welcome(first, { more: true });
  const page = (rooms, more) => world.say({ type: 'memberships', rooms, more, ref: world.sent.filter(({ type }) => type === 'memberships').at(-1).ref });
  const kept = () => world.settings.get('rooms').map(({ room }) => room);
  return { ...world, page, kept };
}

test('memberships come in pages: a room is forgotten for being absent only after the last of them', async () => {
  const { sent, page, kept, settings } = await manyRooms([{ room: 'left', log: 'log-left' }]);
  assert.deepEqual(sent.filter(({ type }) => type === 'memberships').map(({ after }) => after), ['a199']);
  assert.deepEqual(kept(), ['z', 'left']);
  await page([membership('b')], true);
  assert.deepEqual(kept(), ['z', 'left']);
  assert.equal(sent.filter(({ type }) => type === 'memberships').at(-1).after, 'b');
  await page([membership('z')], false);
  assert.equal(settings.get('rooms').some(({ room }) => room === 'left'), false);
  assert.deepEqual(sent.filter(({ type, room }) => type === 'join' && room === 'left'), []);
});

test('a room that is left before its turn has come is not joined any more', async () => {
  const { session, sent, page, say, answer, state } = await manyRooms([]);
  const leaving = session.leave('a150');
  await say({ type: 'ok', ref: sent.at(-1).ref });
  await leaving;
  await say({ type: 'room_left', room: 'a151' });
  await page([membership('b')], false);
  for (const room of ['z', ...Array.from({ length: 200 }, (_, i) => `a${String(i).padStart(3, '0')}`)]) {
    if (sent.some(({ type, room: asked }) => type === 'join' && asked === room)) await answer(room);
  }
  const joins = sent.filter(({ type }) => type === 'join').map(({ room }) => room);
  assert.deepEqual(['a149', 'a150', 'a151', 'a152', 'b'].filter((room) => joins.includes(room)), ['a149', 'a152', 'b']);
  assert.deepEqual([state.rooms.has('a150'), state.rooms.has('a151')], [false, false]);
});

test('a list that is cut off by a lost connection forgets nothing', async () => {
  const { session, page, kept, state, say, sent } = await manyRooms([{ room: 'a000', log: 'log-a000' }]);
  await page([membership('b')], true);
  const { ref } = sent.filter(({ type }) => type === 'memberships').at(-1);
  session.lost();
  await say({ type: 'memberships', rooms: [], more: false, ref });
  assert.deepEqual(kept(), ['z', 'a000']);
  assert.equal(state.rooms.has('b'), true);
});

test('a tab whose identity ended elsewhere says nothing to the server', () => {
  const { session, sent, settings, signal } = start({ token: 'secret', userId: 'ann' });
  const ended = [];
  signal.on('ended', () => ended.push('ended'));
  session.opened();
  session.frame({ ...goldenFrame('full/event/welcome.json'), userId: 'ann', token: 'secret', rooms: [], ref: sent[0].ref });
  return settled().then(() => {
    session.lost();
    settings.forgetPerson();
    sent.splice(0);
    session.opened();
    assert.deepEqual([sent, ended], [[], ['ended']]);
  });
});

test('a request without a connection fails at once', async () => {
  const requests = new Requests(() => false);
  await assert.rejects(requests.ask('rooms'), { code: 'connection_lost' });
});
