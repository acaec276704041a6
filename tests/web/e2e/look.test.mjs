import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { scene, eventually } from '../support/scene.mjs';

const feature = scene();
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const background = (person) => person.page.evaluate(() => getComputedStyle(document.body).backgroundColor);

/** How light a colour such as rgb(1, 2, 3) is, from 0 to 255. */
const lightness = (colour) => Math.max(...colour.match(/\d+/g).slice(0, 3).map(Number));

feature('light and dark', async ({ person }) => {
  const ann = await person({ colorScheme: 'light' });
  await ann.enter('Ann', 'colours');
  assert.ok(lightness(await background(ann)) > 200, 'light where the system is');
  await ann.page.emulateMedia({ colorScheme: 'dark' });
  assert.ok(lightness(await background(ann)) < 80, 'dark where the system is');
  await ann.preferences();
  await ann.page.getByRole('radio', { name: 'Light' }).check();
  await eventually(async () => assert.ok(lightness(await background(ann)) > 200));
  await ann.page.reload();
  assert.ok(lightness(await background(ann)) > 200, 'remembered');
  await ann.isConnected();
  await ann.preferences();
  await ann.page.getByRole('radio', { name: 'Like the system' }).check();
  await eventually(async () => assert.ok(lightness(await background(ann)) < 80));
});

feature('usable at 360 px', async ({ person, people }) => {
  const ann = await person({ viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true });
  const fits = async (where) => {
    const { wide, out } = await ann.page.evaluate(() => ({
      wide: document.documentElement.scrollWidth,
      out: [...document.querySelectorAll('button, input, textarea, a')].filter((node) => {
        const { left, right, width } = node.getBoundingClientRect();
        return node.checkVisibility() && !node.closest('[inert], .unseen, #sidebar, #members, #skip') && width > 0 && (left < -1 || right > innerWidth + 1);
      }).map((node) => node.outerHTML.slice(0, 120)),
    }));
    assert.ok(wide <= 360, `${where} is ${wide} px wide`);
    assert.deepEqual(out, [], where);
  };
  await ann.page.goto(ann.url);
  await fits('the first screen');
  await ann.enter('Ann', 'a room with a name that is longer than a narrow window');
  const [bob] = await people('Bob');
  await bob.enter('Bob', 'a room with a name that is longer than a narrow window');
  await bob.say('https://example.org/' + 'long'.repeat(60));
  await ann.page.locator('.message', { hasText: 'longlong' }).waitFor();
  await ann.composer.fill('said with a thumb');
  await ann.button('Send').tap();
  await ann.sees('said with a thumb');
  await fits('the room');

  await ann.button('Show rooms').tap();
  await ann.page.getByRole('navigation', { name: 'Rooms' }).waitFor();
  await ann.button('Browse rooms').first().tap();
  await ann.page.locator('#directory-list li').first().waitFor();
  await fits('the directory');
  await ann.closeDialog();
  const drawerIsClosed = async () => {
    await ann.page.getByRole('navigation', { name: 'Rooms' }).waitFor({ state: 'hidden' });
    assert.equal(await ann.page.locator('#scrim').isVisible(), false);
  };
  await drawerIsClosed();
  await ann.button('Show rooms').tap();
  await ann.page.locator('#me').tap();
  await ann.page.locator('#preferences').waitFor();
  await fits('the preferences');
  await ann.closeDialog();
  await drawerIsClosed();
  await ann.composer.fill('x'.repeat(3000));
  await fits('a message that is too long');
  await ann.composer.fill('');
  await ann.button(/^Members/).tap();
  await ann.page.locator('#members [data-user]', { hasText: 'Bob' }).waitFor();
});

const box = (locator) => locator.evaluate((node) => {
  const { left, right, top, bottom, height } = node.getBoundingClientRect();
  return { left, right, top, bottom, height };
});

