import assert from 'node:assert/strict';
import { run } from '../../support/parlanced.mjs';
import { scene, eventually } from '../support/scene.mjs';

const feature = scene();

const hash = (person) => person.page.evaluate(() => location.hash);

/** How often the page has asked for a connection. */
const connections = (person) => {
  let count = 0;
  person.page.on('websocket', () => (count += 1));
  return () => count;
};

/** In the dialog, to a name. */
async function rename(person, name) {
  await person.roomOption('Rename room…');
  await person.page.getByRole('dialog').getByLabel('Room name').fill(name);
  await person.page.keyboard.press('Enter');
}

const renamed = (person) => person.page.locator('#rename-dialog').waitFor({ state: 'detached' });

feature('rename: everybody sees the new name everywhere, and nothing else changes', async ({ people }) => {
  const [ann, bob, cy] = await people('Ann', 'Bob', 'Cy');
  const counts = [ann, bob, cy].map(connections);
  await ann.enter('Ann', 'plan');
  await bob.enter('Bob', 'plan');
  await cy.enter('Cy', 'plan');
  await cy.goTo('lobby');
  await bob.sayAll(Array.from({ length: 60 }, (_, i) => `line ${i + 1}`));
  await ann.sees('line 60');
  await cy.roomWith('plan', 60).waitFor();
  await bob.composer.fill('half a thought');
  await bob.page.locator('#log').evaluate((log) => (log.scrollTop = 100));
  const before = await bob.page.evaluate(() => ({ top: document.getElementById('log').scrollTop, length: history.length }));

  await cy.button('Browse rooms').first().click();
  await cy.listed('plan').getByRole('button', { name: 'Open plan' }).waitFor();

  await ann.page.locator('#open-options').click();
  await ann.choose('Rename room…');
  const field = ann.page.getByRole('dialog', { name: 'Rename plan' }).getByLabel('Room name');
  assert.equal(await field.evaluate((node) => node === document.activeElement && node.value.slice(node.selectionStart, node.selectionEnd)), 'plan');
  await ann.page.keyboard.type('crew');
  await ann.page.keyboard.press('Enter');
  await renamed(ann);

  for (const one of [ann, bob]) {
    await one.isIn('crew');
    await one.notice('Ann renamed the room to crew').waitFor();
    await one.room('crew').waitFor();
    assert.equal(await one.room('plan').count(), 0);
    await eventually(async () => assert.equal(await hash(one), '#/crew'));
    await eventually(async () => assert.match(await one.page.title(), /crew · /));
    assert.equal(await one.composer.getAttribute('placeholder'), 'Message crew');
    assert.equal(await one.page.locator('#log').getAttribute('aria-label'), 'Messages in crew');
  }
  assert.equal(await bob.composer.inputValue(), 'half a thought');
  assert.deepEqual(await bob.page.evaluate(() => ({ top: document.getElementById('log').scrollTop, length: history.length })), before);
  await eventually(async () => assert.match(await bob.page.locator('#announcer').textContent(), /called crew now/));
  await cy.roomWith('crew', 60).waitFor();
  await cy.isIn('lobby');
  for (const opened of ['before', 'after']) {
    if (opened === 'after') await cy.button('Browse rooms').first().click();
    await cy.listed('crew').getByRole('button', { name: 'Open crew' }).waitFor();
    assert.equal(await cy.listed('plan').count(), 0);
    await cy.closeDialog();
  }
  await cy.page.keyboard.press('Control+k');
  await cy.page.keyboard.press('ArrowDown');
  await cy.page.getByRole('option', { name: 'lobby', selected: true }).waitFor();
  await rename(ann, 'team');
  await cy.page.getByRole('option', { name: 'team' }).first().waitFor();
  await cy.page.getByRole('option', { name: 'lobby', selected: true }).waitFor();
  await rename(ann, 'crew');
  await cy.page.getByRole('option', { name: 'crew' }).first().waitFor();
  await cy.page.keyboard.type('cre');
  await cy.page.getByRole('option', { name: 'crew', selected: true }).waitFor();
  await cy.closeDialog();
  await bob.say('still here');
  await ann.sees('still here');
  assert.deepEqual(counts.map((count) => count()), [1, 1, 1], 'nobody has connected again');
});

