// A parlanced with a file of settings that a test rewrites while it runs.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../support/eventually.mjs';
import { Server } from '../support/parlanced.mjs';

/** settings: { 'limits.messages': 5, ... }, written by key. */
function toml(settings) {
  const sections = new Map();
  for (const [key, value] of Object.entries(settings)) {
    const [section, name] = key.split('.');
    sections.set(section, [...(sections.get(section) ?? []), `${name} = ${JSON.stringify(value)}`]);
  }
  return [...sections].map(([section, lines]) => `[${section}]\n${lines.join('\n')}\n`).join('');
}

export class Configured {
  #folder;
  #file;
  server;

  static async during(test, settings = {}, env = {}, flags = []) {
    const configured = new Configured();
    configured.#folder = await mkdtemp(join(tmpdir(), 'parlance-config-'));
    test.after(() => rm(configured.#folder, { recursive: true, force: true }));
    configured.#file = join(configured.#folder, 'parlanced.toml');
    await configured.write(settings);
    configured.server = await Server.start({}, env, () => [], ['--config', configured.#file, ...flags]);
    test.after(() => configured.server.discard());
    return configured;
  }

  get file() {
    return this.#file;
  }

  write(settings) {
    return writeFile(this.#file, typeof settings === 'string' ? settings : toml(settings));
  }

  /** SIGHUP. Resolves to the lines that it left in the log, the last of which says what came of it. */
  async reload() {
    const before = this.server.log.length;
    this.server.hangUp();
    return eventually(() => {
      const said = this.server.log.slice(before);
      if (!/SIGHUP: (the certificate|in effect|after a restart|no setting|everything stays).*\n/.test(said)) throw new Error(`not yet: ${said}`);
      return said;
    });
  }
}
