import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { run } from '../../support/parlanced.mjs';
import { scene } from '../support/scene.mjs';

const feature = scene();
const password = 'correct horse battery';

/** What an authenticator app shows for a secret now (RFC 6238). */
function codeOf(secret) {
  const bits = [...secret].map((sign) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(sign).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30000)));
  const hash = createHmac('sha1', key).update(step).digest();
  const number = hash.readUInt32BE(hash[19] & 15) & 0x7fffffff;
  return String(number % 1000000).padStart(6, '0');
}

/** What an admin prints at the command line: a link to this server's page. */
async function linkOf(server, ...command) {
  const { code, stdout, stderr } = await run([...command, '--data', server.data, '--set', `server.url=${server.url}`]);
  assert.equal(code, 0, stderr);
  return stdout.trim();
}

/** Fills in the first screen for people with an account, by the labels of its fields, and sends it. */
async function fill(person, fields) {
  const form = person.page.locator('#entry-form');
  for (const [label, text] of Object.entries(fields)) await form.getByLabel(label).fill(text);
  await form.locator('button.primary').click();
}

/** The screen behind an owner link or an invite, filled in and sent. */
async function makeAccount(person, link, name) {
  await person.page.goto(link);
  await fill(person, { 'Your name': name, 'Password': password });
  await person.isConnected();
  await person.isIn('general');
}

async function owner(person, server, name = 'Olga') {
  await makeAccount(person, await linkOf(server, 'owner'), name);
}

async function invite(person) {
  await person.page.getByRole('button', { name: 'Invite people' }).click();
  await person.button('Create link').click();
  await person.page.locator('#invite input[readonly]').waitFor();
  const link = await person.page.locator('#invite input[readonly]').inputValue();
  await person.page.keyboard.press('Escape');
  return link;
}

feature('the owner’s link, an invite, and two people talk', async ({ person, ownServer }) => {
  const server = await ownServer();
  const olga = await person({ url: server.url });
  await owner(olga, server);
  assert.doesNotMatch(olga.page.url(), /po_/, 'the secret does not stay in the address');
  const link = await invite(olga);
  const ivan = await person({ url: server.url, viewport: { width: 360, height: 740 } });
  await makeAccount(ivan, link, 'Ivan');
  await ivan.say('hello');
  await olga.sees('hello');

  const late = await person({ url: server.url });
  await late.page.goto(link);
  await fill(late, { 'Your name': 'Late', 'Password': password });
  await late.page.locator('#entry-form .problem', { hasText: 'cannot be used any more' }).waitFor();
});

feature('the same account on another device, and its end', async ({ person, ownServer }) => {
  const server = await ownServer();
  const desk = await person({ url: server.url });
  await owner(desk, server);
  await desk.say('from the desk');
  const phone = await person({ url: server.url, viewport: { width: 360, height: 740 } });
  await phone.page.goto(server.url);
  await phone.button('Sign in with an account').click();
  await fill(phone, { Handle: 'OLGA', Password: 'wrong' });
  await phone.page.locator('#entry-form .problem', { hasText: 'handle or the password is wrong' }).waitFor();
  await fill(phone, { Password: password });
  await phone.isConnected();
  await phone.sees('from the desk');

  await desk.preferences();
  await desk.button('Manage…').click();
  await desk.button('Sign out all others').click();
  await phone.page.locator('#connection-text', { hasText: 'signed out' }).waitFor();
});

feature('a guest gets an account and stays who they are, in all tabs', async ({ person, ownServer }) => {
  const server = await ownServer({ 'access.registration': 'open' });
  const ann = await person({ url: server.url });
  await ann.enter('Ann', 'general');
  await ann.say('as a guest');
  const tab = await person({ url: server.url, profile: ann });
  await tab.page.goto(`${server.url}#/general`);
  await tab.isConnected();
  await ann.preferences();
  await ann.button('Create an account…').click();
  await ann.page.locator('#account').getByLabel('Password').fill(password);
  await ann.button('Create account').click();
  await ann.page.locator('#toast', { hasText: 'sign in as ann' }).waitFor();
  await ann.say('with an account');
  await ann.page.locator('.message.own', { hasText: 'as a guest' }).waitFor();
  await tab.sees('with an account');
  await tab.page.locator('.message.own', { hasText: 'with an account' }).waitFor();
});

feature('a link signs in one more device, and a second factor is asked for from then on', async ({ person, ownServer }) => {
  const server = await ownServer();
  const olga = await person({ url: server.url });
  await owner(olga, server);
  await olga.preferences();
  await olga.button('Manage…').click();
  await olga.button('Add a device…').click();
  await olga.page.locator('#transfer').getByLabel('Your password').fill(password);
  await olga.button('Create link').click();
  const link = await olga.page.locator('#transfer input[readonly]').inputValue();
  const phone = await person({ url: server.url, viewport: { width: 360, height: 740 } });
  await phone.page.goto(link);
  await phone.page.locator('#entry-form button.primary').click();
  await phone.isConnected();

  await olga.page.keyboard.press('Escape');
  await olga.preferences();
  await olga.button('Manage…').click();
  await olga.button('Set up second factor…').click();
  await olga.page.locator('#factor').getByLabel('Your password').fill(password);
  await olga.button('Continue').click();
  const secret = (await olga.page.locator('#factor code').innerText()).replaceAll(' ', '');
  await olga.page.locator('#factor').getByLabel('Code').fill(codeOf(secret));
  await olga.button('Turn on').click();
  const recovery = await olga.page.locator('#factor .codes code').first().innerText();
  await phone.page.locator('#connection-text', { hasText: 'signed out' }).waitFor();

  const laptop = await person({ url: server.url });
  await laptop.page.goto(server.url);
  await laptop.button('Sign in with an account').click();
  await fill(laptop, { Handle: 'olga', Password: password });
  await fill(laptop, { Code: '000000' });
  await laptop.page.locator('#entry-form .problem', { hasText: 'is wrong' }).waitFor();
  await fill(laptop, { Code: recovery });
  await laptop.isConnected();
});

feature('a reset link sets a new password', async ({ person, ownServer }) => {
  const server = await ownServer();
  const olga = await person({ url: server.url });
  await owner(olga, server);
  const other = await person({ url: server.url });
  await other.page.goto(await linkOf(server, 'accounts', 'reset', 'olga'));
  await fill(other, { 'New password': 'another good one' });
  await other.isConnected();
  await olga.page.locator('#connection-text', { hasText: 'signed out' }).waitFor();
});
