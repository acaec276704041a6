import assert from 'node:assert/strict';
import test from 'node:test';
import { placeNamed } from '../../../resources/web/js/text/places.js';
import { kept, membership, named, start } from './papersession.mjs';
import { called, joined, message, stateOf } from './support.mjs';

test('what was written before the room\'s id was known is sent, too', async () => {
  const { session, sent, say, welcome, outbox, applier, state } = start();
  applier.open(placeNamed('General'));
  session.want(placeNamed('General'));
  outbox.add(placeNamed('General'), 'early', undefined, 'n1');
  session.opened();
  await welcome([]);
  assert.equal(sent.at(-1).name, 'General');
  await say(joined({ room: 'general', name: 'general', ref: sent.at(-1).ref }));
  assert.equal(state.current, 'general');
  assert.deepEqual([sent.at(-1).room, sent.at(-1).nonce], ['general', 'n1']);
  assert.equal(outbox.of('general').length, 1);
});

test('somebody with a new identity comes back to the rooms of the former one', async () => {
  const { session, take, welcome } = start({ memberships: [kept('a'), kept('b')] });
  session.opened();
  await welcome([]);
  assert.deepEqual(take().slice(1), [{ type: 'join', room: 'a' }, { type: 'join', room: 'b' }]);
});

test('a name that is asked for is the room that is listed under it, in any letter case', async () => {
  const { session, take, welcome, state, applier } = start();
  applier.open(placeNamed('ROOM A'));
  session.want(placeNamed('ROOM A'));
  session.opened();
  await welcome([membership('b'), membership('a')]);
  assert.deepEqual(take().slice(1).map(({ room, name }) => [room, name]), [['a', undefined], ['b', undefined]]);
  assert.equal(state.current, 'a');
});

test('what was kept under a name goes to the room that is listed under it, on whichever page', async () => {
  const { session, say, welcome, outbox, settings, sent, answer } = start({ silenced: [named('b')] });
  outbox.add(named('b'), 'early', undefined, 'n1');
  session.opened();
  await welcome([membership('a')], { more: true });
  await say({ type: 'memberships', rooms: [membership('b')], more: false, ref: sent.find(({ type }) => type === 'memberships').ref });
  assert.deepEqual([outbox.places(), settings.get('silenced')], [['b'], ['b']]);
  await answer('b');
  assert.deepEqual([sent.at(-1).room, sent.at(-1).nonce], ['b', 'n1']);
});

test('what is kept under a name goes to the room of that name that one joins on another page', async () => {
  const { session, say, welcome, outbox, state, applier } = start();
  applier.open(named('a'), { offered: true });
  session.opened();
  await welcome([]);
  outbox.add(named('a'), 'early', undefined, 'n1');
  await say({ type: 'room_joined', membership: membership('a') });
  assert.deepEqual([state.current, state.offered, outbox.places()], ['a', null, ['a']]);
});

test('what was not sent in a room that is not listed any more is sent, and the server says what became of it', async () => {
  const { session, say, welcome, outbox, sent, signal, state } = start({ memberships: [kept('a'), kept('b')] });
  const told = [];
  signal.on('refused', ({ text }) => told.push(text));
  outbox.add('b', 'arrived before one left', undefined, 'n1');
  outbox.add('b', 'too late', undefined, 'n2');
  session.opened();
  await welcome([membership('a')]);
  assert.deepEqual([...state.rooms.keys()], ['a']);
  await say({ type: 'sent', room: 'b', nonce: 'n1', seq: 7 });
  await say({ type: 'error', code: 'not_joined', field: 'room', message: 'room: join it first', nonce: 'n2' });
  assert.deepEqual(sent.filter(({ type }) => type === 'message').map(({ room, nonce }) => [room, nonce]), [['b', 'n1'], ['b', 'n2']]);
  assert.deepEqual(outbox.of('b').map(({ nonce, state: fate }) => [nonce, fate]), [['n2', 'failed']]);
  assert.deepEqual(told, ['You are not in that room. What you wrote there was not sent.']);
});

