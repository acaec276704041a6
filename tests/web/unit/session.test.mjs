import assert from 'node:assert/strict';
import test from 'node:test';
import { Requests } from '../../../resources/web/js/net/requests.js';
import { kept, membership, named, start } from './papersession.mjs';
import { called, goldenFrame, joined, message, settled, stateOf } from './support.mjs';

test('a newcomer says a name, somebody known a token', () => {
  const newcomer = start({ name: 'Ann' });
  newcomer.session.opened();
  assert.deepEqual(newcomer.take(), [{ type: 'hello', protocol: 2, client: 'parlance-web/@VERSION@', name: 'Ann' }]);
  const known = start({ name: 'Ann', token: 'secret', password: 'sesame' });
  known.session.opened();
  assert.deepEqual(known.take(), [{ type: 'hello', protocol: 2, client: 'parlance-web/@VERSION@', token: 'secret', password: 'sesame' }]);
});

test('a server that forgot everybody is told the name again, before the rooms are joined', async () => {
  const { session, take, welcome, settings } = start({ name: 'Ann', token: 'secret', memberships: [kept('a')] });
  session.opened();
  await welcome([], { username: 'Guest 1234' });
  assert.deepEqual(take().slice(1).map(({ type, name, room }) => [type, name ?? room]), [['rename', 'Ann'], ['join', 'a']]);
  assert.equal(settings.get('name'), 'Ann');
});

test('a name that was changed elsewhere is taken over', async () => {
  const { session, take, welcome, settings } = start({ name: 'Ann', token: 'secret', memberships: [kept('a')] });
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
  session.want(named('lobby'));
  session.opened();
  await welcome([membership('a', { n: 5, read: 2, head: 7 }), membership('b', { n: 5, read: 5, head: 9 })]);
  assert.deepEqual(take().slice(1), [{ type: 'join', name: called('lobby'), make: false }, { type: 'join', room: 'a' }, { type: 'join', room: 'b', since: 9, log: 'log-b' }]);
});

test('a name is only looked for unless a person means it; one that no room has is told, and asked for once', async () => {
  const { session, sent, take, say, welcome, signal, state, applier } = start();
  const unmade = [];
  signal.on('unmade', (place) => {
    unmade.push(place);
    applier.open(place, { offered: true, isUnmade: true });
  });
  applier.open(named('old'));
  session.want(named('old'));
  session.opened();
  await welcome([]);
  assert.deepEqual(take().slice(1), [{ type: 'join', name: called('old'), make: false }]);
  await say({ type: 'error', code: 'not_found', field: 'name', message: 'none', ref: '2' });
  assert.deepEqual([...new Set(unmade)], [named('old')]);
  session.lost();
  session.opened();
  await welcome([]);
  assert.deepEqual(take().map(({ type }) => type), ['hello']);

  session.mayMake(named('old'));
  const joining = session.join(named('old'));
  assert.equal(sent.at(-1).make, undefined);
  await say(joined({ room: 'old', ref: sent.at(-1).ref }));
  assert.equal(await joining, 'old');
  assert.ok(state.rooms.has('old'));
});

test('a resumed room is followed until there is no more', async () => {
  const { session, sent, welcome, answer, did, state } = start();
  session.want(named('general'));
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

test('a resumed room that is given no more for a while is followed from where it was', async () => {
  const { session, sent, did, clock, state, say, welcome, answer } = start();
  session.want(named('general'));
  session.opened();
  await welcome([]);
  await answer('general', { head: 1, n: 1, history: [stateOf(message(1))] });
  session.lost();
  session.opened();
  await welcome([membership('general', { log: 'log-1', head: 4, n: 4 })]);
  await answer('general', { history: undefined, events: [message(2)], head: 2, n: 2, more: true });
  const { ref } = sent.at(-1);
  await say({ type: 'error', code: 'rate_limited', message: 'Too much was asked for at a time', retryAfter: 400, ref });
  assert.equal(did.at(-1), 'resumed', 'people may write meanwhile');
  const before = sent.length;
  clock.advance(399);
  assert.equal(sent.length, before);
  clock.advance(1);
  assert.deepEqual([sent.at(-1).type, sent.at(-1).since, sent.at(-1).log], ['join', 2, 'log-1']);
  await answer('general', { history: undefined, events: [message(3), message(4)], head: 4, n: 4 });
  assert.deepEqual(state.rooms.get('general').messages.map(({ seq }) => seq), [1, 2, 3, 4]);
});

test('a hole is joined again from where one was, and queued messages wait for it', async () => {
  const { session, sent, say, welcome, answer, outbox } = start();
  session.want(named('general'));
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
  session.want(named('general'));
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

test('a room that was left elsewhere meanwhile is not joined again', async () => {
  const { session, take, welcome, state } = start({ memberships: [kept('a'), kept('b')] });
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
    assert.deepEqual(state.join, { problem, needPassword: true, needCode: false, needAccount: false, busy: false });
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
  assert.equal(closed.state.link.reason, 'This page and the server have different versions. Reload the page.');
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
  session.want(named('general'));
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
  session.want(named('forbidden'));
  session.opened();
  await welcome([membership('a'), membership('b')]);
  const refOf = (room) => sent.filter((frame) => frame.room === room || frame.name === called(room)).at(-1).ref;
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
  session.want(named('general'));
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
