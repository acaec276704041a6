import assert from 'node:assert/strict';
import { scene, eventually } from '../support/scene.mjs';

const feature = scene();
const lines = (word, count) => Array.from({ length: count }, (_, i) => `${word} ${i + 1}`);

/** Ann, who has been in the room and looks at another one, and Bob, who writes `count` messages there. */
async function annAway({ people }, room, count) {
  const [ann, bob] = await people('Ann', 'Bob');
  await ann.enter('Ann', room);
  await bob.enter('Bob', room);
  await bob.say('seen');
  await ann.sees('seen');
  await ann.roomWith(room, 0).waitFor();
  await ann.goTo(`${room} elsewhere`);
  await bob.sayAll(lines('line', count));
  await ann.roomWith(room, count).waitFor();
  return [ann, bob];
}

/** Where the new-messages line stands: px below the upper edge of the log, and the text below it. */
const line = (person) => person.page.evaluate(() => {
  const [log, node] = [document.getElementById('log'), document.getElementById('new-messages')];
  if (!node) return null;
  const top = node.getBoundingClientRect().top - log.getBoundingClientRect().top;
  return { isInView: top >= 0 && top < log.clientHeight, below: node.parentNode.querySelector('#new-messages ~ .message .text')?.textContent };
});

const lineIsAbove = (person, text) => eventually(async () => assert.deepEqual(await line(person), { isInView: true, below: text }));

const unread = async (person, room) => Number(await person.room(room).getAttribute('data-unread'));

/** Most of what came is still unread, since it was not on the screen. */
async function mostIsUnread(person, room, count) {
  await eventually(async () => {
    const left = await unread(person, room);
    assert.ok(left > count / 3 && left < count, `${left} of ${count} are unread`);
  });
}

const scroll = (person, by) => person.page.locator('#log').evaluate((log, by) => log.scrollBy(0, by), by);

async function readOn(person, room) {
  await eventually(async () => {
    await scroll(person, 300);
    assert.equal(await unread(person, room), 0);
  });
}

const ways = {
  'a click in the list of rooms': (ann, room) => ann.room(room).click(),
  'Back': (ann) => ann.page.goBack(),
  'an address': (ann, room) => ann.page.evaluate((room) => (location.hash = `#/${room}`), room),
  'the switcher': (ann, room) => ann.goTo(room),
  'Alt+Shift+Down': (ann) => ann.page.keyboard.press('Alt+Shift+ArrowDown'),
};

for (const [way, open] of Object.entries(ways)) {
  feature(`opening a room with unread messages by ${way} shows the line; what is not seen stays unread`, async (stage) => {
    const room = `by-${way.replace(/\W/g, '').toLowerCase()}`;
    const [ann] = await annAway(stage, room, 60);
    await open(ann, room);
    await ann.isIn(room);
    await lineIsAbove(ann, 'line 1');
    await mostIsUnread(ann, room, 60);
    await readOn(ann, room);
    assert.equal((await line(ann)).below, 'line 1', 'the line stays where it was while one reads');
  });
}

feature('a reload in an unread room shows the line again where reading ended', async (stage) => {
  const [ann] = await annAway(stage, 'reloaded', 60);
  await ann.room('reloaded').click();
  await lineIsAbove(ann, 'line 1');
  const before = await unread(ann, 'reloaded');
  await scroll(ann, 200);
  await eventually(async () => assert.ok(await unread(ann, 'reloaded') < before));
  const left = await unread(ann, 'reloaded');
  await ann.page.reload();
  await ann.isConnected();
  await lineIsAbove(ann, `line ${60 - left + 1}`);
});

feature('more unread messages than a page holds: the line is found, and reading goes on without a jump', async (stage) => {
  const [ann] = await annAway(stage, 'flood', 420);
  await ann.room('flood').click();
  await lineIsAbove(ann, 'line 1');
  assert.ok(await unread(ann, 'flood') > 380);
  const seen = new Set();
  await eventually(async () => {
    await scroll(ann, 400);
    for (const text of await ann.texts()) seen.add(text);
    assert.equal(await unread(ann, 'flood'), 0);
  });
  for (const text of lines('line', 420)) assert.ok(seen.has(text), text);
});

