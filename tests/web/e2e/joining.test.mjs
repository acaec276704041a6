import assert from 'node:assert/strict';
import { run } from '../../support/parlanced.mjs';
import { scene, eventually } from '../support/scene.mjs';

const feature = scene();

feature('join screen: name and room', async ({ person }) => {
  const ann = await person();
  await ann.page.goto(ann.url);
  await ann.page.locator('html[data-view=join]').waitFor();
  await ann.fillIn('a\u200bb', 'kitchen');
  await ann.page.locator('#join-problem', { hasText: /name/ }).waitFor();
  await ann.fillIn('Ann', 'kitchen');
  await ann.isConnected();
  await ann.isIn('kitchen');
  await ann.page.locator('#me', { hasText: 'Ann' }).waitFor();
  await ann.page.locator('html[data-view=chat]').waitFor();
});

feature('join screen: the password where it is asked for', async ({ person, ownServer }) => {
  const { url } = await ownServer({ 'access.password': 'open sesame' });
  const ann = await person({ url });
  await ann.page.goto(url);
  assert.equal(await ann.page.getByLabel('Password').isVisible(), false);
  await ann.fillIn('Ann', 'kitchen');
  await ann.page.locator('#join-problem', { hasText: 'asks for a password' }).waitFor();
  await ann.page.getByLabel('Password').fill('wrong');
  await ann.button('Join').click();
  await ann.page.locator('#join-problem', { hasText: 'not right' }).waitFor();
  await ann.page.getByLabel('Password').fill('open sesame');
  await ann.button('Join').click();
  await ann.isConnected();
  await ann.isIn('kitchen');

  const bob = await person({ url });
  await bob.follow('#/kitchen?key=open%20sesame');
  assert.doesNotMatch(bob.page.url(), /key/, 'an invitation does not leave the password in the address');
  await bob.fillIn('Bob');
  await bob.isConnected();
  await bob.isIn('kitchen');
});

feature('join screen: remembered', async ({ person }) => {
  const ann = await person();
  await ann.enter('Ann', 'remembered');
  await ann.say('as myself');
  await ann.sees('as myself');
  await ann.page.reload();
  await ann.isConnected();
  await ann.isIn('remembered');
  await ann.page.locator('#me', { hasText: 'Ann' }).waitFor();
  await ann.page.locator('.message.own', { hasText: 'as myself' }).waitFor();

  await ann.signOut();
  await ann.page.locator('html[data-view=join]').waitFor();
  await eventually(async () => assert.equal(await ann.page.evaluate(() => localStorage.getItem('parlance.token')), null));
});

feature('signing out is asked about first: what is lost, and how to keep it', async ({ person }) => {
  const ann = await person();
  await ann.enter('Ann', 'staying');
  await ann.preferences();
  await ann.button('Sign out…').click();
  const text = await ann.page.locator('#confirm p').first().innerText();
  assert.match(text, /cannot sign in as Ann again.*none of your rooms.*are lost.*close this page instead/s);
  await ann.button('Cancel').click();
  await ann.say('still here');
  await ann.sees('still here');
});

feature('room links /#/room', async ({ person }) => {
  const ann = await person({ permissions: ['clipboard-read', 'clipboard-write'] });
  await (await person()).enter('Cleo', 'café & bar');
  await ann.follow('#/caf%C3%A9%20%26%20bar');
  assert.equal(await ann.page.locator('#join-room').inputValue(), 'café & bar');
  await ann.fillIn('Ann');
  await ann.isConnected();
  await ann.isIn('café & bar');
  await ann.roomOption('Copy link to this room');
  const link = await ann.clipboard();
  assert.match(link, /#\/caf%C3%A9%20%26%20bar$/);

  await ann.goTo('elsewhere');
  await ann.page.goBack();
  await ann.isIn('café & bar');

  const bob = await person();
  await bob.enter('Bob', 'somewhere');
  await bob.page.goto(link);
  await bob.isIn('café & bar');
});

feature('a link by a name that no room has makes no room unless one wants it', async ({ person, server }) => {
  const ann = await person();
  await ann.enter('Ann', 'known');
  const rooms = async () => (await run(['rooms', 'list', '--data', server.data])).stdout;
  await ann.page.goto('about:blank'); // the link is somewhere else
  for (const arrive of [() => ann.follow('#/unknwon/7'), () => ann.page.reload()]) {
    await arrive();
    await ann.isConnected();
    await ann.page.getByRole('heading', { name: 'There is no room unknwon' }).waitFor();
    assert.equal(await ann.composer.isVisible(), false);
    assert.doesNotMatch(await rooms(), /unknwon/);
  }
  await ann.goTo('known');
  await ann.page.goBack();
  await ann.button('Create room').click();
  await ann.isIn('unknwon');
  await ann.say('mine');
  await ann.sees('mine');
  assert.match(await rooms(), /unknwon/);
});

feature('neither an address in an open page nor the first screen of a link makes a room', async ({ person, server }) => {
  const rooms = async () => (await run(['rooms', 'list', '--data', server.data])).stdout;
  const ann = await person();
  await ann.enter('Ann', 'open');
  await ann.page.evaluate(() => (location.hash = '#/typed'));
  await ann.page.getByRole('heading', { name: 'There is no room typed' }).waitFor();
  await ann.page.goBack();
  await ann.isIn('open');

  const bob = await person();
  await bob.follow('#/mistyped');
  await bob.fillIn('Bob');
  await bob.isConnected();
  await bob.page.getByRole('heading', { name: 'There is no room mistyped' }).waitFor();
  assert.doesNotMatch(await rooms(), /typed/);
  await bob.button('Create room').click();
  await bob.isIn('mistyped');

  const cleo = await person(); // a name that somebody types is meant, whatever the link said
  await cleo.follow('#/mistype');
  await cleo.fillIn('Cleo', 'spelt right');
  await cleo.isConnected();
  await cleo.isIn('spelt right');
});

feature('change name', async ({ people }) => {
  const [ann, bob] = await people('Ann', 'Bob');
  await ann.enter('Ann', 'names');
  await bob.enter('Bob', 'names');
  await ann.preferences();
  await ann.page.getByRole('dialog').getByLabel('Your name').fill('Anna');
  await ann.button('Change name').click();
  await bob.notice('Ann is now called Anna').waitFor();
  await bob.page.locator('#members [data-present=true]', { hasText: 'Anna' }).waitFor();
  await ann.page.locator('#me', { hasText: 'Anna' }).waitFor();
  await ann.page.reload();
  await ann.isConnected();
  await ann.page.locator('#me', { hasText: 'Anna' }).waitFor();
});
