// A folder on a disk of a few megabytes, which can be filled: a tmpfs in a mount namespace of its own, so that nobody has to be root.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync, statfsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';

const ways = [['--user', '--map-root-user', '--mount'], ['--mount']]; // the second for root where users may make no namespaces

export class SmallDisk {
  #holder;
  #folder;
  #isOwnUser;

  /** Nothing if this machine lets nobody mount one. */
  static async at(folder, megabytes) {
    for (const way of ways) {
      const script = 'mount -t tmpfs -o size="$1" none "$0" && echo mounted && exec sleep infinity';
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

  get #filler() {
    return join(`/proc/${this.#holder.pid}/root`, this.#folder, 'filler');
  }
}
