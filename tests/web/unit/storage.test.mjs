import assert from 'node:assert/strict';
import test from 'node:test';
import { Drafts, Settings } from '../../../resources/web/js/state/settings.js';
import { Signal } from '../../../resources/web/js/state/state.js';
import { Storage } from '../../../resources/web/js/state/storage.js';
import { MemoryArea, memoryStorage } from './support.mjs';

const broken = new Proxy({}, { get() { throw new Error('forbidden'); } });

for (const [name, area] of [['localStorage', new MemoryArea()], ['a browser without storage', undefined], ['a browser that forbids it', broken]]) {
  test(`with ${name} what is kept is found again`, () => {
    const storage = new Storage(area);
    storage.set('outbox.1', { text: 'a' });
    storage.set('outbox.2', { text: 'b' });
    storage.set('theme', 'dark');
    assert.deepEqual(storage.keys('outbox.').sort(), ['outbox.1', 'outbox.2']);
    storage.remove('outbox.1');
    assert.deepEqual([storage.get('outbox.1'), storage.get('outbox.2'), storage.get('gone', 7)], [null, { text: 'b' }, 7]);
  });
}

test('what is no JSON is as good as nothing', () => {
  const area = new MemoryArea();
  area.setItem('parlance.theme', '{');
  assert.equal(new Storage(area).get('theme', 'system'), 'system');
});

test('each room keeps its draft until it is empty', () => {
  const storage = memoryStorage();
  const drafts = new Drafts(storage);
  drafts.set('general', 'half a thought');
  drafts.set('random', '');
  assert.deepEqual([drafts.get('general'), drafts.get('random')], ['half a thought', '']);
  drafts.set('general', '');
  assert.deepEqual(storage.keys('draft.'), []);
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
