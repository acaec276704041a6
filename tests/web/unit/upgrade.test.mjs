import assert from 'node:assert/strict';
import test from 'node:test';
import { Settings } from '../../../resources/web/js/state/settings.js';
import { Signal } from '../../../resources/web/js/state/state.js';
import { Storage } from '../../../resources/web/js/state/storage.js';
import { placesOf, upgradeSettings } from '../../../resources/web/js/state/upgrade.js';
import { upgradeDatabase } from '../../../resources/web/js/state/upgradedatabase.js';
import { placeNamed } from '../../../resources/web/js/text/places.js';
import { MemoryArea } from './support.mjs';

const general = '9b2f0c77-1d6e-4b8a-a3a4-5c0e8f7d2b31';
const random = '4c1a9e2d-3f5b-4d7e-8a90-1b2c3d4e5f60';

/** As the page of version 0.1 left it, to the letter. */
const kept = {
  'parlance.token': '"AW8cKk4LfUwemlUvYMHZ4AHq9S0m3vD1u1mJY3o9c5w4bA"',
  'parlance.userId': '"6f1c2a4e-0b7d-4c1e-9a55-2f60c1d9e001"',
  'parlance.name': '"ann"',
  'parlance.theme': '"dark"',
  'parlance.room': '"random"',
  'parlance.rooms': `[{"room":"general","log":"${general}"},{"room":"random","log":"${random}"},{"room":"unsure","log":null}]`,
  'parlance.muted': '["random","long ago"]',
  'parlance.left': '["former","random"]',
};

const outbox = [
  ['n-1', { type: 'message', nonce: 'n-1', page: 'p1', room: 'general', text: 'unsent', userId: 'ann', at: 5, order: 1, state: 'queued', tried: true }],
  ['n-2', { type: 'edit', nonce: 'n-2', page: 'p1', room: 'random', id: 'm7', text: 'better', userId: 'ann', at: 6, order: 2, state: 'failed', tried: true, reason: 'No.' }],
  ['n-3', { type: 'message', nonce: 'n-3', page: 'p2', room: 'long ago', text: 'where to?', userId: 'ann', at: 7, order: 1, state: 'queued', tried: false }],
];

const drafts = [
  ['p1 general', { page: 'p1', userId: 'ann', room: 'general', text: 'half a thought', edit: { id: 'm9', original: 'one', text: 'one and more' }, at: 8 }],
  ['p2 general', { page: 'p2', userId: 'ann', room: 'general', text: 'of another tab', edit: null, at: 9 }],
  ['random', 'a mere text'],
  ['p1 a b', { page: 'p1', userId: null, room: 'a b', text: 'blanks', edit: null, at: 1 }],
];

class DyingArea extends MemoryArea {
  writes = Infinity;

  setItem(key, value) {
    this.#live();
    super.setItem(key, value);
  }

  removeItem(key) {
    this.#live();
    super.removeItem(key);
  }

  /** As if the browser were killed: the page writes nothing any more. */
  #live() {
    if (this.writes === 0) throw new Error('killed');
    this.writes -= 1;
  }

  contents() {
    return Object.fromEntries(Array.from({ length: this.length }, (_, at) => [this.key(at), this.getItem(this.key(at))]));
  }
}

function areaOf01() {
  const area = new DyingArea();
  for (const [key, value] of Object.entries(kept)) area.setItem(key, value);
  return area;
}

/** What the person still has, by the page that runs now. */
function found(area) {
  const storage = new Storage(area);
  const settings = new Settings(storage, new Signal());
  return Object.fromEntries(['token', 'userId', 'name', 'theme', 'place', 'memberships', 'silenced', 'former'].map((key) => [key, settings.get(key)]));
}

const expected = {
  token: 'AW8cKk4LfUwemlUvYMHZ4AHq9S0m3vD1u1mJY3o9c5w4bA',
  userId: '6f1c2a4e-0b7d-4c1e-9a55-2f60c1d9e001',
  name: 'ann',
  theme: 'dark',
  place: { room: random, name: 'random' },
  memberships: [{ room: general, log: general, name: 'general' }, { room: random, log: random, name: 'random' }],
  silenced: [random, placeNamed('long ago')],
  former: [{ room: placeNamed('former'), name: 'former' }, { room: random, name: 'random' }],
};

