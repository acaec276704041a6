import assert from 'node:assert/strict';
import { scene, eventually } from '../support/scene.mjs';

const feature = scene();

feature('three browsers chat', async ({ people }) => {
  const three = await people('Ann', 'Bob', 'Cy');
  const names = ['Ann', 'Bob', 'Cy'];
  for (const [at, person] of three.entries()) await person.enter(names[at], 'three');
  for (const [at, person] of three.entries()) await person.say(`hello from ${names[at]}`);
  for (const person of three) for (const name of names) await person.sees(`hello from ${name}`);
  const orders = await Promise.all(three.map((person) => person.texts()));
  assert.deepEqual(orders[1], orders[0]);
  assert.deepEqual(orders[2], orders[0]);
  for (const person of three) {
    await eventually(async () => assert.equal(await person.page.locator('#members [data-present=true]').count(), 3));
    assert.equal(await person.page.locator('.message.own').count(), 1);
  }
});

feature('members with presence', async ({ people, person }) => {
  const [ann, bob] = await people('Ann', 'Bob');
  await ann.enter('Ann', 'presence');
  await bob.enter('Bob', 'presence');
  await bob.say('I was here');
  const bobIn = (state) => ann.page.locator(`#members [data-present=${state}]`, { hasText: 'Bob' });
  await bobIn('true').waitFor();
  await ann.page.locator('#members [data-present=true]', { hasText: 'Ann' }).getByText('you', { exact: true }).waitFor();
  await ann.button('Members, 2 here').waitFor();
  await bob.leaveForGood();
  await bobIn('false').waitFor();
  await ann.button('Members, 1 here').waitFor();
  await ann.button('Hide members').click();
  await bobIn('false').waitFor({ state: 'detached' });
  await ann.button('Members, 1 here').click();
  await bobIn('false').waitFor();

  const other = await person();
  await other.enter('ANN', 'presence');
  await eventually(async () => assert.equal(await ann.page.locator('#members .tag').count(), 2, 'two who are called the same are told apart'));
});

feature('people of one name are told apart wherever their name stands', async ({ people }) => {
  const [ann, bob, other] = await people('Ann', 'Bob', 'Other');
  await ann.enter('Ann', 'namesakes');
  await bob.enter('Bob', 'namesakes');
  await bob.say('from the first');
  await ann.sees('from the first');
  assert.equal(await ann.page.locator('#log .tag').count(), 0);
  await other.enter('bob', 'namesakes');
  await eventually(async () => assert.equal(await ann.page.locator('#log .tag').count(), 1, 'there are two from now on'));
  await other.say('from the second');
  await ann.sees('from the second');
  await bob.leaveForGood();
  await ann.button('Members, 2 here').waitFor();
  await ann.page.reload();
  await ann.isConnected();
  const tags = () => ann.page.locator('#log .tag').allInnerTexts();
  await eventually(async () => assert.equal(new Set(await tags()).size, 2, 'also of those who are away'));
  await ann.composer.pressSequentially('@bo');
  await eventually(async () => assert.deepEqual((await ann.page.locator('#completion .tag').allInnerTexts()).sort(), (await tags()).sort()));
});

feature('typing line', async ({ people }) => {
  const [ann, bob, cy, di] = await people('Ann', 'Bob', 'Cy', 'Di');
  await ann.enter('Ann', 'typing');
  await bob.enter('Bob', 'typing');
  await cy.enter('Cy', 'typing');
  await di.enter('Di', 'typing');
  const line = ann.page.locator('#typing');
  // Everybody who types goes on typing, as long as that is.
  const types = async (person) => person.page.evaluate(() => {
    const field = document.getElementById('message');
    window.typist = setInterval(() => {
      field.value += 'x';
      field.dispatchEvent(new InputEvent('input'));
    }, 500);
  });
  const rests = (person) => person.page.evaluate(() => clearInterval(window.typist));
  await types(bob);
  await line.getByText('Bob is typing…', { exact: true }).waitFor();
  await types(cy);
  await line.getByText('Bob and Cy are typing…', { exact: true }).waitFor();
  await types(di);
  await line.getByText('Several people are typing…', { exact: true }).waitFor();
  await rests(bob);
  await bob.composer.fill('');
  await rests(di);
  await di.composer.press('Enter');
  await line.getByText('Cy is typing…', { exact: true }).waitFor();
  assert.equal(await cy.page.locator('#typing').innerText(), '', 'not of oneself');
  await rests(cy);
  await eventually(async () => assert.equal(await line.innerText(), '', 'who stops without a word is forgotten'));
});

feature('two pages of one person', async ({ person }) => {
  const first = await person();
  await first.enter('Ann', 'pair');
  const second = await person({ profile: first });
  await second.follow('#/pair');
  await second.isConnected();
  await second.goTo('pair too');
  await first.room('pair too').waitFor();
  await second.say('from the second');
  await first.goTo('pair too');
  await first.page.locator('.message.own', { hasText: 'from the second' }).waitFor();
  const bob = await person();
  await bob.enter('Bob', 'pair');
  await bob.say('read in one');
  await first.roomWith('pair', 1).waitFor();
  await second.goTo('pair');
  await second.sees('read in one');
  await first.roomWith('pair', 0).waitFor();
  await second.roomOption('Leave room');
  await first.room('pair').waitFor({ state: 'detached' });
});

feature('<img src=x onerror=…> as name, room and text stays text', async ({ people }) => {
  const evil = '<img src=x onerror=alert(1)>';
  const [eve, bob] = await people('Eve', 'Bob');
  await eve.enter(evil, evil);
  await bob.enter('Bob', evil);
  await eve.say(evil);
  await eve.composer.pressSequentially(evil);
  await bob.sees(evil);
  await bob.page.locator('.author', { hasText: evil }).waitFor();
  await bob.page.locator('#typing', { hasText: evil }).waitFor();
  await bob.page.locator('#members', { hasText: evil }).waitFor();
  await bob.room(evil).waitFor();
  await bob.roomOption('Change topic…');
  await bob.page.getByRole('textbox', { name: 'Topic' }).fill(evil);
  await bob.button('Save').click();
  await eve.page.locator('#topic', { hasText: evil }).waitFor();
  await eve.notice(`Bob changed the topic to “${evil}”`).waitFor();
  await bob.composer.fill('@<img');
  await bob.button('Browse rooms').first().click();
  await bob.page.locator('#directory-list', { hasText: evil }).waitFor();
  await bob.closeDialog();
  await bob.page.keyboard.press('Control+k');
  await bob.page.locator('#switcher', { hasText: evil }).waitFor();
  for (const { page } of [eve, bob]) assert.equal(await page.locator('img[src=x], [onerror]').count(), 0);
});
