// The desktop app as a program of its own, and a person who sits at it.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { eventually } from '../../support/eventually.mjs';
import { tell } from '../../support/told.mjs';

const program = resolve(process.env.DRIVEN ?? new URL('../../../build/asan/bin/parlance-driven', import.meta.url).pathname);

/** One profile, with folders of its own. After quit() or kill() it can be started again. */
export class App {
  #folder = '';
  #process = null;
  #exited = null;
  #waiting = []; // for answers, in the order of what was asked
  #fileLimit = 0; // KiB; 0: none
  log = '';

  /** Gone with the test, however it ends; what it said is part of the test's report. */
  static async during(test, ...links) {
    const app = new App();
    app.#folder = await mkdtemp(join(tmpdir(), 'parlance-app-'));
    for (const each of ['home', 'config', 'data', 'cache', 'run']) await mkdir(join(app.#folder, each), { mode: 0o700 });
    test.after(async () => {
      try {
        await app.#discard();
      } finally {
        tell(test, 'parlance', app.log);
      }
    });
    await app.start(...links);
    return app;
  }

  async start(...links) {
    const child = this.#spawn(links);
    this.#process = child;
    this.#waiting = [];
    this.#exited = exitOf(child);
    createInterface({ input: child.stdout }).on('line', (line) => this.#waiting.shift()?.(JSON.parse(line)));
    child.stdin.on('error', () => {}); // it was killed
    await this.until(({ windows }) => assert.ok(windows.length > 0, 'no window opens'));
  }

  /** Another start of the same profile, from the command line or by a link that was clicked: the app that runs takes it over, and this one ends without complaint. */
  startAgain(...links) {
    return this.startAgainIn({}, ...links);
  }

  /** The same with other variables in its environment. */
  async startAgainIn(env, ...links) {
    const child = this.#spawn(links, env);
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text));
    const begun = performance.now();
    const end = await exitOf(child);
    assert.equal(end, 0, `the second start ended with ${end} after ${Math.round(performance.now() - begun)} ms\n${said.slice(-8000)}`);
  }

  #spawn(links, env = {}) {
    const at = (folder) => join(this.#folder, folder);
    // As on a full disk: a file that would grow beyond the limit cannot be written, and the program is told so.
    const limited = ['sh', ['-c', 'trap "" XFSZ; ulimit -f "$0"; exec "$@"', String(2 * this.#fileLimit), program, ...links]];
    const [command, words] = this.#fileLimit ? limited : [program, links];
    const child = spawn(command, words, {
      env: {
        ...process.env, QT_QPA_PLATFORM: 'offscreen', HOME: at('home'), XDG_CONFIG_HOME: at('config'), XDG_DATA_HOME: at('data'),
        XDG_CACHE_HOME: at('cache'), XDG_RUNTIME_DIR: at('run'), ...env,
      },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    child.stderr.on('data', (text) => (this.log += text));
    return child;
  }

  /** The file that an account's messages, drafts and outbox are in. */
  async cacheFile() {
    const folder = join(this.#folder, 'data', 'parlance');
    const files = (await readdir(folder)).filter((name) => name.endsWith('.sqlite'));
    assert.equal(files.length, 1, `one account has one cache: ${files}`);
    return join(folder, files[0]);
  }

  /** From the next start on, no file may have more than so many KiB. */
  limitFiles(kibibytes) {
    this.#fileLimit = kibibytes;
  }

  // --- the end ---

  get exited() {
    return this.#exited;
  }

  async quit() {
    this.#process.stdin.end();
    assert.equal(await this.#exited, 0, this.log.slice(-4000));
  }

  kill() {
    this.#process.kill('SIGKILL');
    return this.#exited;
  }

  async #discard() {
    try {
      if (this.#process.exitCode === null && this.#process.signalCode === null) await this.quit();
    } finally {
      this.#process.kill('SIGKILL');
      await rm(this.#folder, { recursive: true, force: true });
    }
  }

  // --- what a person does ---

  /** Resolves when it is done. What is not answered because the app ended may be done or not: that rejects. */
  #do(wish) {
    const answer = new Promise((done) => this.#waiting.push(done));
    this.#process.stdin.write(`${JSON.stringify(wish)}\n`);
    const ended = this.#exited.then((how) => assert.fail(`the app ended with ${how}\n${this.log.slice(-4000)}`));
    return Promise.race([answer, ended]).then((result) => {
      if (result.problem) throw new Error(result.problem);
      return result;
    });
  }

  click = (name, text = '') => this.#do({ do: 'click', name, text });
  menu = (name, text = '') => this.#do({ do: 'menu', name, text });
  type = (text) => this.#do({ do: 'type', text });
  press = (keys) => this.#do({ do: 'press', text: keys });
  minimize = () => this.#do({ do: 'minimize' });

  async fill(name, text) {
    await this.click(name);
    await this.press('Ctrl+A');
    await this.type(text);
  }

  async signIn(server, name, room) {
    await this.fill('server', server);
    await this.fill('name', name);
    await this.fill('room', room);
    await this.press('Return');
    await this.isIn(room);
  }

  async say(text) {
    await this.type(text);
    await this.press('Return');
  }

  /** The last of one's own messages. */
  async editLast(anew) {
    await this.press('Up');
    await this.press('Ctrl+A');
    await this.say(anew);
  }

  async remove(text) {
    await this.menu('timeline', text);
    await this.click('messageMenu', 'Delete message…');
    await this.click('question', 'Delete');
  }

  // --- what a person sees ---

  see = () => this.#do({ do: 'see' });

  /** What is seen when `check` does not throw any more. */
  until(check) {
    return eventually(async () => {
      const seen = await this.see();
      try {
        check(seen);
      } catch (error) {
        error.message += `\nthe app shows ${JSON.stringify(seen)}`;
        throw error;
      }
      return seen;
    });
  }

  /** What is seen after somebody went up in the open room until a message was there. */
  async readUpTo(text) {
    await this.click('timeline');
    return eventually(async () => {
      await this.press('Home');
      const seen = await this.see();
      assert.ok(textsOf(seen).includes(text), `no “${text}” above ${textsOf(seen)}`);
      return seen;
    });
  }

  /** Connected, and one could write at once. */
  isIn(room) {
    return this.until(({ texts, windows, focus }) => {
      assert.deepEqual(windows.map(({ name }) => name), ['window']);
      assert.equal(texts.roomName, `# ${room}`);
      assert.equal(texts.connectionText, undefined);
      assert.equal(focus, 'message');
    });
  }

  sees(text, fate = 'sent') {
    return this.until(({ messages }) => assert.ok(messages.some((each) => each.text === text && each.fate === fate), `no ${fate} “${text}”`));
  }
}

/** Resolves when all of its output has been read, too. */
const exitOf = (child) => new Promise((done) => child.once('close', (code, signal) => done(signal ?? code)));

export const textsOf = ({ messages }) => messages.map(({ text }) => text);
