// Redis goes away in the middle of a conversation. Ann uses the app on one node, Bob the page on the other, and neither notices
// more than a pause. Redis is away for REDIS_AWAY seconds; the default is 10.
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { Client } from '../protocol/client.mjs';
import { Server } from '../support/parlanced.mjs';
import { Postgres } from '../support/postgres.mjs';
import { Redis } from '../support/redis.mjs';
import { eventually, scene } from '../web/support/scene.mjs';
import { App } from './support/app.mjs';

const away = Number(process.env.REDIS_AWAY ?? 10) * 1000; // ms
const longest = 2000; // ms of a pause: three signs of life are missed within 1,500 ms, and the store is asked every 250
const rounds = 20; // of the conversation before Redis goes, by which it is known how long a message takes on this machine

const feature = scene();

let postgres;
before(async () => {
  postgres = await Postgres.start({ max_connections: 100 });
});
after(() => postgres.discard());

/** What was seen first when, and who was ever shown as gone. */
class Sight {
  seen = new Map(); // text -> ms since 1970
  gone = new Set();
  typing = false;

  async sees(text) {
    await eventually(() => assert.ok(this.seen.has(text), `“${text}” was not seen`));
    return this.seen.get(text);
  }
}

/** Looks at the app all the time, as a person does. */
class AppSight extends Sight {
  #app;
  #ended = false;
  #watching;

  static of(app) {
    const sight = new this();
    sight.#app = app;
    sight.#watching = sight.#watch().catch((error) => sight.gone.add(error.message));
    return sight;
  }

  async #watch() {
    while (!this.#ended) {
      const { messages, lists, texts } = await this.#app.see();
      const now = Date.now();
      for (const { text, fate } of messages) if (fate === 'sent' && !this.seen.has(text)) this.seen.set(text, now);
      for (const name of ['Ann', 'Bob']) if (!lists.members.some(({ text, here }) => text === name && here)) this.gone.add(name);
      if (texts.connectionText) this.gone.add(texts.connectionText);
      this.typing = texts.typing;
    }
  }

  /** Before the app does. */
  async end() {
    this.#ended = true;
    await this.#watching;
  }
}

/** Runs in the page and tells of every change as it happens. */
function watchPage() {
  const known = new Set();
  const look = () => {
    for (const node of document.querySelectorAll('.message[data-state=sent] .text')) {
      if (known.has(node.innerText)) continue;
      known.add(node.innerText);
      window.tellSight({ text: node.innerText, at: Date.now() });
    }
    const present = [...document.querySelectorAll('#members [data-present=true]')].map((node) => node.innerText);
    for (const name of ['Ann', 'Bob']) if (!present.some((text) => text.includes(name))) window.tellSight({ gone: name });
    const connection = document.getElementById('connection').dataset.state;
    if (connection !== 'connected') window.tellSight({ gone: connection });
    window.tellSight({ typing: document.getElementById('typing').textContent });
  };
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
  look();
}

class PageSight extends Sight {
  static async of(person) {
    const sight = new this();
    await person.page.exposeFunction('tellSight', ({ text, at, gone, typing }) => {
      if (text && !sight.seen.has(text)) sight.seen.set(text, at);
      if (gone) sight.gone.add(gone);
      if (typing !== undefined) sight.typing = typing;
    });
    await person.page.evaluate(watchPage);
    return sight;
  }
}

/** Two nodes; each person is connected to one of them, and stays there. */
async function conversation({ person }, t, redis) {
  const settings = {
    'storage.kind': 'postgresql', 'storage.url': await postgres.makeDatabase(), 'cluster.redis': redis.url, 'limits.messages': 0,
  };
  const one = await Server.during(t, settings);
  const other = await Server.during(t, settings);
  await eventually(() => [one, other].forEach(({ log }) => assert.match(log, /another node/)));
  const ann = await App.during(t);
  const bob = await person({ url: other.url });
  await ann.signIn(`127.0.0.1:${one.port}`, 'Ann', 'kitchen');
  await bob.enter('Bob', 'kitchen');
  await ann.until(({ lists }) => assert.equal(lists.members.filter(({ here }) => here).length, 2));
  await bob.page.locator('#members [data-present=true]', { hasText: 'Ann' }).waitFor();
  return { one, other, talk: new Talk(ann, bob, AppSight.of(ann), await PageSight.of(bob)) };
}

