import assert from 'node:assert/strict';
import { scene, eventually } from '../support/scene.mjs';

const feature = scene();

async function twoPeople({ people }, room) {
  const [ann, bob] = await people('Ann', 'Bob');
  await ann.enter('Ann', room);
  await bob.enter('Bob', room);
  return [ann, bob];
}

feature('joined rooms with unread counts and mention marks', async (stage) => {
  const [ann, bob] = await twoPeople(stage, 'counted');
  await ann.goTo('elsewhere');
  await bob.say('one');
  await bob.say('two');
  await ann.roomWith('counted', 2).waitFor();
  assert.equal(await ann.room('counted').locator('.mention-mark').count(), 0);
  await bob.say('three, @Ann');
  await ann.roomWith('counted', 3).locator('.mention-mark').waitFor();
  await ann.page.getByRole('link', { name: /counted 3 unread, you were mentioned/ }).click();
  await ann.isIn('counted');
  await ann.page.locator('.message.calls-me', { hasText: 'three' }).waitFor();
  await ann.roomWith('counted', 0).waitFor();
  await ann.page.reload();
  await ann.isConnected();
  await ann.roomWith('counted', 0).waitFor();
  await ann.roomWith('elsewhere', 0).waitFor();
});

feature('joined rooms: mute', async (stage) => {
  const [ann, bob] = await twoPeople(stage, 'noisy');
  await ann.roomOption('Mute room');
  await ann.room('noisy').locator('.muted-mark').waitFor();
  await ann.goTo('quiet');
  await bob.say('noise');
  await ann.roomWith('noisy', 1).waitFor();
  assert.doesNotMatch(await ann.page.title(), /^\(/);
  await ann.goTo('noisy');
  await ann.roomOption('Unmute room');
  await ann.goTo('quiet');
  await bob.say('music');
  await ann.roomWith('noisy', 1).waitFor();
  await eventually(async () => assert.match(await ann.page.title(), /^\(1\)/));
});

feature('joined rooms: leave', async (stage) => {
  const [ann, bob] = await twoPeople(stage, 'left');
  await ann.goTo('kept');
  await ann.goTo('left');
  await ann.roomOption('Leave room');
  await ann.room('left').waitFor({ state: 'detached' });
  await ann.isIn('kept');
  await bob.notice('Ann left').waitFor();
  await ann.page.reload();
  await ann.isConnected();
  await ann.room('kept').waitFor();
  assert.equal(await ann.room('left').count(), 0);
});

feature('directory: search, browse, create with topic', async (stage) => {
  const [ann, bob] = await twoPeople(stage, 'lobby');
  await ann.button('Browse rooms').first().click();
  await ann.page.getByLabel('Room name').fill('books-old');
  await ann.page.getByLabel('Topic (optional)').fill('those with leather backs');
  await ann.button('Create room').click();
  await ann.isIn('books-old');
  await ann.page.locator('#topic', { hasText: 'leather backs' }).waitFor();
  await ann.say('welcome');
  await ann.sees('welcome');

  await bob.button('Browse rooms').first().click();
  await bob.page.locator('#directory-list [data-room=lobby]').getByRole('button', { name: 'Open lobby' }).waitFor();
  await bob.page.getByLabel('Find a room').fill('BOOKS');
  await eventually(async () => assert.equal(await bob.page.locator('#directory-list li').count(), 1));
  await bob.page.locator('#directory-list [data-room=books-old]', { hasText: 'leather backs' }).waitFor();
  await bob.page.getByLabel('Find a room').fill('nothing like that');
  await bob.page.getByText('No room begins with').waitFor();
  await bob.page.getByLabel('Find a room').fill('books');
  await bob.button('Join books-old').click();
  await bob.isIn('books-old');
  await bob.sees('welcome');
});

feature('keyboard: Ctrl+K room switcher', async ({ person }) => {
  const ann = await person();
  await ann.enter('Ann', 'k-garden');
  await ann.goTo('k-kitchen');
  await ann.page.keyboard.press('Control+k');
  await ann.page.getByRole('dialog', { name: 'Switch room' }).waitFor();
  await ann.page.keyboard.type('gard');
  await ann.page.getByRole('option', { name: 'k-garden', selected: true }).waitFor();
  await ann.page.keyboard.press('Enter');
  await ann.isIn('k-garden');
  await ann.page.keyboard.press('Control+k');
  await ann.closeDialog();
  await ann.isIn('k-garden');
});

feature('keyboard: Alt+Up and Alt+Down', async ({ person }) => {
  const ann = await person();
  await ann.enter('Ann', 'a1');
  await ann.goTo('a2');
  await ann.goTo('a3');
  await ann.page.keyboard.press('Alt+ArrowUp');
  await ann.isIn('a2');
  await ann.page.keyboard.press('Alt+ArrowDown');
  await ann.isIn('a3');
  await ann.page.keyboard.press('Alt+ArrowDown');
  await ann.isIn('a1');
});

feature('keyboard: the map on ?', async ({ person }) => {
  const ann = await person();
  await ann.enter('Ann', 'mapped');
  await ann.page.locator('#log').focus();
  await ann.page.keyboard.press('?');
  const map = ann.page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await map.waitFor();
  for (const what of ['Switch room', 'Previous room', 'New line', 'Actions of a message']) await map.getByText(what, { exact: true }).waitFor();
  await ann.closeDialog();
  await ann.composer.focus();
  await ann.page.keyboard.press('?');
  assert.equal(await ann.composer.inputValue(), '?');
  assert.equal(await ann.page.getByRole('dialog').count(), 0);
});
