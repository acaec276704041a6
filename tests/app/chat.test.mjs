// The desktop app and the page in one room.
import assert from 'node:assert/strict';
import { eventually, scene } from '../web/support/scene.mjs';
import { App, textsOf } from './support/app.mjs';

const feature = scene();

/** Ann with the app and Bob with the page, in a room of a server of their own. */
async function both({ person, ownServer }, t) {
  const server = await ownServer();
  const ann = await App.during(t);
  const bob = await person({ url: server.url, losesLine: true, backoff: 300 });
  await ann.signIn(`127.0.0.1:${server.port}`, 'Ann', 'kitchen');
  await bob.enter('Bob', 'kitchen');
  return { server, ann, bob };
}

const members = ({ lists }) => lists.members.filter(({ here }) => here).map(({ text }) => text);

/** Both show these, in this order, as sent. */
async function bothShow(ann, bob, texts) {
  const { messages } = await ann.until((seen) => assert.deepEqual(textsOf(seen), texts));
  assert.deepEqual(new Set(messages.map(({ fate }) => fate)), new Set(['sent']));
  await eventually(async () => assert.deepEqual(await bob.texts(), texts));
}

const deleted = 'This message was deleted';

feature('who is here and who is typing, in both directions', async (stage, t) => {
  const { ann, bob } = await both(stage, t);
  await ann.until((seen) => assert.deepEqual(members(seen), ['Ann', 'Bob']));
  await bob.page.locator('#members [data-present=true]', { hasText: 'Ann' }).waitFor();

  await eventually(async () => {
    await ann.type('er, ');
    assert.equal(await bob.page.locator('#typing').textContent(), 'Ann is typing…');
  });
  await ann.press('Ctrl+A');
  await ann.say('Is there any coffee?');
  await bob.sees('Is there any coffee?');
  await bob.page.locator('#typing', { hasText: 'Ann' }).waitFor({ state: 'detached' });

  await eventually(async () => {
    await bob.composer.pressSequentially('er, ');
    assert.equal((await ann.see()).texts.typing, 'Bob is typing…');
  });
  await bob.say('There is');
  await ann.sees('There is');
  await ann.until(({ texts }) => assert.equal(texts.typing, ''));

  await bob.leaveForGood();
  await ann.until((seen) => assert.deepEqual(members(seen), ['Ann']));
});

feature('messages, edits and deletions in both directions; what is in the other room is counted', async (stage, t) => {
  const { server, ann, bob } = await both(stage, t);
  await ann.say('<b>Zoë</b> & co. 🎉');
  await bob.sees('<b>Zoë</b> & co. 🎉');
  await bob.say('made it');
  await ann.sees('made it');
  await ann.say('to be changed');
  await bob.sees('to be changed');
  await ann.editLast('changed');
  await bob.sees('changed');
  await bob.edit('made it', 'made it at last');
  await ann.sees('made it at last');
  await bob.say('gone soon');
  await ann.sees('gone soon');
  await bob.remove('gone soon');
  await ann.remove('changed');
  await bothShow(ann, bob, ['<b>Zoë</b> & co. 🎉', 'made it at last', deleted, deleted]);

  await ann.startAgain(`parlance://127.0.0.1:${server.port}/garden`);
  await ann.click('question', 'Create room');
  await ann.isIn('garden');
  await bob.say('still in the kitchen');
  await ann.until(({ lists, windows }) => {
    assert.deepEqual(lists.rooms, [{ text: 'garden', unread: 0 }, { text: 'kitchen', unread: 1 }]);
    assert.equal(windows[0].title, '(1) garden · Parlance');
  });
  await ann.click('rooms', 'kitchen');
  await ann.until(({ lists, windows }) => {
    assert.equal(lists.rooms[1].unread, 0);
    assert.equal(windows[0].title, 'kitchen · Parlance');
  });
  await ann.sees('still in the kitchen');
});

feature('the server stops, then crashes, while both write: both come back by themselves and show the same, nothing twice', async (stage, t) => {
  const { server, ann, bob } = await both(stage, t);
  await ann.say('before');
  await bob.sees('before');
  for (const [end, ended] of [['SIGTERM', 0], ['SIGKILL', 'SIGKILL']]) {
    await bob.say(`Bob until ${end}`);
    await ann.say(`Ann until ${end}`);
    assert.equal(await server.signal(end), ended);
    await ann.until(({ texts }) => assert.match(texts.connectionText ?? '', /^No connection: .*Reconnecting/));
    await ann.say(`Ann after ${end}`);
    await ann.sees(`Ann after ${end}`, 'pending');
    await bob.say(`Bob after ${end}`);
    await bob.sees(`Bob after ${end}`, 'pending');
    await server.start();
    await ann.isIn('kitchen');
    await bob.isConnected();
    for (const who of ['Ann', 'Bob']) {
      for (const when of ['until', 'after']) {
        await ann.sees(`${who} ${when} ${end}`);
        await bob.sees(`${who} ${when} ${end}`);
      }
    }
    await ann.editLast(`Ann after ${end}, changed`);
    await bob.sees(`Ann after ${end}, changed`);
  }
  const { messages } = await ann.see();
  const shown = messages.map(({ text }) => text);
  assert.equal(shown.length, 9);
  assert.equal(new Set(shown).size, 9);
  for (const who of ['Ann', 'Bob']) {
    assert.deepEqual(messages.filter(({ author }) => author === who).map(({ text }) => text.split(',')[0]),
      [...(who === 'Ann' ? ['before'] : []), `${who} until SIGTERM`, `${who} after SIGTERM`, `${who} until SIGKILL`, `${who} after SIGKILL`]);
  }
  await bothShow(ann, bob, shown);
});
