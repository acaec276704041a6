import assert from 'node:assert/strict';
import test from 'node:test';
import { Drafts } from '../../../resources/web/js/state/drafts.js';
import { Pages } from '../../../resources/web/js/state/pages.js';
import { placeNamed } from '../../../resources/web/js/text/places.js';
import { Browser, ManualClock, memoryDatabase, settled } from './support.mjs';

/** Tabs of one browser, one after the other or at once. */
function tabs() {
  const browser = new Browser();
  const database = memoryDatabase();
  const clock = new ManualClock();
  const open = ({ locks = true, nameOf } = {}) => {
    const part = browser.part();
    const page = browser.page({ ...part, locks: locks ? part.locks : undefined, clock });
    return { page, drafts: new Drafts({ database, pages: page, clock, nameOf }), end: () => part.end() };
  };
  return { open, database, clock };
}

const edit = { id: 'm1', original: 'one', text: 'one and more' };

test('each room keeps its draft and its edit until they are empty', async () => {
  const { open, database } = tabs();
  const { drafts } = open();
  drafts.set('general', 'half a thought');
  drafts.set('random', '');
  drafts.setEdit('general', edit);
  assert.deepEqual(await drafts.get('general'), { text: 'half a thought', edit });
  assert.deepEqual(await drafts.get('random'), { text: '', edit: null });
  drafts.set('general', '');
  assert.deepEqual(await drafts.get('general'), { text: '', edit });
  drafts.setEdit('general', null);
  assert.deepEqual(await database.all('drafts'), []);
});

test('a reload finds the draft and the edit again', async () => {
  const { open } = tabs();
  const before = open();
  before.drafts.set('general', 'half a thought');
  before.drafts.setEdit('general', edit);
  before.end();
  assert.deepEqual(await open().drafts.get('general'), { text: 'half a thought', edit });
});

for (const locks of [true, false]) {
  test(`two tabs ${locks ? 'with' : 'without'} locks do not destroy each other's drafts`, async () => {
    const { open, clock, database } = tabs();
    const [one, two] = [open({ locks }), open({ locks })];
    one.drafts.set('general', 'of the first');
    const found = two.drafts.get('general');
    for (let i = 0; i < 3; i += 1) {
      await settled();
      clock.advance(1000);
    }
    assert.equal((await found).text, '', 'a tab that lives keeps what it has');
    two.drafts.set('general', 'of the second');
    two.drafts.set('general', '');
    assert.equal((await one.drafts.get('general')).text, 'of the first');
    assert.equal((await database.all('drafts')).length, 1);
  });
}

test('what a page leaves is told to who has looked for it before', async () => {
  const { open, database, clock } = tabs();
  const first = open();
  first.drafts.set('general', 'half a thought');
  const told = [];
  const pages = open().page;
  const here = new Drafts({ database, pages, clock, left: (room) => told.push(room) });
  assert.deepEqual([(await here.get('general')).text, (await here.get('general')).text], ['', '']);
  first.end();
  await settled();
  assert.deepEqual(told, ['general']);
  assert.equal((await here.get('general')).text, 'half a thought');
});

test('of several that were left, the newest comes first and the others after it', async () => {
  const { open, clock } = tabs();
  for (const text of ['older', 'newer']) {
    const tab = open();
    tab.drafts.set('general', text);
    clock.advance(1000);
    tab.end();
  }
  const { drafts } = open();
  assert.equal((await drafts.get('general')).text, 'newer');
  drafts.set('general', '');
  assert.equal((await drafts.get('general')).text, 'older');
});

test('what is typed while a draft is looked for wins, and loses nothing', async () => {
  const { open } = tabs();
  const before = open();
  before.drafts.set('general', 'left behind');
  before.end();
  const { drafts } = open();
  const looking = drafts.get('general');
  drafts.set('general', 'typed at once');
  assert.equal((await looking).text, 'typed at once');
  drafts.set('general', '');
  assert.equal((await drafts.get('general')).text, 'left behind');
});

test('what was written before the room\'s id was known is found under it, by the page that wrote it and by the next', async () => {
  const { open, database } = tabs();
  const nameOf = (room) => (room === 'id-1' ? 'general' : undefined);
  const first = open({ nameOf });
  first.drafts.set(placeNamed('general'), 'early');
  first.drafts.move({ from: placeNamed('general'), to: 'id-1' });
  assert.deepEqual([(await first.drafts.get('id-1')).text, (await first.drafts.get(placeNamed('general'))).text], ['early', '']);
  first.drafts.set('id-1', '');
  first.drafts.set(placeNamed('general'), 'early again');
  assert.equal((await first.drafts.get('id-1')).text, 'early again');
  first.drafts.set('id-1', '');
  first.drafts.set(placeNamed('general'), 'left behind');
  first.drafts.set(placeNamed('other'), 'elsewhere');
  first.end();
  assert.equal((await open({ nameOf }).drafts.get('id-1')).text, 'left behind');
  assert.deepEqual((await database.all('drafts')).map(({ room, text }) => [room, text]).sort(), [['id-1', 'left behind'], [placeNamed('other'), 'elsewhere']]);
});

test('what waits at a place joins what the room has already', async () => {
  const { open } = tabs();
  const { drafts } = open();
  drafts.set('id-1', 'later');
  drafts.set(placeNamed('general'), 'earlier');
  drafts.setEdit(placeNamed('general'), edit);
  drafts.move({ from: placeNamed('general'), to: 'id-1' });
  assert.deepEqual(await drafts.get('id-1'), { text: 'earlier\nlater', edit });
});

test('the draft and the edit of a room that was deleted are kept under its name, also those of earlier pages', async () => {
  const { open, clock, database } = tabs();
  for (const text of ['of the first page', 'of the second page']) {
    const tab = open();
    tab.drafts.set('id-1', text);
    clock.advance(1000);
    tab.end();
  }
  const { drafts } = open();
  drafts.set('id-1', 'of this page');
  drafts.setEdit('id-1', edit);
  await drafts.strand('id-1', placeNamed('general'));
  assert.deepEqual(await drafts.get(placeNamed('general')), { text: 'of this page\none and more\nof the second page\nof the first page', edit: null });
  assert.equal((await drafts.get('id-1')).text, '');
  assert.equal((await database.all('drafts')).length, 1);
});

test('a page without locks and channel takes what it finds', async () => {
  const { database, clock } = tabs();
  const before = new Drafts({ database, pages: new Pages({}), clock });
  before.set('general', 'half');
  assert.equal((await new Drafts({ database, pages: new Pages({}), clock }).get('general')).text, 'half');
});

test('nobody gets what somebody else has written', async () => {
  const { database, clock } = tabs();
  const as = (userId) => new Drafts({ database, pages: new Pages({}), clock, owner: () => userId });
  as('carol').set('general', 'a secret');
  assert.equal((await as('dave').get('general')).text, '');
  assert.equal((await as('carol').get('general')).text, 'a secret');
});
