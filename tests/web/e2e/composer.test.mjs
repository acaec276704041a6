import assert from 'node:assert/strict';
import { eventually, scene } from '../support/scene.mjs';

const feature = scene();

async function alone({ person }, room) {
  const ann = await person();
  await ann.enter('Ann', room);
  await ann.composer.focus();
  return ann;
}

feature('composer: Enter sends, Shift+Enter breaks the line', async (stage) => {
  const ann = await alone(stage, 'enter');
  await ann.page.keyboard.type('one');
  await ann.page.keyboard.press('Shift+Enter');
  await ann.page.keyboard.type('two');
  assert.equal(await ann.composer.inputValue(), 'one\ntwo');
  await ann.page.keyboard.press('Enter');
  await ann.page.locator('.message[data-state=sent]').waitFor();
  assert.deepEqual(await ann.texts(), ['one\ntwo']);
  assert.equal(await ann.composer.inputValue(), '');
  await ann.page.keyboard.press('Enter');
  await ann.composer.fill('   ');
  await ann.page.keyboard.press('Enter');
  await ann.say('/me waves');
  await ann.page.locator('.message.action', { hasText: 'Ann waves' }).waitFor();
  assert.equal(await ann.page.locator('.message').count(), 2, 'nothing empty was sent');
});

feature('composer: commands', async (stage) => {
  const ann = await alone(stage, 'commands');
  const told = (text) => ann.page.locator('#toast', { hasText: text }).waitFor();
  await ann.say('/topic Boxes');
  await ann.page.locator('#topic', { hasText: 'Boxes' }).waitFor();
  await ann.say('/topic');
  await ann.notice('Ann removed the topic').waitFor();
  await ann.say('/nick Anna');
  await ann.page.locator('#me', { hasText: 'Anna' }).waitFor();
  await ann.say('/nonsense');
  await told('There is no command /nonsense. Enter /help for a list');
  assert.equal(await ann.composer.inputValue(), '/nonsense', 'to be put right');
  await ann.say(`/nick ${'x'.repeat(40)}`);
  await told('at most 32');
  await ann.say('/me');
  await told('Write behind /me what you do');
  await ann.say('//join is a command, and /usr/bin a path');
  await ann.sees('/join is a command, and /usr/bin a path');
  await ann.say('/help');
  await ann.page.locator('#keyboard-map', { hasText: '/join ROOM' }).waitFor();
  await ann.closeDialog();
  await ann.say('/join #tea room');
  await ann.isIn('tea room');
  assert.equal(await ann.composer.inputValue(), '');
  await ann.say('/leave');
  await ann.isIn('commands');
  assert.equal(await ann.composer.inputValue(), '');
  assert.equal(await ann.page.locator('.message').count(), 1, 'no command was sent as a message');
});

feature('composer: grows', async (stage) => {
  const ann = await alone(stage, 'grows');
  const height = () => ann.composer.evaluate((field) => field.clientHeight);
  const one = await height();
  await ann.composer.fill('a\nb\nc');
  const three = await height();
  assert.ok(three > one + 20, `${one} px for a line, ${three} for three`);
  await ann.composer.fill(Array(80).fill('x').join('\n'));
  const many = await height();
  assert.ok(many > three && many <= 240, `${many} px for 80 lines`);
  assert.ok(await ann.page.evaluate(() => document.getElementById('composer').getBoundingClientRect().bottom <= innerHeight));
  await ann.composer.fill('');
  assert.equal(await height(), one);
});

feature('composer: counter near the limit', async (stage) => {
  const ann = await alone(stage, 'counter');
  const counter = ann.page.locator('#counter');
  await ann.composer.fill('x'.repeat(1000));
  assert.equal(await counter.innerText(), '');
  await ann.composer.fill('x'.repeat(1999));
  assert.equal(await counter.textContent(), '1 character left', 'the words are for screen readers');
  await ann.composer.fill('x'.repeat(2003));
  assert.equal(await counter.innerText(), '3 characters too long');
  await ann.page.getByRole('status').getByText('The message is 3 characters too long', { exact: true }).waitFor();
  assert.ok(await ann.button('Send').isDisabled());
  await ann.page.keyboard.press('Enter');
  assert.equal((await ann.composer.inputValue()).length, 2003, 'what is too long stays to be cut');
  await ann.composer.fill('x'.repeat(2000));
  await ann.button('Send').click();
  await ann.sees('x'.repeat(2000));
});

feature('composer: a draft per room', async (stage) => {
  const ann = await alone(stage, 'draft1');
  const hasDraft = (text) => eventually(async () => assert.equal(await ann.composer.inputValue(), text));
  await ann.composer.fill('not finished');
  await ann.goTo('draft2');
  await hasDraft('');
  await ann.composer.fill('another');
  await ann.goTo('draft1');
  await hasDraft('not finished');
  await ann.page.reload();
  await ann.isConnected();
  await ann.isIn('draft1');
  await hasDraft('not finished');
  await ann.page.keyboard.press('Enter');
  await ann.goTo('draft2');
  await hasDraft('another');
  await ann.goTo('draft1');
  await hasDraft('');
});

feature('composer: @ completion', async (stage) => {
  const bob = await stage.person();
  await bob.enter('Bob Lee', 'at');
  const ann = await alone(stage, 'at');
  await ann.page.keyboard.type('hey @bo');
  await ann.page.getByRole('option', { name: 'Bob Lee' }).waitFor();
  await ann.page.keyboard.press('Tab');
  assert.equal(await ann.composer.inputValue(), 'hey @Bob Lee ');
  await ann.page.keyboard.type('@');
  await ann.page.getByRole('option', { name: /^all/ }).waitFor();
  await ann.page.keyboard.press('Escape');
  await ann.page.locator('#completion').waitFor({ state: 'hidden' });
  await ann.page.keyboard.press('Backspace');
  await ann.page.keyboard.press('Enter');
  await bob.page.locator('.message.calls-me .mention.me', { hasText: '@Bob Lee' }).waitFor();
});

