import assert from 'node:assert/strict';
import { olderBuild } from '../support/builds.mjs';
import { scene, eventually } from '../support/scene.mjs';

const feature = scene();

const directory = ({ page }) => page.getByRole('dialog', { name: 'Browse rooms' });
const browse = (person) => person.button('Browse rooms').first().click();
const says = ({ page }, text) => page.locator('#toast').getByText(text).waitFor();

/** A feature in which the browser may complain of files that it cannot get. */
function featureWithoutFiles(name, run) {
  feature(name, async (stage, t) => {
    const people = [];
    await run({ ...stage, person: async (options) => (people.push(await stage.person({ losesLine: true, ...options })), people.at(-1)) }, t);
    for (const person of people) person.problems = person.problems.filter((problem) => !/Failed to load resource/.test(problem));
  });
}

featureWithoutFiles('a part that is asked for without a connection: said why, and there once it is back', async ({ person, proxy }) => {
  const line = await proxy();
  const ann = await person({ url: line.url });
  await ann.enter('Ann', 'parts');
  line.cut();
  await ann.connection('waiting').waitFor();
  await browse(ann);
  await says(ann, 'That needs a connection to the server.');
  assert.equal(await directory(ann).count(), 0);
  line.pass();
  await ann.isConnected();
  await browse(ann);
  await directory(ann).waitFor();
});

featureWithoutFiles('a part that does not come once comes with the same click', async ({ person }) => {
  const ann = await person();
  await ann.enter('Ann', 'parts');
  let failures = 0;
  await ann.context.route(/directory\.js$/, (route) => {
    failures += 1;
    return failures === 1 ? route.abort('connectionreset') : route.continue();
  });
  await browse(ann);
  await directory(ann).waitFor();
  assert.equal(failures, 2);
});

featureWithoutFiles('the first screen loads what follows as soon as the server answers', async ({ person, proxy }) => {
  const line = await proxy();
  const ann = await person({ url: line.url });
  await ann.page.goto(ann.url);
  line.cut();
  await ann.fillIn('Ann', 'late');
  await ann.page.locator('#join-problem').getByText('The server does not answer. Trying again…').waitFor();
  line.pass();
  await ann.isConnected();
  await ann.isIn('late');
});

featureWithoutFiles('a page that comes back while the server is away says so, and goes on', async ({ person, proxy }) => {
  const line = await proxy();
  const ann = await person({ url: line.url });
  await ann.enter('Ann', 'parts');
  await ann.context.route(/\/chat\.js$/, (route) => route.abort('connectionrefused'));
  await ann.context.route(/\/main\.js$/, (route) => (route.request().method() === 'HEAD' ? route.abort('connectionrefused') : route.continue()));
  await ann.page.reload();
  await ann.connection('waiting').waitFor();
  await ann.page.locator('#connection-text').getByText('No connection.').waitFor();
  await ann.context.unrouteAll();
  await ann.button('Reconnect now').click();
  await ann.isConnected();
  await ann.isIn('parts');
});

featureWithoutFiles('the server was upgraded: the page loads itself anew once, and what was typed is there', async ({ person }) => {
  const ann = await person();
  const builds = await olderBuild(ann);
  await ann.enter('Ann', 'parts');
  assert.equal(await builds.current(ann.page), 'older');
  await ann.composer.fill('half a thought');
  builds.upgrade();
  await browse(ann);
  await eventually(async () => assert.equal(await builds.current(ann.page), 'newer'));
  await ann.isConnected();
  await eventually(async () => assert.equal(await ann.composer.inputValue(), 'half a thought'));
  await browse(ann);
  await directory(ann).waitFor();
  assert.deepEqual(builds.loads, ['before', 'after']);
});

featureWithoutFiles('the server was upgraded before somebody came in: they come in with what they filled in', async ({ person }) => {
  const ann = await person();
  const builds = await olderBuild(ann);
  await ann.page.goto(ann.url);
  builds.upgrade();
  await ann.fillIn('Ann', 'upgraded');
  await ann.isConnected();
  await ann.isIn('upgraded');
  assert.deepEqual(builds.loads, ['before', 'after']);
});

featureWithoutFiles('a cache goes on giving out the page of an old build: it is loaded anew once, and then says what is wrong', async ({ person }) => {
  const ann = await person();
  const builds = await olderBuild(ann, { staysStale: true, missing: /directory\.js$/ });
  await ann.enter('Ann', 'parts');
  builds.upgrade();
  await browse(ann);
  await eventually(() => assert.deepEqual(builds.loads, ['before', 'after']));
  await ann.isConnected();
  for (let click = 0; click < 2; click += 1) {
    await browse(ann);
    await says(ann, 'The server has another version of this page. Reload the page to go on.');
    await ann.page.locator('#toast').evaluate((node) => node.replaceChildren());
  }
  await ann.say('still at work');
  await ann.sees('still at work');
  assert.deepEqual(builds.loads, ['before', 'after']);
});

featureWithoutFiles('a page that keeps nothing is not loaded anew by itself', async ({ person }) => {
  const ann = await person();
  await ann.context.addInitScript(() => Object.defineProperty(window, 'indexedDB', { get: () => { throw new DOMException('forbidden'); } }));
  const builds = await olderBuild(ann);
  await ann.enter('Ann', 'parts');
  await ann.composer.fill('only here');
  builds.upgrade();
  await browse(ann);
  await says(ann, 'The server has another version of this page. Reload the page to go on.');
  assert.equal(await ann.composer.inputValue(), 'only here');
  assert.deepEqual(builds.loads, ['before']);
});
