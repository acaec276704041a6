import assert from 'node:assert/strict';
import { scene, eventually } from '../support/scene.mjs';

const feature = scene();

/**
 * Puts into the browser what the page of version 0.1 would have left there, to the letter, without opening the page of today.
 * `logs` are those that the rooms had then, and `token` and `userId` somebody's.
 */
async function leaveAs01(person, { token, userId, logs }) {
  await person.page.route('**/blank', (route) => route.fulfill({ contentType: 'text/html', body: '<link rel="icon" href="data:,">' }));
  await person.page.goto(new URL('blank', person.url).href);
  await person.page.evaluate(async ({ token, userId, logs }) => {
    const kept = {
      token,
      userId,
      name: 'Ann',
      theme: 'dark',
      room: 'random',
      rooms: Object.entries(logs).map(([room, log]) => ({ room, log })),
      muted: ['quiet'],
      left: ['former'],
    };
    for (const [key, value] of Object.entries(kept)) localStorage.setItem(`parlance.${key}`, JSON.stringify(value));
    const db = await new Promise((resolve, reject) => {
      const request = indexedDB.open('parlance', 1);
      request.onupgradeneeded = () => ['outbox', 'drafts'].forEach((store) => request.result.createObjectStore(store));
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const transaction = db.transaction(['outbox', 'drafts'], 'readwrite');
    const entry = { type: 'message', page: '0f1e2d3c4b5a', userId, at: 1774000000000, state: 'queued', tried: true };
    const put = (store, key, value) => transaction.objectStore(store).put(value, key);
    put('outbox', 'a1', { ...entry, nonce: 'a1', room: 'general', text: 'unsent in general', order: 1 });
    put('outbox', 'a2', { ...entry, nonce: 'a2', room: 'quiet', text: 'refused in quiet', order: 2, state: 'failed', reason: 'No.' });
    put('outbox', 'a3', { ...entry, nonce: 'a3', room: 'nowhere', text: 'for a room without a log', order: 3, tried: false });
    put('drafts', '0f1e2d3c4b5a random', { page: '0f1e2d3c4b5a', userId, room: 'random', text: 'half a thought', edit: null, at: 1774000000000 });
    put('drafts', 'general', 'a mere text');
    await new Promise((resolve) => (transaction.oncomplete = resolve));
    db.close();
  }, { token, userId, logs });
}

/** What is in the browser's stores now. */
const stored = (person) => person.page.evaluate(async () => {
  const db = await new Promise((resolve) => (indexedDB.open('parlance').onsuccess = ({ target }) => resolve(target.result)));
  const read = (store) => new Promise((resolve) => (db.transaction(store).objectStore(store).getAll().onsuccess = ({ target }) => resolve(target.result)));
  const found = { version: db.version, outbox: await read('outbox'), drafts: await read('drafts'), keys: Object.keys(localStorage) };
  db.close();
  return found;
});

/**
 * Ann and Bob on an upgraded server, where each room has the log of its former life as its id, as the upgrade gives it. Gives
 * Bob, and a browser that version 0.1 has left. `wire` may change what its page says.
 */
async function upgraded(stage, wire = {}) {
  const { url } = await stage.ownServer();
  const [before, bob] = [await stage.person({ url }), await stage.person({ url })];
  await before.enter('Ann', 'general');
  await before.say('history');
  for (const room of ['quiet', 'random']) await before.goTo(room);
  const logs = Object.fromEntries(await Promise.all(['general', 'quiet', 'random'].map(async (name) => [name, await before.idOf(name)])));
  const [token, userId] = await before.page.evaluate(() => ['token', 'userId'].map((key) => JSON.parse(localStorage.getItem(`parlance.${key}`))));
  await before.page.goto('about:blank');
  await bob.enter('Bob', 'general');
  await bob.sees('history');
  const ann = await stage.person({ url, losesLine: true, wire });
  await leaveAs01(ann, { token, userId, logs });
  return { ann, bob, logs };
}

const hasDraft = (person, text) => eventually(async () => assert.equal(await person.composer.inputValue(), text));

async function findsAll(ann, bob, logs) {
  await ann.isConnected();
  await ann.isIn('random');
  await hasDraft(ann, 'half a thought');
  await ann.room('quiet').locator('.muted-mark').waitFor();
  assert.equal(await ann.page.evaluate(() => document.documentElement.dataset.theme), 'dark');
  await bob.sees('unsent in general');
  await ann.goTo('general');
  await ann.sees('history');
  await ann.sees('unsent in general');
  await hasDraft(ann, 'a mere text');
  await ann.goTo('quiet');
  await ann.page.locator('.fate', { hasText: 'No.' }).waitFor();
  await ann.page.evaluate(() => (location.hash = '#/former'));
  await ann.button('Join former').waitFor();
  assert.equal((await bob.texts()).filter((text) => text === 'unsent in general').length, 1);

  const { version, outbox, drafts, keys } = await stored(ann);
  assert.equal(version, 2);
  assert.deepEqual(outbox.map(({ nonce, room }) => [nonce, room]).sort(), [['a2', logs.quiet], ['a3', '»nowhere']]);
  assert.deepEqual(drafts.map(({ room, text }) => [room, text]).sort(), [[logs.general, 'a mere text'], [logs.random, 'half a thought']].sort());
  for (const key of ['rooms', 'room', 'muted', 'left', 'logs']) assert.equal(keys.includes(`parlance.${key}`), false, key);
}

feature('upgrade: what the page of version 0.1 kept is found in its rooms, and nothing is lost in silence', async (stage) => {
  const { ann, bob, logs } = await upgraded(stage);
  await ann.follow('');
  await ann.page.locator('#toast', { hasText: 'You are not in nowhere. What you wrote there was not sent.' }).waitFor();
  await findsAll(ann, bob, logs);
  await ann.goTo('nowhere');
  await ann.sees('for a room without a log');
});

feature('upgrade: a page that is killed at any moment of it, again and again, loses nothing', async (stage) => {
  const { ann, bob, logs } = await upgraded(stage);
  for (let wait = 0; wait < 200; wait += 20) {
    const page = await ann.context.newPage();
    await page.goto(ann.url, { waitUntil: 'commit' });
    await page.waitForTimeout(wait);
    await ann.kill(page);
  }
  await ann.follow('');
  await findsAll(ann, bob, logs);
});

feature('upgrade: a page that meets a server of another version says so, keeps everything, and goes on later', async (stage) => {
  let isOld = true;
  const { ann, bob, logs } = await upgraded(stage, { toServer: (frame) => (isOld && frame.type === 'hello' ? { ...frame, protocol: 1 } : frame) });
  await ann.follow('');
  await ann.page.locator('#join-problem', { hasText: 'different versions' }).waitFor();
  const { outbox } = await stored(ann);
  assert.equal(outbox.length, 3);
  isOld = false;
  await ann.page.reload();
  await findsAll(ann, bob, logs);
});