test('messages for a room that one is not in any more are not lost in silence', async () => {
  const { session, welcome, outbox, signal } = start();
  const told = [];
  signal.on('refused', ({ text }) => told.push(text));
  outbox.add(placeNamed('elsewhere'), 'early', undefined, 'n1');
  session.opened();
  await welcome([membership('a')]);
  assert.deepEqual(told, ['You are not in elsewhere. What you wrote there was not sent.']);
  assert.equal(outbox.of(placeNamed('elsewhere')).length, 1);
});

test('a room that was deleted while one was away is left, not made anew', async () => {
  const { session, take, welcome, say, state, did, settings, sent, outbox, signal } = start({ name: 'Ann', token: 'secret', memberships: [kept('a'), kept('b')] });
  const told = [];
  signal.on('refused', ({ text }) => told.push(text));
  outbox.add('b', 'too late', undefined, 'n1');
  session.want('a'); // as it was shown before the page was loaded anew
  session.opened();
  await welcome([], { username: 'Ann' });
  const joins = take().filter(({ type }) => type === 'join');
  assert.deepEqual(joins, [{ type: 'join', room: 'a' }, { type: 'join', room: 'b' }]);
  await say({ type: 'error', code: 'not_found', field: 'room', message: 'gone', ref: '2' });
  await say({ type: 'error', code: 'not_found', field: 'room', message: 'gone', ref: '3' });
  assert.equal(did.at(-1), 'resumed');
  assert.deepEqual([...state.rooms.keys()], []);
  assert.deepEqual(settings.get('memberships'), []);
  assert.deepEqual(told, ['room a was deleted.', 'room b was deleted.']);
  assert.deepEqual(outbox.of(named('b')).map(({ text, state: fate, reason }) => [text, fate, reason]), [['too late', 'failed', 'The room was deleted.']]);
  // Whoever asks for it by hand gets one that is new.
  session.mayMake(named('a'));
  session.join(named('a')).catch(() => {});
  assert.deepEqual(take(), [{ type: 'join', name: called('a') }]);
  assert.equal(sent.length, 0);
});

