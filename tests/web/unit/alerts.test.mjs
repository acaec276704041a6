import assert from 'node:assert/strict';
import test from 'node:test';
import { Alerts, grace } from '../../../resources/web/js/state/alerts.js';
import { Settings } from '../../../resources/web/js/state/settings.js';
import { Storage } from '../../../resources/web/js/state/storage.js';
import { Browser, ManualClock, MemoryArea, joined, message, settled, world } from './support.mjs';

const mention = (seq, more) => message(seq, seq, { mentions: ['ann'], ...more });

/** Tabs of Ann's browser, all in the same room, and what is on her desktop. */
class Desktop {
  clock = new ManualClock();
  shown = []; // ever
  retitled = []; // names of rooms that took the place of former ones
  open = new Set();
  #browser = new Browser();
  #area = new MemoryArea();

  constructor({ locks = true } = {}) {
    this.locks = locks;
  }

  /** `startsLate`: the alerts are loaded when there is a connection already. */
  tab({ startsLate = false } = {}) {
    const part = this.#browser.part();
    const { state, applier, signal } = world();
    const app = { state, signal, settings: new Settings(new Storage(this.#area), signal) };
    app.settings.set('notify', true);
    const show = (room, { id }, isQuiet) => {
      (isQuiet ? this.retitled : this.shown).push(isQuiet ? room.name : id);
      this.open.add(id);
      return () => this.open.delete(id);
    };
    const locks = this.locks ? part.locks : undefined;
    const connect = () => {
      applier.passing(joined());
      applier.link({ phase: 'connected' });
    };
    if (startsLate) connect();
    const alerts = new Alerts({ ...app, locks, channel: part.channel, clock: this.clock, page: `page ${this.shown.length}${Math.random()}`, show });
    if (!startsLate) connect();
    return { ...app, applier, alerts, part };
  }

  async pass(ms = grace + 1000) {
    await settled();
    this.clock.advance(ms);
    await settled();
    this.clock.advance(200);
    await settled();
  }
}

test('a tab whose alerts start after its connection notifies', async () => {
  const desktop = new Desktop();
  const { applier } = desktop.tab({ startsLate: true });
  await desktop.pass();
  applier.live(mention(1));
  await desktop.pass();
  assert.deepEqual(desktop.shown, ['m1']);
});

test('a notification that is shown gets the name that its room has by now, without a sound', async () => {
  const desktop = new Desktop();
  const { applier } = desktop.tab();
  applier.live(mention(1));
  await desktop.pass();
  applier.live({ type: 'room_changed', room: 'general', seq: 2, n: 1, name: 'team', timestamp: 1, nonce: 'x' });
  assert.deepEqual([desktop.shown, desktop.retitled, [...desktop.open]], [['m1'], ['team'], ['m1']]);
  applier.passing({ type: 'room_left', room: 'general', reason: 'left' });
  assert.equal(desktop.open.size, 0);
  applier.live({ type: 'room_changed', room: 'general', seq: 3, n: 1, name: 'crew', timestamp: 1, nonce: 'y' });
  assert.deepEqual(desktop.retitled, ['team']);
});

for (const locks of [true, false]) {
  const how = locks ? 'with locks' : 'without locks';

  test(`${how}, a mention is told once, however many tabs there are`, async () => {
    const desktop = new Desktop({ locks });
    const tabs = [desktop.tab(), desktop.tab(), desktop.tab()];
    for (const { applier } of tabs) {
      applier.live(mention(1));
      await desktop.pass(10); // not all hear at the same moment
    }
    for (let i = 0; i < 10; i += 1) await desktop.pass(100);
    assert.deepEqual(desktop.shown, ['m1']);
  });

  test(`${how}, nothing is told while any tab is watched, and it is again when nobody looks`, async () => {
    const desktop = new Desktop({ locks });
    const tabs = [desktop.tab(), desktop.tab()];
    tabs[1].applier.attention('watched');
    for (const { applier } of tabs) applier.live(mention(1));
    await desktop.pass();
    assert.deepEqual(desktop.shown, []);
    tabs[1].applier.attention('beside');
    for (const { applier } of tabs) applier.live(mention(2));
    await desktop.pass();
    assert.deepEqual(desktop.shown, ['m2']);
  });
}

const ways = {
  'read on another device': ({ applier }) => applier.passing({ type: 'read_moved', room: 'general', read: 1 }),
  'read in another tab': ({ applier }) => applier.readElsewhere('general', 1),
  'deleted': ({ applier }) => applier.live({ type: 'deleted', room: 'general', seq: 2, n: 1, id: 'm1', userId: 'bob', timestamp: 5, nonce: 'x' }),
  'given another text': ({ applier }) => applier.live({ type: 'edited', room: 'general', seq: 2, n: 1, id: 'm1', userId: 'bob', text: 'nothing', timestamp: 5, nonce: 'x' }),
  'in a room that was left': ({ applier }) => applier.removeRoom('general'),
};

for (const [what, happens] of Object.entries(ways)) {
  test(`a notification is closed once its message is ${what}, and not shown if that was before`, async () => {
    const desktop = new Desktop();
    const tab = desktop.tab();
    tab.applier.live(mention(1));
    await desktop.pass();
    assert.deepEqual([...desktop.open], ['m1']);
    happens(tab);
    assert.deepEqual([...desktop.open], []);

    const other = new Desktop();
    const quick = other.tab();
    quick.applier.live(mention(1));
    happens(quick);
    await other.pass();
    assert.deepEqual(other.shown, []);
  });
}

test('a tab that ends or loses its line hands over to another', async () => {
  const desktop = new Desktop();
  const [one, two, three] = [desktop.tab(), desktop.tab(), desktop.tab()];
  one.part.end();
  for (const { applier } of [two, three]) applier.live(mention(1));
  await desktop.pass();
  two.applier.link({ phase: 'waiting' });
  three.applier.live(mention(2));
  await desktop.pass();
  two.applier.link({ phase: 'connected' });
  three.applier.link({ phase: 'idle' });
  two.applier.live(mention(2));
  two.applier.live(mention(3));
  await desktop.pass();
  assert.deepEqual(desktop.shown, ['m1', 'm2', 'm3']);
});

test('a tab whose line was lost for a while does not tell beside the one that took over', async () => {
  const desktop = new Desktop();
  const [one, two] = [desktop.tab(), desktop.tab()];
  await settled();
  one.applier.link({ phase: 'waiting' });
  await settled();
  one.applier.link({ phase: 'connected' });
  for (const { applier } of [one, two]) {
    applier.live(mention(1));
    await desktop.pass(10); // not both hear at the same moment
  }
  for (let i = 0; i < 10; i += 1) await desktop.pass(100);
  assert.deepEqual(desktop.shown, ['m1']);
});

test('a tab asks to lead once, however often it connects', async () => {
  const desktop = new Desktop();
  const [one, two] = [desktop.tab(), desktop.tab()];
  for (let i = 0; i < 20; i += 1) {
    for (const phase of ['waiting', 'connecting', 'connected']) two.applier.link({ phase });
    await settled();
  }
  const { pending } = await one.part.locks.query();
  assert.equal(pending.length, 1);
});

test('what came before notifications were switched on is not told', async () => {
  const desktop = new Desktop();
  const { applier, settings } = desktop.tab();
  settings.set('notify', false);
  applier.live(mention(1));
  settings.set('notify', true);
  await desktop.pass();
  assert.deepEqual(desktop.shown, []);
});

test('mentions in several rooms at the same moment are all told', async () => {
  const desktop = new Desktop();
  const { applier } = desktop.tab();
  applier.passing(joined({ room: 'lobby' }));
  applier.live(mention(1));
  applier.live(mention(1, { room: 'lobby', id: 'm2' }));
  await desktop.pass();
  assert.deepEqual(desktop.shown, ['m1', 'm2']);
});

test('who is muted, has not asked for it, or wrote it is not told', async () => {
  const desktop = new Desktop();
  const { applier, settings } = desktop.tab();
  settings.mute('general', true);
  applier.live(mention(1));
  await desktop.pass();
  settings.mute('general', false);
  settings.set('notify', false);
  applier.live(mention(2));
  await desktop.pass();
  settings.set('notify', true);
  applier.live(message(3));
  applier.live(mention(4, { userId: 'ann', mentions: ['all'] }));
  await desktop.pass();
  assert.deepEqual(desktop.shown, []);
});

test('a room has one notification, that of its latest mention', async () => {
  const desktop = new Desktop();
  const { applier, alerts } = desktop.tab();
  applier.live(mention(1));
  applier.live(mention(2));
  await desktop.pass();
  applier.live(mention(3));
  await desktop.pass();
  assert.deepEqual([desktop.shown, [...desktop.open]], [['m2', 'm3'], ['m3']]);
  alerts.closeAll();
  assert.equal(desktop.open.size, 0);
});
