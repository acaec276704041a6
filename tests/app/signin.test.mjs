// The first start: who one is, and where.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Server } from '../support/parlanced.mjs';
import { App, textsOf } from './support/app.mjs';

test('by the keyboard alone: a mistake is told and put right, a password is asked for, and remembered', async (t) => {
  const server = await Server.during(t, { 'access.password': 'open sesame' });
  const app = await App.during(t);
  assert.equal((await app.see()).focus, 'server');
  await app.type('127.0.0.1:1');
  await app.press('Tab');
  await app.type('Zoë 🎉');
  await app.press('Return');
  await app.until(({ texts, focus }) => {
    assert.equal(texts.problem, '127.0.0.1:1 cannot be reached: Nothing answers there');
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

test('another server beside the first, and signing out of both, one after the other', async (t) => {
  const [first, second] = [await Server.during(t), await Server.during(t)];
  const app = await App.during(t);
  await app.signIn(`127.0.0.1:${first.port}`, 'Ann', 'general');
  await app.say('to the first');
  await app.sees('to the first');
  await chooseOfMine(app, 'Join another server…');
  await app.signIn(`127.0.0.1:${second.port}`, 'Ann', 'garden');
  await app.say('to the second');
  await app.sees('to the second');

  await app.quit();
  await app.start();
  await app.isIn('garden');
  await app.startAgain(`parlance://127.0.0.1:${first.port}/general`);
  await app.isIn('general');
  await app.say('and to the first again');
  const { messages } = await app.sees('and to the first again');
  assert.deepEqual(textsOf({ messages }), ['to the first', 'and to the first again']);

  await signOut(app);
  await app.isIn('garden');
  await signOut(app);
  await app.until(({ windows }) => assert.deepEqual(windows.map(({ name }) => name), ['login']));
  await app.quit();
  await app.start();
  assert.deepEqual((await app.see()).windows.map(({ name }) => name), ['login']);
});

async function chooseOfMine(app, item) {
  await app.click('me');
  await app.click('meMenu', item);
}

async function signOut(app) {
  await chooseOfMine(app, 'Sign out…');
  await app.click('question', 'Sign out');
}