feature('composer: : completion', async (stage) => {
  const ann = await alone(stage, 'colon');
  await ann.page.keyboard.type('well done :tad');
  await ann.page.getByRole('option', { name: ':tada:' }).waitFor();
  await ann.page.keyboard.press('Enter');
  assert.equal(await ann.composer.inputValue(), 'well done 🎉 ');
  await ann.page.keyboard.type(':par');
  await ann.page.getByRole('option').nth(1).waitFor();
  const second = (await ann.page.getByRole('option').nth(1).innerText()).trim();
  await ann.page.keyboard.press('ArrowDown');
  await ann.page.getByRole('option', { selected: true }).getByText(second.split('\n').pop()).waitFor();
  await ann.page.getByRole('option').first().click();
  assert.equal(await ann.page.locator('#completion').isVisible(), false);
  await ann.page.keyboard.press('Enter');
  await ann.page.locator('.message', { hasText: 'well done 🎉' }).waitFor();
});

feature('composer: Undo takes back a completion and an emoji, and Redo brings them again', async (stage) => {
  const bob = await stage.person();
  await bob.enter('Bob Lee', 'undone');
  const ann = await alone(stage, 'undone');
  const completed = async (typed, option, whole) => {
    await ann.page.keyboard.type(typed);
    await ann.page.getByRole('option', { name: option }).first().waitFor();
    await ann.page.keyboard.press('Tab');
    assert.equal(await ann.composer.inputValue(), whole);
  };
  await completed('hey @bo', 'Bob Lee', 'hey @Bob Lee ');
  await completed(':tada', ':tada:', 'hey @Bob Lee 🎉 ');
  await ann.page.keyboard.press('Control+z');
  assert.equal(await ann.composer.inputValue(), 'hey @Bob Lee :tada');
  while (await ann.composer.inputValue() !== 'hey @Bob Lee ') await ann.page.keyboard.press('Control+z');
  await ann.page.keyboard.press('Control+z');
  assert.equal(await ann.composer.inputValue(), 'hey @bo');
  await ann.page.keyboard.press('Control+Shift+z');
  assert.equal(await ann.composer.inputValue(), 'hey @Bob Lee ');

  await ann.composer.fill('for Bob');
  await ann.composer.press('Home');
  for (let i = 0; i < 4; i += 1) await ann.page.keyboard.press('ArrowRight');
  await completed('@bo', 'Bob Lee', 'for @Bob Lee Bob');
  await ann.page.keyboard.press('Control+z');
  assert.equal(await ann.composer.inputValue(), 'for @boBob');
});

feature('composer: Undo brings back nothing that belongs to another room or message', async (stage) => {
  const ann = await alone(stage, 'undo here');
  const undoAll = async () => {
    for (let i = 0; i < 5; i += 1) await ann.page.keyboard.press('Control+z');
  };
  await ann.page.keyboard.type('said here');
  await ann.page.keyboard.press('Enter');
  await ann.sees('said here');
  await undoAll();
  assert.equal(await ann.composer.inputValue(), '');
  await ann.page.keyboard.type('only for here');
  await ann.goTo('undo there');
  await ann.page.keyboard.type('x');
  await undoAll();
  assert.equal(await ann.composer.inputValue(), '');
});

feature('composer: an edit that waits to be saved is edited further, not anew', async (stage) => {
  const wire = await stage.proxy();
  const ann = await stage.person({ url: wire.url, losesLine: true });
  await ann.enter('Ann', 'further');
  await ann.say('one');
  await ann.sees('one');
  wire.cut();
  await ann.page.locator('#connection:not([data-state=connected])').waitFor();
  await ann.edit('one', 'one and two');
  await ann.sees('one and two', 'pending');
  await ann.composer.press('ArrowUp');
  assert.equal(await ann.composer.inputValue(), 'one and two');
  await ann.composer.press('Enter');
  wire.pass();
  await ann.sees('one and two');
});

feature('composer: what is typed while a deleted message\'s edit becomes a draft joins it', async (stage) => {
  const ann = await stage.person();
  await ann.enter('Ann', 'rescue');
  await ann.say('one');
  await ann.sees('one');
  const tab = await stage.person({ profile: ann });
  await tab.follow('#/rescue');
  await tab.isConnected();
  await ann.chooseFor('one', 'Edit message');
  await ann.composer.fill('one, at length');
  await ann.page.evaluate(() => { // a slow disk
    Object.defineProperty(IDBTransaction.prototype, 'oncomplete', { set(act) { this.addEventListener('complete', () => setTimeout(act, 300)); } });
  });
  await tab.remove('one');
  await ann.page.locator('#editing').waitFor({ state: 'hidden' });
  await ann.page.keyboard.type('x');
  await eventually(async () => assert.match(await ann.composer.inputValue(), /one, at length/));
  await ann.page.keyboard.type('y');
  const text = await ann.composer.inputValue();
  assert.match(text, /x/);
  await ann.page.reload();
  await ann.isConnected();
  await eventually(async () => assert.equal(await ann.composer.inputValue(), text));
});

feature('composer: a suggestion is taken only where the caret still is', async (stage) => {
  const ann = await alone(stage, 'caret');
  await ann.page.keyboard.type('hello @al');
  await ann.page.locator('#completion [role=option]').first().waitFor();
  await ann.page.keyboard.press('Home');
  await ann.page.keyboard.press('Enter');
  await ann.sees('hello @al');
});