test('settings of version 0.1 are found under the ids of their rooms', () => {
  const area = areaOf01();
  upgradeSettings(new Storage(area));
  assert.deepEqual(found(area), expected);
  assert.deepEqual(['rooms', 'room', 'muted', 'left'].map((key) => area.getItem(`parlance.${key}`)), [null, null, null, null]);
  assert.deepEqual(new Storage(area).get('logs'), { general, random });
});

test('the upgrade of the settings may end anywhere, and goes on with the next start', () => {
  const whole = areaOf01();
  upgradeSettings(new Storage(whole));
  let kills = 0;
  for (let writes = 0; ; writes += 1, kills += 1) {
    const area = areaOf01();
    area.writes = writes;
    upgradeSettings(new Storage(area));
    const isDone = area.writes > 0;
    area.writes = Infinity;
    upgradeSettings(new Storage(area));
    assert.deepEqual(area.contents(), whole.contents(), `killed after ${writes} writes`);
    if (isDone) break;
  }
  assert.ok(kills > 8);
});

test('where nothing can be written, the settings of version 0.1 stay', () => {
  const area = areaOf01();
  area.writes = 0;
  upgradeSettings(new Storage(area));
  area.writes = Infinity;
  for (const [key, value] of Object.entries(kept)) assert.equal(area.getItem(key), value);
});

test('the upgrade of the settings runs once, and leaves a new browser alone', () => {
  const area = areaOf01();
  upgradeSettings(new Storage(area));
  const settings = new Settings(new Storage(area), new Signal());
  settings.set('memberships', []);
  settings.mute(random, false);
  const before = area.contents();
  upgradeSettings(new Storage(area));
  assert.deepEqual(area.contents(), before);
  const fresh = new DyingArea();
  upgradeSettings(new Storage(fresh));
  assert.deepEqual(fresh.contents(), {});
});

/** A transaction of IndexedDB on stores of paper: requests are answered later, in their order. */
function transactionOn(stores) {
  const turns = [];
  const request = (run) => {
    const made = {};
    turns.push(() => {
      made.result = run();
      made.onsuccess?.();
    });
    return made;
  };
  const objectStore = (name) => ({
    getAll: () => request(() => [...stores[name].values()].map((value) => structuredClone(value))),
    getAllKeys: () => request(() => [...stores[name].keys()]),
    put: (value, key) => request(() => stores[name].set(key, value)),
    delete: (key) => request(() => stores[name].delete(key)),
  });
  return { objectStore, finish: () => { while (turns.length) turns.shift()(); } };
}

test('messages and drafts of version 0.1 are found under the ids of their rooms', () => {
  const stores = { outbox: new Map(outbox), drafts: new Map(drafts) };
  const transaction = transactionOn(stores);
  upgradeDatabase(transaction, placesOf({ general, random }));
  transaction.finish();
  const under = (entries, places) => entries.map(([, value], at) => ({ ...value, room: places[at] }));
  assert.deepEqual([...stores.outbox.values()], under(outbox, [general, random, placeNamed('long ago')]));
  assert.deepEqual([...stores.outbox.keys()], ['n-1', 'n-2', 'n-3']);
  const mere = { page: '', userId: null, text: 'a mere text', edit: null, at: 0 };
  assert.deepEqual(Object.fromEntries(stores.drafts), {
    [`p1 ${general}`]: { ...drafts[0][1], room: general },
    [`p2 ${general}`]: { ...drafts[1][1], room: general },
    [` ${random}`]: { ...mere, room: random },
    [`p1 ${placeNamed('a b')}`]: { ...drafts[3][1], room: placeNamed('a b') },
  });
});

test('what is no message or draft does not keep the others from being upgraded', () => {
  const stores = { outbox: new Map([['x', null], ['y', { room: 7 }], ...outbox]), drafts: new Map([['x', 5], ['y', {}], ...drafts]) };
  const transaction = transactionOn(stores);
  upgradeDatabase(transaction, placesOf({ general, random }));
  transaction.finish();
  assert.equal(stores.outbox.get('n-1').room, general);
  assert.equal(stores.drafts.get(`p1 ${general}`).text, 'half a thought');
});

test('a room called like something that every object has is a name like any other', () => {
  for (const name of ['constructor', '__proto__', 'toString']) assert.equal(placesOf({ general })(name), placeNamed(name));
});
