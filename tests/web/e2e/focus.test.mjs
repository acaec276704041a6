import assert from 'node:assert/strict';
import { scene, eventually } from '../support/scene.mjs';

const feature = scene();
const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };

async function inTwoRooms({ person }, room, options) {
  const ann = await person(options);
  await ann.enter('Ann', room);
  await ann.goTo(`${room} two`);
  await ann.goTo(room);
  return ann;
}

const focused = (ann) => ann.page.evaluate(() => document.activeElement.id || document.activeElement.className || document.activeElement.tagName);

/** Types without looking where, and takes it away again. */
async function typesInto(ann, where) {
  await ann.page.keyboard.type('xy');
  assert.equal(await ann.composer.inputValue(), 'xy', where);
  await ann.composer.fill('');
}

feature('focus: every key after Ctrl+K, a name and Enter is in the composer', async (stage) => {
  const ann = await inTwoRooms(stage, 'switched');
  for (let turn = 0; turn < 8; turn += 1) {
    const room = turn % 2 ? 'switched' : 'switched two';
    await ann.composer.focus();
    await ann.page.keyboard.press('Control+k');
    await ann.page.locator('#switcher-input').waitFor();
    await ann.page.keyboard.type(room);
    await ann.page.keyboard.press('Enter');
    await ann.page.locator('#switcher').waitFor({ state: 'detached' });
    await typesInto(ann, `turn ${turn}`);
  }
});

feature('focus: the composer has it after everything that a mouse opened', async (stage) => {
  const ann = await inTwoRooms(stage, 'moused');
  await ann.say('with a menu');
  await ann.sees('with a menu');
  const { page } = ann;
  const directory = async () => {
    await ann.button('Browse rooms').first().click();
    await ann.listed('moused').waitFor();
  };
  const isClosed = (what) => page.locator(what).waitFor({ state: 'detached' });
  const ways = {
    'a room in the directory': async () => {
      await directory();
      await ann.listed('moused two').getByRole('button').click();
      await isClosed('#directory');
    },
    'the same room in the directory': async () => {
      await directory();
      await ann.listed('moused two').getByRole('button').click();
      await isClosed('#directory');
    },
    'the directory, shut': async () => {
      await directory();
      await ann.closeDialog();
    },
    'the preferences, shut by their button': async () => {
      await ann.preferences();
      await ann.button('Close').click();
      await isClosed('#preferences');
    },
    'a link to a room': () => ann.room('moused').click(),
    'the link to the room that is open': () => ann.room('moused').click(),
    "the room's menu": () => ann.roomOption('Mute room'),
    'a menu, shut': async () => {
      await page.locator('#open-options').click();
      await page.keyboard.press('Escape');
      await isClosed('.menu');
    },
    "a message's menu": async () => {
      await ann.message('with a menu').locator('.bubble').hover();
      await ann.message('with a menu').locator('.more').click();
      await ann.choose('Copy text');
    },
    'a question, answered with no': async () => {
      await ann.message('with a menu').locator('.bubble').hover();
      await ann.message('with a menu').locator('.more').click();
      await ann.choose('Delete message…');
      await ann.button('Cancel').click();
      await isClosed('#confirm');
    },
    'the topic, saved': async () => {
      await ann.roomOption('Change topic…');
      await page.locator('#topic-dialog-field').fill('a topic');
      await ann.button('Save').click();
      await isClosed('#topic-dialog');
    },
    'the members, shut': () => ann.button('Hide members').click(),
    'a click into the log': () => page.locator('#log').click({ position: { x: 200, y: 60 } }),
    'a click on a message': () => ann.message('with a menu').locator('.bubble').click(),
    'a click on the header': () => page.locator('#room-name').click(),
    'the previous room': () => page.keyboard.press('Alt+ArrowUp'),
  };
  for (const [name, go] of Object.entries(ways)) {
    await go();
    await typesInto(ann, name);
  }
  assert.deepEqual(await ann.texts(), []);
});