feature('a jump to the latest message is done with all of them', async (stage) => {
  const [ann, bob] = await annAway(stage, 'jumped', 60);
  const phone = await stage.person();
  const token = await ann.page.evaluate(() => localStorage.getItem('parlance.token'));
  await phone.page.addInitScript((token) => localStorage.setItem('parlance.token', token), token);
  await phone.follow('#/jumped elsewhere');
  await phone.roomWith('jumped', 60).waitFor();
  await ann.room('jumped').click();
  await ann.button(/^Jump to latest \(\d+\)$/).click();
  await ann.roomWith('jumped', 0).waitFor();
  await phone.roomWith('jumped', 0).waitFor();
  await bob.say('another');
  await ann.sees('another');
  await ann.roomWith('jumped', 0).waitFor();
});

feature('a jump to the latest message that cannot be loaded is done with none', async (stage) => {
  const wire = await stage.proxy();
  const ann = await stage.person({ url: wire.url, losesLine: true, backoff: 300 });
  const bob = await stage.person();
  await ann.enter('Ann', 'stuck');
  await bob.enter('Bob', 'stuck');
  await bob.say('seen');
  await ann.sees('seen');
  await ann.goTo('stuck elsewhere');
  await bob.sayAll(lines('line', 420));
  await ann.roomWith('stuck', 420).waitFor();
  await ann.room('stuck').click();
  await lineIsAbove(ann, 'line 1');
  wire.cut();
  await ann.page.locator('#connection:not([data-state=connected])').waitFor();
  await ann.button(/^Jump to latest \(\d+\)$/).click();
  await ann.page.waitForTimeout(200);
  assert.ok(await unread(ann, 'stuck') > 300);
  wire.pass();
  await ann.isConnected();
  await ann.button(/^Jump to latest \(\d+\)$/).click();
  await ann.roomWith('stuck', 0).waitFor();
});

feature('the End key alone does not: what was skipped stays unread, and a button leads to it', async (stage) => {
  const [ann] = await annAway(stage, 'skipped', 90);
  await ann.room('skipped').click();
  await lineIsAbove(ann, 'line 1');
  await ann.page.locator('#log').evaluate((log) => (log.scrollTop = log.scrollHeight));
  const show = ann.button(/^Show \d+ new messages$/);
  await show.waitFor();
  await mostIsUnread(ann, 'skipped', 90);
  const next = 90 - await unread(ann, 'skipped') + 1;
  await show.click();
  await lineIsAbove(ann, `line ${next}`);
});

feature('what came during a gap stands below a line and is unread until it is seen', async (stage) => {
  const wire = await stage.proxy();
  const ann = await stage.person({ url: wire.url, losesLine: true });
  const bob = await stage.person();
  await ann.enter('Ann', 'gap');
  await bob.enter('Bob', 'gap');
  await bob.say('before');
  await ann.sees('before');
  wire.cut();
  await ann.page.locator('#connection:not([data-state=connected])').waitFor();
  await bob.sayAll(lines('missed', 60));
  await bob.sees('missed 60');
  wire.pass();
  await ann.isConnected();
  await lineIsAbove(ann, 'missed 1');
  await mostIsUnread(ann, 'gap', 60);
  await eventually(async () => assert.match(await ann.page.title(), /^\(\d+\) gap/));
  await readOn(ann, 'gap');
});

/** Whether the page can be seen, as far as it can know. */
const show = (person, isShown) => person.page.evaluate((isShown) => {
  Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => (isShown ? 'visible' : 'hidden') });
  document.hasFocus = () => isShown;
  document.dispatchEvent(new Event('visibilitychange'));
}, isShown);