feature('rename: only whoever made the room is offered it, and is told what is wrong with a name', async ({ people, proxy, person }) => {
  const line = await proxy();
  const [bob] = await people('Bob');
  const ann = await person({ url: line.url, losesLine: true });
  await ann.enter('Ann', 'mine');
  await bob.enter('Bob', 'mine');
  await bob.page.locator('#open-options').click();
  await bob.page.getByRole('menuitem', { name: 'Change topic…' }).waitFor();
  assert.equal(await bob.page.getByRole('menuitem', { name: /Rename/ }).count(), 0);
  await bob.page.keyboard.press('Escape');
  await bob.goTo('Straße');

  await rename(ann, 'STRASSE');
  const dialog = ann.page.getByRole('dialog');
  const field = dialog.getByLabel('Room name');
  await dialog.getByText('Another room already has this name').waitFor();
  const isWrong = () => field.evaluate((node) => [node.getAttribute('aria-invalid'), document.getElementById(node.getAttribute('aria-describedby')).getAttribute('role'), node === document.activeElement]);
  assert.deepEqual(await isWrong(), ['true', 'alert', true]);
  for (const [name, problem] of [[' ', 'Enter a room name'], ['x'.repeat(65), 'at most 64'], ['a\u202eb', 'name']]) {
    await field.fill(name);
    await field.press('Enter');
    await dialog.locator('.problem').getByText(problem).waitFor();
    await eventually(async () => assert.deepEqual(await isWrong(), ['true', 'alert', true]));
  }
  line.cut();
  await ann.page.locator('#connection:not([data-state=connected])').waitFor();
  await field.fill('ours');
  await field.press('Enter');
  await dialog.getByText('You are not connected').waitFor();
  line.pass();
  await ann.isConnected();
  await field.press('Enter');
  await renamed(ann);
  await ann.isIn('ours');
  await eventually(async () => assert.equal(await ann.page.evaluate(() => document.activeElement.id), 'message'));

  await ann.roomOption('Rename room…');
  await ann.closeDialog();
  await ann.roomOption('Rename room…');
  await ann.button('Rename').click(); // to what it is called already
  await renamed(ann);
  await ann.isIn('ours');
  assert.equal(await ann.notice('renamed the room').count(), 1);
});

feature('rename: whoever was away finds the new name, with their draft and what they had not sent', async ({ people, person, proxy, server }) => {
  const line = await proxy();
  const [ann] = await people('Ann');
  const bob = await person({ url: line.url, losesLine: true });
  await ann.enter('Ann', 'before');
  await bob.enter('Bob', 'before');
  line.cut();
  await bob.page.locator('#connection:not([data-state=connected])').waitFor();
  await bob.say('written on the train');
  await bob.composer.fill('half a thought');
  await rename(ann, 'after');
  await renamed(ann);
  await ann.say('where are you?');
  line.pass();
  await bob.isConnected();
  await bob.isIn('after');
  await bob.sees('where are you?');
  await bob.sees('written on the train');
  await ann.sees('written on the train');
  await bob.notice('Ann renamed the room to after').waitFor();
  assert.equal(await bob.composer.inputValue(), 'half a thought');
  await eventually(async () => assert.equal(await hash(bob), '#/after'));

  await bob.page.goto('about:blank');
  await rename(ann, 'later');
  await renamed(ann);
  await bob.page.goBack(); // to the address of the former name
  await bob.isConnected();
  await bob.isIn('later');
  assert.equal(await bob.composer.inputValue(), 'half a thought');
  const { stdout } = await run(['rooms', 'list', '--data', server.data]);
  assert.doesNotMatch(stdout, /\b(before|after)\b/, 'nobody has made rooms of the former names');
});

feature('rename: Back leads to the room, whatever it is called by now', async ({ person }) => {
  const ann = await person();
  await ann.enter('Ann', 'one');
  await ann.goTo('two');
  await ann.goTo('one');
  await rename(ann, 'uno');
  await renamed(ann);
  await ann.isIn('uno');
  await ann.page.goBack();
  await ann.isIn('two');
  await ann.page.goBack();
  await ann.isIn('uno');
  await eventually(async () => assert.equal(await hash(ann), '#/uno'));
  assert.equal(await ann.page.locator('#rooms a').count(), 2);
});

feature('rename: a link by name leads to the room that has the name now, not to the one that had it when one was there', async ({ people, server }) => {
  const [ann, bob] = await people('Ann', 'Bob');
  await ann.enter('Ann', 'handed on');
  await ann.page.goto('about:blank');
  assert.equal((await run(['rooms', 'rename', 'handed on', 'former bearer', '--data', server.data])).code, 0);
  await bob.enter('Bob', 'handed on');
  await bob.say('the new one');
  await ann.follow('#/handed%20on');
  await ann.sees('the new one');
  await ann.isIn('handed on');
  await ann.room('former bearer').waitFor();
  assert.equal(await hash(ann), '#/handed%20on');
});

