// A home that cannot keep what people write: each says so, for as long as it is so, and nobody becomes somebody else without a word.
import assert from 'node:assert/strict';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { Server } from '../support/parlanced.mjs';
import { App, textsOf } from './support/app.mjs';

const shown = (text) => text.replaceAll('\u200b', ''); // where a long word may break

const saysTrouble = (app, pattern) => app.until(({ texts }) => assert.match(shown(texts.trouble ?? ''), pattern));

test('a damaged cache is put aside; messages come again, and one is the same person', async (t) => {
  const server = await Server.during(t);
  const app = await App.during(t);
  await app.signIn(`127.0.0.1:${server.port}`, 'Ann', 'general');
  await app.say('before the damage');
  await app.sees('before the damage');
  const cache = await app.cacheFile();
  await app.quit();
  await writeFile(cache, 'x'.repeat(5000));
  await app.start();
  await saysTrouble(app, /were damaged.*\.damaged-/);
  await app.isIn('general');
  await app.sees('before the damage');
  assert.equal((await readdir(join(cache, '..'))).filter((name) => /\.damaged-\d+-\d+$/.test(name)).length, 1);
  await app.editLast('edited by the same person');
  await app.sees('edited by the same person');
  await app.click('dismissTrouble');
  await app.until(({ texts }) => assert.equal(texts.trouble, undefined));
});

test('a disk that becomes full: what is written is sent all the same, and the window says that it is not kept', async (t) => {
  const server = await Server.during(t, { 'limits.messages': 0 });
  const app = await App.during(t);
  await app.signIn(`127.0.0.1:${server.port}`, 'Ann', 'general');
  await app.quit();
  app.limitFiles(128);
  await app.start();
  await app.isIn('general');
  for (let i = 0; (await app.see()).texts.trouble === undefined; i++) {
    assert.ok(i < 100, 'each message is a few pages in the log of the cache, which does not become full');
    await app.say(`message ${i}`);
    await app.sees(`message ${i}`);
  }
  await saysTrouble(app, /^Nothing is saved on this computer/);
  await app.say('still sent');
  await app.sees('still sent');
});

test('a key that could not be kept: nobody joins as somebody else before they have said so', async (t) => {
  const server = await Server.during(t);
  const app = await App.during(t);
  await app.signIn(`127.0.0.1:${server.port}`, 'Ann', 'general');
  await app.say('said by the first');
  await app.sees('said by the first');
  const folder = join(await app.cacheFile(), '..');
  await app.quit();
  await rm(join(folder, 'secrets'));
  await app.start();
  await saysTrouble(app, /^Not connected, because the key to your identity on .* is missing/);
  await app.until((seen) => assert.deepEqual(textsOf(seen), ['said by the first']));
  await app.click('troubles', 'Join as a new person');
  await app.isIn('general');
  await app.until(({ texts }) => assert.equal(texts.trouble, undefined));
  await app.say('said by the second');
  await app.sees('said by the second');
});
