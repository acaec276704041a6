import assert from 'node:assert/strict';
import { Random } from '../../support/random.mjs';
import { seeded } from '../../support/seed.mjs';
import { scene, eventually } from '../support/scene.mjs';

const feature = scene();
const kills = 20;
const mostMessages = 100; // of each: a page shows a window of 300

/** Somebody who writes, edits and deletes at random, and knows what must have come of it in the end. */
class Writer {
  said = []; // {text, edited, deleted}, in the order in which it was entered
  acts = 0;
  head = 0; // seq of the last event when the room was joined
  #name;
  #random;
  #wire = { isDeaf: false, toPage: (frame) => this.#hear(frame) };

  /** `random` gives the seed of numbers of one's own, which do not depend on how fast the others are. */
  constructor(name, random) {
    this.#name = name;
    this.#random = new Random(random.between(0, 2 ** 32 - 1));
  }

  async arrive({ person }, server) {
    this.person = await person({ url: server.url, losesLine: true, backoff: 300, wire: this.#wire });
    await this.person.enter(this.#name, 'killed');
  }

  async act() {
    const chance = this.#random.next();
    const sent = chance < 0.6 && this.said.length < mostMessages ? [] : await this.#sentOnes();
    if (!sent.length) await this.#say();
    else if (chance < 0.9) await this.#edit(this.#random.pick(sent.slice(-5)));
    else await this.#delete(this.#random.pick(sent.slice(-5)));
  }

  /** Writes or edits something that gets into the room without one's own page being told. */
  async actDeaf(witness) {
    await this.person.page.locator('.message:not([data-state=sent])').first().waitFor({ state: 'detached' });
    const message = this.#random.next() < 0.5 ? null : (await this.#sentOnes()).at(-1); // the witness may have loaded no more than the latest
    this.#wire.isDeaf = true;
    await (message ? this.#edit(message) : this.#say());
    await witness.person.sees((message ?? this.said.at(-1)).text);
  }

  hearAgain() {
    this.#wire.isDeaf = false;
  }

  #hear(frame) {
    if (this.#wire.isDeaf) return null;
    if (frame.type === 'joined') this.head = frame.head;
    return frame;
  }

  async #say() {
    const text = `${this.#name} ${this.said.length + 1}`;
    this.said.push({ text, edited: false, deleted: false });
    this.acts += 1;
    await this.person.say(text);
  }

  async #edit(message) {
    const before = message.text;
    message.text = `${before.split(',')[0]}, then ${this.#random.between(1, 1e6)}`;
    message.edited = true;
    this.acts += 1;
    await this.person.edit(before, message.text);
  }

  async #delete(message) {
    const before = message.text;
    Object.assign(message, { text: 'This message was deleted', edited: false, deleted: true });
    this.acts += 1;
    await this.person.remove(before);
  }

  async #sentOnes() {
    const texts = await this.person.page.locator('.message.own[data-state=sent] .text').allTextContents();
    return this.said.filter(({ text, deleted }) => !deleted && texts.includes(text));
  }

  /** Loads what is older until the room's first message is shown. */
  async readFromTheStart() {
    const { page } = this.person;
    await eventually(async () => {
      await page.locator('#log').evaluate((log) => (log.scrollTop = 0));
      assert.equal(await page.locator('.message[data-seq="1"]').count(), 1);
    });
  }

  /** What the page shows, and whether it is one's own. */
  shown() {
    return this.person.page.locator('.message').evaluateAll((all) => all.map((node) => ({
      own: node.classList.contains('own'),
      id: node.dataset.id,
      text: node.querySelector('.text').textContent,
      edited: node.querySelector('.edited') !== null,
      deleted: node.querySelector('.tombstone') !== null,
      state: node.dataset.state,
    })));
  }
}

const withoutOwner = (messages) => messages.map(({ own, ...message }) => message);

const unsent = ({ page }) => page.evaluate(() => new Promise((resolve) => {
  indexedDB.open('parlance').onsuccess = ({ target: { result } }) => {
    result.transaction('outbox').objectStore('outbox').getAll().onsuccess = (event) => resolve(event.target.result);
  };
}));

feature('the server is killed 20 times while two people write, edit and delete: nothing is lost, doubled or out of order', async (stage) => {
  const random = seeded();
  const server = await stage.ownServer();
  const ann = new Writer('Ann', random);
  const bob = new Writer('Bob', random);
  const both = [ann, bob];
  for (const one of both) await one.arrive(stage, server);
  const allAreBack = () => Promise.all(both.map(({ person }) => person.isConnected()));

  for (let round = 0; round < kills; round += 1) {
    let isKilled = false;
    let reloads = random.next() < 0.2 ? random.pick(both) : null;
    const kill = () => {
      isKilled = true;
      return server.kill();
    };
    if (round % 3 === 0) { // killed when something is on the disk that its author, who comes back with a new page, does not know of
      await allAreBack();
      const [author, witness] = random.pick([[ann, bob], [bob, ann]]);
      await author.actDeaf(witness);
      await kill();
      author.hearAgain();
      reloads = author;
    }
    let left = random.between(1, 4); // acts of both; then it is killed, and they go on
    let killing = null;
    const act = async (one, times) => {
      for (let i = 0; i < times; i += 1) {
        await one.act();
        left -= 1;
        if (left === 0 && !isKilled) killing = kill();
      }
    };
    await Promise.all(both.map((one) => act(one, random.between(2, 3))));
    await killing;
    await server.start();
    await reloads?.person.page.reload();
    if (random.next() < 0.8) await allAreBack();
  }

  await allAreBack();
  const cy = new Writer('Cy', random);
  await cy.arrive(stage, server);
  for (const one of [ann, bob, cy]) await one.readFromTheStart();
  await eventually(async () => {
    for (const one of both) {
      const shown = await one.shown();
      const own = shown.filter(({ own }) => own).map(({ text, edited, deleted }) => ({ text, edited, deleted }));
      assert.deepEqual(own, one.said);
      assert.equal(shown.length, ann.said.length + bob.said.length);
      assert.deepEqual(new Set(shown.map(({ state }) => state)), new Set(['sent']));
    }
  });
  const list = withoutOwner(await ann.shown());
  assert.equal(new Set(list.map(({ id }) => id)).size, list.length);
  assert.deepEqual(withoutOwner(await bob.shown()), list);
  assert.deepEqual(withoutOwner(await cy.shown()), list);
  assert.equal(cy.head, ann.acts + bob.acts, 'each message, edit and deletion is in the log once');
  for (const { person } of both) assert.deepEqual(await unsent(person), []);
  console.log(`${list.length} messages, ${list.filter(({ edited }) => edited).length} edited, ${list.filter(({ deleted }) => deleted).length} deleted`);
});
