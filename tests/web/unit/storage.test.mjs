import assert from 'node:assert/strict';
import test from 'node:test';
import { Settings } from '../../../resources/web/js/state/settings.js';
import { Signal } from '../../../resources/web/js/state/state.js';
import { Storage } from '../../../resources/web/js/state/storage.js';
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
  assert.deepEqual([settings.isMuted('general'), settings.get('muted')], [true, ['general']]);
  settings.mute('general', false);
  assert.equal(settings.isMuted('general'), false);
  settings.set('theme', 'dark');
  settings.set('token', 'secret');
  settings.forgetPerson();
  assert.deepEqual([settings.get('theme'), settings.get('token'), settings.get('room')], ['dark', null, 'general']);
});

test('rooms that were left are known, the latest of them, until one is in them again', () => {
  const settings = new Settings(memoryStorage(), new Signal());
  for (let i = 0; i < 210; i += 1) settings.leave(`room ${i}`);
  settings.leave('room 20');
  assert.deepEqual([settings.get('left').length, settings.hasLeft('room 9'), settings.hasLeft('room 20')], [200, false, true]);
  settings.rejoin('room 20', 'never left');
  assert.equal(settings.hasLeft('room 20'), false);
  settings.forgetPerson();
  assert.equal(settings.hasLeft('room 30'), false);
});