feature('rename: an admin does it on the server, and the log says so', async ({ person, server }) => {
  const ann = await person();
  await ann.enter('Ann', 'watched');
  const { code, stderr } = await run(['rooms', 'rename', 'watched', 'official', '--data', server.data]);
  assert.equal(code, 0, stderr);
  await ann.isIn('official');
  await ann.notice('An admin renamed the room to official').waitFor();
});

feature('links by id find a room under every name, its messages as well, and a room called r is one like any other', async ({ people }) => {
  const [ann, bob] = await people('Ann', 'Bob');
  await ann.enter('Ann', 'linked');
  await ann.sayAll(Array.from({ length: 70 }, (_, i) => `line ${i + 1}`));
  await ann.sees('line 70');
  const id = await ann.idOf('linked');
  await rename(ann, 'found');
  await renamed(ann);
  await bob.enter('Bob', 'elsewhere');
  await bob.follow(`#/r/${id}`);
  await bob.isIn('found');
  await eventually(async () => assert.equal(await hash(bob), '#/found'));
  await bob.room('elsewhere').click();
  await bob.isIn('elsewhere');
  await bob.page.evaluate((id) => (location.hash = `#/r/${id}/3`), id);
  await bob.page.locator('.message.found', { hasText: 'line 3' }).waitFor();
  assert.equal(await hash(bob), '#/found/3');

  await bob.roomOption('Leave room');
  await bob.isIn('elsewhere');
  await bob.page.evaluate((id) => (location.hash = `#/r/${id}`), id);
  await bob.button('Join found').click();
  await bob.isIn('found');
  await bob.sees('line 70');

  await bob.page.evaluate(() => (location.hash = '#/r/00000000-0000-4000-8000-000000000000'));
  await bob.page.locator('#toast', { hasText: 'There is no such room any more.' }).waitFor();
  await bob.isIn('elsewhere');
  await bob.page.evaluate(() => (location.hash = '#/r'));
  await bob.button('Create room').click();
  await bob.isIn('r');
  await bob.say('in the room called r');
  await bob.sees('in the room called r');
  await bob.goTo('elsewhere');
  await bob.page.evaluate(() => (location.hash = '#/r/1'));
  await bob.page.locator('.message.found', { hasText: 'in the room called r' }).waitFor();
  assert.equal(await hash(bob), '#/r/1');
});

feature('somebody new comes in by a link to a room\'s id', async ({ people }) => {
  const [ann, bob] = await people('Ann', 'Bob');
  await ann.enter('Ann', 'meeting point');
  await ann.say('welcome');
  await ann.sees('welcome');
  await bob.follow(`#/r/${await ann.idOf('meeting point')}`);
  await bob.fillIn('Bob');
  await bob.isIn('meeting point');
  await bob.sees('welcome');
  await eventually(async () => assert.equal(await hash(bob), '#/meeting%20point'));
});

feature('a room that is deleted is told of and forgotten; what was written there can still be had', async ({ person, server, proxy }) => {
  const line = await proxy();
  const ann = await person({ url: line.url, losesLine: true, permissions: ['clipboard-read', 'clipboard-write'] });
  const count = connections(ann);
  await ann.enter('Ann', 'kept');
  await ann.goTo('doomed');
  const remove = async () => assert.equal((await run(['rooms', 'delete', 'doomed', '--yes', '--data', server.data])).code, 0);
  await ann.composer.fill('half a thought');
  await remove();
  await ann.page.locator('#toast', { hasText: 'doomed was deleted.' }).waitFor();
  await ann.page.getByText('You are not in doomed').waitFor();
  await ann.room('kept').waitFor();
  assert.equal(await ann.room('doomed').count(), 0);
  await ann.button('Join doomed').click();
  await ann.isIn('doomed');
  await eventually(async () => assert.equal(await ann.composer.inputValue(), 'half a thought'));
  assert.equal(count(), 1);

  line.cut();
  await ann.page.locator('#connection:not([data-state=connected])').waitFor();
  await ann.composer.fill('');
  await ann.say('too late');
  await ann.sees('too late', 'pending');
  await remove();
  line.pass();
  await ann.isConnected();
  await ann.page.locator('.fate', { hasText: 'Not sent' }).waitFor(); // one is not told whether a room was deleted or left
  await ann.page.locator('.message .more').dispatchEvent('click');
  await ann.choose('Copy text');
  assert.equal(await ann.clipboard(), 'too late');
  await ann.button('Join doomed').waitFor();
  await ann.button('Discard').click();
  await ann.page.locator('.fate').waitFor({ state: 'detached' });
});
