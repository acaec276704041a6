// A room gets another name while two apps, two pages and a plain client talk in it, and one of the apps and one of the
// pages are offline: the whole scene, each a program of its own.
import assert from 'node:assert/strict';
import { Client } from '../protocol/client.mjs';
import { run } from '../support/parlanced.mjs';
import { eventually, scene } from '../web/support/scene.mjs';
import { App } from './support/app.mjs';

const feature = scene();

/** The connections of these people: the number of each since the server's start, by name. */
async function connectionsOf(server, names) {
  const { stdout } = await run(['who', '--json', '--data', server.data]);
  const all = stdout.trim().split('\n').map((line) => JSON.parse(line));
  return Object.fromEntries(all.filter(({ name }) => names.includes(name)).map(({ name, number }) => [name, number]));
}

const roomsIn = ({ lists }) => lists.rooms;

/** The draft in the room on the app, and on the page. */
const appHasDraft = (app, draft) => app.until(({ texts }) => assert.equal(texts.message, draft));
const pageHasDraft = (page, draft) => eventually(async () => assert.equal(await page.composer.inputValue(), draft));

feature('two apps, two pages and a plain client, one of each offline: only the name changes', async ({ person, ownServer, proxy }, t) => {
  const server = await ownServer();
  const [appLine, pageLine] = await Promise.all([proxy(server), proxy(server)]);

  // Ann and Bob have the app, Cy and Dee the page, Eve a client as in the tutorial.
  const [ann, bob] = await Promise.all([App.during(t), App.during(t)]);
  await ann.signIn(`127.0.0.1:${server.port}`, 'Ann', 'plan'); // who makes it
  await bob.signIn(new URL(appLine.url).host, 'Bob', 'plan');
  const cy = await person({ url: server.url });
  const dee = await person({ url: pageLine.url, losesLine: true, backoff: 300 });
  await cy.enter('Cy', 'plan');
  await dee.enter('Dee', 'plan');
  const eve = await Client.connect(server.wsUrl);
  t.after(() => eve.end());
  await eve.joinPlain('Eve', 'plan');
  const said = ['from Ann', 'from Bob', 'from Cy', 'from Dee', 'from Eve'];
  await ann.say(said[0]);
  await bob.say(said[1]);
  await cy.say(said[2]);
  await dee.say(said[3]);
  eve.send({ type: 'message', text: said[4] });
  for (const text of said) await Promise.all([ann.sees(text), bob.sees(text), cy.sees(text), dee.sees(text)]);
  const eveHears = async (text) => {
    for (;;) if ((await eve.until('message')).text === text) return;
  };
  await eveHears(said[4]);

  // Each leaves a draft there, having read everything, and looks at another room.
  for (const each of [ann, bob]) await each.type('half a thought');
  for (const each of [cy, dee]) await each.composer.fill('half a thought');
  for (const each of [cy, dee]) await each.goTo('lobby');
  await ann.startAgain(`parlance://127.0.0.1:${server.port}/lobby`);
  await ann.isIn('lobby');
  await bob.startAgain(`parlance://${new URL(appLine.url).host}/lobby`);
  await bob.isIn('lobby');
  for (const each of [ann, bob]) await each.until((seen) => assert.deepEqual(roomsIn(seen), [{ text: 'lobby', unread: 0 }, { text: 'plan', unread: 0 }]));

  appLine.cut();
  pageLine.cut();
  await bob.until(({ texts }) => assert.ok(texts.connectionText, 'Bob does not know that he is offline'));
  await dee.page.locator('#connection:not([data-state=connected])').waitFor();
  const before = await eventually(async () => {
    const numbers = await connectionsOf(server, ['Ann', 'Bob', 'Cy', 'Dee', 'Eve']);
    assert.deepEqual(Object.keys(numbers).sort(), ['Ann', 'Cy', 'Eve']);
    return numbers;
  });

  eve.send({ type: 'message', text: 'before the rename' });
  await ann.until((seen) => assert.deepEqual(roomsIn(seen)[1], { text: 'plan', unread: 1 }));
  await ann.menu('rooms', 'plan');
  await ann.click('roomMenuItems', 'Rename room…');
  await ann.fill('renameRoomName', 'crew');
  await ann.press('Return');
  await ann.startAgain(); // no window manager gives the window the focus back when a dialog ends

  // Who is there sees the name, and nothing else has changed.
  await ann.until((seen) => assert.deepEqual(roomsIn(seen), [{ text: 'crew', unread: 1 }, { text: 'lobby', unread: 0 }]));
  await cy.roomWith('crew', 1).waitFor();
  assert.equal(await cy.room('plan').count(), 0);
  eve.send({ type: 'message', text: 'after the rename' });
  await eveHears('after the rename');
  await ann.until((seen) => assert.deepEqual(roomsIn(seen)[0], { text: 'crew', unread: 2 }));
  await cy.roomWith('crew', 2).waitFor();
  assert.deepEqual(await connectionsOf(server, ['Ann', 'Cy', 'Eve']), before, 'nobody has connected again');

  // Who was away sees it when they return.
  appLine.pass();
  pageLine.pass();
  await bob.until((seen) => assert.deepEqual(roomsIn(seen), [{ text: 'crew', unread: 2 }, { text: 'lobby', unread: 0 }]));
  await dee.isConnected();
  await dee.roomWith('crew', 2).waitFor();
  assert.equal(await dee.room('plan').count(), 0);

  // Their drafts are there, and go out to everybody.
  for (const each of [ann, bob]) {
    await each.click('rooms', 'crew');
    await each.isIn('crew');
    await appHasDraft(each, 'half a thought');
  }
  for (const each of [cy, dee]) {
    await each.goTo('crew');
    await pageHasDraft(each, 'half a thought');
  }
  await bob.press('End');
  await bob.type(', finished by Bob');
  await bob.press('Return');
  await dee.say('half a thought, finished by Dee');
  for (const text of ['half a thought, finished by Bob', 'half a thought, finished by Dee']) {
    await Promise.all([ann.sees(text), bob.sees(text), cy.sees(text), dee.sees(text)]);
    await eveHears(text);
  }
  assert.deepEqual(await connectionsOf(server, ['Ann', 'Cy', 'Eve']), before);
  const { stdout } = await run(['rooms', 'list', '--data', server.data]);
  assert.doesNotMatch(stdout, /\bplan\b/, 'nobody has made a room of the former name');
});
