import assert from 'node:assert/strict';
import test from 'node:test';
import { familyOf } from '../../../resources/web/js/net/messages.js';
import { rowsOf } from '../../../resources/web/js/state/rows.js';
import { hasOlder, isAtEnd, isMentioned, unreadOf } from '../../../resources/web/js/state/state.js';
import { windowSize } from '../../../resources/web/js/state/window.js';
import { called, goldenFrame, joined, message, stateOf, world } from './support.mjs';

function inRoom(more) {
  const w = world();
  w.applier.passing(joined(more));
  w.room = w.state.rooms.get('general');
  return w;
}

const texts = (room) => room.messages.map(({ text }) => text);
const page = (from, to) => Array.from({ length: to - from + 1 }, (_, i) => stateOf(message(from + i)));

test('events are applied in the order of seq', () => {
  const { applier, room } = inRoom();
  applier.live(message(1));
  applier.live(message(2));
  assert.deepEqual(texts(room), ['text 1', 'text 2']);
  assert.deepEqual([room.handled, room.n], [2, 2]);
});

test('what is gone shows and announces nothing until the event comes that says why', () => {
  const { applier, room, topics, state } = inRoom();
  const gone = (seq, more = {}) => {
    const { text, ...rest } = message(seq);
    return { ...rest, gone: true, ...more };
  };
  const shown = () => rowsOf({ messages: room.messages, me: state.me }).filter(({ kind }) => kind === 'message').map(({ message }) => message.text ?? 'deleted');
  const [first, second] = [message(1).id, message(2).id];
  applier.live(gone(1, { mentions: undefined }));
  applier.live(gone(2));
  assert.equal(familyOf(gone(1)), 'durable');
  assert.equal(familyOf({ ...gone(1), gone: undefined }), null);
  assert.deepEqual([shown(), topics('arrived'), unreadOf(room)], [[], [], 2]);
  applier.live({ type: 'edited', room: 'general', seq: 3, n: 2, id: first, userId: message(1).userId, timestamp: 5, nonce: 'e3', gone: true });
  assert.deepEqual(shown(), []);
  applier.live({ type: 'edited', room: 'general', seq: 4, n: 2, id: first, userId: message(1).userId, text: 'at last', timestamp: 6, nonce: 'e4' });
  applier.live({ type: 'deleted', room: 'general', seq: 5, n: 2, id: second, userId: message(2).userId, timestamp: 7, nonce: 'd5' });
  assert.deepEqual(shown(), ['at last', 'deleted']);
});

test('an event that was handled before changes nothing', () => {
  const { applier, room, topics } = inRoom();
  applier.live(message(1));
  applier.live(message(1, 1, { text: 'again' }));
  assert.deepEqual(texts(room), ['text 1']);
  assert.equal(topics('arrived').length, 1);
  assert.deepEqual(topics('hole'), []);
});

test('an event that skips one is a hole: it is not applied, and nothing is until the room is joined again', () => {
  const { applier, room, topics } = inRoom();
  applier.live(message(1));
  applier.live(message(3));
  applier.live(message(4));
  assert.deepEqual(topics('hole'), ['general']);
  assert.deepEqual(texts(room), ['text 1']);
  applier.passing(joined({ history: undefined, events: [message(2), message(3), message(4)], head: 4, n: 4 }));
  applier.live(message(5));
  assert.deepEqual(texts(room), ['text 1', 'text 2', 'text 3', 'text 4', 'text 5']);
});

test('a heartbeat with a head that was not reached is a hole', () => {
  const { applier, topics } = inRoom();
  applier.live(message(1));
  applier.passing({ type: 'heartbeat', heads: { general: 1, unknown: 9 } });
  assert.deepEqual(topics('hole'), []);
  applier.passing({ type: 'heartbeat', heads: { general: 2 } });
  applier.passing({ type: 'heartbeat', heads: { general: 3 } });
  assert.deepEqual(topics('hole'), ['general']);
});