feature('focus: who went somewhere with the keyboard gets that place back', async (stage) => {
  const ann = await inTwoRooms(stage, 'tabbed');
  const { page } = ann;
  await ann.say('by keyboard');
  await ann.sees('by keyboard');
  await ann.composer.focus();
  while (await focused(ann) !== 'open-options') await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Enter');
  await page.getByRole('menu').waitFor();
  await page.keyboard.press('Escape');
  assert.equal(await focused(ann), 'open-options');
  while (await focused(ann) !== 'open-directory') await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Enter');
  await page.locator('#directory').waitFor();
  await ann.closeDialog();
  assert.equal(await focused(ann), 'open-directory');

  await page.locator('#log').focus();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press(' ');
  await page.getByRole('menuitem', { name: 'Delete message…' }).waitFor();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await page.locator('#confirm').waitFor();
  await page.keyboard.press('Enter');
  await page.locator('#confirm').waitFor({ state: 'detached' });
  await page.locator('.message:focus', { hasText: 'by keyboard' }).waitFor();
  assert.equal(await ann.composer.inputValue(), '', 'Space opened the menu');
  await typesInto(ann, 'a letter on a message');
});

feature('focus: what is pasted beside the composer goes into it', async (stage) => {
  const ann = await inTwoRooms(stage, 'pasted', { permissions: ['clipboard-read', 'clipboard-write'] });
  await ann.page.evaluate(() => navigator.clipboard.writeText('from elsewhere'));
  await ann.composer.fill('it came ');
  await ann.page.locator('#log').click({ position: { x: 200, y: 60 } });
  await ann.page.keyboard.press('Control+v');
  await eventually(async () => assert.equal(await ann.composer.inputValue(), 'it came from elsewhere'));
  await ann.page.keyboard.press('Control+z');
  assert.equal(await ann.composer.inputValue(), 'it came ');
});

feature('focus: on a phone no keyboard comes up unasked', async ({ person }) => {
  await (await person()).enter('Bob', 'phoned two');
  const ann = await person(phone);
  const { page } = ann;
  await ann.enter('Ann', 'phoned');
  const stays = async (when) => assert.notEqual(await focused(ann), 'message', when);
  await stays('at first');
  await page.locator('#open-options').tap();
  await ann.choose('Mute room');
  await stays('after a menu');
  await ann.button('Show rooms').tap();
  await ann.button('Browse rooms').first().tap();
  await page.locator('#directory-list li').first().waitFor();
  assert.notEqual(await focused(ann), 'room-search', 'the list of rooms is what one sees first');
  await ann.listed('phoned').getByRole('button').tap();
  await page.locator('#directory').waitFor({ state: 'detached' });
  await stays('after the directory');
  await ann.follow('#/phoned%20two');
  await ann.isIn('phoned two');
  await stays('after another room');

  await ann.composer.tap();
  await page.keyboard.type('asked for');
  await ann.button('Send').tap();
  await ann.sees('asked for');
  assert.equal(await focused(ann), 'message', 'a keyboard that is up stays up');
});

feature('focus: Enter breaks the line on a phone, and sends where one says so', async ({ person }) => {
  const ann = await person(phone);
  const { page } = ann;
  await ann.enter('Ann', 'enter on glass');
  await ann.composer.tap();
  assert.equal(await ann.composer.getAttribute('enterkeyhint'), 'enter');
  await page.keyboard.type('one');
  await page.keyboard.press('Enter');
  await page.keyboard.type('two');
  assert.equal(await ann.composer.inputValue(), 'one\ntwo');
  await page.keyboard.press('Control+Enter');
  await ann.sees('one\ntwo');

  await ann.button('Show rooms').tap();
  await page.locator('#me').tap();
  await page.getByRole('switch', { name: 'Enter sends messages' }).check();
  await ann.closeDialog();
  await page.reload();
  await ann.isConnected();
  await ann.isIn('enter on glass');
  assert.equal(await ann.composer.getAttribute('enterkeyhint'), 'send');
  await ann.say('three');
  await ann.sees('three');
});

feature('focus: Enter sends with a keyboard, and breaks the line where one says so', async ({ person }) => {
  const ann = await person();
  await ann.enter('Ann', 'enter on keys');
  await ann.preferences();
  await ann.page.getByRole('switch', { name: 'Enter sends messages' }).uncheck();
  await ann.closeDialog();
  await ann.page.keyboard.type('one');
  await ann.page.keyboard.press('Enter');
  await ann.page.keyboard.type('two');
  assert.equal(await ann.composer.inputValue(), 'one\ntwo');
  await ann.page.locator('#log').focus();
  await ann.page.keyboard.press('?');
  await ann.page.locator('#keyboard-map div', { has: ann.page.getByText('Ctrl', { exact: true }), hasText: 'Send' }).first().waitFor();
  await ann.closeDialog();
  await ann.composer.press('Control+Enter');
  await ann.sees('one\ntwo');
});
