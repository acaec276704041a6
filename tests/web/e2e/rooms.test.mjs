import assert from 'node:assert/strict';
import { Client } from '../../protocol/client.mjs';
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
  await bob.listed('lobby').getByRole('button', { name: 'Open lobby' }).waitFor();
  await bob.page.getByLabel('Search rooms').fill('BOOKS');
  await eventually(async () => assert.equal(await bob.page.locator('#directory-list li').count(), 1));
  await bob.listed('books-old').filter({ hasText: 'leather backs' }).waitFor();
  await bob.page.getByLabel('Search rooms').fill('nothing like that');
  await bob.page.getByText('No room matches “nothing like that”').waitFor();
  await bob.page.getByLabel('Search rooms').fill('books');
  await bob.button('Join books-old').click();
  await bob.isIn('books-old');
  await bob.sees('welcome');
});

feature('a topic that cannot be saved stays in its dialog until it can', async ({ person, proxy }) => {
  const line = await proxy();
  const ann = await person({ url: line.url, losesLine: true });
  await ann.enter('Ann', 'topical');
  await ann.roomOption('Change topic…');
  const dialog = ann.page.getByRole('dialog');
  const field = dialog.getByRole('textbox', { name: 'Topic' });
  await field.waitFor();
  line.cut();
  await ann.page.locator('#connection:not([data-state=connected])').waitFor();
  await field.fill('Fridays');
  await field.press('Enter');
  await dialog.getByText('You are not connected').waitFor();
  line.pass();
  await ann.isConnected();
  await field.press('Enter');
  await dialog.waitFor({ state: 'detached' });
  await ann.page.locator('#topic', { hasText: 'Fridays' }).waitFor();
});

feature('keyboard: Ctrl+K room switcher', async ({ person }) => {
  const ann = await person();
  await ann.enter('Ann', 'k-garden');
  await ann.goTo('k-kitchen');
  await ann.page.keyboard.press('Control+k');
  await ann.page.getByRole('dialog', { name: 'Go to a room' }).waitFor();
  await ann.page.keyboard.type('gard');
  await ann.page.getByRole('option', { name: 'k-garden', selected: true }).waitFor();
  await ann.page.keyboard.press('Enter');
  await ann.isIn('k-garden');
  await ann.page.keyboard.press('Control+k');
  await ann.closeDialog();
  await ann.isIn('k-garden');
});

feature('keyboard: Ctrl+K on a Cyrillic layout, and not with AltGr', async ({ person }) => {
  const ann = await person();
  await ann.enter('Ann', 'layouts');
  const press = (key) => ann.composer.dispatchEvent('keydown', { bubbles: true, cancelable: true, ctrlKey: true, ...key });
  await press({ key: 'ł', code: 'KeyK', altKey: true, modifierAltGraph: true });
  await press({ key: 'к', code: 'KeyR' });
  assert.equal(await ann.page.getByRole('dialog').count(), 0);
  await press({ key: 'л', code: 'KeyK' });
  await ann.page.getByRole('dialog', { name: 'Go to a room' }).waitFor();
  await ann.page.keyboard.press('Escape');
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
  for (const what of ['Go to a room by its name', 'Previous room', 'New line', 'Actions of a message']) await map.getByText(what, { exact: true }).waitFor();
  await ann.closeDialog();
  await ann.composer.focus();
  await ann.page.keyboard.press('?');
  assert.equal(await ann.composer.inputValue(), '?');
  assert.equal(await ann.page.getByRole('dialog').count(), 0);
});

