// A folder on a disk of a few megabytes, which can be filled: a tmpfs in a mount namespace of its own, so that nobody has to be root.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync, statfsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { eventually } from '../support/eventually.mjs';

const runFile = promisify(execFile);

const ways = [['--user', '--map-root-user', '--mount'], ['--mount']]; // the second for root where users may make no namespaces

export class SmallDisk {
  #holder;
  #folder;
  #isOwnUser;

  /** Nothing if this machine lets nobody mount one. */
  static at(folder, megabytes) {
    return this.#mount(folder, megabytes, ways);
  }

  /** For programs that change their user, as root's do; nothing for anybody else. */
  static async atAsRoot(folder, megabytes) {
    return process.getuid() === 0 ? this.#mount(folder, megabytes, ways.slice(1)) : null;
  }

  static async #mount(folder, megabytes, possible) {
    for (const way of possible) {
      const script = 'mount -t tmpfs -o size="$1" none "$0" && echo mounted && exec setpriv --pdeathsig=KILL sleep infinity';
      const holder = spawn('unshare', [...way, 'sh', '-c', script, folder, `${megabytes}m`], { stdio: ['ignore', 'pipe', 'inherit'] });
      const line = once(createInterface({ input: holder.stdout }), 'line').then(() => true);
      if (await Promise.race([line, once(holder, 'close').then(() => false)])) return new this(holder, folder, way.includes('--user'));
    }
    return null;
  }

  constructor(holder, folder, isOwnUser) {
    this.#holder = holder;
    this.#folder = folder;
    this.#isOwnUser = isOwnUser;
  }

  /** The words in front of a command that is to see it. */
  get command() {
    const user = this.#isOwnUser ? ['--user', '--preserve-credentials'] : [];
    return ['nsenter', '--target', String(this.#holder.pid), ...user, '--mount', '--'];
  }

  /** Makes it as small as what is on it, so that nothing more fits, and no memory is used to fill it. */
  async shrink() {
    await eventually(async () => {
      const { blocks, bfree, bsize } = statfsSync(this.path);
      await this.#resize((blocks - bfree) * bsize); // refused if it has grown meanwhile
    });
  }

  grow(megabytes) {
    return this.#resize(megabytes * 2 ** 20);
  }

  #resize(bytes) {
    const [command, ...words] = [...this.command, 'mount', '-o', `remount,size=${bytes}`, this.#folder];
    return runFile(command, words);
  }

  /** To the last byte. */
  fill() {
    for (let size = 2 ** 20; size >= 1; size = Math.floor(size / 4)) {
      try {
        for (;;) writeFileSync(this.#filler, Buffer.alloc(size), { flag: 'a' });
      } catch (error) {
        if (error.code !== 'ENOSPC') throw error;
      }
    }
  }

  fillBut(bytes) {
    const { bavail, bsize } = statfsSync(dirname(this.#filler));
    writeFileSync(this.#filler, Buffer.alloc(bavail * bsize - bytes));
  }

  makeRoom() {
    rmSync(this.#filler);
  }

  discard() {
    this.#holder.kill('SIGKILL');
  }

  /** The folder as whoever does not see the disk reaches it. */
  get path() {
    return join(`/proc/${this.#holder.pid}/root`, this.#folder);
  }

  get #filler() {
    return join(this.path, 'filler');
  }
}
