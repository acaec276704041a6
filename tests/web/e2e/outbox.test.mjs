import assert from 'node:assert/strict';
import { Client } from '../../protocol/client.mjs';
import { scene, eventually } from '../support/scene.mjs';

const feature = scene();

const hasDraft = (person, text) => eventually(async () => assert.equal(await person.composer.inputValue(), text));

const shows = (person, texts) => eventually(async () => assert.deepEqual(await person.texts(), texts));

const nothingWaits = (person) => person.page.locator('.message:not([data-state=sent])').first().waitFor({ state: 'detached' });

/** From now on the page itself comes from a cache where the server does not answer; its socket does not. */
async function cachePage({ context, url }) {
  const cache = new Map();
  await context.route((address) => address.origin === new URL(url).origin, async (route) => {
    const request = route.request();
    const address = `${request.method()} ${request.url().split('#')[0]}`; // the answer to HEAD has no body
    try {
      const response = await route.fetch();
      cache.set(address, { status: response.status(), headers: response.headers(), body: await response.body() });
    } catch {
      // Down; the last answer has to do.
    }
    await (cache.has(address) ? route.fulfill(cache.get(address)) : route.abort('connectionfailed'));
  });
}

/** Ann and Bob at a server of their own, which can be killed. */
async function annAndBob({ person, ownServer }, room, options) {
  const server = await ownServer();
  const ann = await person({ url: server.url, losesLine: true, ...options });
  const bob = await person({ url: server.url, losesLine: true });
  await ann.enter('Ann', room);
  await bob.enter('Bob', room);
  return { server, ann, bob };
}

/** Somebody's other device has read a room up to `n`. */
async function readElsewhere(server, token, name, n) {
  const phone = await Client.connect(server.wsUrl);
  phone.send({ type: 'hello', protocol: 2, client: 'phone/1', token, ref: 'h' });
  const { rooms } = await phone.until('welcome');
  const { room } = rooms.find((membership) => membership.name === name);
  phone.send({ type: 'read', room, n, ref: 'r' });
  await phone.until('ok');
  await phone.end();
}

/** A further page of somebody's browser. */
async function openTab({ person }, somebody, room) {
  const tab = await person({ url: somebody.url, profile: somebody, losesLine: true });
  await tab.follow(`#/${room}`);
  return tab;
}

async function down(server, ...pages) {
  await server.kill();
  for (const { page } of pages) await page.locator('#connection:not([data-state=connected])').waitFor();
}

feature('a reload without a server: messages, an edit, a deletion and a draft are there again, and arrive once', async (stage) => {
  const { server, ann, bob } = await annAndBob(stage, 'reload');
  await cachePage(ann);
  await ann.page.reload();
  await ann.isConnected();
  await ann.sayAll(['to be edited', 'to be deleted']);
  await bob.sees('to be deleted');
  await ann.sees('to be deleted');
  await down(server, ann);

  await ann.say('first');
  await ann.say('second');
  await ann.edit('to be edited', 'edited');
  await ann.remove('to be deleted');
  await ann.page.locator('.fate', { hasText: 'Will be deleted' }).waitFor();
  await ann.composer.fill('not finished');

  for (const _ of ['once', 'twice']) {
    await ann.page.reload();
    await ann.sees('second', 'pending');
    await hasDraft(ann, 'not finished');
    assert.deepEqual(await ann.texts(), ['first', 'second']);
  }
  await server.start();
  await ann.isConnected();
  const expected = ['edited', 'This message was deleted', 'first', 'second'];
  for (const one of [ann, bob]) await shows(one, expected);
  await nothingWaits(ann);
  await hasDraft(ann, 'not finished');
  await ann.page.reload();
  await ann.isConnected();
  await shows(ann, expected);
  await nothingWaits(ann);
});

async function crash({ context, page }) {
  const tools = await context.newCDPSession(page);
  const crashed = page.waitForEvent('crash');
  tools.send('Page.crash').catch(() => {}); // nobody is left to answer
  await crashed;
}

feature('a tab that crashes: what it had not sent is sent by the next one, once, and its draft is there', async (stage) => {
  const { server, ann, bob } = await annAndBob(stage, 'crash');
  await ann.say('before');
  await bob.sees('before');
  await down(server, ann);
  await ann.sayAll(['without a server', 'nor a farewell']);
  await ann.composer.fill('not finished');
  await crash(ann);

  await server.start();
  const again = await openTab(stage, ann, 'crash');
  await again.isConnected();
  for (const one of [again, bob]) await shows(one, ['before', 'without a server', 'nor a farewell']);
  await nothingWaits(again);
  await hasDraft(again, 'not finished');
});

feature('a tab that crashes before it hears that its message arrived: the next one does not say it again, though it is out of sight', async (stage) => {
  const wire = { isDeaf: false, toPage: (frame) => (wire.isDeaf ? null : frame) };
  const { server, ann, bob } = await annAndBob(stage, 'deaf', { wire });
  const token = JSON.parse(await ann.page.evaluate(() => localStorage.getItem('parlance.token')));
  wire.isDeaf = true;
  await ann.say('arrived');
  await bob.sees('arrived');
  await crash(ann);
  const since = Array.from({ length: 60 }, (_, i) => `since then ${i}`); // more than a page that is opened loads
  await bob.sayAll(since);
  await bob.sees(since.at(-1));
  await readElsewhere(server, token, 'deaf', since.length + 1); // so that the page opens at the end
  const again = await openTab(stage, ann, 'deaf');
  await again.isConnected();
  await again.sees(since.at(-1));
  await nothingWaits(again);
  await again.say('and now');
  await bob.sees('and now');
  assert.deepEqual(await bob.texts(), ['arrived', ...since, 'and now']);
});

