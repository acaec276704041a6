// The first start: who one is, and where.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Server } from '../support/parlanced.mjs';
import { App } from './support/app.mjs';

test('by the keyboard alone: a mistake is told and put right, a password is asked for, and remembered', async (t) => {
  const server = await Server.during(t, { 'access.password': 'open sesame' });
  const app = await App.during(t);
  assert.equal((await app.see()).focus, 'server');
  await app.type('127.0.0.1:1');
  await app.press('Tab');
  await app.type('Zoë 🎉');
  await app.press('Return');
  await app.until(({ texts, focus }) => {
    assert.equal(texts.problem, '127.0.0.1 cannot be reached: Connection refused');
    assert.equal(focus, 'name', 'the keyboard is where it was');
  });
  await app.press('Shift+Tab');
  await app.press('Ctrl+A');
  await app.type(`127.0.0.1:${server.port}`);
  await app.press('Return');
  await app.until(({ texts, focus }) => {
    assert.match(texts.problem, /asks for a password/);
    assert.equal(focus, 'password');
  });
  await app.type('open barley');
  await app.press('Return');
  await app.until(({ texts, focus }) => {
    assert.match(texts.problem, /asks for a password/);
    assert.equal(focus, 'password');
  });
  await app.press('Ctrl+A');
  await app.type('open sesame');
  await app.press('Return');
  await app.isIn('general');
  await app.say('here I am');
  await app.sees('here I am');

  await app.quit();
  await app.start();
  await app.isIn('general');
  const { messages } = await app.sees('here I am');
  assert.deepEqual(messages.map(({ author }) => author), ['Zoë 🎉']);
});
