import assert from 'node:assert/strict';
import { scene, eventually } from '../support/scene.mjs';

const feature = scene();

const is = (person, view) => person.page.locator(`html[data-view=${view}]`).waitFor();

/** A further tab of somebody's browser. */
async function tabOf(stage, somebody, hash, options = {}) {
  const tab = await stage.person({ profile: somebody, losesLine: true, ...options });
  await tab.follow(hash);
  return tab;
}

/** Carol with two tabs in a room, and Bob, who hears who writes. */
async function carolAndBob(stage, room) {
  const [carol, bob] = await stage.people('Carol', 'Bob');
  await carol.enter('Carol', room);
  await bob.enter('Bob', room);
  const tab = await tabOf(stage, carol, `#/${room}`);
  await tab.isConnected();
  return { carol, tab, bob };
}

async function signOut(person) {
  await person.signOut();
  await is(person, 'join');
  await person.page.locator('dialog').waitFor({ state: 'detached' });
}

const problem = (person, text) => person.page.locator('#join-problem', { hasText: text }).waitFor();

const token = (person) => person.page.evaluate(() => localStorage.getItem('parlance.token'));

feature('signing out ends all tabs, and none comes back by itself, whatever wakes it', async (stage) => {
  const { carol, tab, bob } = await carolAndBob(stage, 'out');
  await tab.composer.fill('never sent');
  await signOut(carol);
  await is(tab, 'join');
  await problem(tab, 'You were signed out');
  assert.deepEqual([await tab.page.locator('#join-name').inputValue(), await tab.page.locator('#join-room').inputValue()], ['', 'general']);
  await bob.notice('Carol left').waitFor();
  for (const event of ['online', 'pageshow', 'focus']) await tab.page.evaluate((event) => window.dispatchEvent(new Event(event)), event);
  await tab.page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await carol.fillIn('Dave', 'out');
  await carol.isConnected();
  await carol.say('I am Dave');
  await bob.page.locator('.message', { hasText: 'I am Dave' }).locator('.author', { hasText: 'Dave' }).waitFor();
  await is(tab, 'join');
  await bob.page.locator('#members [data-present=true] bdi', { hasText: 'Dave' }).waitFor(); // presence is gathered
  assert.deepEqual(await bob.page.locator('#members [data-present=true] bdi').allTextContents(), ['Bob', 'Dave']);

  await tab.button('Continue as Dave').click();
  await tab.isConnected();
  await tab.page.locator('#me', { hasText: 'Dave' }).waitFor();
  assert.equal(await tab.composer.inputValue(), '', 'nothing of the former person is left');
});

feature('storage that is cleared ends the tabs, also one that did not hear of it', async (stage) => {
  const { carol, tab } = await carolAndBob(stage, 'cleared');
  await tab.page.evaluate(() => window.addEventListener('storage', (event) => event.stopImmediatePropagation(), true)); // as if it were frozen
  await carol.page.evaluate(() => localStorage.clear());
  await carol.page.evaluate(() => window.dispatchEvent(new Event('online'))); // the next connection finds out
  await is(carol, 'join');
  await tab.page.evaluate(() => window.dispatchEvent(new Event('online')));
  await is(tab, 'join');
  assert.equal(await token(tab), null);
});

feature('somebody who signs in under another name in one tab does not become somebody else in the others', async (stage) => {
  const { carol, tab } = await carolAndBob(stage, 'replaced');
  await tab.page.evaluate(() => {
    for (const key of ['token', 'userId']) localStorage.removeItem(`parlance.${key}`);
  });
  await is(carol, 'join');
  await carol.fillIn('Erin', 'replaced');
  await carol.isConnected();
  await is(tab, 'join');
  const kept = await token(carol);
  await tab.page.evaluate(() => window.dispatchEvent(new Event('online')));
  assert.equal(await token(tab), kept);
  await is(tab, 'join');
});

feature('without a BroadcastChannel and Web Locks one comes in, and tabs know of each other all the same', async (stage) => {
  const carol = await stage.person();
  await carol.context.addInitScript(() => {
    delete window.BroadcastChannel;
    Object.defineProperty(Navigator.prototype, 'locks', { value: undefined });
  });
  await carol.enter('Carol', 'bare');
  const bob = await stage.person();
  await bob.enter('Bob', 'bare');
  const tab = await tabOf(stage, carol, '#/bare');
  await tab.isConnected();
  await tab.look(false);
  await carol.goTo('bare elsewhere');
  await bob.say('one');
  await tab.roomWith('bare', 1).waitFor();
  await carol.room('bare').click();
  await tab.roomWith('bare', 0).waitFor();
  await signOut(carol);
  await is(tab, 'join');
});