test('an unknown durable type only moves the position on', () => {
  const { applier, room, topics } = inRoom();
  applier.live(message(1));
  applier.live({ type: 'pinned', room: 'general', seq: 2, n: 1 });
  applier.live({ type: 'constructor', room: 'general', seq: 3, n: 1 });
  applier.live(message(4, 2));
  assert.deepEqual(texts(room), ['text 1', 'text 4']);
  assert.deepEqual(topics('hole'), []);
});

test('a reset drops what was known', () => {
  const { applier, room } = inRoom();
  applier.live(message(1));
  applier.live({ type: 'edited', room: 'general', seq: 2, n: 1, id: 'm1', userId: 'bob', text: 'old world', timestamp: 5, nonce: 'x' });
  applier.passing(joined({ log: 'log-2', reset: true, head: 1, n: 1, history: [stateOf(message(1, 1, { text: 'new world' }))] }));
  assert.deepEqual(texts(room), ['new world']);
  assert.deepEqual([room.log, room.handled, room.n], ['log-2', 1, 1]);
});

test('while a resumed join has more to come, the room is not live', () => {
  const { applier, room } = inRoom();
  applier.passing(joined({ history: undefined, events: [message(1)], head: 1, n: 1, more: true }));
  assert.equal(room.live, false);
  applier.passing(joined({ history: undefined, events: [message(2)], head: 2, n: 2 }));
  assert.equal(room.live, true);
  assert.deepEqual(texts(room), ['text 1', 'text 2']);
});

test('a room that is joined behind its history takes the events from there', () => {
  const { applier, state } = world();
  applier.passing({ type: 'room_joined', membership: { room: 'general', log: 'log-1', head: 40, n: 30, read: 30 } });
  applier.passing(joined({ history: undefined, events: [], head: 40, n: 30, read: 30 }));
  applier.live(message(41, 31));
  const room = state.rooms.get('general');
  assert.deepEqual([room.handled, room.n, unreadOf(room), room.messages], [41, 31, 1, null]);
  applier.history({ type: 'history', room: 'general', messages: page(39, 40).map((m, i) => ({ ...m, n: 29 + i })), asOf: 40 }, 'instead');
  assert.deepEqual(texts(room), ['text 39', 'text 40', 'text 41']);
});

test('edits and deletions change the message and raise nothing', () => {
  const { applier, room } = inRoom();
  applier.live(message(1));
  applier.read('general', 1);
  applier.live({ type: 'edited', room: 'general', seq: 2, n: 1, id: 'm1', userId: 'bob', text: 'better', timestamp: 7, nonce: 'x' });
  assert.deepEqual([room.messages[0].text, room.messages[0].editedAt, room.messages[0].rev, unreadOf(room)], ['better', 7, 2, 0]);
  applier.live({ type: 'deleted', room: 'general', seq: 3, n: 1, id: 'm1', userId: 'bob', timestamp: 8, nonce: 'y' });
  assert.deepEqual([room.messages[0].deleted, 'text' in room.messages[0], unreadOf(room)], [true, false, 0]);
});

test('a page that was read before an edit does not undo it', () => {
  const { applier, room } = inRoom({ head: 10, n: 10, history: page(6, 10) });
  applier.live({ type: 'edited', room: 'general', seq: 11, n: 10, id: 'm3', userId: 'bob', text: 'edited meanwhile', timestamp: 7, nonce: 'x' });
  applier.history({ type: 'history', room: 'general', messages: page(1, 5), asOf: 10 }, 'before');
  assert.equal(room.messages[2].text, 'edited meanwhile');
  assert.equal(room.messages.length, 10);
});

test('a newer page wins over an older edit', () => {
  const { applier, room } = inRoom({ head: 10, n: 10, history: page(6, 10) });
  applier.live({ type: 'edited', room: 'general', seq: 11, n: 10, id: 'm3', userId: 'bob', text: 'first edit', timestamp: 7, nonce: 'x' });
  const fresh = page(1, 5).map((m) => (m.id === 'm3' ? { ...m, text: 'second edit', rev: 12 } : m));
  applier.history({ type: 'history', room: 'general', messages: fresh, asOf: 12 }, 'before');
  assert.equal(room.messages[2].text, 'second edit');
});