/** The browser has no Web Locks, as where the page came by plain http from another machine. */
const withoutLocks = ({ context }) => context.addInitScript(() => Object.defineProperty(Navigator.prototype, 'locks', { value: undefined }));

feature('two tabs: what one has written is not said by the other as well, and when it is closed the other one says it', async (stage) => {
  const { server, ann, bob } = await annAndBob(stage, 'tabs');
  const tab = await openTab(stage, ann, 'tabs');
  await tab.isConnected();
  await down(server, ann, tab);
  await ann.say('from the first');
  await ann.sees('from the first', 'pending');
  await tab.say('from the second');
  await tab.sees('from the second', 'pending');
  assert.deepEqual(await tab.texts(), ['from the second']);
  await server.start();
  for (const one of [ann, tab]) await one.isConnected();
  for (const one of [ann, tab, bob]) {
    await one.sees('from the first');
    await one.sees('from the second');
    await nothingWaits(one);
    assert.equal((await one.texts()).length, 2);
  }

  await down(server, ann, tab);
  await ann.say('left behind');
  await ann.sees('left behind', 'pending');
  await ann.page.close();
  await tab.sees('left behind', 'pending');
  await server.start();
  for (const one of [tab, bob]) {
    await one.sees('left behind');
    await nothingWaits(one);
    assert.equal((await one.texts()).length, 3);
  }
});

feature('two tabs without locks: a nonce makes one message of what both send', async (stage) => {
  const { server, ann, bob } = await annAndBob(stage, 'unlocked');
  await withoutLocks(ann);
  await cachePage(ann);
  await ann.page.reload();
  await ann.isConnected();
  await down(server, ann);
  await ann.sayAll(['one', 'two']);
  await ann.sees('two', 'pending');
  const tab = await openTab(stage, ann, 'unlocked');
  await tab.sees('two', 'pending');
  await server.start();
  for (const one of [ann, tab]) await one.isConnected();
  for (const one of [ann, tab, bob]) {
    await shows(one, ['one', 'two']);
    await nothingWaits(one);
  }
});

const failures = {
  'is forbidden': () => Object.defineProperty(window, 'indexedDB', { get: () => { throw new DOMException('no', 'SecurityError'); } }),
  'does not open': () => { IDBFactory.prototype.open = () => { throw new DOMException('no', 'SecurityError'); }; },
  'is full': () => { IDBObjectStore.prototype.put = () => { throw new DOMException('no', 'QuotaExceededError'); }; },
};

for (const [what, breakIt] of Object.entries(failures)) {
  feature(`without a database, because it ${what}, the page works from memory and says so once`, async ({ person }) => {
    const ann = await person();
    await ann.context.addInitScript(() => {
      window.said = [];
      const note = ({ target }) => target.id === 'toast' && target.textContent && window.said.push(target.textContent);
      new MutationObserver((changes) => changes.forEach(note)).observe(document, { childList: true, subtree: true });
    });
    await ann.context.addInitScript(breakIt);
    await ann.enter('Ann', 'memory');
    await ann.sayAll(['one', 'two']);
    await ann.sees('two');
    await nothingWaits(ann);
    await ann.composer.fill('a draft');
    await ann.goTo('memory2');
    await hasDraft(ann, '');
    await ann.goTo('memory');
    await hasDraft(ann, 'a draft');
    const said = await ann.page.evaluate(() => window.said);
    assert.equal(said.length, 1);
    assert.match(said[0], /keeps nothing/);
  });
}

feature('signing out leaves nothing of what was written', async (stage) => {
  const { server, ann } = await annAndBob(stage, 'out');
  await down(server, ann);
  await ann.say('never said');
  await ann.sees('never said', 'pending');
  await ann.composer.fill('nor this');
  await server.start();
  await ann.isConnected();
  await ann.sees('never said');
  await ann.signOut();
  await ann.page.locator('html[data-view=join]').waitFor();
  const left = () => ann.page.evaluate(() => new Promise((resolve) => {
    indexedDB.open('parlance').onsuccess = ({ target: { result } }) => {
      const area = result.transaction('drafts').objectStore('drafts');
      area.getAll().onsuccess = (event) => resolve(event.target.result);
    };
  }));
  assert.deepEqual(await left(), []);
});

feature('an edit of a message that was deleted elsewhere meanwhile is said to have failed, and its text can be had', async (stage) => {
  const wire = await stage.proxy();
  const ann = await stage.person({ url: wire.url, losesLine: true, permissions: ['clipboard-read', 'clipboard-write'] });
  await ann.enter('Ann', 'buried');
  await ann.say('one');
  await ann.sees('one');
  const phone = await stage.person();
  const token = await ann.page.evaluate(() => localStorage.getItem('parlance.token'));
  await phone.page.addInitScript((token) => localStorage.setItem('parlance.token', token), token);
  await phone.follow('#/buried');
  await phone.isConnected();
  wire.cut();
  await ann.page.locator('#connection:not([data-state=connected])').waitFor();
  await ann.edit('one', 'one, at length');
  await ann.sees('one, at length', 'pending');
  await phone.remove('one');
  await phone.sees('This message was deleted');
  wire.pass();
  await ann.page.locator('.fate', { hasText: 'Not saved' }).waitFor();
  await ann.page.locator('.message .more').dispatchEvent('click');
  await ann.choose('Copy text');
  assert.equal(await ann.clipboard(), 'one, at length');
  await ann.button('Discard').click();
  await ann.page.locator('.fate').waitFor({ state: 'detached' });
});