test('a room that was deleted while the page was open is left when one comes back', async () => {
  const { session, sent, welcome, say, answer, state } = start();
  session.want(named('general'));
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

/** A page that was in `z` before, and whose first 200 memberships, a000 to a199, were listed. */
async function manyRooms(known) {
  const world = start({ name: 'Ann', token: 'secret', memberships: [kept('z'), ...known] });
  const first = Array.from({ length: 200 }, (_, i) => membership(`a${String(i).padStart(3, '0')}`));
  world.session.opened();
  await world.welcome(first, { more: true });
  const page = (rooms, more) => world.say({ type: 'memberships', rooms, more, ref: world.sent.filter(({ type }) => type === 'memberships').at(-1).ref });
  const remembered = () => world.settings.get('memberships').map(({ room }) => room);
  return { ...world, page, remembered };
}

test('memberships come in pages: a room is forgotten for being absent only after the last of them', async () => {
  const { sent, page, remembered, settings } = await manyRooms([kept('left')]);
  assert.deepEqual(sent.filter(({ type }) => type === 'memberships').map(({ after }) => after), ['a199']);
  assert.deepEqual(remembered(), ['z', 'left']);
  await page([membership('b')], true);
  assert.deepEqual(remembered(), ['z', 'left']);
  assert.equal(sent.filter(({ type }) => type === 'memberships').at(-1).after, 'b');
  await page([membership('z')], false);
  assert.equal(settings.get('memberships').some(({ room }) => room === 'left'), false);
  assert.deepEqual(sent.filter(({ type, room }) => type === 'join' && room === 'left'), []);
});

test('a room that is left before its turn has come is not joined any more', async () => {
  const { session, sent, page, say, answer, state } = await manyRooms([]);
  const leaving = session.leave('a150');
  await say({ type: 'ok', ref: sent.at(-1).ref });
  await leaving;
  await say({ type: 'room_left', room: 'a151', reason: 'left' });
  await page([membership('b')], false);
  for (const room of ['z', ...Array.from({ length: 200 }, (_, i) => `a${String(i).padStart(3, '0')}`)]) {
    if (sent.some(({ type, room: asked }) => type === 'join' && asked === room)) await answer(room);
  }
  const joins = sent.filter(({ type }) => type === 'join').map(({ room }) => room);
  assert.deepEqual(['a149', 'a150', 'a151', 'a152', 'b'].filter((room) => joins.includes(room)), ['a149', 'a152', 'b']);
  assert.deepEqual([state.rooms.has('a150'), state.rooms.has('a151')], [false, false]);
});

test('a list that is cut off by a lost connection forgets nothing', async () => {
  const { session, page, remembered, state, say, sent } = await manyRooms([kept('a000')]);
  await page([membership('b')], true);
  const { ref } = sent.filter(({ type }) => type === 'memberships').at(-1);
  session.lost();
  await say({ type: 'memberships', rooms: [], more: false, ref });
  assert.deepEqual(remembered(), ['z', 'a000']);
  assert.equal(state.rooms.has('b'), true);
});

test('a change of a room is answered by its event, by what was sent before, or by why not', async () => {
  const { session, requests, say, welcome, answer, sent, state } = start();
  session.want(named('general'));
  session.opened();
  await welcome([]);
  await answer('general');
  const renamed = { type: 'room_changed', room: 'general', seq: 1, n: 0, by: { id: 'ann', username: 'ann' }, name: 'team', timestamp: 1 };
  const done = requests.change('set_room', { room: 'general', name: 'team', nonce: 'n1' });
  assert.deepEqual(sent.at(-1), { type: 'set_room', room: 'general', name: 'team', nonce: 'n1' });
  await say({ ...renamed, nonce: 'n1' });
  await done;
  assert.equal(state.rooms.get('general').name, 'team');
  const again = requests.change('set_room', { room: 'general', name: 'team', nonce: 'n1' });
  await say({ type: 'sent', room: 'general', nonce: 'n1', seq: 1 });
  await again;
  const late = requests.change('set_room', { room: 'general', name: 'late', nonce: 'n4' });
  await say({ ...renamed, seq: 3, name: 'early', nonce: 'somebody else\'s' }); // a hole
  await answer('general', { history: undefined, events: [{ ...renamed, seq: 2, name: 'late', nonce: 'n4' }, { ...renamed, seq: 3, name: 'early', nonce: 'x', by: undefined }], head: 3, name: 'early' });
  await late;
  const taken = assert.rejects(requests.change('set_room', { room: 'general', name: 'crew', nonce: 'n2' }), { code: 'name_taken' });
  await say({ type: 'error', code: 'name_taken', field: 'name', message: 'name: is taken', nonce: 'n2' });
  await taken;
  const lost = assert.rejects(requests.change('set_room', { room: 'general', name: 'crew', nonce: 'n3' }), { code: 'connection_lost' });
  session.lost();
  await lost;
});

test('nobody answers a request by a nonce that looks like its reference', async () => {
  const { session, requests, say, welcome, answer, sent } = start();
  session.want(named('general'));
  session.opened();
  await welcome([]);
  await answer('general');
  let reply = null;
  requests.ask('rooms', {}).then((rooms) => (reply = rooms));
  const { ref } = sent.at(-1);
  await say(message(1, 1, { nonce: ref }));
  assert.equal(reply, null);
  await say({ type: 'rooms', rooms: [], more: false, ref });
  assert.equal(reply.type, 'rooms');
});

test('the name of a room is remembered as it is by now', async () => {
  const { session, say, welcome, answer, settings, state } = start();
  session.want(named('general'));
  session.opened();
  await welcome([]);
  await answer('general');
  await say({ type: 'room_changed', room: 'general', seq: 1, n: 0, name: 'team', timestamp: 1, nonce: 'x' });
  assert.deepEqual(settings.get('memberships'), [{ room: 'general', log: 'log-1', name: 'team' }]);
  assert.equal(state.rooms.get('general').name, 'team');
});
