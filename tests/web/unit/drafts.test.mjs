import assert from 'node:assert/strict';
import test from 'node:test';
import { Drafts } from '../../../resources/web/js/state/drafts.js';
import { Pages } from '../../../resources/web/js/state/pages.js';
import { Browser, ManualClock, memoryDatabase, settled } from './support.mjs';

/** Tabs of one browser, one after the other or at once. */
function tabs() {
  const browser = new Browser();
  const database = memoryDatabase();
  const clock = new ManualClock();
  const open = ({ locks = true } = {}) => {
    const part = browser.part();
    const page = browser.page({ ...part, locks: locks ? part.locks : undefined, clock });
    return { page, drafts: new Drafts({ database, pages: page, clock }), end: () => part.end() };
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

test('a draft of version 0.1, a mere text, is taken over', async () => {
  const { open, database } = tabs();
  database.put('drafts', 'general', 'from long ago');
  assert.equal((await open().drafts.get('general')).text, 'from long ago');
  assert.deepEqual((await database.all('drafts')).map(({ text }) => text), ['from long ago']);
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
