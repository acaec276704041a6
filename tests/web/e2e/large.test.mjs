import assert from 'node:assert/strict';
import { Client } from '../../protocol/client.mjs';
import { scene, eventually } from '../support/scene.mjs';

const feature = scene();
const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };

/** People on raw connections; gives what closes them. */
async function crowd(server, room, names) {
  const url = server.url.replace('http', 'ws');
  const clients = [];
  for (const name of names) {
    const client = await Client.connect(`${url}ws`);
    await client.enter(name, room);
    clients.push(client);
  }
  return () => Promise.all(clients.map((client) => client.end()));
}

const count = (ann) => ann.page.locator('#members li').count();

feature('large rooms: "Show more" reads on through the members, by keyboard as well', async ({ server, person }) => {
  const disperse = await crowd(server, 'huge', Array.from({ length: 320 }, (_, at) => `Person ${at}`));
  const ann = await person();
  await ann.enter('Ann', 'huge');
  const more = ann.page.locator('#members').getByRole('button', { name: 'Show more' });
  await more.waitFor();
  await ann.page.getByRole('heading', { name: 'Here now · 321' }).waitFor();
  const before = await count(ann);
  assert.ok(before < 321, `${before} at first`);
  await more.focus();
  await ann.page.keyboard.press('Enter');
  await eventually(async () => assert.ok(await count(ann) > before));
  assert.equal(await ann.page.evaluate(() => document.activeElement.textContent), 'Show more', 'the focus stays');
  await eventually(async () => {
    if (await more.isVisible()) await more.press('Enter', { timeout: 1000 }); // it may go while it is pressed
    assert.equal(await count(ann), 321);
  });
  assert.equal(await ann.page.locator('#members .note', { hasText: 'more' }).count(), 0);
  await disperse();
});

feature('large rooms: the list of members stays where it is while people come and go', async ({ server, person }) => {
  const disperse = await crowd(server, 'restless', Array.from({ length: 40 }, (_, at) => `Person ${at}`));
  const ann = await person();
  await ann.enter('Ann', 'restless');
  const list = ann.page.locator('#members .people');
  await eventually(async () => assert.equal(await count(ann), 41));
  await list.evaluate((node) => (node.scrollTop = 300));
  const leave = await crowd(server, 'restless', ['Zebedee']);
  await eventually(async () => assert.equal(await count(ann), 42));
  assert.equal(await list.evaluate((node) => node.scrollTop), 300);
  await leave();
  await disperse();
});

feature('suggestions: who is away is suggested as well', async ({ person }) => {
  const bob = await person();
  await bob.enter('Bob Lee', 'at night');
  await bob.say('good night');
  await bob.leaveForGood();
  const ann = await person();
  await ann.enter('Ann', 'at night');
  await ann.composer.focus();
  await ann.page.keyboard.type('@le');
  await ann.page.getByRole('option', { name: 'Bob Lee', selected: true }).waitFor();
  await ann.page.keyboard.press('Enter');
  assert.equal(await ann.composer.inputValue(), '@Bob Lee ');
});

const rare = ['Zoe Zebedee', 'Yan Yttrium', 'Xia Xylander', 'Viggo Vimpel', 'Ulla Ukulele', 'Quinn Quasar'];

/** One of the rare names that is not on the first page of a room's members, which is in the order of their random ids. */
async function notAtHand(server, name) {
  const client = await Client.connect(server.wsUrl);
  const { room } = await client.enter('Probe', name);
  client.send({ type: 'members', room, limit: 100, ref: 'm' });
  const { members } = await client.until('members');
  await client.end();
  return rare.find((name) => !members.some(({ username }) => username === name));
}

feature('suggestions: one of 320 whom the page does not know is found by the server', async ({ server, person }) => {
  const disperse = await crowd(server, 'many', [...Array.from({ length: 320 - rare.length }, (_, at) => `Person ${at}`), ...rare]);
  const name = await notAtHand(server, 'many');
  const typed = name.split(' ')[1].slice(0, 3);
  const asked = [];
  const ann = await person({ wire: { toServer: (frame) => (frame.type === 'members' && asked.push(frame.prefix), frame) } });
  await ann.enter('Ann', 'many');
  await ann.composer.focus();
  await ann.page.keyboard.type(`hello @${typed}`);
  await ann.page.getByRole('option', { name, selected: true }).waitFor();
  assert.ok(asked.some((prefix) => prefix && typed.toLowerCase().startsWith(prefix)), `asked for ${asked}`); // of what is typed fast, not every letter
  await ann.page.keyboard.press('Tab');
  assert.equal(await ann.composer.inputValue(), `hello @${name} `);
  await disperse();
});

const lines = (number) => Array.from({ length: number }, (_, at) => `line ${at}`).join('\n');
const box = (locator) => locator.evaluate((node) => {
  const { top, bottom, height } = node.getBoundingClientRect();
  return { top, bottom, height };
});

