import assert from 'node:assert/strict';
import test from 'node:test';
import { Database } from '../../../resources/web/js/state/database.js';
import { ManualClock } from './support.mjs';

const factories = {
  'without IndexedDB': undefined,
  'where it is forbidden': { open() { throw new Error('forbidden'); } },
  'where it never answers': { open: () => ({}) },
};

for (const [where, factory] of Object.entries(factories)) {
  test(`${where} things are kept in memory, and that is said once`, async () => {
    let said = 0;
    const clock = new ManualClock();
    const database = new Database({ factory, clock, forgetful: () => (said += 1) });
    const written = [database.put('drafts', 'general', 'half'), database.put('outbox', 'n1', { nonce: 'n1' }), database.put('outbox', 'n2', { nonce: 'n2' })];
    clock.advance(3000);
    await Promise.all(written);
    await database.delete('outbox', 'n1');
    assert.deepEqual([await database.get('drafts', 'general'), await database.get('drafts', 'random'), await database.all('outbox')], ['half', undefined, [{ nonce: 'n2' }]]);
    await database.clear('outbox');
    assert.deepEqual(await database.all('outbox'), []);
    assert.equal(said, 1);
  });
}
