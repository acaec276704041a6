import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Members } from '../../../resources/web/js/net/members.js';
import { request } from '../../../resources/web/js/net/messages.js';
import { RoomSearch } from '../../../resources/web/js/net/roomsearch.js';
import { ManualClock } from './support.mjs';

const settled = () => new Promise((done) => setImmediate(done));

/** A room with people called "Person 000" and so on, and whoever is named, in pages as the server gives them. */
function roomOf(size, ...names) {
  const person = (username, at) => ({ id: String(at).padStart(4, '0'), username, present: at % 2 === 0 });
  const people = [...Array.from({ length: size }, (_, at) => `Person ${String(at).padStart(3, '0')}`), ...names].map(person);
  const asked = [];
  const ask = async (type, fields) => {
    request(type, fields); // no field that the protocol does not know
    asked.push(fields);
    const { prefix = '', after = '', limit = 100 } = fields;
    const fitting = people.filter(({ id, username }) => id > after && username.toLowerCase().split(' ').some((word) => word.startsWith(prefix)));
    return { members: fitting.slice(0, limit), more: fitting.length > limit };
  };
  const clock = new ManualClock();
  return { people, asked, clock, members: new Members({ requests: { ask }, clock }) };
}

const ids = (members) => [...members.peopleOf('huge').keys()];

test('members: pages follow each other, each with somebody new', async () => {
  const { members, asked, people } = roomOf(450);
  await members.refresh('huge');
  assert.equal(ids(members).length, 100);
  assert.ok(members.hasMore('huge'));
  await members.showMore('huge', (id) => id < '0300'); // those are shown already
  assert.equal(ids(members).length, 400);
  await members.showMore('huge', () => false);
  assert.deepEqual(ids(members), people.map(({ id }) => id));
  assert.ok(!members.hasMore('huge'));
  assert.deepEqual(asked.map(({ after }) => after), [undefined, '0099', '0199', '0299', '0399']);
});

test('members: a search for somebody new ends after five pages', async () => {
  const { members, asked } = roomOf(1500);
  await members.refresh('huge');
  await members.showMore('huge', () => true);
  assert.equal(asked.length, 6);
  assert.ok(members.hasMore('huge'));
});

test('members: the first page, read again, forgets who has left and keeps the other pages', async () => {
  const { members, people } = roomOf(250);
  await members.refresh('huge');
  await members.showMore('huge', () => false);
  people.splice(10, 1);
  await members.refresh('huge');
  assert.equal(ids(members).length, 199);
  assert.ok(!ids(members).includes('0010'));
  assert.ok(members.hasMore('huge'));
  await members.showMore('huge', () => false);
  assert.equal(ids(members).length, 249, 'it goes on where it was');
});

test('members: nothing of one room is shown in another', async () => {
  const { members } = roomOf(250);
  await members.refresh('huge');
  const late = members.showMore('huge', () => false);
  await members.refresh('other');
  await late;
  assert.equal(members.peopleOf('other').size, 100);
  assert.equal(ids(members).length, 0);
});

test('suggestions: the server is asked for a word once somebody has typed it', async () => {
  const { members, asked, clock } = roomOf(300, 'Zoe Zebedee');
  let found = 0;
  const type = (query) => members.suggest('huge', query, 301, () => (found += 1)).map(({ username }) => username);
  assert.deepEqual(type(''), []);
  clock.advance(0);
  await settled();
  assert.equal(found, 1);
  for (const query of ['Z', 'Ze', 'Zeb']) {
    assert.ok(!type(query).includes('Zoe Zebedee'));
    clock.advance(100);
  }
  clock.advance(150);
  await settled();
  assert.deepEqual(asked.map(({ prefix }) => prefix), [undefined, 'zeb']);
  assert.ok(type('Zeb').includes('Zoe Zebedee'));
  assert.ok(type('Zoe Zebe').includes('Zoe Zebedee'));
  clock.advance(1000);
  await settled();
  assert.equal(asked.length, 2, 'what a whole answer covers is not asked again');
});

test('suggestions: a room that fits into a page is asked for once, until its people change', async () => {
  const { members, asked, clock } = roomOf(20);
  const type = async (query, count = 20) => {
    members.suggest('small', query, count, () => {});
    clock.advance(1000);
    await settled();
  };
  for (const query of ['', 'p', 'pe', 'person 0']) await type(query);
  assert.equal(asked.length, 1);
  await type('pers', 21);
  assert.equal(asked.length, 2);
  clock.advance(61000);
  await type('pers', 21);
  assert.equal(asked.length, 3, 'nor does an answer count for ever');
});

/** Rooms as the server lists them; `perPage` of them are looked through for each page. */
function serverWith(names, perPage) {
  const asked = [];
  const ask = async (type, fields) => {
    request(type, fields);
    asked.push(fields);
    const from = fields.after ? names.indexOf(fields.after) + 1 : 0;
    const seen = names.slice(from, from + perPage);
    const more = from + perPage < names.length;
    const fitting = seen.filter((name) => name.toLowerCase().includes((fields.contains ?? '').toLowerCase()));
    return { rooms: fitting.map((name) => ({ name, room: `id of ${name}` })), more, next: more ? seen.at(-1) : undefined };
  };
  return { asked, ask };
}

test('rooms: a search goes through empty pages and on from `next`', async () => {
  const names = Array.from({ length: 90 }, (_, at) => (at % 40 === 35 ? `my-Random-${at}` : `room-${String(at).padStart(2, '0')}`));
  const search = new RoomSearch(serverWith(names, 10), 'random');
  assert.deepEqual((await search.next()).map(({ name }) => name), ['my-Random-35']);
  assert.deepEqual((await search.next()).map(({ name }) => name), ['my-Random-75']);
  assert.ok(search.hasMore);
  assert.deepEqual(await search.next(), []);
  assert.ok(!search.hasMore);
});

test('rooms: whoever asks twice before the answer gets two pages, not one twice', async () => {
  const search = new RoomSearch(serverWith(['a', 'b', 'c'], 1));
  const pages = await Promise.all([search.next(), search.next()]);
  assert.deepEqual(pages.flat().map(({ name }) => name), ['a', 'b']);
});

test('rooms: a search in vain ends, and can be gone on with', async () => {
  const server = serverWith(Array.from({ length: 5000 }, (_, at) => `room-${at}`), 50);
  const search = new RoomSearch(server, 'nothing');
  assert.deepEqual(await search.next(), []);
  assert.equal(server.asked.length, 20);
  assert.ok(search.hasMore);
});

test('rooms: a search that is stopped during a request asks for no further page', async () => {
  let asked = 0;
  const ask = async () => {
    asked += 1;
    search.stop();
    return { rooms: [], more: true, next: `room-${asked}` };
  };
  const search = new RoomSearch({ ask }, 'nothing');
  await search.next();
  assert.deepEqual([asked, search.hasMore], [1, false]);
});

test('rooms: a server that knows no `contains` sends all, and what does not fit is left out', async () => {
  const ask = async (type, { after }) => (after === 'b' ? { rooms: [{ room: '1', name: 'z-random' }], more: false } : { rooms: [{ room: '2', name: 'a' }, { room: '3', name: 'b' }], more: true });
  assert.deepEqual((await new RoomSearch({ ask }, 'rand').next()).map(({ name }) => name), ['z-random']);
});
