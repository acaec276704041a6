import assert from 'node:assert/strict';
import { scene, eventually } from '../support/scene.mjs';

const feature = scene();
const seconds = (n) => n; // the first step of the back-off is 1 s, so Math.random gives the wait in seconds
const forEver = seconds(600); // longer than any test

/** Ann behind a line that can be cut; her page waits `chance` seconds before it tries again. */
async function annBehind(stage, room, options = {}) {
  const line = await stage.proxy();
  const ann = await stage.person({ url: line.url, losesLine: true, ...options });
  await ann.enter('Ann', room);
  return { line, ann };
}

feature('connection bar: connecting, connected, "reconnecting in 8 s" and its button', async (stage) => {
  const { line, ann } = await annBehind(stage, 'bar', { chance: seconds(8) });
  const text = ann.page.locator('#connection-text');
  assert.equal(await text.textContent(), 'Connected');
  assert.ok((await ann.page.locator('#connection').boundingBox()).height < 5, 'no bar while all is well');

  line.cut();
  await text.getByText('No connection. Reconnecting in 8 s').waitFor();
  assert.ok((await ann.page.locator('#connection').boundingBox()).height > 20);
  await text.getByText(/Reconnecting in [4-7] s/).waitFor();
  line.stall();
  await ann.button('Reconnect now').click();
  await ann.connection('connecting').waitFor();
  await text.getByText('Connecting…').waitFor();
  line.pass();
  await ann.isConnected();
  assert.equal(await text.textContent(), 'Connected');
});

feature('connection bar: comes back without a click', async (stage) => {
  const { line, ann } = await annBehind(stage, 'alone');
  line.cut();
  await ann.connection('waiting').waitFor();
  line.pass();
  await ann.isConnected();
  await ann.say('back');
  await ann.sees('back');
});

/** What the page does with its sockets, in order. */
const noteSockets = (person) => person.page.evaluate(() => {
  window.steps = [];
  const Original = window.WebSocket;
  window.WebSocket = class extends Original {
    constructor(...details) {
      super(...details);
      window.steps.push('open');
    }
  };
  const close = Original.prototype.close;
  Original.prototype.close = function (...details) {
    window.steps.push('close');
    return close.apply(this, details);
  };
});

const steps = (person) => person.page.evaluate(() => window.steps);

feature('reconnects at once on online, the old socket closed first', async (stage) => {
  const { line, ann } = await annBehind(stage, 'online', { chance: forEver });
  line.cut();
  await ann.page.locator('#connection-text', { hasText: /Reconnecting in \d+ s/ }).waitFor();
  line.pass();
  await ann.page.evaluate(() => window.dispatchEvent(new Event('online')));
  await ann.isConnected();

  await noteSockets(ann);
  await ann.page.evaluate(() => window.dispatchEvent(new Event('online')));
  await eventually(async () => assert.deepEqual(await steps(ann), ['close', 'open']));
  await ann.isConnected();
});

const becomeVisible = (person) => person.page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));

feature('reconnects at once on becoming visible', async (stage) => {
  const { line, ann } = await annBehind(stage, 'visible', { chance: forEver });
  line.cut();
  await ann.page.locator('#connection-text', { hasText: /Reconnecting in \d+ s/ }).waitFor();
  line.pass();
  await becomeVisible(ann);
  await ann.isConnected();
});

feature('on becoming visible a dead line is found out, the old socket closed first', async (stage) => {
  const calm = await stage.ownServer({ 'net.heartbeat': 600000 }); // only the page's own asking can find it
  const line = await stage.proxy(calm);
  const ann = await stage.person({ url: line.url, losesLine: true, chance: forEver });
  await ann.enter('Ann', 'dead');
  await noteSockets(ann);
  line.stall();
  await becomeVisible(ann);
  await eventually(async () => assert.deepEqual(await steps(ann), ['close', 'open']));
  line.pass();
  await ann.isConnected();
  await ann.say('alive');
  await ann.sees('alive');
});

feature('offline and online again', async ({ people, person }) => {
  const ann = await person({ losesLine: true });
  const [bob] = await people('Bob');
  await ann.enter('Ann', 'off');
  await bob.enter('Bob', 'off');
  await ann.say('before');
  await bob.sees('before');
  await ann.context.setOffline(true);
  await ann.page.locator('#connection:is([data-state=offline], [data-state=waiting])').waitFor();
  await ann.say('written offline');
  await ann.sees('written offline', 'pending');
  await bob.say('said meanwhile');
  await bob.sees('said meanwhile');
  await ann.context.setOffline(false);
  await ann.isConnected();
  for (const one of [ann, bob]) {
    for (const text of ['before', 'written offline', 'said meanwhile']) await one.sees(text);
    assert.equal((await one.texts()).length, 3);
  }
  assert.deepEqual(await ann.texts(), await bob.texts());
});

