// One app for each profile, and where a start leads.
import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { Server } from '../support/parlanced.mjs';
import { App } from './support/app.mjs';

const roomsOf = ({ lists }) => lists.rooms.map(({ text }) => text);

/** Once it is offered. */
async function createRoom(app) {
  await app.until(({ windows }) => assert.ok(windows.some(({ name }) => name === 'question')));
  await app.click('question', 'Create room');
}

test('a first start with a link asks for a name only, and leads into its room', async (t) => {
  const server = await Server.during(t);
  const app = await App.during(t, `parlance://127.0.0.1:${server.port}/garden`);
  const { texts, windows, focus } = await app.see();
  assert.deepEqual(windows.map(({ name }) => name), ['login']);
  assert.equal(texts.server, `127.0.0.1:${server.port}`, 'nobody has to read a raw link');
  assert.equal(texts.loginTitle?.replaceAll('\u200b', ''), `Join 127.0.0.1:${server.port}`);
  assert.equal(texts.room, 'garden');
  assert.equal(focus, 'name');
  await app.type('Ann');
  await app.press('Return');
  await createRoom(app); // a link makes none by itself
  await app.isIn('garden');
  await app.until((now) => assert.deepEqual(roomsOf(now), ['garden']));
});

test('a second start raises the first, hands its link over and ends with 0; a restart comes back to the last room', async (t) => {
  const server = await Server.during(t);
  const app = await App.during(t);
  await app.signIn(`127.0.0.1:${server.port}`, 'Ann', 'general');

  await app.startAgain(`parlance://127.0.0.1:${server.port}/kitchen`);
  await app.click('question', 'Create room'); // a link makes none by itself
  const seen = await app.isIn('kitchen');
  assert.equal(seen.windows[0].title, 'kitchen · Parlance');
  await app.until((now) => assert.deepEqual(roomsOf(now), ['general', 'kitchen'])); // once the server has let her in
  await app.minimize();
  await app.until(({ windows }) => assert.equal(windows[0].isMinimized, true));
  await app.startAgain();
  await app.until(({ windows }) => assert.equal(windows[0].isMinimized, false));
  await app.say('from the first one');
  await app.sees('from the first one');

  await app.quit();
  await app.start();
  const again = await app.isIn('kitchen');
  assert.deepEqual(roomsOf(again), ['general', 'kitchen']);
  await app.sees('from the first one');

  await app.kill(); // what the dead one leaves behind is in nobody's way
  await app.start(`parlance://127.0.0.1:${server.port}/general`);
  await app.isIn('general');
});

test('a second start while the first asks who one is: the link fills that window in', async (t) => {
  const server = await Server.during(t);
  const app = await App.during(t);
  await app.startAgain(`parlance://127.0.0.1:${server.port}/attic`);
  await app.until(({ texts }) => assert.equal(texts.room, 'attic'));
  await app.click('name');
  await app.type('Ann');
  await app.click('join');
  await createRoom(app);
  await app.isIn('attic');
});

test('a second start only hands over: it neither waits for the desktop’s bus nor speaks to it', async (t) => {
  const app = await App.during(t);
  const path = join(tmpdir(), `parlance-silent-bus-${process.pid}`);
  let visitors = 0;
  const bus = createServer((socket) => {
    visitors += 1;
    t.after(() => socket.destroy());
  }).listen(path); // it takes connections and answers none
  t.after(() => bus.close());
  const address = `unix:path=${path}`;
  await app.startAgainIn({ DBUS_SESSION_BUS_ADDRESS: address, DBUS_SYSTEM_BUS_ADDRESS: address }, 'parlance://127.0.0.1:3001/attic');
  await app.until(({ texts }) => assert.equal(texts.room, 'attic'));
  assert.equal(visitors, 0);
});