feature('coming back to a hidden page shows the line, and nothing counts as read before', async ({ people }) => {
  const [ann, bob] = await people('Ann', 'Bob');
  await ann.enter('Ann', 'hidden');
  await bob.enter('Bob', 'hidden');
  await bob.say('before');
  await ann.sees('before');
  await show(ann, false);
  await bob.sayAll(lines('line', 60));
  await ann.roomWith('hidden', 60).waitFor();
  await show(ann, true);
  await lineIsAbove(ann, 'line 1');
  await mostIsUnread(ann, 'hidden', 60);
});

feature('a page beside another window follows what comes; with the focus it leads back to what was not seen', async ({ people }) => {
  const [ann, bob] = await people('Ann', 'Bob');
  await ann.enter('Ann', 'beside');
  await bob.enter('Bob', 'beside');
  await bob.say('before');
  await ann.sees('before');
  await ann.look(false);
  await bob.sayAll(lines('line', 60));
  await ann.roomWith('beside', 60).waitFor();
  await eventually(async () => assert.equal(await ann.page.locator('#log').evaluate((log) => log.scrollHeight - log.clientHeight - log.scrollTop < 2), true));
  await ann.look(true);
  await ann.button('Show 60 new messages').click();
  await lineIsAbove(ann, 'line 1');
  await mostIsUnread(ann, 'beside', 60);
});

feature('what comes under a dialog or a drawer is unread until that is closed', async ({ people }) => {
  const [ann, bob] = await people('Ann', 'Bob');
  await ann.enter('Ann', 'covered');
  await bob.enter('Bob', 'covered');
  await ann.preferences();
  await bob.say('under the dialog');
  await ann.sees('under the dialog');
  await ann.roomWith('covered', 1).waitFor();
  await ann.closeDialog();
  await ann.roomWith('covered', 0).waitFor();
  await ann.page.setViewportSize({ width: 360, height: 740 });
  await ann.button('Show rooms').click();
  await bob.say('under the drawer');
  await ann.roomWith('covered', 1).waitFor();
  await ann.page.locator('#scrim').click({ position: { x: 350, y: 400 } });
  await eventually(async () => assert.equal(await unread(ann, 'covered'), 0));
});

feature('a message that was deleted before it was read leaves the badge, the title and the line', async ({ people }) => {
  const [ann, bob] = await people('Ann', 'Bob');
  await ann.enter('Ann', 'gone');
  await bob.enter('Bob', 'gone');
  await ann.goTo('gone elsewhere');
  await bob.sayAll(['wrong room', 'right room']);
  await ann.roomWith('gone', 2).waitFor();
  await bob.remove('wrong room');
  await ann.roomWith('gone', 1).waitFor();
  await bob.remove('right room');
  await ann.roomWith('gone', 0).waitFor();
  await eventually(async () => assert.doesNotMatch(await ann.page.title(), /^\(/));
  await ann.page.reload();
  await ann.isConnected();
  await ann.roomWith('gone', 0).waitFor();
  await ann.room('gone').click();
  await ann.page.locator('.tombstone').first().waitFor();
  assert.equal(await line(ann), null);
});

feature('what is read in one tab or on one device is read in all, and the line goes where nobody looks', async (stage) => {
  const [ann, bob] = await stage.people('Ann', 'Bob');
  await ann.enter('Ann', 'shared');
  await bob.enter('Bob', 'shared');
  await bob.say('before');
  await ann.sees('before');
  const tab = await stage.person({ profile: ann });
  await tab.follow('#/shared');
  await tab.isConnected();
  await tab.look(false);
  await ann.goTo('shared elsewhere');
  await bob.sayAll(['one', 'two']);
  await tab.page.locator('#new-messages').waitFor();
  await tab.roomWith('shared', 2).waitFor();
  await ann.room('shared').click();
  await ann.roomWith('shared', 0).waitFor();
  await tab.roomWith('shared', 0).waitFor();
  await tab.page.locator('#new-messages').waitFor({ state: 'detached' });
});
