import assert from 'node:assert/strict';
import { scene, eventually } from '../support/scene.mjs';

const feature = scene();
const minute = 60000;
const day = 24 * 60 * minute;

/** Somebody for whom messages were sent at other times than they were: `ages` maps a text to ms before now. */
function inThePast(ages) {
  const base = new Date().setHours(12, 0, 10, 0);
  const aged = (message) => (message.text in ages ? { ...message, timestamp: base - ages[message.text] } : message);
  const toPage = (frame) => ({ ...aged(frame), ...(frame.history && { history: frame.history.map(aged) }) });
  return { toPage };
}

feature('messages grouped by author and minute with day separators', async ({ person }) => {
  const ages = { 'long ago': 9 * day, 'still then': 9 * day - 5000, 'day before': day, 'first': minute + 8000, 'same minute': minute + 4000, 'next minute': 0, 'other author': -1000 };
  const ann = await person();
  await ann.enter('Ann', 'days');
  for (const text of Object.keys(ages).slice(0, -1)) await ann.say(text);
  await ann.sees('next minute');
  const bob = await person();
  await bob.enter('Bob', 'days');
  await bob.say('other author');
  await bob.sees('other author');

  const cy = await person({ wire: inThePast(ages) });
  await cy.enter('Cy', 'days');
  await cy.sees('other author');
  const days = await cy.page.locator('.day').allInnerTexts();
  assert.deepEqual(days.slice(1), ['Yesterday', 'Today']);
  assert.match(days[0], /^\w+day,? \d+ \w+/);
  const starts = await cy.page.locator('.message.starts .text').allInnerTexts();
  assert.deepEqual(starts, ['long ago', 'day before', 'first', 'other author'], 'a new group where author or day change');
  const stamped = await cy.page.locator('.message', { has: cy.page.locator('.stamp') }).locator('.text').allInnerTexts();
  assert.deepEqual(stamped, ['still then', 'day before', 'same minute', 'next minute', 'other author'], 'the time at the last of each minute');
  assert.equal(await cy.page.locator('.author').count(), 4);
});

feature('own messages told apart', async ({ people }) => {
  const [ann, bob] = await people('Ann', 'Bob');
  await ann.enter('Ann', 'own');
  await bob.enter('Bob', 'own');
  await ann.say('from Ann');
  await bob.sees('from Ann');
  await bob.say('from Bob');
  for (const [person, mine, theirs] of [[ann, 'from Ann', 'from Bob'], [bob, 'from Bob', 'from Ann']]) {
    await person.sees(theirs);
    assert.deepEqual(await person.page.locator('.message.own .text').allInnerTexts(), [mine]);
    const colours = await person.page.locator('.bubble').evaluateAll((all) => all.map((bubble) => getComputedStyle(bubble).backgroundColor));
    assert.notEqual(colours[0], colours[1]);
    const sides = await person.page.locator('.bubble').evaluateAll((all) => all.map((bubble) => bubble.getBoundingClientRect().left));
    assert.notEqual(sides[0], sides[1]);
  }
  await ann.page.getByRole('article', { name: /^You, / }).waitFor();
});

feature('system lines', async ({ person }) => {
  const ann = await person();
  await ann.enter('Ann', 'lines');
  await ann.say('before them');
  await ann.sees('before them');
  const bob = await person();
  await bob.enter('Bob', 'lines');
  await ann.notice('Bob joined').waitFor();
  await bob.roomOption('Change topic…');
  await bob.page.getByRole('textbox', { name: 'Topic' }).fill('a topic');
  await bob.button('Save').click();
  await ann.notice('Bob changed the topic to “a topic”').waitFor();
  await bob.leaveForGood();
  await ann.notice(/Bob left/).waitFor();
  assert.equal(await ann.page.locator('.notice .author, .notice button').count(), 0);
});

