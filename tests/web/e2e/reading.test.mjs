import assert from 'node:assert/strict';
import { scene, eventually } from '../support/scene.mjs';

const feature = scene();
const lines = (from, to) => Array.from({ length: to - from + 1 }, (_, i) => `line ${from + i}`);

/** Ann, who has said so much in the room that it takes some pages, and Bob, who reads it. */
async function talk({ people }, room, count) {
  const [ann, bob] = await people('Ann', 'Bob');
  await ann.enter('Ann', room);
  await ann.sayAll(lines(1, count));
  await ann.sees(`line ${count}`);
  await bob.enter('Bob', room);
  await bob.sees(`line ${count}`);
  return [ann, bob];
}

const scroll = (person, top) => person.page.locator('#log').evaluate((log, top) => (log.scrollTop = top < 0 ? log.scrollHeight : top), top);

/** A message in view and where it stands. */
const place = (person) => person.page.locator('#log').evaluate((log) => {
  const top = log.getBoundingClientRect().top;
  const node = [...log.querySelectorAll('.message')].find((message) => message.getBoundingClientRect().top > top + 60);
  return { seq: node.dataset.seq, top: node.getBoundingClientRect().top };
});

async function stands(person, { seq, top }) {
  const now = await person.page.locator(`[data-seq="${seq}"]`).evaluate((node) => node.getBoundingClientRect().top);
  assert.ok(Math.abs(now - top) < 3, `message ${seq} moved by ${now - top} px`);
}

const firstSeq = async (person) => Number(await person.page.locator('.message').first().getAttribute('data-seq'));

const inView = (locator) => locator.evaluate((node) => {
  const { top, bottom } = node.getBoundingClientRect();
  return top > 0 && bottom < innerHeight;
});

feature('new-messages line', async ({ people }) => {
  const [ann, bob] = await people('Ann', 'Bob');
  await ann.enter('Ann', 'fresh');
  await bob.enter('Bob', 'fresh');
  await bob.say('seen');
  await ann.sees('seen');
  await ann.goTo('elsewhere');
  await bob.sayAll(['new one', 'new two']);
  await ann.roomWith('fresh', 2).waitFor();
  await ann.room('fresh').click();
  await ann.isIn('fresh');
  await ann.page.locator('#new-messages', { hasText: 'New messages' }).waitFor();
  const after = await ann.page.locator('#new-messages ~ .message .text').allInnerTexts();
  assert.deepEqual(after, ['new one', 'new two']);

  await ann.goTo('elsewhere');
  await ann.goTo('fresh');
  await ann.sees('new two');
  assert.equal(await ann.page.locator('#new-messages').count(), 0);

  await ann.look(false);
  await bob.say('while away');
  await ann.sees('while away');
  await ann.page.locator('#new-messages').waitFor();
  assert.deepEqual(await ann.page.locator('#new-messages ~ .message .text').allInnerTexts(), ['while away']);
});

feature('stays put when one has scrolled up, with jump to latest (n)', async (stage) => {
  const [ann, bob] = await talk(stage, 'put', 60);
  await scroll(bob, 500);
  await bob.button('Jump to latest').waitFor();
  const before = await place(bob);
  await ann.say('news');
  await bob.button('Jump to latest (1)').waitFor();
  await stands(bob, before);
  await ann.say('more news');
  await bob.button('Jump to latest (2)').waitFor();
  await stands(bob, before);
  await bob.button('Jump to latest (2)').click();
  await eventually(async () => assert.ok(await inView(bob.message('more news'))));
  await bob.page.locator('#jump').waitFor({ state: 'hidden' });
  await bob.roomWith('put', 0).waitFor();
  await ann.say('followed');
  await bob.sees('followed');
  await eventually(async () => assert.ok(await inView(bob.message('followed'))));
});

feature('older pages on scrolling up', async (stage) => {
  const [ann, bob] = await talk(stage, 'old', 430);
  const counts = [];
  let first = await firstSeq(bob);
  assert.ok(first > 300, 'only the latest page is there at first');
  while (first > 1) {
    await scroll(bob, 5);
    const before = await place(bob);
    const last = first;
    await eventually(async () => assert.ok((await firstSeq(bob)) < last));
    await stands(bob, before);
    first = await firstSeq(bob);
    counts.push(await bob.page.locator('.message').count());
  }
  assert.ok(Math.max(...counts) <= 300, `as many as ${Math.max(...counts)} messages in the page at once`);
  await ann.say('still live');
  await bob.button('Jump to latest (1)').waitFor();

  // Down again, through what was dropped on the way up.
  await eventually(async () => {
    await scroll(bob, -1);
    assert.equal(await bob.message('still live').count(), 1);
  });
  const seqs = await bob.page.locator('.message').evaluateAll((all) => all.map((node) => Number(node.dataset.seq)));
  assert.ok(seqs.every((seq, at) => at === 0 || seq === seqs[at - 1] + 1), 'no message is missing');
});

feature('room links: to a message far up', async (stage) => {
  const [, bob] = await talk(stage, 'linked', 250);
  await bob.follow('#/linked/20');
  await bob.page.locator('.message.found[data-seq="20"]').waitFor();
  await eventually(async () => assert.ok(await inView(bob.page.locator('[data-seq="20"]'))));

  const cy = await stage.person();
  await cy.enter('Cy', 'linked');
  await cy.page.goto('about:blank');
  await cy.follow('#/linked/30');
  await cy.page.locator('.message.found[data-seq="30"]').waitFor();
  await eventually(async () => assert.ok(await inView(cy.page.locator('[data-seq="30"]'))));
});
