import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { scene, eventually } from '../support/scene.mjs';
import { serveTutorial } from '../support/tutorialsite.mjs';

const feature = scene();
let site;

before(async () => {
  site = await serveTutorial();
});
after(() => site?.close());

/** Somebody with the tutorial's page. */
class Learner {
  static async arrive({ person, server }, options) {
    const learner = new Learner();
    // Persons are told where they belong so that they notice requests to elsewhere; this page's socket goes there on purpose.
    learner.person = await person({ url: site.url, elsewhere: new URL(server.url).origin, ...options });
    learner.page = learner.person.page;
    await learner.page.goto(`${site.url}?server=${server.url.replace('http', 'ws')}`);
    await learner.page.waitForFunction(() => socket.readyState === WebSocket.OPEN);
    return learner;
  }

  async join(username, room) {
    await this.page.getByLabel('Username').fill(username);
    await this.page.getByLabel('Room').fill(room);
    await this.page.getByRole('button', { name: 'Join' }).click();
    await this.page.locator('#current-room').getByText(room, { exact: true }).waitFor();
  }

  async say(text) {
    await this.page.getByLabel('Message').fill(text);
    await this.page.getByRole('button', { name: 'Send' }).click();
  }

  line(text) {
    return this.page.locator('#messages div').getByText(text, { exact: true });
  }

  async users(...names) {
    await eventually(async () => assert.deepEqual((await this.page.locator('#users li').allInnerTexts()).sort(), names.sort()));
  }
}

feature('a page written for the tutorial works unchanged: join, list, messages, history, leaving, room change', async (stage) => {
  const ann = await Learner.arrive(stage);
  const bob = await Learner.arrive(stage);
  await ann.join('ann', 'lessons');
  await ann.users('ann');
  await ann.say('first');
  await ann.page.locator('.message.own', { hasText: 'ann: first' }).waitFor();
  await bob.join('bob', 'lessons');
  await bob.line('ann: first').waitFor();
  await ann.line('bob joined').waitFor();
  await ann.users('ann', 'bob');
  await bob.users('ann', 'bob');
  await bob.say('<b>second</b>');
  for (const one of [ann, bob]) await one.line('bob: <b>second</b>').waitFor();
  assert.equal(await ann.page.locator('.message.own').count(), 1);

  await bob.join('bob', 'another');
  await ann.line('bob left').waitFor();
  await ann.users('ann');
  await bob.users('bob');
  assert.equal(await bob.page.locator('.message').count(), 0);
  await bob.say('over here');
  await bob.line('bob: over here').waitFor();
  assert.equal(await ann.line('bob: over here').count(), 0);

  await bob.join('bobby', 'lessons');
  await ann.line('bobby joined').waitFor();
  await bob.line('ann: first').waitFor();
  await bob.person.leaveForGood();
  await ann.line('bobby left').waitFor();
  await ann.users('ann');
  await ann.page.evaluate(() => socket.send('this is not JSON'));
  await ann.page.locator('#error', { hasText: /JSON/ }).waitFor();
  await ann.say('still here');
  await ann.line('ann: still here').waitFor();
});

feature('the tutorial\'s page and ours in one room', async (stage) => {
  const tess = await Learner.arrive(stage);
  const ann = await stage.person();
  await tess.join('tess', 'mixed');
  await ann.enter('Ann', 'mixed');
  await tess.line('Ann joined').waitFor();
  await tess.users('Ann', 'tess');
  await tess.say('from the tutorial');
  await ann.sees('from the tutorial');
  await ann.say('from Parlance');
  await tess.line('Ann: from Parlance').waitFor();
  await ann.page.locator('#members [data-present=true]', { hasText: 'tess' }).waitFor();
  await ann.composer.pressSequentially('abc');
  await tess.page.locator('#typing', { hasText: 'Ann typing…' }).waitFor();
  await ann.composer.fill('');
  await eventually(async () => assert.equal(await tess.page.locator('#typing').innerText(), ''));
  await tess.join('tess', 'away');
  await ann.page.locator('#members [data-present=true]', { hasText: 'tess' }).waitFor({ state: 'detached' });
});

/** Notes, by the page's own clock, when the typing line comes and goes. */
const watchTyping = ({ page }) => page.evaluate(() => {
  const line = document.getElementById('typing');
  window.changes = [];
  new MutationObserver(() => window.changes.push({ at: performance.now(), text: line.innerText }))
    .observe(line, { childList: true, characterData: true, subtree: true });
});

feature('the tutorial\'s page: typing for 20 s on end', async (stage) => {
  const tess = await Learner.arrive(stage);
  const bob = await Learner.arrive(stage);
  const ann = await stage.person();
  await tess.join('tess', 'essay');
  await bob.join('bob', 'essay');
  await ann.enter('Ann', 'essay');
  await watchTyping(bob);
  await watchTyping(ann);
  await tess.page.evaluate(() => new Promise((done) => {
    const field = document.getElementById('text');
    const start = performance.now();
    const typist = setInterval(() => {
      field.value += 'x';
      field.dispatchEvent(new InputEvent('input'));
      if (performance.now() - start < 20000) return;
      clearInterval(typist);
      done();
    }, 250);
  }));
  for (const one of [bob, ann]) await eventually(async () => assert.equal(await one.page.locator('#typing').innerText(), ''));
  for (const [one, text] of [[bob, 'tess typing…'], [ann, 'tess is typing…']]) {
    const changes = await one.page.evaluate(() => window.changes);
    assert.deepEqual([...new Set(changes.slice(0, -1).map((change) => change.text))], [text], 'shown all the time');
    const lasted = changes.at(-1).at - changes[0].at;
    assert.ok(lasted > 20000, `shown for ${lasted} ms`);
  }
});