feature('safe clickable links', async ({ people }) => {
  const [ann, bob] = await people('Ann', 'Bob');
  await ann.enter('Ann', 'links');
  await bob.enter('Bob', 'links');
  const text = 'see https://example.org/a?b=c#d, (http://example.com/x_(y)) javascript:alert(1) data:text/html,x mailto:ann@example.org.';
  await ann.say(text);
  await bob.sees(text);
  const links = await bob.page.locator('.message .text a').evaluateAll((all) => all.map((link) => [link.getAttribute('href'), link.textContent, link.target, link.rel]));
  assert.deepEqual(links.map(([href]) => href), ['https://example.org/a?b=c#d', 'http://example.com/x_(y)', 'mailto:ann@example.org']);
  for (const [href, shown, target, rel] of links) {
    assert.equal(shown, href);
    assert.equal(target, '_blank');
    assert.match(rel, /noopener/);
    assert.match(rel, /noreferrer/);
  }
});

feature('a link to a room of this server is followed in the page, and leads only to what exists', async ({ people }) => {
  const [ann, bob] = await people('Ann', 'Bob');
  await ann.enter('Ann', 'linked from');
  await bob.enter('Bob', 'linked to');
  await bob.say('the one');
  await bob.sees('the one');
  const seq = await bob.page.locator('.message').getAttribute('data-seq');
  const base = ann.url.replace(/\/$/, '');
  await ann.say(`to ${base}/#/linked%20to/${seq} or ${base}/#/nowhere`);
  await ann.page.locator('.message a').first().waitFor();
  assert.equal(await ann.page.locator('.message a[target]').count(), 0);
  await ann.page.locator('.message a').first().click();
  await ann.isIn('linked to');
  await ann.page.locator('.message.found', { hasText: 'the one' }).waitFor();
  await ann.page.goBack();
  await ann.isIn('linked from');
  await ann.page.locator('.message a').last().click();
  await ann.page.getByRole('heading', { name: 'There is no room nowhere' }).waitFor();
  assert.equal(ann.context.pages().length, 1);
});

feature('pending mark', async ({ person }) => {
  const held = [];
  const wire = { holds: true, toServer: (frame) => (wire.holds && frame.type === 'message' && held.push(frame) ? null : frame) };
  const ann = await person({ wire });
  await ann.enter('Ann', 'pending');
  await ann.say('on its way');
  await ann.sees('on its way', 'pending');
  await ann.page.locator('.message .fate', { hasText: 'Sending' }).waitFor();
  assert.equal(held.length, 1);
  wire.holds = false;
  await ann.page.reload();
  await ann.sees('on its way');
  assert.deepEqual(await ann.texts(), ['on its way']);
  assert.equal(await ann.page.locator('.fate').count(), 0);
});

feature('failed mark with retry and discard', async ({ person }) => {
  const wire = { breaks: true, toServer: (frame) => (wire.breaks && frame.type === 'message' ? { ...frame, text: 'y'.repeat(5000) } : frame) };
  const ann = await person({ wire });
  await ann.enter('Ann', 'failed');
  await ann.say('once more');
  await ann.sees('once more', 'failed');
  await ann.page.locator('.fate', { hasText: 'Not sent: The text is longer than 2000 characters.' }).waitFor();
  wire.breaks = false;
  await ann.button('Send again').click();
  await ann.sees('once more');

  wire.breaks = true;
  await ann.say('never mind');
  await ann.sees('never mind', 'failed');
  await ann.button('Discard').click();
  await ann.message('never mind', 'failed').waitFor({ state: 'detached' });
  await ann.page.reload();
  await ann.sees('once more');
  assert.deepEqual(await ann.texts(), ['once more']);
});

