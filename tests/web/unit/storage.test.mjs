import assert from 'node:assert/strict';
import test from 'node:test';
import { Settings } from '../../../resources/web/js/state/settings.js';
import { Signal } from '../../../resources/web/js/state/state.js';
import { Storage } from '../../../resources/web/js/state/storage.js';
import { placeNamed } from '../../../resources/web/js/text/places.js';
import { MemoryArea, memoryStorage } from './support.mjs';

const broken = new Proxy({}, { get() { throw new Error('forbidden'); } });

for (const [name, area] of [['localStorage', new MemoryArea()], ['a browser without storage', undefined], ['a browser that forbids it', broken]]) {
  test(`with ${name} what is kept is found again`, () => {
    const storage = new Storage(area);
    storage.set('rooms', [{ room: 'a' }]);
    storage.set('theme', 'dark');
    storage.remove('theme');
    assert.deepEqual([storage.get('theme'), storage.get('rooms'), storage.get('gone', 7)], [null, [{ room: 'a' }], 7]);
  });
}

test('what is no JSON is as good as nothing', () => {
  const area = new MemoryArea();
  area.setItem('parlance.theme', '{');
  assert.equal(new Storage(area).get('theme', 'system'), 'system');
});

test('muting, and what is left after signing out', () => {
  const settings = new Settings(memoryStorage(), new Signal());
  settings.mute('general', true);
  settings.mute('general', true);
  assert.deepEqual([settings.isMuted('general'), settings.get('silenced')], [true, ['general']]);
  settings.mute('general', false);
  assert.equal(settings.isMuted('general'), false);
  settings.set('theme', 'dark');
  settings.set('token', 'secret');
  settings.forgetPerson();
  assert.deepEqual([settings.get('theme'), settings.get('token'), settings.get('place')], ['dark', null, { room: placeNamed('general'), name: 'general' }]);
});

test('rooms that were left are known, the latest of them, until one is in them again', () => {
  const settings = new Settings(memoryStorage(), new Signal());
  for (let i = 0; i < 210; i += 1) settings.leave({ room: `id-${i}`, name: `room ${i}` });
  settings.leave({ room: 'id-20', name: 'former 20' });
  const hasLeft = (place) => settings.formerAt(place) !== undefined;
  assert.deepEqual([settings.get('former').length, hasLeft('id-9'), hasLeft('id-20')], [200, false, true]);
  assert.deepEqual([hasLeft(placeNamed('room 20')), settings.formerAt(placeNamed('former 20')).room], [false, 'id-20'], 'by the name that it had');
  settings.rejoin('id-20', 'id-never-left');
  assert.deepEqual([hasLeft('id-20'), hasLeft(placeNamed('former 20'))], [false, false]);
  settings.forgetPerson();
  assert.equal(hasLeft('id-30'), false);
});

test('what places are called is known from wherever one was there last', () => {
  const settings = new Settings(memoryStorage(), new Signal());
  settings.set('memberships', [{ room: 'id-1', log: 'log-1', name: 'one' }]);
  settings.leave({ room: 'id-2', name: 'two' });
  settings.set('place', { room: 'id-3', name: 'three' });
  assert.deepEqual(['id-1', 'id-2', 'id-3', 'id-4', placeNamed('five')].map((place) => settings.nameOf(place)), ['one', 'two', 'three', null, 'five']);
});

test('what is kept for a place goes with it to its room', () => {
  const settings = new Settings(memoryStorage(), new Signal());
  settings.mute(placeNamed('one'), true);
  settings.set('place', { room: placeNamed('two'), name: 'two' });
  assert.deepEqual(settings.namedPlaces(), [placeNamed('two'), placeNamed('one')]);
  settings.move({ from: placeNamed('one'), to: 'id-1' });
  settings.move({ from: placeNamed('two'), to: 'id-2' });
  assert.deepEqual([settings.get('silenced'), settings.get('place'), settings.namedPlaces()], [['id-1'], { room: 'id-2', name: 'two' }, []]);
});