feature('a name that is not in net.hosts is told, and not that the server does not answer', async ({ person, ownServer }) => {
  const { port } = await ownServer({ 'net.listen': '0.0.0.0:0', 'access.open': true });
  const ann = await person({ url: `http://chat.localhost:${port}/`, losesLine: true });
  await ann.page.goto(ann.url);
  await ann.fillIn('Ann', 'general');
  await ann.page.locator('#join-problem', { hasText: /chat\.localhost is not a name that this server is known by.*net\.hosts/ }).waitFor();
  assert.ok(await ann.button('Join').isEnabled());
});

feature('settings and the list of keys open without a line', async ({ person }) => {
  const ann = await person({ losesLine: true });
  await ann.enter('Ann', 'unplugged');
  const isLoaded = (file) => ann.page.evaluate((file) => performance.getEntriesByType('resource').some(({ name, responseEnd }) => name.endsWith(file) && responseEnd > 0), file);
  for (const file of ['/preferences.js', '/keyboardmap.js']) await eventually(async () => assert.ok(await isLoaded(file), file));
  await ann.context.setOffline(true);
  await ann.page.locator('#connection:is([data-state=offline], [data-state=waiting])').waitFor();
  await ann.preferences();
  await ann.page.getByRole('radio', { name: 'Dark' }).check();
  await ann.page.locator('html[data-theme=dark]').waitFor();
  await ann.button('Change name').click();
  await ann.page.locator('#preferences .problem', { hasText: 'connection' }).waitFor();
  await ann.closeDialog();
  await ann.button('Keyboard shortcuts').click();
  await ann.page.locator('#keyboard-map').waitFor();
});

feature('a line that is cut and comes back: nothing is lost, nothing twice', async (stage) => {
  const { line, ann } = await annBehind(stage, 'cut');
  const bob = await stage.person();
  await bob.enter('Bob', 'cut');
  const said = [];
  for (const round of [1, 2, 3]) {
    said.push(`Ann before cut ${round}`, `Ann after cut ${round}`, `Bob ${round}`);
    await ann.say(`Ann before cut ${round}`);
    line.cut(); // whether that got through is not known
    await ann.say(`Ann after cut ${round}`);
    await bob.say(`Bob ${round}`);
    await ann.page.locator('#connection:not([data-state=connected])').waitFor();
    line.pass();
    await ann.isConnected();
    await ann.sees(`Ann after cut ${round}`);
  }
  for (const one of [ann, bob]) {
    for (const text of said) await one.sees(text);
    assert.deepEqual([...await one.texts()].sort(), [...said].sort());
  }
  assert.deepEqual(await ann.texts(), await bob.texts());
});

feature('a line that stalls is noticed, and nothing is lost or twice', async (stage) => {
  const { line, ann } = await annBehind(stage, 'stall');
  const bob = await stage.person();
  await bob.enter('Bob', 'stall');
  await ann.say('before');
  await bob.sees('before');
  line.stall();
  await ann.say('into the void');
  await bob.say('said meanwhile');
  await ann.sees('into the void', 'pending');
  await ann.page.locator('#connection:not([data-state=connected])').waitFor();
  line.pass();
  await ann.isConnected();
  for (const one of [ann, bob]) {
    for (const text of ['before', 'into the void', 'said meanwhile']) await one.sees(text);
    assert.equal((await one.texts()).length, 3);
  }
  assert.deepEqual(await ann.texts(), await bob.texts());
});

feature('without a connection nobody is shown as present, and what waits says that it does', async (stage) => {
  const { line, ann } = await annBehind(stage, 'unknown', { chance: forEver });
  const bob = await stage.person();
  await bob.enter('Bob', 'unknown');
  const present = ann.page.locator('#members [data-present=true]');
  await eventually(async () => assert.equal(await present.count(), 2));
  await ann.page.locator('#topic', { hasText: '2 people here' }).waitFor();
  line.cut();
  await ann.connection('waiting').waitFor();
  await eventually(async () => assert.equal(await ann.page.locator('#members [data-present=unknown]').count(), 2));
  assert.equal(await present.count(), 0);
  assert.equal(await ann.page.locator('#topic').textContent(), '');
  await ann.say('written meanwhile');
  await ann.page.locator('.message[data-state=pending] .fate', { hasText: 'Will be sent once you are connected' }).waitFor();
  line.pass();
  await ann.button('Reconnect now').click();
  await ann.isConnected();
  await ann.sees('written meanwhile');
  await bob.sees('written meanwhile');
  await eventually(async () => assert.equal(await present.count(), 2));
});