test('older pages go before the window, which stays bounded at its newest end', () => {
  const { applier, room } = inRoom({ head: 500, n: 500, history: page(401, 500) });
  assert.equal(hasOlder(room), true);
  for (const from of [301, 201, 101]) applier.history({ type: 'history', room: 'general', messages: page(from, from + 99), asOf: 500 }, 'before');
  assert.equal(room.messages.length, windowSize);
  assert.deepEqual([room.messages[0].n, room.messages.at(-1).n, isAtEnd(room)], [101, 400, false]);
  applier.live(message(501));
  assert.equal(room.messages.at(-1).n, 400);
  assert.equal(room.n, 501);
  applier.history({ type: 'history', room: 'general', messages: page(401, 500), asOf: 500 }, 'behind');
  assert.deepEqual([room.messages.at(-1).n, isAtEnd(room)], [501, true]);
});

test('a page that does not touch the window is not put beside it', () => {
  const { applier, room } = inRoom({ head: 500, n: 500, history: page(401, 500) });
  applier.history({ type: 'history', room: 'general', messages: page(1, 50), asOf: 500 }, 'before');
  assert.equal(room.messages[0].n, 401);
});

test('the window gives way at its oldest end while the reader follows, and stops growing while they do not', () => {
  const { applier, room } = inRoom();
  for (let seq = 1; seq <= windowSize + 10; seq += 1) applier.live(message(seq));
  assert.deepEqual([room.messages.length, room.messages[0].n], [windowSize, 11]);
  applier.follow('general', false);
  applier.live(message(windowSize + 11));
  assert.deepEqual([room.messages[0].n, isAtEnd(room)], [11, false]);
});

test('unread counts messages of others; a message of one\'s own moves the mark', () => {
  const { applier, room, topics } = inRoom();
  applier.live(message(1));
  applier.live(message(2));
  assert.equal(unreadOf(room), 2);
  applier.live(message(3, 3, { userId: 'ann', username: 'ann', nonce: 'mine' }));
  assert.equal(unreadOf(room), 0);
  assert.deepEqual(topics('own'), [{ room: 'general', nonce: 'mine' }]);
});

test('read marks only grow, also those of one\'s other pages', () => {
  const { applier, room } = inRoom();
  applier.live(message(1));
  applier.live(message(2));
  applier.passing({ type: 'read_moved', room: 'general', read: 2 });
  applier.passing({ type: 'read_moved', room: 'general', read: 1 });
  assert.equal(room.read, 2);
});

test('a mention is marked until it is read; @all counts, one\'s own does not', () => {
  const { applier, room } = inRoom();
  applier.live(message(1, 1, { mentions: ['carol'] }));
  assert.equal(isMentioned(room), false);
  applier.live(message(2, 2, { mentions: ['all'] }));
  assert.equal(isMentioned(room), true);
  applier.read('general', 2);
  assert.equal(isMentioned(room), false);
  applier.live(message(3, 3, { userId: 'ann', mentions: ['all'] }));
  assert.equal(isMentioned(room), false);
});

test('a mention that is edited away or deleted is marked no longer, one that is edited in is', () => {
  const { applier, room } = inRoom();
  const mentioning = { mentions: ['ann'] };
  const change = (seq, type, id, more) => applier.live({ type, room: 'general', seq, n: 3, id, userId: 'bob', text: 'new', timestamp: 5, nonce: `x${seq}`, ...more });
  applier.live(message(1, 1, mentioning));
  applier.live(message(2, 2, mentioning));
  applier.live(message(3));
  change(4, 'edited', 'm1');
  change(5, 'deleted', 'm2', { text: undefined });
  assert.equal(isMentioned(room), false);
  change(6, 'edited', 'm3', mentioning);
  assert.deepEqual([isMentioned(room), room.mentions], [true, [3]]);
});