feature('the actions of a message stand beside its bubble', async ({ people }) => {
  const [ann, bob] = await people('Ann', 'Bob');
  await ann.enter('Ann', 'beside');
  await bob.enter('Bob', 'beside');
  await bob.say('theirs');
  await ann.say('mine');
  await bob.say(`theirs ${'and wide '.repeat(60)}`);
  await ann.say(`mine ${'and wide '.repeat(60)}`);
  await bob.page.locator('.message[data-state=sent]').nth(3).waitFor();
  await ann.page.locator('.message[data-state=sent]').nth(3).waitFor();
  for (const width of [1280, 700, 360]) {
    await ann.page.setViewportSize({ width, height: 640 });
    for (const message of await ann.page.locator('.message').all()) {
      await message.locator('.bubble').hover();
      const [bubble, more] = [await box(message.locator('.bubble')), await box(message.locator('.more'))];
      const gap = Math.max(more.left - bubble.right, bubble.left - more.right);
      assert.ok(gap >= 0 && gap <= 8, `${gap} px at ${width} px`);
      assert.ok(more.left >= 0 && more.right <= width, `within ${width} px`);
      assert.ok(Math.abs(more.top - bubble.top) < 4);
    }
  }
});

feature('the connection bar has one line at 360 px', async ({ person }) => {
  const ann = await person({ viewport: { width: 360, height: 640 }, losesLine: true, chance: 0.999 });
  await ann.enter('Ann', 'narrow');
  const lineHeight = await ann.page.locator('#connection-text').evaluate((node) => parseFloat(getComputedStyle(node).lineHeight));
  await ann.context.setOffline(true);
  await ann.page.locator('#connection[data-state=offline], #connection[data-state=waiting]').waitFor();
  const { height } = await box(ann.page.locator('#connection-text'));
  assert.ok(height < 1.5 * lineHeight, `${height} px`);
  assert.ok((await box(ann.page.locator('#connection'))).height < 50);
});

feature('a row at the end of a long directory is not cut', async ({ person }) => {
  const ann = await person();
  for (let at = 0; at < 14; at += 1) {
    if (at) await ann.goTo(`list ${at}`);
    else await ann.enter('Ann', 'list 0');
  }
  for (const [width, height] of [[1280, 800], [360, 740], [640, 400]]) {
    await ann.page.setViewportSize({ width, height });
    if (await ann.button('Show rooms').isVisible()) await ann.button('Show rooms').click();
    await ann.button('Browse rooms').first().click();
    const last = ann.page.locator('#directory-list li').last();
    await last.waitFor();
    await last.scrollIntoViewIfNeeded();
    const list = ann.page.locator('#directory-list');
    await list.evaluate((node) => node.scrollTo(0, node.scrollHeight));
    const [row, frame] = [await box(last), await box(list)];
    assert.ok(row.bottom <= frame.bottom - 12, `the last row ends ${frame.bottom - row.bottom} px above the fade at ${width} px`);
    assert.ok(row.height > 40);
    await ann.closeDialog();
    if (await ann.page.locator('#scrim').isVisible()) await ann.page.keyboard.press('Escape');
  }
});

/** Serious and critical findings of axe-core in what the page shows now. */
async function findings({ context, page }, where) {
  // Through the debugger, which the page's policy does not bind; so the policy stays on.
  const session = await context.newCDPSession(page);
  await session.send('Runtime.evaluate', { expression: axe });
  const run = 'axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => violations.map(({ id, impact, nodes }) => ({ id, impact, nodes: nodes.slice(0, 3).map(({ html }) => html.slice(0, 200)) })))';
  const { result, exceptionDetails } = await session.send('Runtime.evaluate', { expression: run, awaitPromise: true, returnByValue: true });
  await session.detach();
  assert.equal(exceptionDetails, undefined, where);
  return result.value.filter(({ impact }) => impact === 'serious' || impact === 'critical').map((finding) => ({ where, ...finding }));
}

