import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import puppeteer from 'puppeteer-core';
import { Proxy } from '../support/proxy.mjs';
import { eventually, patience } from '../support/scene.mjs';
import { Server } from '../support/server.mjs';

const lostLine = /Firefox can.t establish a connection|was interrupted while the page was loading/; // said of every attempt, by the browser

let server;
let browser;

before(async () => {
  [browser, server] = await Promise.all([
    puppeteer.launch({ browser: 'firefox', protocol: 'webDriverBiDi', executablePath: '/usr/bin/firefox-esr', headless: true, defaultViewport: { width: 1280, height: 800 } }),
    Server.start(),
  ]);
});
after(async () => {
  await browser?.close();
  await server?.discard();
});

/** Somebody with a profile of their own in Firefox. */
async function enter(name, room, url = server.url) {
  const page = await (await browser.createBrowserContext()).newPage();
  const problems = [];
  page.setDefaultTimeout(patience);
  page.on('pageerror', (error) => lostLine.test(error) || problems.push(String(error)));
  await page.goto(url);
  await page.evaluate(() => localStorage.setItem('parlance.backoffCeiling', '1000'));
  await page.reload();
  await page.locator('#join-name').fill(name);
  await page.locator('#join-room').fill(room);
  await page.locator('#join-button').click();
  await page.waitForSelector('#connection[data-state=connected]');
  await page.waitForSelector('#log[aria-busy=false]');
  return { page, problems };
}

async function say({ page }, text) {
  await page.locator('#message').fill(text);
  await page.focus('#message');
  await page.keyboard.press('Enter');
}

const texts = ({ page }, state = 'sent') => page.$$eval(`.message[data-state=${state}] .text`, (all) => all.map((node) => node.textContent));

const sees = (person, text, state) => eventually(async () => assert.ok((await texts(person, state)).includes(text)));

test('Undo takes a completion back in Firefox', { timeout: 120000 }, async () => {
  const bob = await enter('Bob Lee', 'undo');
  const { page, problems } = await enter('Ann', 'undo');
  const value = () => page.$eval('#message', (field) => field.value);
  const undo = async () => {
    await page.keyboard.down('Control');
    await page.keyboard.press('z');
    await page.keyboard.up('Control');
  };
  await page.focus('#message');
  await page.keyboard.type('hey @bo');
  await page.waitForSelector('#completion [role=option]');
  await page.keyboard.press('Tab');
  assert.equal(await value(), 'hey @Bob Lee ');
  await undo();
  await eventually(async () => assert.equal(await value(), 'hey @bo'));
  assert.deepEqual([...problems, ...bob.problems], []);
});

test('the main journey in Firefox: join, message, receive, reconnect', { timeout: 240000 }, async () => {
  const line = await Proxy.to(server.port);
  try {
    const ann = await enter('Ann', 'fox', line.url);
    const bob = await enter('Bob', 'fox');
    await say(ann, 'hello Bob');
    await sees(bob, 'hello Bob');
    await say(bob, 'hello @Ann <img src=x onerror=alert(1)>');
    await sees(ann, 'hello @Ann <img src=x onerror=alert(1)>');
    assert.equal((await ann.page.$$('.message.calls-me .mention.me')).length, 1);
    assert.equal((await ann.page.$$('.message.own')).length, 1);
    await eventually(async () => assert.equal((await ann.page.$$('#members [data-present=true]')).length, 2));

    line.cut();
    await ann.page.waitForSelector('#connection:not([data-state=connected])');
    await say(ann, 'written meanwhile');
    await sees(ann, 'written meanwhile', 'pending');
    await say(bob, 'said meanwhile');
    line.pass();
    await ann.page.waitForSelector('#connection[data-state=connected]');
    for (const person of [ann, bob]) {
      await sees(person, 'written meanwhile');
      await sees(person, 'said meanwhile');
    }
    assert.equal((await texts(ann)).length, 4);
    assert.deepEqual(await texts(ann), await texts(bob));

    await ann.page.reload();
    await ann.page.waitForSelector('#connection[data-state=connected]');
    await sees(ann, 'written meanwhile');
    assert.deepEqual([...ann.problems, ...bob.problems], []);
  } finally {
    await line.close();
  }
});

test('a part that could not be loaded once, which this browser remembers', async () => {
  const line = await Proxy.to(server.port);
  const page = await (await browser.createBrowserContext()).newPage();
  page.setDefaultTimeout(patience);
  try {
    await page.goto(line.url);
    await page.evaluate(() => localStorage.setItem('parlance.backoffCeiling', '1000'));
    await page.reload();
    line.cut();
    await page.locator('#join-name').fill('Ann');
    await page.locator('#join-room').fill('remembered');
    await page.locator('#join-button').click();
    await page.waitForFunction(() => /The server does not answer/.test(document.getElementById('join-problem').textContent));
    line.pass();
    await page.waitForSelector('#connection[data-state=connected]');
    await page.waitForSelector('#log[aria-busy=false]');
    assert.equal(await page.$eval('#room-name', (node) => node.textContent), 'remembered');
    await page.locator('#open-directory').click();
    await page.waitForSelector('dialog#directory');
  } finally {
    await page.browserContext().close();
    await line.close();
  }
});