test('a mention that is not at hand any more loses its mark when it is edited away or deleted', () => {
  const { applier, room } = inRoom();
  for (let n = 1; n <= 500; n += 1) applier.live(message(n, n, n <= 2 ? { mentions: ['ann'] } : {}));
  assert.equal(isMentioned(room), true);
  const change = { room: 'general', n: 500, userId: 'bob', timestamp: 5 };
  applier.live({ ...change, type: 'edited', seq: 501, id: 'm1', text: 'new', nonce: 'x1' });
  assert.deepEqual(room.mentions, [2]);
  applier.live({ ...change, type: 'deleted', seq: 502, id: 'm2', nonce: 'x2' });
  assert.equal(isMentioned(room), false);
});

test('an unread mention that a page of history brings is marked', () => {
  const { applier, room } = inRoom({ head: 3, n: 3, read: 0, history: [stateOf(message(3))] });
  assert.equal(isMentioned(room), false);
  applier.history({ room: 'general', asOf: 3, messages: [stateOf(message(1)), stateOf(message(2, 2, { mentions: ['ann'] }))], moreBefore: false, moreAfter: true }, 'before');
  assert.deepEqual(room.mentions, [2]);
});

test('an unread mention in the history of a join is marked', () => {
  const { room } = inRoom({ head: 3, n: 3, read: 2, history: [stateOf(message(1)), stateOf(message(2)), stateOf(message(3, 3, { mentions: ['ann'] }))] });
  assert.equal(isMentioned(room), true);
});

test('the nonce of one\'s own message is found in the history of a reset', () => {
  const { topics } = inRoom({ head: 1, n: 1, history: [stateOf(message(1, 1, { userId: 'ann', nonce: 'mine' }))] });
  assert.deepEqual(topics('own'), [{ room: 'general', nonce: 'mine' }]);
});

test('presence is idempotent, and who only blinked leaves no line', () => {
  const { applier, room } = inRoom();
  const delta = (came, went, userCount) => applier.passing({ type: 'presence', room: 'general', joined: came.map((id) => ({ id, username: id })), left: went, userCount });
  delta(['bob'], [], 2);
  delta(['bob'], [], 2);
  assert.deepEqual([...room.users.keys()], ['ann', 'bob']);
  assert.equal(room.notices.length, 1);
  delta(['carol'], ['bob'], 2);
  assert.equal(room.notices.length, 1);
  assert.deepEqual([[...room.notices[0].joined.keys()], [...room.notices[0].left.keys()]], [['carol'], []]);
  delta([], ['carol', 'nobody'], 1);
  assert.deepEqual([room.notices.length, room.userCount], [0, 1]);
});

test('a list of everybody, or of as many as a list holds, takes the place of the old one', () => {
  const { applier, room } = inRoom();
  const people = (first, last) => Array.from({ length: last - first + 1 }, (_, i) => ({ id: `u${first + i}`, username: 'u' }));
  const tell = (joined, userCount) => applier.passing({ type: 'presence', room: 'general', joined, left: [], userCount });
  const ann = { id: 'ann', username: 'ann' };
  tell([{ id: 'bob', username: 'bob' }], 2);
  tell([ann, ...people(1, 2)], 3);
  assert.deepEqual([...room.users.keys()], ['ann', 'u1', 'u2']);
  tell(people(3, 3), 4);
  assert.equal(room.users.size, 4);
  const lines = structuredClone(room.notices);
  tell([ann, ...people(4, 202)], 4000);
  assert.deepEqual([room.users.size, room.users.has('u3'), room.userCount], [200, false, 4000]);
  assert.deepEqual(room.notices, lines); // a crowd's comings and goings are not said
});

test('somebody\'s new name is used from now on, and said once', () => {
  const { applier, room, state } = inRoom({ users: [{ id: 'ann', username: 'ann' }, { id: 'bob', username: 'bob' }], userCount: 2 });
  applier.passing({ type: 'renamed', userId: 'bob', username: 'Robert' });
  applier.passing({ type: 'renamed', userId: 'bob', username: 'Rob' });
  assert.equal(room.users.get('bob'), 'Rob');
  assert.deepEqual(room.notices.map(({ kind, from, to }) => [kind, from, to]), [['renamed', 'bob', 'Rob']]);
  applier.passing({ type: 'renamed', userId: 'ann', username: 'Anna' });
  assert.equal(state.me.username, 'Anna');
});