feature('pending mark: too fast says when it goes on, and all arrives once and in order', async ({ person, ownServer }) => {
  const { url } = await ownServer({ 'limits.messages': 4 });
  const [ann, bob] = await Promise.all([person({ url }), person({ url })]);
  await ann.enter('Ann', 'fast');
  await bob.enter('Bob', 'fast');
  const texts = Array.from({ length: 7 }, (_, i) => `number ${i}`);
  await ann.sayAll(texts);
  await ann.page.getByText(/Too fast; sending in \d+ s/).first().waitFor();
  await bob.sees('number 6');
  await eventually(async () => assert.deepEqual(await bob.texts(), texts));
  await ann.sees('number 6');
  assert.deepEqual(await ann.texts(), texts);
});

feature('message menu: copy text and copy link, by hover', async ({ person }) => {
  const ann = await person({ permissions: ['clipboard-read', 'clipboard-write'] });
  await ann.enter('Ann', 'menu');
  await ann.sayAll(['copy me', 'not me']);
  await ann.sees('not me');
  const more = ann.message('copy me').getByRole('button', { name: 'Message actions' });
  await ann.page.locator('#room-name').hover();
  await more.waitFor({ state: 'hidden' });
  await ann.message('copy me').locator('.bubble').hover();
  await more.click();
  await ann.choose('Copy text');
  await ann.page.locator('#toast', { hasText: 'Text copied' }).waitFor();
  assert.equal(await ann.clipboard(), 'copy me');

  await ann.message('copy me').locator('.bubble').hover();
  await more.click();
  await ann.choose('Copy link');
  await ann.page.locator('#toast', { hasText: 'Link copied' }).waitFor();
  const link = await ann.clipboard();
  assert.equal(link, `${ann.url}#/r/${await ann.idOf('menu')}/1`);
  await ann.roomOption('Rename room…');
  await ann.page.getByRole('dialog').getByLabel('Room name').fill('meal');
  await ann.page.keyboard.press('Enter');
  await ann.isIn('meal');

  const bob = await person();
  await bob.enter('Bob', 'elsewhere');
  await bob.page.goto(link);
  await bob.page.locator('.message.found', { hasText: 'copy me' }).waitFor();
});

feature('message menu: by keyboard', async ({ person }) => {
  const ann = await person({ permissions: ['clipboard-read', 'clipboard-write'] });
  await ann.enter('Ann', 'keys');
  await ann.sayAll(['first', 'second']);
  await ann.sees('second');
  await ann.page.locator('#log').focus();
  await ann.page.keyboard.press('ArrowUp');
  await ann.page.keyboard.press('ArrowUp');
  await eventually(async () => assert.match(await ann.page.evaluate(() => document.activeElement.innerText), /first/));
  await ann.page.keyboard.press('Enter');
  await ann.page.getByRole('menuitem', { name: 'Copy text' }).waitFor();
  await ann.page.keyboard.press('ArrowDown');
  await ann.page.keyboard.press('ArrowUp');
  await ann.page.keyboard.press('Enter');
  await ann.page.locator('#toast', { hasText: 'Text copied' }).waitFor();
  assert.equal(await ann.clipboard(), 'first');
  await ann.page.keyboard.press('Enter');
  await ann.page.getByRole('menu').waitFor();
  await ann.page.keyboard.press('Escape');
  await ann.page.getByRole('menu').waitFor({ state: 'detached' });
});

feature('message menu: by long press', async ({ person }) => {
  const ann = await person({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });
  await ann.enter('Ann', 'press');
  await ann.say('press me');
  await ann.sees('press me');
  const touch = await ann.context.newCDPSession(ann.page);
  const box = await ann.message('press me').locator('.bubble').boundingBox();
  await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x: box.x + 10, y: box.y + 10 }] });
  await ann.page.getByRole('menu').waitFor();
  await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await ann.page.getByRole('menuitem', { name: 'Copy text' }).waitFor();
  await ann.page.getByRole('menuitem', { name: 'Copy link' }).waitFor();
});

async function annAndBob({ person }, room, options) {
  const [ann, bob] = await Promise.all([person(options), person()]);
  await ann.enter('Ann', room);
  await bob.enter('Bob', room);
  return [ann, bob];
}

