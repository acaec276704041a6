import assert from 'node:assert/strict';
import { scene, eventually } from '../support/scene.mjs';

const feature = scene();

/** Types without end, with a message at every third key; gives what stops it and tells what was said. */
async function typesOn(person, name) {
  await person.page.evaluate((name) => {
    const field = document.getElementById('message');
    let keys = 0;
    window.said = [];
    window.typist = setInterval(() => {
      keys += 1;
      field.value = `${name} ${window.said.length + 1}`;
      field.dispatchEvent(new InputEvent('input'));
      if (keys % 3) return;
      window.said.push(field.value);
      document.getElementById('composer').requestSubmit();
    }, 150);
  }, name);
  return () => person.page.evaluate(() => {
    clearInterval(window.typist);
    return window.said;
  });
}

const saidSoFar = (person) => person.page.evaluate(() => window.said.length);

feature('the server is killed and restarted while two people type: both come back, what was typed while it was down arrives once', async ({ person, ownServer }) => {
  const server = await ownServer();
  const ann = await person({ url: server.url, losesLine: true });
  const bob = await person({ url: server.url, losesLine: true });
  await ann.enter('Ann', 'killed');
  await bob.enter('Bob', 'killed');
  const both = [[ann, 'Ann'], [bob, 'Bob']];
  const stops = [];
  for (const [one, name] of both) stops.push(await typesOn(one, name));
  for (const [one] of both) await eventually(async () => assert.ok(await saidSoFar(one) >= 3));

  await server.kill();
  for (const [one] of both) await one.page.locator('#connection:not([data-state=connected])').waitFor();
  const wasDown = await Promise.all(both.map(([one]) => saidSoFar(one)));
  for (const [at, [one]] of both.entries()) await eventually(async () => assert.ok(await saidSoFar(one) >= wasDown[at] + 3));
  await server.start();
  for (const [one] of both) await one.isConnected();
  const said = [];
  for (const stop of stops) said.push(await stop());

  const down = said.map((texts, at) => texts.slice(wasDown[at]));
  const last = (texts) => texts.at(-1);
  for (const [one] of both) for (const texts of said) await one.sees(last(texts));
  await ann.composer.fill('');
  await bob.composer.fill('');
  for (const [one, name] of both) {
    assert.equal(await one.page.locator('.message:not([data-state=sent])').count(), 0, 'nothing is left over');
    await one.page.locator('#me', { hasText: name }).waitFor();
    await one.page.locator('.author', { hasText: name === 'Ann' ? 'Bob' : 'Ann' }).first().waitFor();
    const shown = await one.texts();
    assert.equal(new Set(shown).size, shown.length, `${name} sees nothing twice`);
    for (const texts of down) {
      assert.deepEqual(shown.filter((text) => texts.includes(text)), texts, `${name} sees all that was typed meanwhile, in order`);
    }
  }
  assert.deepEqual(await ann.texts(), await bob.texts());
});

feature('the server stops and starts: rooms, names and what is unsent are still there', async ({ person, ownServer }) => {
  const server = await ownServer();
  const ann = await person({ url: server.url, losesLine: true });
  await ann.enter('Ann', 'first');
  await ann.goTo('second');
  await server.stop();
  await ann.connection('waiting').waitFor();
  await ann.say('survives a reload');
  await ann.sees('survives a reload', 'pending');
  await server.start();
  await ann.isConnected();
  await ann.sees('survives a reload');
  await ann.room('first').waitFor();
  await ann.page.locator('#me', { hasText: 'Ann' }).waitFor();

  await server.kill();
  await ann.connection('waiting').waitFor();
  await ann.say('kept in the browser');
  await ann.sees('kept in the browser', 'pending');
  await server.start();
  await ann.page.reload();
  await ann.isConnected();
  await ann.isIn('second');
  await ann.sees('kept in the browser');
  assert.deepEqual((await ann.texts()).filter((text) => text === 'kept in the browser').length, 1);
});
