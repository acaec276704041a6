import assert from 'node:assert/strict';
import { eventually, inTime } from '../../support/eventually.mjs';

const lostLine = /WebSocket connection to|net::ERR_(INTERNET_DISCONNECTED|CONNECTION|EMPTY|NETWORK)/;

/**
 * One person with a browser profile and a page of their own, and the words in which tests speak of what they do.
 *
 * Options: `url` (of the server or a proxy), `elsewhere` (another origin that may be asked), `losesLine` (the browser's own
 * complaints about that are no fault), `backoff` (ms, the longest wait between two attempts), `chance` (what Math.random
 * gives), `profile` (somebody whose profile is shared), `wire` (see below); the rest is playwright's, for the profile.
 * `wire`: {toServer(frame), toPage(frame)} see each frame and give what goes on instead: a frame, several, or null.
 */
export class Person {
  problems = [];
  sockets = []; // 'open' and 'close' as the page asks for them

  static async arrive(browser, { url, elsewhere, patience, losesLine = false, backoff = 1000, chance, profile, wire, ...options }) {
    const person = new Person();
    person.url = url;
    person.origins = [new URL(url).origin, elsewhere];
    person.losesLine = losesLine;
    person.sendKey = options.isMobile ? 'Control+Enter' : 'Enter'; // alone it breaks the line on a phone
    person.context = profile?.context ?? await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
    if (!profile) await person.#prepare({ backoff, chance });
    person.page = await person.context.newPage();
    person.page.setDefaultTimeout(patience);
    await person.#listen();
    if (wire) await person.#tap(wire);
    return person;
  }

  async #prepare({ backoff, chance }) {
    await this.context.addInitScript(({ backoff, chance }) => {
      if (!location.protocol.startsWith('http')) return;
      if (chance !== undefined) Math.random = () => chance;
      else localStorage.setItem('parlance.backoffCeiling', String(backoff));
      document.addEventListener('securitypolicyviolation', (event) => console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`));
    }, { backoff, chance });
  }

  async #listen() {
    this.page.on('pageerror', (error) => this.problems.push(`thrown: ${error.stack}`));
    this.page.on('dialog', (dialog) => {
      this.problems.push(`dialog: ${dialog.message()}`);
      dialog.dismiss();
    });
    this.page.on('console', (message) => {
      if (message.type() === 'error' && !(this.losesLine && lostLine.test(message.text()))) this.problems.push(`console: ${message.text()}`);
    });
    const stray = (address) => {
      const { protocol, host } = new URL(address);
      const asked = `${protocol.replace('ws', 'http')}//${host}`;
      if (!this.origins.includes(asked) && protocol !== 'data:' && protocol !== 'about:') this.problems.push(`asked elsewhere: ${address}`);
    };
    this.page.on('request', (request) => stray(request.url()));
    this.page.on('websocket', (socket) => stray(socket.url()));
  }

  async #tap({ toServer = (frame) => frame, toPage = (frame) => frame }) {
    const pass = (rule, send) => (data) => {
      for (const frame of [rule(JSON.parse(data)) ?? []].flat()) send(JSON.stringify(frame));
    };
    await this.page.routeWebSocket(/\/ws$/, (near) => {
      const far = near.connectToServer();
      near.onMessage(pass(toServer, (data) => far.send(data)));
      far.onMessage(pass(toPage, (data) => near.send(data)));
    });
  }

  // --- coming in ---

  /** The first screen, filled in and sent. */
  async enter(name, room = 'general') {
    await this.page.goto(this.url);
    await this.fillIn(name, room);
    await this.isConnected();
    await this.isIn(room);
  }

  async fillIn(name, room) {
    await this.page.getByLabel('Your name').fill(name);
    if (room) await this.page.getByRole('textbox', { name: 'Room', exact: true }).fill(room);
    await this.page.getByRole('button', { name: 'Join', exact: true }).click();
  }

  async follow(hash) {
    await this.page.goto(new URL(hash, this.url).href);
  }

  async isConnected() {
    await this.connection('connected').waitFor({ state: 'attached' });
  }

  async isIn(room) {
    await this.page.locator('#room-name').getByText(room, { exact: true }).waitFor();
    await this.page.locator('#log[aria-busy=false]').waitFor();
  }

  /** By the room switcher, which joins a room where one is not in it yet. */
  async goTo(room) {
    await this.page.keyboard.press('Control+k');
    await this.page.getByRole('combobox', { name: 'Room' }).fill(room);
    await this.page.getByRole('option', { name: room }).first().waitFor();
    await this.page.keyboard.press('Enter');
    await this.isIn(room);
  }

