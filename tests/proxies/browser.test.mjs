// The page behind the real proxies, in Chromium: by HTTP/2, and with HAProxy the WebSocket as well.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';
import { patience } from '../support/eventually.mjs';
import { Server } from '../support/parlanced.mjs';
import { Person } from '../web/support/person.mjs';
import { chromiumArguments } from '../web/support/scene.mjs';
import { Proxy, names, site } from './proxy.mjs';

let browser;
before(async () => {
  const args = [...chromiumArguments, `--host-resolver-rules=MAP ${site} 127.0.0.1`];
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', headless: true, args });
});
after(() => browser?.close());

for (const name of names) {
  test(`${name}: the page opens, and two chat in it`, { timeout: 120_000 }, async (t) => {
    const server = await Server.during(t, { 'net.trustedProxies': '127.0.0.1' });
    const proxy = await Proxy.during(t, name, server);
    const arrive = () => Person.arrive(browser, { url: proxy.url, patience, ignoreHTTPSErrors: true });
    const [ann, bob] = await Promise.all([arrive(), arrive()]);
    await ann.enter('Ann');
    assert.equal(await ann.page.evaluate(() => performance.getEntriesByType('navigation')[0].nextHopProtocol), 'h2');
    await bob.enter('Bob');
    await ann.say(`through ${name}`);
    await bob.sees(`through ${name}`);
    await bob.say('and back');
    await ann.sees('and back');
    assert.deepEqual([...ann.problems, ...bob.problems], []);
    await Promise.all([ann.context.close(), bob.context.close()]);
  });
}
