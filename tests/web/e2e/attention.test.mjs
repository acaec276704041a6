import assert from 'node:assert/strict';
import { scene, eventually } from '../support/scene.mjs';

const feature = scene();

async function annAndBob({ person }, room, { script, wire } = {}) {
  const [ann, bob] = await Promise.all([person({ wire }), person()]);
  if (script) await ann.page.addInitScript(script);
  await ann.enter('Ann', room);
  await bob.enter('Bob', room);
  return [ann, bob];
}

feature('unread count in title and icon', async (stage) => {
  const [ann, bob] = await annAndBob(stage, 'titled');
  const icon = (name) => ann.page.locator(`#icon[href="icons/${name}.svg"]`).waitFor({ state: 'attached' });
  await icon('favicon');
  assert.match(await ann.page.title(), /^titled · /);
  await ann.look(false);
  await bob.say('one');
  await bob.say('two');
  await eventually(async () => assert.match(await ann.page.title(), /^\(2\) titled · /));
  await icon('favicon-unread');
  await bob.say('@all three');
  await icon('favicon-mention');
  await eventually(async () => assert.match(await ann.page.title(), /^\(3\) /));
  await ann.look(true);
  await icon('favicon');
  await eventually(async () => assert.match(await ann.page.title(), /^titled · /));
});

/** Keeps what was shown; permission is given when asked for. */
function fakeNotifications() {
  window.shown = [];
  window.Notification = class {
    static permission = 'default';

    static async requestPermission() {
      return (this.permission = 'granted');
    }

    constructor(title, { body }) {
      window.shown.push(`${title}: ${body}`);
    }

    close() {}
  };
}

feature('notifications for mentions when allowed, with a switch', async (stage) => {
  const [ann, bob] = await annAndBob(stage, 'told', { script: fakeNotifications });
  const shown = () => ann.page.evaluate(() => window.shown);
  const setSwitch = async (on) => {
    await ann.preferences();
    await ann.page.getByRole('switch', { name: 'Notify me of mentions' }).setChecked(on);
    await ann.closeDialog();
  };
  await ann.look(false);
  await bob.say('@Ann not asked yet');
  await ann.sees('@Ann not asked yet');
  await setSwitch(true);
  await bob.say('not for you');
  await bob.say('@Ann look here');
  await ann.sees('@Ann look here');
  await eventually(async () => assert.deepEqual(await shown(), ['Bob in told: @Ann look here']));
  await ann.look(true);
  await bob.say('@Ann you look already');
  await ann.sees('@Ann you look already');
  await ann.look(false);
  await setSwitch(false);
  await bob.say('@Ann switched off');
  await ann.sees('@Ann switched off');
  assert.equal((await shown()).length, 1);
});

feature('notifications: refused by the browser', async (stage) => {
  const script = () => {
    window.Notification = class {
      static permission = 'denied';
    };
  };
  const [ann] = await annAndBob(stage, 'untold', { script });
  await ann.preferences();
  const box = ann.page.getByRole('switch', { name: 'Notify me of mentions' });
  await box.click();
  await ann.page.getByText('The browser blocks notifications').waitFor();
  assert.equal(await box.isChecked(), false);
});

/** Holds the messages that begin with `word` back until there are `count`. */
function inOneGo(word, count) {
  const held = [];
  return {
    toPage(frame) {
      if (!frame.text?.startsWith(word)) return frame;
      held.push(frame);
      return held.length === count ? held : null;
    },
  };
}

feature('a polite announcer beside the log for screen readers', async (stage) => {
  const [ann, bob] = await annAndBob(stage, 'spoken', { wire: inOneGo('many', 9) });
  await ann.page.evaluate(() => {
    window.said = [];
    const node = document.getElementById('announcer');
    new MutationObserver(() => window.said.push(node.textContent)).observe(node, { childList: true, characterData: true, subtree: true });
  });
  const said = (what) => eventually(async () => assert.match((await ann.page.evaluate(() => window.said)).join('\n'), what));
  assert.equal(await ann.page.locator('#announcer').getAttribute('aria-live'), 'polite');
  assert.equal(await ann.page.locator('#log').getAttribute('aria-live'), 'off');
  await bob.say('hear this');
  await said(/Bob: hear this/);
  await bob.sayAll(Array.from({ length: 9 }, (_, i) => `many ${i}`));
  await said(/9 new messages in spoken/);
  await ann.say('my own');
  await ann.sees('my own');
  await ann.goTo('elsewhere');
  await said(/Room elsewhere/);
  await bob.say('@Ann come back');
  await said(/Bob mentioned you in spoken/);
  assert.doesNotMatch((await ann.page.evaluate(() => window.said)).join('\n'), /my own/);
});