feature('long messages fold, and unfold by keyboard', async ({ person }) => {
  const ann = await person(phone);
  await ann.enter('Ann', 'long');
  await ann.composer.fill(`${lines(200)}\nhttps://example.org/last`);
  await ann.button('Send').tap();
  const message = ann.page.locator('.message[data-state=sent]', { hasText: 'line 199' });
  await message.waitFor();
  const button = message.getByRole('button', { name: 'Show all' });
  assert.equal(await button.getAttribute('aria-expanded'), 'false');
  assert.ok((await box(message)).height < 700, 'folded');
  await ann.composer.fill('after it');
  await ann.composer.press('Control+Enter');
  await ann.sees('after it');

  const before = (await box(message)).top;
  await button.press('Enter');
  const less = message.getByRole('button', { name: 'Show less' });
  await less.waitFor();
  assert.equal(await less.getAttribute('aria-expanded'), 'true');
  assert.ok((await box(message)).height > 3000, 'unfolded');
  assert.ok(Math.abs((await box(message)).top - before) < 3, 'its beginning stays where it was');
  await less.scrollIntoViewIfNeeded();
  await less.press('Enter');
  await button.waitFor();
  const log = await box(ann.page.locator('#log'));
  const { top } = await box(message);
  assert.ok(top >= log.top - 3 && top < log.bottom, 'and what is folded is in view');

  await message.locator('a').focus();
  await less.waitFor({ state: 'visible' });
  assert.equal(await less.getAttribute('aria-expanded'), 'true', 'a link that gets the focus is not hidden');
});

feature('long messages: what is not tall enough does not fold', async ({ person }) => {
  const ann = await person();
  await ann.enter('Ann', 'short');
  await ann.say(lines(21));
  await ann.page.locator('.message[data-state=sent]').waitFor();
  assert.equal(await ann.page.locator('.folded').count(), 0);
  assert.equal(await ann.button('Show all').count(), 0);
});

/** The text at the top of the view, without its end. */
const atTop = (ann) => ann.page.locator('#log').evaluate((log) => {
  const { top } = log.getBoundingClientRect();
  const message = [...log.querySelectorAll('.message')].find((node) => node.getBoundingClientRect().bottom > top + 5);
  return message.querySelector('.text').textContent.split(':')[0];
});

feature('the message at the top stays there when a phone turns and a window changes its size', async ({ person }) => {
  const bob = await person();
  await bob.enter('Bob', 'turning');
  await bob.sayAll(Array.from({ length: 90 }, (_, at) => `${at}: ${'words that wrap '.repeat(4 + at % 6)}`));
  await bob.sayAll([lines(100)]);
  await bob.page.locator('.message[data-state=sent]', { hasText: 'line 99' }).waitFor(); // or the button counts what is new
  const ann = await person(phone);
  await ann.enter('Ann', 'turning');
  await ann.page.getByRole('button', { name: 'Show all' }).waitFor();
  const turn = async (width, height) => {
    await ann.page.setViewportSize({ width, height });
    await ann.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  };
  await ann.page.locator('#log').evaluate((log) => (log.scrollTop -= 4000));
  await ann.button('Jump to latest').waitFor();
  const top = await atTop(ann);
  for (const size of [[740, 360], [360, 740], [500, 500], [360, 300], [740, 360]]) {
    await turn(...size);
    assert.equal(await atTop(ann), top, size.join(' x '));
  }
  await ann.button('Jump to latest').click();
  await ann.page.locator('#jump').waitFor({ state: 'hidden' });
  for (const size of [[360, 740], [740, 360]]) {
    await turn(...size);
    const { above } = await ann.page.locator('#log').evaluate((log) => ({ above: log.scrollHeight - log.clientHeight - log.scrollTop }));
    assert.ok(above < 2, `the end stays in view: ${above} px`);
  }
});

feature('scrolling counts also in the moment in which the view or its content changes its size', async ({ person }) => {
  const ann = await person();
  await ann.enter('Ann', 'moment');
  await ann.sayAll(Array.from({ length: 60 }, (_, at) => `${at}: words`));
  await ann.page.locator('.message[data-state=sent]').nth(59).waitFor();
  await ann.button('Jump to latest').waitFor({ state: 'hidden' });
  for (const what of ['the view', 'its content']) {
    const place = await ann.page.locator('#log').evaluate((log, what) => {
      log.scrollTop -= 600;
      if (what === 'the view') log.style.maxHeight = `${log.clientHeight - 40}px`;
      else [...log.querySelectorAll('.message')].at(-1).style.paddingBottom = '40px';
      return log.scrollTop;
    }, what);
    await ann.button('Jump to latest').waitFor();
    await ann.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    assert.ok(Math.abs(await ann.page.locator('#log').evaluate((log) => log.scrollTop) - place) < 3, `${what}: the reader's place is kept`);
    await ann.button('Jump to latest').click();
    await ann.page.locator('#jump').waitFor({ state: 'hidden' });
  }
});