for (const colorScheme of ['light', 'dark']) {
  feature(`axe-core finds nothing serious: ${colorScheme}`, async ({ person, people }) => {
    const ann = await person({ colorScheme, reducedMotion: 'reduce' });
    const found = [];
    const audit = async (where) => found.push(...await findings(ann, where));
    const room = `audit ${colorScheme}`;
    await ann.page.goto(ann.url);
    await audit('first screen');
    await ann.enter('Ann', room);
    await ann.page.getByText('This is the start of').waitFor();
    await audit('empty room');
    const [bob] = await people('Bob');
    await bob.enter('Bob', room);
    await ann.goTo('elsewhere');
    await bob.say('a link https://example.org for @Ann');
    await bob.say('/me waves');
    await ann.roomWith(room, 2).waitFor();
    await ann.page.locator('#rooms a').first().focus();
    await audit('unread rooms');
    await ann.room(room).click();
    await ann.say('and an answer');
    await ann.sees('and an answer');
    await bob.composer.pressSequentially('typing');
    await ann.page.locator('#typing', { hasText: 'Bob' }).waitFor();
    await ann.composer.fill('x'.repeat(1990));
    await audit('conversation');
    await bob.say(Array(60).fill('a long message').join('\n'));
    await ann.button('Show all').waitFor();
    await audit('folded message');
    await bob.roomOption('Change topic…');
    await bob.page.getByRole('textbox', { name: 'Topic' }).fill(`see https://example.org/ ${'and more '.repeat(25)}`);
    await bob.button('Save').click();
    await ann.button('Whole name and topic').click();
    await audit('whole topic');
    await ann.composer.fill(':par');
    await ann.page.getByRole('option').first().waitFor();
    await audit('completion');
    await ann.composer.fill('');
    await ann.page.locator('#log').focus();
    await ann.page.keyboard.press('ArrowUp');
    await ann.page.keyboard.press('Enter');
    await ann.page.getByRole('menu').waitFor();
    await audit('message menu');
    await ann.page.keyboard.press('Escape');
    await ann.page.locator('#open-options').click();
    await audit('room menu');
    await ann.page.keyboard.press('Escape');
    await ann.button('Browse rooms').first().click();
    await ann.page.locator('#directory-list li').first().waitFor();
    await audit('directory');
    await ann.closeDialog();
    await bob.goTo('elsewhere');
    await bob.say('for @Ann');
    await ann.roomWith('elsewhere', 1).waitFor();
    await ann.page.keyboard.press('Control+k');
    await ann.page.getByRole('option', { name: /elsewhere 1 unread, you were mentioned/, selected: true }).locator('.mention-mark').waitFor();
    await audit('room switcher');
    await ann.closeDialog();
    await ann.preferences();
    await audit('preferences');
    await ann.closeDialog();
    assert.deepEqual(found, []);
  });
}

feature('strict CSP', async ({ server, person }) => {
  const response = await fetch(server.url);
  const policy = response.headers.get('content-security-policy');
  const rules = Object.fromEntries(policy.split(';').map((rule) => rule.trim().split(/ (.*)/s)));
  assert.equal(rules['default-src'], "'none'");
  assert.equal(rules['script-src'], "'self'");
  assert.equal(rules['style-src'], "'self'");
  assert.equal(rules['base-uri'], "'none'");
  assert.equal(rules['frame-ancestors'], "'none'");
  assert.doesNotMatch(policy, /unsafe|\*/);
  assert.equal(response.headers.get('x-content-type-options'), 'nosniff');
  const html = await response.text();
  assert.doesNotMatch(html, /<script(?![^>]*\bsrc=)|<style| style=| on\w+=/i, 'nothing inline');

  const ann = await person();
  await ann.enter('Ann', 'strict');
  const ran = await ann.page.evaluate(() => {
    const script = document.createElement('script');
    window.ran = false;
    try {
      script.textContent = 'window.ran = true';
      document.body.append(script);
    } catch {
      // Trusted types refuse already the text.
    }
    return window.ran;
  });
  assert.equal(ran, false);
  assert.ok(ann.problems.length > 0, 'the policy was seen at work');
  ann.problems.length = 0;
});

feature('transferred size <= 48 KB gzip', async ({ person }) => {
  const ann = await person();
  const responses = [];
  ann.page.on('response', (response) => responses.push(response));
  await ann.page.goto(ann.url, { waitUntil: 'networkidle' });
  let bytes = 0;
  for (const response of responses) {
    assert.equal(response.status(), 200, response.url());
    if (/\.(js|css)$|\/$/.test(response.url())) assert.equal((await response.allHeaders())['content-encoding'], 'gzip', response.url());
    bytes += (await response.request().sizes()).responseBodySize;
  }
  assert.ok(responses.length > 20, `${responses.length} files`);
  assert.ok(bytes > 20000 && bytes <= 48 * 1024, `${bytes} bytes in ${responses.length} files`);
});