class Talk {
  #number = 0;
  said = [];

  constructor(ann, bob, appSight, pageSight) {
    Object.assign(this, { ann, bob, appSight, pageSight });
  }

  /** Both say something at the same time. Resolves to the longer time, in ms, until it was seen by the other. */
  async round() {
    this.#number += 1;
    const [anns, bobs] = ['Ann', 'Bob'].map((who) => `${who} says ${this.#number}`);
    this.said.push(anns, bobs);
    const both = [
      [() => this.ann.type(anns), () => this.ann.press('Return'), this.pageSight, anns],
      [() => this.bob.composer.fill(bobs), () => this.bob.composer.press('Enter'), this.appSight, bobs],
    ];
    const took = await Promise.all(both.map(async ([write, send, sight, text]) => {
      await write();
      const begun = Date.now();
      await send();
      return (await sight.sees(text)) - begun;
    }));
    return Math.max(...took);
  }

  async roundsUntil(isOver) {
    const all = [];
    while (!isOver()) all.push(await this.round());
    return all;
  }

  /** Until each has seen the other type. Resolves to the time, in ms. */
  async typing() {
    const begun = Date.now();
    await eventually(async () => {
      await this.ann.type('er, ');
      assert.equal(this.pageSight.typing, 'Ann is typing…');
    });
    await eventually(async () => {
      await this.bob.composer.pressSequentially('er, ');
      assert.equal(this.appSight.typing, 'Bob is typing…');
    });
    const took = Date.now() - begun;
    await this.ann.press('Ctrl+A');
    await this.round();
    await eventually(() => assert.deepEqual([this.pageSight.typing, this.appSight.typing], ['', '']));
    return took;
  }
}

async function logOf(server) {
  const client = await Client.connect(server.wsUrl);
  const { log } = await client.enter('Reader', 'kitchen');
  client.send({ type: 'join', room: '#kitchen', since: 0, log });
  const { events } = await client.until('joined');
  await client.end();
  return events.map(({ text }) => text);
}

const ways = {
  'stands still': [(redis) => redis.suspend(), (redis) => redis.resume()],
  'is shut down and started again': [(redis) => redis.stop(), (redis) => redis.start()],
};

for (const [way, [goes, comesBack]] of Object.entries(ways)) {
  feature(`Redis ${way} for ${away / 1000} s: a pause is all that anybody sees`, async (stage, t) => {
    const redis = await Redis.during(t);
    const { one, other, talk } = await conversation(stage, t, redis);
    const typingBefore = await talk.typing();
    let left = rounds;
    const before = await talk.roundsUntil(() => left-- === 0);

    await goes(redis);
    const begun = Date.now();
    const during = await talk.roundsUntil(() => Date.now() - begun > away);
    assert.match(other.log, /the bus between the nodes is away/);
    const logs = [one, other].map(({ log }) => log.length);
    await comesBack(redis);
    const returned = Date.now();
    await eventually(() => [one, other].forEach(({ log }, i) => assert.match(log.slice(logs[i]), /the bus between the nodes is there/)));
    const reconnected = Date.now() - returned;
    const typingAfter = await talk.typing();
    left = rounds;
    const after = await talk.roundsUntil(() => left-- === 0);
    await talk.appSight.end();

    const largest = (times) => Math.max(...times);
    t.diagnostic(`longest ms until seen: before ${largest(before)}, while away ${largest(during)} (at first ${during[0]}, ${during.length} rounds, median `
      + `${[...during].sort((a, b) => a - b)[during.length >> 1]}), afterwards ${largest(after)}; until Redis is used again ${reconnected}; until both were seen typing: before ${typingBefore}, afterwards ${typingAfter}`);
    // What a message takes anyway on this machine, with a sanitizer and whatever else runs, is no pause.
    const limit = longest + largest(before);
    assert.ok(largest(during) <= limit && largest(after) <= limit, `a pause of ${largest([...during, ...after])} ms, at most ${limit}`);
    assert.ok(reconnected <= limit, `typing and presence were not told for another ${reconnected} ms, at most ${limit}`);
    assert.deepEqual([...talk.appSight.gone, ...talk.pageSight.gone], [], 'nobody was shown as gone');
    const log = await logOf(one);
    assert.deepEqual([...log].sort(), [...talk.said].sort(), 'each message is there once');
    assert.deepEqual(await logOf(other), log);
  });
}
