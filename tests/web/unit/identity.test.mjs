import assert from 'node:assert/strict';
import test from 'node:test';
import { Channel, openWire } from '../../../resources/web/js/state/channel.js';
import { Identity } from '../../../resources/web/js/state/identity.js';
import { Settings } from '../../../resources/web/js/state/settings.js';
import { Signal } from '../../../resources/web/js/state/state.js';
import { Storage } from '../../../resources/web/js/state/storage.js';
import { MemoryArea } from './support.mjs';

/** Tabs that share what the browser keeps. */
function tabs(count) {
  const area = new MemoryArea();
  return Array.from({ length: count }, () => {
    const settings = new Settings(new Storage(area), new Signal());
    return { settings, identity: new Identity(settings), area };
  });
}

test('a tab has the identity that is kept, until it came in under one of its own', () => {
  const [one, two] = tabs(2);
  assert.equal(one.identity.token, null);
  one.identity.accepted('carol', 'secret');
  assert.deepEqual([two.identity.token, two.identity.userId, two.identity.end], ['secret', null, '']);
  two.identity.accepted('carol', 'secret');
  assert.deepEqual([one.identity.end, two.identity.end], ['', '']);
});

const endings = [
  ['one signs out in another tab', (other) => other.settings.forgetPerson(), 'signed out'],
  ['what the browser keeps is cleared', ({ area }) => ['token', 'userId'].forEach((key) => area.removeItem(`parlance.${key}`)), 'signed out'],
  ['somebody else signs in in another tab', (other) => {
    other.settings.forgetPerson();
    new Identity(other.settings).accepted('dave', 'another');
  }, 'replaced'],
];

for (const [what, happens, end] of endings) {
  test(`a tab never becomes somebody else by itself: ${what}`, () => {
    const [one, two] = tabs(2);
    one.identity.accepted('carol', 'secret');
    happens(two);
    assert.equal(one.identity.end, end);
    assert.equal(one.identity.token, 'secret', 'what it would greet with is still its own');
    one.identity.forget();
    assert.equal(one.identity.end, '');
  });
}

for (const [what, happens, end] of endings) {
  test(`nor does one that was opened as somebody and has no line yet: ${what}`, () => {
    const [one, two] = tabs(2);
    one.identity.accepted('carol', 'secret');
    const waiting = new Identity(two.settings);
    happens(one);
    assert.deepEqual([waiting.end, waiting.token], [end, 'secret']);
  });
}

test('a tab that was opened with what version 0.1 kept is still who it was when another one came in', () => {
  const [one] = tabs(1);
  one.settings.set('token', 'secret');
  const [first, second] = [new Identity(one.settings), new Identity(one.settings)];
  first.accepted('carol', 'secret');
  assert.equal(second.end, '');
  first.accepted('dave', 'another');
  assert.equal(second.end, 'replaced');
});

test('a new token of the same identity ends nothing', () => {
  const [one, two] = tabs(2);
  one.identity.accepted('carol', 'secret');
  two.identity.accepted('carol', 'renewed');
  assert.equal(one.identity.end, '');
});

test('a token that the server refuses is forgotten, but not somebody else\'s', () => {
  const [one, two] = tabs(2);
  one.identity.accepted('carol', 'secret');
  two.settings.forgetPerson();
  new Identity(two.settings).accepted('dave', 'another');
  one.identity.refused();
  assert.equal(two.settings.get('token'), 'another');
});

test('a token that the server refuses in one tab ends the others, which are not signed out by that', () => {
  const [one, two] = tabs(2);
  one.identity.accepted('carol', 'secret');
  two.identity.accepted('carol', 'secret');
  one.identity.refused();
  assert.deepEqual([one.identity.end, two.identity.end], ['', 'refused']);
});

/** What of a window carries words from tab to tab without a BroadcastChannel: storage events, in all tabs but the one that writes. */
class StorageEvents {
  #windows = new Map();

  tab() {
    const listeners = [];
    const window = { addEventListener: (type, listener) => listeners.push(listener) };
    this.#windows.set(window, listeners);
    const tell = (key, newValue) => {
      for (const [other, heard] of this.#windows) if (other !== window) for (const listener of heard) listener({ key, newValue });
    };
    return new Channel(openWire(window, { setItem: tell, removeItem: (key) => tell(key, null) }));
  }
}

test('without a BroadcastChannel tabs hear each other through storage events', () => {
  const events = new StorageEvents();
  const [one, two] = [events.tab(), events.tab()];
  const heard = [];
  for (const [name, channel] of Object.entries({ one, two })) channel.on('read', (detail) => heard.push([name, detail]));
  one.tell('read', { n: 3 });
  one.tell('else', {});
  two.tell('read', { n: 4 });
  assert.deepEqual(heard, [['two', { n: 3 }], ['one', { n: 4 }]]);
});

test('without either, and where storage is full, a tab is alone and complains of nothing', () => {
  const full = { setItem() { throw new Error('full'); }, removeItem() {} };
  for (const area of [undefined, full]) {
    const channel = new Channel(openWire({ addEventListener() {} }, area));
    channel.on('read', () => {});
    assert.doesNotThrow(() => channel.tell('read', { n: 3 }));
  }
});