feature('a room that was left is not entered again by Back, a reload or its address, but offered', async (stage) => {
  const [ann, bob] = await twoPeople(stage, 'former');
  await ann.goTo('former home');
  await ann.goTo('former');
  await ann.roomOption('Leave room');
  await bob.notice('Ann left').waitFor();
  await ann.isIn('former home');
  const offer = ann.button('Join former');
  const back = async () => {
    await ann.page.goBack(); // the room that took its place
    await ann.page.goBack();
  };
  const ways = [back, () => ann.page.reload(), () => ann.page.evaluate(() => (location.hash = '#/former'))];
  for (const way of ways) {
    await way();
    await offer.waitFor();
    await ann.isConnected();
    assert.equal(await ann.room('former').count(), 0);
    assert.equal(await ann.page.locator('#composer').isVisible(), false);
    if (way !== ways[0]) await ann.room('former home').click();
  }
  assert.equal(await bob.page.locator('#members [data-present=true]').count(), 1, 'nobody came in');
  await ann.page.evaluate(() => (location.hash = '#/former'));
  await offer.click();
  await ann.room('former').waitFor();
  await ann.isIn('former');
  await ann.say('back by choice');
  await bob.sees('back by choice');
  await ann.page.reload();
  await ann.isConnected();
  await ann.isIn('former');
  await ann.sees('back by choice');
});

feature('a room that was left on another device is offered to a page that was closed meanwhile', async (stage) => {
  const ann = await stage.person();
  await ann.enter('Ann', 'kept');
  await ann.goTo('dropped');
  const token = await ann.page.evaluate(() => localStorage.getItem('parlance.token'));
  await ann.page.goto('about:blank');
  const phone = await stage.person();
  await phone.page.addInitScript((token) => localStorage.setItem('parlance.token', token), token);
  await phone.follow('#/dropped');
  await phone.isConnected();
  await phone.roomOption('Leave room');
  await phone.room('dropped').waitFor({ state: 'detached' });
  await ann.follow('#/dropped');
  await ann.isConnected();
  await ann.button('Join dropped').waitFor();
  assert.equal(await ann.room('dropped').count(), 0);
});

feature('more rooms than may be joined in one go: all come alive, the one that is shown first', async (stage) => {
  const server = await stage.ownServer({ 'limits.roomsPerConnection': 1000 });
  const rooms = Array.from({ length: 230 }, (_, i) => `room ${i}`);
  const talker = await Client.connect(server.url.replace('http', 'ws'));
  const ask = async (frame, type) => {
    for (;;) {
      talker.send(frame);
      let reply = await talker.next();
      while (reply.type !== type && reply.type !== 'error') reply = await talker.next();
      if (reply.type === type) return reply;
      await new Promise((resolve) => setTimeout(resolve, reply.retryAfter ?? 100));
    }
  };
  const { token } = await ask({ type: 'hello', protocol: 2, client: 'test/1', name: 'Many' }, 'welcome');
  for (const name of rooms) await ask({ type: 'join', name }, 'joined');
  talker.socket.close();
  const bob = await Client.connect(server.url.replace('http', 'ws'));
  bob.send({ type: 'hello', protocol: 2, client: 'test/1', name: 'Bob' });
  await bob.until('welcome');

  const many = await stage.person({ url: server.url });
  await many.page.addInitScript((token) => localStorage.setItem('parlance.token', JSON.stringify(token)), token);
  await many.follow('#/room%20229');
  await many.isConnected();
  await many.isIn('room 229');
  await eventually(async () => assert.equal(await many.page.locator('#rooms a').count(), 230));
  for (const name of ['room 229', 'room 0', 'room 150', 'room 228']) {
    bob.send({ type: 'join', name });
    const { room } = await bob.until('joined');
    bob.send({ type: 'message', room, text: `hello ${name}`, nonce: `n-${name}` });
  }
  await many.sees('hello room 229');
  for (const room of ['room 0', 'room 150', 'room 228']) await many.roomWith(room, 1).waitFor();
  bob.socket.close();
});

feature('a message that is looked for in one room is not looked for in another', async ({ people, person }) => {
  const [bob] = await people('Bob');
  const ann = await person({ wire: { toServer: (frame) => (frame.type === 'history' && frame.around === 9 ? null : frame) } });
  await bob.enter('Bob', 'sought');
  await ann.enter('Ann', 'sought');
  await ann.goTo('not sought');
  await bob.goTo('not sought');
  await bob.sayAll(Array.from({ length: 15 }, (_, i) => `line ${i + 1}`));
  await ann.sees('line 15');
  await ann.follow('#/sought/9'); // there is none, and nobody says so
  await ann.isIn('sought');
  await ann.room('not sought').click();
  await ann.isIn('not sought');
  await ann.sees('line 15');
  assert.equal(await ann.page.locator('.message.found').count(), 0);
  await bob.say('another');
  await ann.sees('another');
  await ann.roomWith('not sought', 0).waitFor();
});