test('a topic changes and is told', () => {
  const { applier, room } = inRoom();
  applier.live({ type: 'topic_changed', room: 'general', seq: 1, n: 0, userId: 'bob', username: 'bob', text: 'Fridays', timestamp: 1, nonce: 't' });
  assert.deepEqual([room.topic, room.notices[0].text, room.n], ['Fridays', 'Fridays', 0]);
});

test('a room that was left elsewhere goes', () => {
  const { applier, state, topics } = inRoom();
  applier.passing({ type: 'room_left', room: 'general', reason: 'left' });
  assert.equal(state.rooms.size, 0);
  assert.deepEqual(topics('removed'), [{ room: 'general', name: called('general'), why: 'left' }]);
});

test('a room that was deleted goes, also for a reason that is newer than the page', () => {
  for (const reason of ['deleted', 'swallowed']) {
    const { applier, topics } = inRoom();
    applier.passing({ type: 'room_left', room: 'general', reason });
    applier.passing({ type: 'room_left', room: 'general', reason });
    assert.deepEqual(topics('removed'), [{ room: 'general', name: called('general'), why: 'deleted' }]);
  }
});

const renamedRoom = (seq, name, by) => ({ type: 'room_changed', room: 'general', seq, n: 0, by, name, timestamp: 1, nonce: `r${seq}` });

test('a room gets another name, which is told and changes nothing else', () => {
  const { applier, room, topics } = inRoom({ head: 3, n: 1, read: 0, history: [stateOf(message(3, 1))] });
  const before = structuredClone(room);
  applier.live({ ...renamedRoom(4, 'team', { id: 'bob', username: 'bob' }), n: 1 });
  applier.live({ ...renamedRoom(5, 'crew'), n: 1 });
  assert.deepEqual(topics('named'), [room, room]);
  assert.deepEqual(room.notices.map(({ kind, username, name, after }) => [kind, username, name, after]), [['named', 'bob', 'team', 1], ['named', null, 'crew', 1]]);
  assert.deepEqual({ ...room, notices: [] }, { ...before, name: 'crew', handled: 5 });
});

test('the name of a room is heard of in whatever describes it, and told if it is another one', () => {
  const { applier, room, topics } = inRoom();
  const { name, ...description } = { ...goldenFrame('full/event/welcome.json').rooms[0], room: 'general' };
  applier.passing({ type: 'memberships', rooms: [{ ...description, name: called('general'), role: 'owner' }], more: false });
  assert.deepEqual([topics('named').length, room.role], [0, 'owner']);
  for (const frame of [
    { type: 'memberships', rooms: [{ ...description, name: 'one' }], more: false },
    { type: 'room_joined', membership: { ...description, name: 'two' } },
    joined({ name: 'three' }),
  ]) applier.passing(frame);
  assert.deepEqual([topics('named').length, room.name, room.role], [3, 'three', null]);
});

test('names that a room had meanwhile are not told, however many replies it takes', () => {
  const { applier, room, topics } = inRoom();
  applier.lost();
  applier.passing(joined({ history: undefined, events: [renamedRoom(1, 'one')], head: 1, name: 'three', more: true }));
  applier.passing(joined({ history: undefined, events: [renamedRoom(2, 'two'), renamedRoom(3, 'three')], head: 3, name: 'three' }));
  assert.deepEqual([topics('named').length, room.name, room.handled], [1, 'three', 3]);
  assert.deepEqual(room.notices.map(({ name }) => name), ['one', 'two', 'three']);
});

test('a place that turns out to be a room is told before it is shown as that', () => {
  const { applier, signal, state } = inRoom();
  const told = [];
  signal.on('moved', ({ from, to }) => told.push(`${from} is ${to}`));
  signal.on('current', () => told.push(`${state.current} is shown`));
  applier.open('»early', { name: 'early' });
  applier.move({ from: '»early', to: 'general' });
  applier.move({ from: '»other', to: 'general' });
  assert.deepEqual(told, ['»early is shown', '»early is general', 'general is shown', '»other is general']);
});