  // --- talking ---

  get composer() {
    return this.page.getByLabel('Message', { exact: true });
  }

  async say(text) {
    await this.composer.fill(text);
    await this.composer.press(this.sendKey);
  }

  /** Many messages quickly, without waiting for any. */
  async sayAll(texts) {
    await this.page.evaluate((texts) => {
      const field = document.getElementById('message');
      for (const text of texts) {
        field.value = text;
        field.dispatchEvent(new InputEvent('input'));
        document.getElementById('composer').requestSubmit();
      }
    }, texts);
  }

  async edit(text, anew) {
    await this.chooseFor(text, 'Edit message');
    await this.say(anew);
  }

  async remove(text) {
    await this.chooseFor(text, 'Delete message…');
    await this.button('Delete').click();
  }

  /** From a message's menu; its button gets its click wherever it moves meanwhile. */
  async chooseFor(text, item) {
    await this.message(text).locator('.more').dispatchEvent('click');
    await this.choose(item);
  }

  message(text, state = 'sent') {
    return this.page.locator(`.message[data-state=${state}]`, { has: this.page.locator('.text').getByText(text, { exact: true }) });
  }

  async sees(text, state = 'sent') {
    await this.message(text, state).first().waitFor();
  }

  texts() {
    return this.page.locator('.message .text').allInnerTexts();
  }

  // --- what is on the page ---

  room(name) {
    return this.page.locator(`#rooms a[title="${name}"]`);
  }

  roomWith(name, unread) {
    return this.page.locator(`#rooms a[title="${name}"][data-unread="${unread}"]`);
  }

  /** The room's id, as the page has it. */
  async idOf(name) {
    return this.room(name).getAttribute('data-room');
  }

  /** The room in the dialog that lists those of the server. */
  listed(name) {
    return this.page.locator('#directory-list li', { has: this.page.locator('.name').getByText(name, { exact: true }) });
  }

  connection(state) {
    return this.page.locator(`#connection[data-state=${state}]`);
  }

  notice(text) {
    return this.page.locator('.notice', { hasText: text });
  }

  button(name) {
    return this.page.getByRole('button', { name, exact: typeof name === 'string' });
  }

  async choose(item) {
    await this.page.getByRole('menuitem', { name: item }).click();
  }

  async roomOption(item) {
    await this.page.locator('#open-options').click();
    await this.choose(item);
  }

  async preferences() {
    await this.page.locator('#me').click();
    await this.page.getByRole('dialog', { name: 'Settings' }).waitFor();
  }

  async signOut() {
    await this.preferences();
    await this.button('Sign out…').click();
    await this.button('Sign out').click();
  }

  /** It is removed when it gives the focus back, a moment after it is shut. */
  async closeDialog() {
    await this.page.keyboard.press('Escape');
    await this.page.locator('dialog').waitFor({ state: 'detached' });
  }

  clipboard() {
    return this.page.evaluate(() => navigator.clipboard.readText());
  }

  /** The page no longer has the person's eyes, or has them again. */
  async look(watched) {
    await this.page.evaluate((watched) => {
      document.hasFocus = () => watched;
      window.dispatchEvent(new Event(watched ? 'focus' : 'blur'));
    }, watched);
  }

  async story() {
    return this.page.evaluate(() => JSON.stringify({
      view: document.documentElement.dataset.view,
      title: document.title,
      connection: document.getElementById('connection')?.textContent,
      problem: document.getElementById('join-problem')?.textContent,
      rooms: document.getElementById('rooms')?.innerText,
      log: document.getElementById('log')?.innerText.slice(-400),
      dialog: document.querySelector('dialog[open]')?.innerText,
    }));
  }

  async leaveForGood() {
    await inTime(this.context.close(), "the end of somebody's profile");
  }

  /**
   * Closes `page` whatever it is doing. Playwright's `close()` asks once and waits for ever, but Chromium forgets the request
   * when it comes in the moment in which a navigation is committed (crbug.com/536385539), so this asks until the page is gone.
   */
  async kill(page) {
    const session = await this.context.newCDPSession(page);
    const { targetInfo: { targetId } } = await session.send('Target.getTargetInfo');
    const browser = await this.context.browser().newBrowserCDPSession();
    await eventually(async () => {
      await browser.send('Target.closeTarget', { targetId }).catch(() => {}); // it may be gone already
      assert(page.isClosed());
    });
    await browser.detach();
  }
}