feature('a message of a room that one left before it was there is not looked for in the next one', async ({ people, person }) => {
  const [bob] = await people('Bob');
  let holds = false;
  const held = [];
  const ann = await person({
    wire: {
      toPage: (frame) => {
        if (holds && frame.type === 'joined' && frame.name === 'slow') return held.push(frame) && null;
        return holds ? frame : [...held.splice(0), frame];
      },
    },
  });
  await bob.enter('Bob', 'slow');
  await bob.say('one');
  await bob.goTo('quick');
  await bob.sayAll(['one', 'two', 'three']);
  await bob.sees('three');
  await ann.enter('Ann', 'quick');
  await ann.sees('three');
  holds = true;
  await ann.page.evaluate(() => (location.hash = '#/slow/1'));
  await eventually(() => assert.equal(held.length, 1));
  await ann.room('quick').click();
  await ann.isIn('quick');
  holds = false;
  await bob.say('four');
  await ann.room('slow').waitFor();
  await ann.sees('four');
  await ann.page.waitForTimeout(200);
  assert.equal(await ann.page.locator('.message.found').count(), 0);
  assert.equal(await ann.page.locator('#toast').textContent(), '');
});

feature('what is typed and sent while a room is being joined by its name stays, and goes there', async ({ people, person }) => {
  const [bob] = await people('Bob');
  await bob.enter('Bob', 'Awaited');
  const held = [];
  let holds = true;
  const ann = await person({
    wire: {
      toPage: (frame) => {
        if (holds && frame.type === 'joined' && frame.name === 'Awaited') return held.push(frame) && null;
        return holds ? frame : [...held.splice(0), frame];
      },
    },
  });
  await ann.enter('Ann', 'at home');
  await ann.page.evaluate(() => (location.hash = '#/awaited'));
  await eventually(() => assert.equal(held.length, 1));
  await eventually(async () => assert.equal(await ann.composer.getAttribute('placeholder'), 'Message awaited'));
  await ann.say('early');
  await ann.sees('early', 'pending');
  await ann.composer.pressSequentially('half a thought');
  await ann.composer.press('Home');
  holds = false;
  await bob.say('something to deliver what was held');
  await ann.isIn('Awaited');
  await ann.sees('early');
  await bob.sees('early');
  assert.equal(await ann.page.evaluate(() => location.hash), '#/Awaited');
  assert.deepEqual(await ann.composer.evaluate((field) => [field.value, field.selectionStart]), ['half a thought', 0]);
  await ann.page.reload();
  await ann.isIn('Awaited');
  await eventually(async () => assert.equal(await ann.composer.inputValue(), 'half a thought'));
});

feature('a message that is looked for when the line is lost is found with the next line', async ({ people, person, proxy }) => {
  const [bob] = await people('Bob');
  const line = await proxy();
  let isDropped = true;
  const ann = await person({ url: line.url, losesLine: true, wire: { toServer: (frame) => (frame.type === 'history' && frame.around && isDropped ? null : frame) } });
  await bob.enter('Bob', 'long ago');
  await bob.sayAll(Array.from({ length: 200 }, (_, i) => `line ${i + 1}`));
  await bob.sees('line 200');
  await ann.enter('Ann', 'long ago');
  await ann.sees('line 200');
  await ann.page.evaluate(() => (location.hash = '#/long%20ago/3'));
  await ann.page.waitForTimeout(200);
  isDropped = false;
  line.cut();
  await ann.page.locator('#connection:not([data-state=connected])').waitFor();
  line.pass();
  await ann.page.locator('.message.found', { hasText: 'line 3' }).waitFor();
});
