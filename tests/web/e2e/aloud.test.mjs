import assert from 'node:assert/strict';
import { scene, eventually } from '../support/scene.mjs';

const feature = scene();

async function annAndBob({ person }, room, options) {
  const [ann, bob] = await Promise.all([person(options), person()]);
  await ann.enter('Ann', room);
  await bob.enter('Bob', room);
  return [ann, bob];
}

async function setTopic(person, text) {
  await person.roomOption('Change topic…');
  await person.page.getByRole('textbox', { name: 'Topic' }).fill(text);
  await person.button('Save').click();
}

feature('read aloud: a focused message is its author, text and time, and what became of it', async (stage) => {
  const [ann, bob] = await annAndBob(stage, 'aloud');
  await bob.say('moved to three');
  await bob.say('/me waves');
  await bob.say('hello @Ann');
  await ann.say('mine');
  await bob.sees('mine');
  await bob.say('wrong');
  await bob.remove('wrong');
  await bob.sees('This message was deleted');
  await ann.sees('This message was deleted');
  await ann.edit('mine', 'mine, mended');
  await ann.sees('mine, mended');
  const time = String.raw`\d+:\d\d.*`;
  await ann.page.locator('#log').focus();
  for (const name of [`^Bob, This message was deleted, ${time}$`, `^You, mine, mended, ${time}, edited$`, `^Bob, hello @Ann, ${time}, mentions you$`, `^Bob, waves, ${time}$`, `^Bob, moved to three, ${time}$`]) {
    await ann.page.keyboard.press('ArrowUp');
    const named = ann.page.getByRole('article', { name: new RegExp(name) });
    await named.waitFor();
    await eventually(async () => assert.ok(await named.evaluate((node) => node === document.activeElement), name)); // it is drawn anew once an edit is confirmed
  }
});

feature('right-to-left: the time keeps its distance from the text', async (stage) => {
  const [ann, bob] = await annAndBob(stage, 'mirrored');
  for (const text of ['שלום again', 'مرحبا', 'from the left']) {
    await bob.say(text);
    await ann.sees(text);
    const gap = await ann.message(text).locator('.bubble').evaluate((bubble) => {
      const range = document.createRange();
      range.selectNodeContents(bubble.querySelector('.text'));
      const [words, stamp] = [range.getBoundingClientRect(), bubble.querySelector('.stamp').getBoundingClientRect()];
      return Math.max(words.left - stamp.right, stamp.left - words.right);
    });
    assert.ok(gap >= 6, `${text}: ${gap} px`);
  }
});

feature('topics: links can be followed, and a phone shows all of it', async (stage) => {
  const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };
  const [ann, bob] = await annAndBob(stage, 'ruled', phone);
  const topic = 'Rules: https://example.org/rules and <b>more</b> of what this room is for than one line of a phone could ever hold';
  await setTopic(bob, topic);
  await ann.page.locator('#topic', { hasText: 'Rules' }).waitFor();
  for (const place of ['#topic a', '.notice a']) {
    const link = ann.page.locator(place);
    assert.equal(await link.getAttribute('href'), 'https://example.org/rules');
    assert.match(await link.getAttribute('rel'), /noopener/);
  }
  assert.equal(await ann.page.locator('#topic b').count(), 0);
  const topicBox = ann.page.locator('#topic');
  const isCut = () => topicBox.evaluate((node) => node.scrollWidth > node.clientWidth);
  const more = ann.button('Whole name and topic');
  assert.equal(await isCut(), true);
  assert.equal(await more.getAttribute('aria-expanded'), 'false');
  await more.tap();
  assert.equal(await more.getAttribute('aria-expanded'), 'true');
  assert.equal(await isCut(), false);
  assert.equal(await topicBox.innerText(), topic);
  await more.tap();
  assert.equal(await isCut(), true);
  await setTopic(bob, 'short');
  await more.waitFor({ state: 'hidden' });
});

feature('directory: parts of names are found, and what one typed for a new room stays', async (stage) => {
  const [ann, bob] = await annAndBob(stage, 'my-random');
  await bob.goTo('found elsewhere');
  await bob.button('Browse rooms').first().click();
  await bob.page.getByLabel('Room name').fill('typed by hand');
  await bob.page.getByLabel('Search rooms').fill('RANDOM');
  await bob.listed('my-random').waitFor();
  await eventually(async () => assert.equal(await bob.page.locator('#directory-list li').count(), 1));
  await bob.page.getByLabel('Search rooms').fill('no such room');
  await bob.page.getByText('No room matches “no such room”').waitFor();
  assert.equal(await bob.page.getByLabel('Room name').inputValue(), 'typed by hand');
  const buttons = async (person) => {
    await person.button('Browse rooms').first().click();
    await person.page.locator('#directory-list li').nth(1).waitFor();
    return person.page.locator('#directory-list button').evaluateAll((all) => all.map((button) => [button.textContent, button.getBoundingClientRect().width]));
  };
  const widths = await buttons(ann);
  assert.equal(new Set(widths.map(([text]) => text)).size, 2, 'Join and Open');
  assert.equal(new Set(widths.map(([, width]) => width)).size, 1, 'are of one width');
});

feature('room links: one whose # became %23 leads to the room', async ({ server, person }) => {
  const ann = await person();
  await ann.enter('Ann', 'pasted link');
  for (const path of ['%23/pasted%20link', '%23%2Fpasted%2520link']) {
    await ann.page.goto('about:blank');
    await ann.page.goto(`${server.url}${path}`);
    await ann.isConnected();
    await ann.isIn('pasted link');
    assert.equal(ann.page.url(), `${server.url}#/pasted%20link`);
  }
});

feature('a copied conversation names everybody', async (stage) => {
  const [ann, bob] = await annAndBob(stage, 'copied', { permissions: ['clipboard-read', 'clipboard-write'] });
  await ann.notice('Bob joined').waitFor(); // presence is gathered, and the notice is copied, too
  await bob.say('the first question');
  await ann.sees('the first question');
  await ann.say('my answer');
  await bob.sees('my answer');
  await bob.say('thanks\na lot');
  await ann.sees('thanks\na lot');
  await ann.page.evaluate(() => {
    const texts = [...document.querySelectorAll('.message .text')];
    getSelection().setBaseAndExtent(texts[0].firstChild, 4, texts[2].firstChild, 6);
  });
  await ann.page.keyboard.press('Control+c');
  const copied = (await ann.clipboard()).replaceAll(/\[\d+:\d\d[^\]]*\]/g, '[time]');
  assert.equal(copied, '[time] Bob: first question\n[time] Ann: my answer\n[time] Bob: thanks');
  await ann.page.evaluate(() => getSelection().selectAllChildren(document.querySelector('.message .text')));
  await ann.page.keyboard.press('Control+c');
  assert.equal(await ann.clipboard(), 'the first question', 'a part of one message is copied as it is');
});
