import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';
import { eventually, inTime, patience } from '../../support/eventually.mjs';
import { Person } from './person.mjs';
import { Proxy } from './proxy.mjs';
import { Server } from './server.mjs';

export { eventually, patience };

/** The last one: a page that a test serves from a cache of its own counts as a stranger's, which may not ask this machine. */
export const chromiumArguments = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
  '--disable-features=LocalNetworkAccessChecks'];

export const launchChromium = () => chromium.launch({ executablePath: '/usr/bin/chromium', headless: true, args: chromiumArguments });

/**
 * A file's browser and server. Gives `feature(name, run)`, which declares one test; `run` gets a stage:
 *   server             the file's server
 *   person(options)    somebody with a browser profile of their own; see Person
 *   ownServer(…)       another server, gone after the test
 *   proxy(server)      a line to a server that can be cut
 * A test fails as well when any page threw, complained on the console, broke its content security policy or asked another origin.
 */
export function scene(settings = {}) {
  let browser;
  let server;

  before(async () => {
    [browser, server] = await Promise.all([launchChromium(), Server.start(settings)]);
  });
  after(async () => {
    try {
      if (browser) await inTime(browser.close(), "the browser's end");
    } finally {
      await server?.discard(); // a server that goes on would keep this program alive
    }
  });

  return function feature(name, run) {
    test(name, { timeout: 240000 }, async (t) => {
      const stage = new Stage(browser, server);
      try {
        await run(stage, t);
        stage.complain();
      } catch (error) {
        for (const line of await stage.story()) t.diagnostic(line);
        throw error;
      } finally {
        await stage.close();
      }
    });
  };
}

class Stage {
  #browser;
  #people = [];
  #resources = [];

  constructor(browser, server) {
    this.#browser = browser;
    this.server = server;
  }

  person = async (options = {}) => {
    const person = await Person.arrive(this.#browser, { url: this.server.url, patience, ...options });
    this.#people.push(person);
    return person;
  };

  people = (...names) => Promise.all(names.map(() => this.person()));

  ownServer = async (settings) => {
    const server = await Server.start(settings);
    this.#resources.push(() => server.discard());
    return server;
  };

  proxy = async (server = this.server) => {
    const proxy = await Proxy.to(server.port);
    this.#resources.push(() => proxy.close());
    return proxy;
  };

  complain() {
    for (const { problems } of this.#people) assert.deepEqual(problems, []);
  }

  /** What each page showed when a test failed. */
  async story() {
    const stories = await Promise.all(this.#people.map((person) => person.story().catch(() => 'a page that does not answer')));
    return [...stories, this.server.log.split('\n').slice(-6).join('\n')];
  }

  async close() {
    try {
      for (const person of this.#people) await person.leaveForGood();
    } finally {
      for (const release of this.#resources.reverse()) await release();
    }
  }
}