const draft = (person, text) => eventually(async () => assert.equal(await person.composer.inputValue(), text));

const editing = (person) => person.page.locator('#editing').isVisible();

feature('an edit under way is kept over another room and a reload, beside the draft', async ({ person }) => {
  const ann = await person();
  await ann.enter('Ann', 'edit');
  await ann.say('one');
  await ann.sees('one');
  await ann.goTo('edit elsewhere');
  await ann.goTo('edit');
  await ann.composer.press('ArrowUp');
  await draft(ann, 'one');
  await ann.composer.press('End');
  await ann.page.keyboard.type(' and a long paragraph');
  await ann.goTo('edit elsewhere');
  await draft(ann, '');
  assert.equal(await editing(ann), false);
  await ann.composer.fill('a draft elsewhere');
  await ann.goTo('edit');
  await draft(ann, 'one and a long paragraph');
  assert.equal(await editing(ann), true);
  await ann.page.reload();
  await ann.isConnected();
  await draft(ann, 'one and a long paragraph');
  assert.equal(await editing(ann), true);
  await ann.composer.press('Enter');
  await ann.sees('one and a long paragraph');
  await draft(ann, '');
  await ann.page.reload();
  await ann.isConnected();
  await draft(ann, '');
  await ann.goTo('edit elsewhere');
  await draft(ann, 'a draft elsewhere');
});

feature('an edit whose message is deleted becomes a draft, and joins one that waits', async (stage) => {
  const ann = await stage.person();
  await ann.enter('Ann', 'doomed');
  await ann.say('one');
  await ann.sees('one');
  await ann.composer.fill('a draft');
  await ann.chooseFor('one', 'Edit message');
  await ann.composer.fill('one, at length');
  const tab = await tabOf(stage, ann, '#/doomed');
  await tab.isConnected();
  await tab.remove('one');
  await draft(ann, 'a draft\none, at length');
  assert.equal(await editing(ann), false);
});

feature('a tab that was opened without a line ends with its identity, too, and sends nothing as somebody else', async (stage) => {
  const [carol, bob] = await stage.people('Carol', 'Bob');
  await carol.enter('Carol', 'lineless');
  await bob.enter('Bob', 'lineless');
  const tab = await stage.person({ profile: carol, losesLine: true });
  await tab.page.addInitScript(() => {
    const Socket = window.WebSocket;
    window.WebSocket = class extends Socket {
      constructor(url) {
        super(window.hasLine ? url : url.replace(/ws$/, 'nowhere'));
      }
    };
  });
  await tab.follow('#/lineless');
  await tab.say('Carol wrote this');
  await tab.sees('Carol wrote this', 'pending');
  await signOut(carol);
  await carol.fillIn('Dave', 'lineless');
  await carol.isConnected();
  await tab.page.evaluate(() => {
    window.hasLine = true;
    window.dispatchEvent(new Event('online'));
  });
  await is(tab, 'join');
  await carol.say('Dave wrote this');
  await bob.sees('Dave wrote this');
  assert.deepEqual(await bob.texts(), ['Dave wrote this']);
});

feature('a token that the server refuses in one tab ends the others, and what was written in them stays', async (stage) => {
  const carol = await stage.person({ losesLine: true, wire: { toServer: (frame) => (frame.type === 'hello' && frame.token && spoils ? { ...frame, token: 'AAAA' } : frame) } });
  let spoils = false;
  await carol.enter('Carol', 'unknown');
  const tab = await tabOf(stage, carol, '#/unknown');
  await tab.isConnected();
  await tab.composer.fill('never sent');
  spoils = true;
  await carol.page.evaluate(() => window.dispatchEvent(new Event('online')));
  await is(carol, 'join');
  await is(tab, 'join');
  await problem(tab, 'does not know you any more');
  spoils = false;
  await carol.fillIn('Carol', 'unknown');
  await carol.isConnected();
  await tab.button('Continue as Carol').click();
  await tab.isConnected();
  await draft(tab, 'never sent');
});

feature('what another tab read in a log that is gone marks nothing read in the one that took its place', async (stage) => {
  const { carol, tab, bob } = await carolAndBob(stage, 'logs');
  await carol.look(false);
  await tab.look(false);
  await bob.say('unseen');
  await carol.roomWith('logs', 1).waitFor();
  const userId = await carol.page.evaluate(() => JSON.parse(localStorage.getItem('parlance.userId')));
  const room = await carol.idOf('logs');
  const tell = (log) => tab.page.evaluate((detail) => new BroadcastChannel('parlance').postMessage({ topic: 'read', detail }), { userId, room, log, n: 9 });
  await tell('another log');
  await bob.say('unseen as well');
  await carol.roomWith('logs', 2).waitFor();
});