feature('edit: by the menu, the mark says when; others see it, and so does who comes later', async (stage) => {
  const [ann, bob] = await annAndBob(stage, 'edits');
  await ann.say('teh first');
  await bob.sees('teh first');
  await ann.chooseFor('teh first', 'Edit message');
  assert.equal(await ann.composer.inputValue(), 'teh first');
  await ann.page.getByText('Editing your message').waitFor();
  await ann.say('the first');
  for (const one of [ann, bob]) {
    await one.sees('the first');
    assert.deepEqual(await one.texts(), ['the first']);
    assert.match(await one.page.locator('.edited').innerText(), /^edited \d+:\d\d/);
  }
  await ann.page.getByText('Editing your message').waitFor({ state: 'hidden' });
  const cy = await stage.person();
  await cy.enter('Cy', 'edits');
  await cy.sees('the first');
  await cy.message('the first').locator('.bubble').hover();
  await cy.message('the first').getByRole('button', { name: 'Message actions' }).click();
  await cy.page.getByRole('menuitem', { name: 'Copy text' }).waitFor();
  assert.equal(await cy.page.getByRole('menuitem', { name: 'Edit message' }).count(), 0, "others' messages are not one's own to edit");
});

feature('edit: by Up in an empty composer; Escape leaves it, the draft stays', async (stage) => {
  const [ann, bob] = await annAndBob(stage, 'up');
  await ann.say('one');
  await ann.say('two');
  await ann.sees('two');
  await bob.say('three');
  await ann.sees('three');
  await ann.composer.press('ArrowUp');
  assert.equal(await ann.composer.inputValue(), 'two');
  await ann.composer.fill('something else');
  await ann.composer.press('Escape');
  assert.equal(await ann.composer.inputValue(), '');
  await ann.composer.fill('a draft');
  await ann.composer.press('ArrowUp');
  assert.equal(await ann.composer.inputValue(), 'a draft');
  await ann.composer.fill('');
  await ann.composer.press('ArrowUp');
  await ann.say('two, better');
  await bob.sees('two, better');
  assert.deepEqual(await bob.texts(), ['one', 'two, better', 'three']);
});

feature('edit: what is changed without a line is changed once when it is back', async (stage) => {
  const [ann, bob] = await annAndBob(stage, 'later', { losesLine: true });
  await ann.say('before');
  await bob.sees('before');
  await ann.context.setOffline(true);
  await ann.page.locator('#connection:is([data-state=offline], [data-state=waiting])').waitFor();
  await ann.composer.press('ArrowUp');
  await ann.say('after');
  await ann.sees('after', 'pending');
  assert.deepEqual(await bob.texts(), ['before']);
  await ann.context.setOffline(false);
  await bob.sees('after');
  await ann.sees('after');
});

feature('delete with a question leaves a tombstone', async (stage) => {
  const [ann, bob] = await annAndBob(stage, 'deletes');
  await ann.say('a mistake');
  await ann.say('no mistake');
  await bob.sees('no mistake');
  await ann.chooseFor('a mistake', 'Delete message…');
  await ann.button('Cancel').click();
  assert.deepEqual(await bob.texts(), ['a mistake', 'no mistake']);
  await ann.remove('a mistake');
  for (const one of [ann, bob]) {
    await one.sees('This message was deleted');
    assert.deepEqual(await one.texts(), ['This message was deleted', 'no mistake']);
  }
  await bob.page.reload();
  await bob.sees('This message was deleted');
});

feature('days follow the clock: what was Today is Yesterday after midnight', async ({ person }) => {
  const ann = await person();
  await ann.page.clock.install();
  await ann.enter('Ann', 'midnight');
  await ann.say('late');
  await ann.sees('late');
  const days = () => ann.page.locator('.day').allTextContents();
  assert.deepEqual(await days(), ['Today']);
  await ann.page.clock.fastForward(24 * 3600 * 1000);
  await eventually(async () => assert.deepEqual(await days(), ['Yesterday']));
});
