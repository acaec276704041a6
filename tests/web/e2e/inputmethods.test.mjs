import assert from 'node:assert/strict';
import { scene } from '../support/scene.mjs';

const feature = scene();

/** Composes in the focused field as Chromium's input methods do. */
async function compose(ann, text) {
  const session = await ann.context.newCDPSession(ann.page);
  await session.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
  await session.detach();
}

/** The key that ends a composition in WebKit, which comes after the composition's end. */
const endAsWebKit = (locator, key) => locator.evaluate((field, key) => {
  field.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true, data: field.value }));
  field.dispatchEvent(new KeyboardEvent('keydown', { key, keyCode: 229, bubbles: true, cancelable: true }));
}, key);

async function writing({ person }, room) {
  const bob = await person();
  await bob.enter('Bob Lee', room);
  const ann = await person();
  await ann.enter('Ann', room);
  return ann;
}

const endings = {
  Chromium: async (ann, field, key) => {
    await compose(ann, 'に');
    await ann.page.keyboard.press(key);
    await compose(ann, ''); // the input method lets go
  },
  WebKit: (ann, field, key) => endAsWebKit(field, key),
};

for (const [browser, end] of Object.entries(endings)) {
  feature(`input methods: no key of a composition does anything, as in ${browser}`, async (stage) => {
    const room = `composed in ${browser}`;
    const ann = await writing(stage, room);
    const { page } = ann;
    await ann.say('mine');
    await ann.sees('mine');

    await ann.composer.fill('日本');
    await end(ann, ann.composer, 'Enter');
    assert.equal(await page.locator('.message').count(), 1, 'nothing was sent');

    await ann.composer.fill('');
    await page.keyboard.type('@bo');
    await page.getByRole('option', { name: 'Bob Lee' }).waitFor();
    for (const key of ['Enter', 'Tab', 'Escape', 'ArrowDown']) await endAsWebKit(ann.composer, key);
    await page.getByRole('option', { name: 'Bob Lee', selected: true }).waitFor();
    assert.equal(await ann.composer.inputValue(), '@bo');

    await ann.composer.fill('');
    await ann.composer.press('ArrowUp');
    await page.getByText('Editing your message').waitFor();
    await end(ann, ann.composer, 'Escape');
    assert.ok(await page.getByText('Editing your message').isVisible(), 'the edit goes on');
    await page.keyboard.press('Escape');

    await page.keyboard.press('Control+k');
    const input = page.locator('#switcher-input');
    await input.fill('somewhere else');
    await end(ann, input, 'Enter');
    await end(ann, input, 'Escape');
    assert.ok(await page.locator('#switcher').isVisible(), 'the switcher stays open');
    await page.locator('#room-name').getByText(room, { exact: true }).waitFor();
    await page.keyboard.press('Escape');
  });
}