feature('drafts of two tabs do not destroy each other', async (stage) => {
  const ann = await stage.person();
  await ann.enter('Ann', 'drafts');
  const tab = await tabOf(stage, ann, '#/drafts');
  await tab.isConnected();
  await ann.composer.fill('in the first');
  await tab.composer.fill('in the second');
  await tab.composer.fill('');
  await ann.page.reload();
  await ann.isConnected();
  await draft(ann, 'in the first');
  await draft(tab, '');
  await tab.composer.fill('in the second again');
  await tab.page.close();
  await ann.page.reload();
  await ann.isConnected();
  await ann.composer.press('Control+a');
  await eventually(async () => assert.ok(['in the first', 'in the second again'].includes(await ann.composer.inputValue())));
  const first = await ann.composer.inputValue();
  await ann.composer.fill('');
  await ann.goTo('drafts elsewhere');
  await ann.goTo('drafts');
  await draft(ann, first === 'in the first' ? 'in the second again' : 'in the first');
});

/** Keeps what is shown on the desktop; permission is given. */
function fakeNotifications() {
  window.notes = [];
  window.Notification = class {
    static permission = 'granted';

    constructor(title, { body }) {
      this.note = { text: `${title}: ${body}`, closed: false };
      window.notes.push(this.note);
    }

    close() {
      this.note.closed = true;
    }
  };
}

/** Ann with two tabs in the room, both of which may notify her, and Bob. */
async function annAndBob(stage, room) {
  const [ann, bob] = await stage.people('Ann', 'Bob');
  await ann.context.addInitScript(fakeNotifications);
  await ann.enter('Ann', room);
  await ann.page.evaluate(() => localStorage.setItem('parlance.notify', 'true'));
  await bob.enter('Bob', room);
  const tab = await tabOf(stage, ann, `#/${room}`);
  await tab.isConnected();
  const notes = async () => (await Promise.all([ann, tab].map(({ page }) => page.evaluate(() => window.notes)))).flat();
  return { ann, tab, bob, notes };
}

feature('one notification for all tabs, none for what is being read in any, closed when it is read', async (stage) => {
  const { ann, tab, bob, notes } = await annAndBob(stage, 'noted');
  await ann.look(true);
  await tab.look(false);
  await bob.say('@Ann you read this');
  await tab.sees('@Ann you read this');
  await ann.look(false);
  await bob.say('@Ann look here');
  await eventually(async () => assert.deepEqual(await notes(), [{ text: 'Bob in noted: @Ann look here', closed: false }]));
  await ann.look(true);
  await eventually(async () => assert.deepEqual((await notes()).map(({ closed }) => closed), [true]));
  await ann.look(false);
  await bob.say('@Ann and here');
  await eventually(async () => assert.equal((await notes()).filter(({ closed }) => !closed).length, 1));
  await bob.remove('@Ann and here');
  await eventually(async () => assert.deepEqual((await notes()).map(({ closed }) => closed), [true, true]));
  assert.equal((await notes()).length, 2);
});

feature('the tab that notifies may be closed: another one does so from then on', async (stage) => {
  const { ann, tab, bob } = await annAndBob(stage, 'heir');
  await tab.look(false);
  await ann.page.close();
  await bob.say('@Ann are you there');
  await eventually(async () => assert.deepEqual((await tab.page.evaluate(() => window.notes)).map(({ text }) => text), ['Bob in heir: @Ann are you there']));
});

feature('where cookies are blocked, a tab is alone and notifies all the same', async (stage) => {
  const [ann, bob] = await stage.people('Ann', 'Bob');
  await ann.context.addInitScript(fakeNotifications);
  await ann.context.addInitScript(() => { // as Chromium blocks them
    const deny = () => {
      throw new DOMException('Denied', 'SecurityError');
    };
    Object.defineProperty(window, 'localStorage', { get: deny });
    LockManager.prototype.request = async () => deny();
    LockManager.prototype.query = async () => deny();
  });
  await ann.enter('Ann', 'blocked');
  await bob.enter('Bob', 'blocked');
  await ann.preferences();
  await ann.page.getByRole('switch', { name: 'Notify me of mentions' }).check();
  await ann.closeDialog();
  await ann.look(false);
  await bob.say('@Ann are you there');
  await eventually(async () => assert.deepEqual((await ann.page.evaluate(() => window.notes)).map(({ text }) => text), ['Bob in blocked: @Ann are you there']));
});
