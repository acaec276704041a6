// 100,000 guests come in, read, and go again without a word: what the server keeps of them, and whether those who come later
// wait longer. They come in ten waves of 10,000, to the same 100 rooms, from many addresses.
// usage: node guests.mjs FOLDER_OF_PROGRAMS FOLDER_FOR_DATA
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Server } from './transport/servers.mjs';

const [bin, where] = process.argv.slice(2);
const waves = 10;
const rooms = 100;
const members = 100; // of each room in a wave

const folder = mkdtempSync(join(where, 'guests-'));
const megabytes = (bytes) => (bytes / 1e6).toFixed(1);

/** Of the server's database, its write-ahead log and whatever else is there. */
function bytesOnDisk() {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.reduce((sum, entry) => sum + statSync(join(entry.parentPath ?? entry.path, entry.name)).size, 0);
}

/** Seconds until all of a wave are in. */
function comeAndGo(server) {
  const options = { url: server.url, server: server.pid, dialect: 'full', rooms, members, 'at-once': 200, 'warm-up': 0, window: 100 };
  const words = Object.entries(options).flatMap(([key, value]) => [`--${key}`, String(value)]);
  const { stdout } = spawnSync(join(bin, 'bench_load'), words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  const { entry, problems } = JSON.parse(stdout);
  if (problems.length > 0) throw new Error(problems.join('; '));
  return entry.seconds;
}

const server = await Server.start('parlanced', { bin, where: folder });
try {
  console.log(`guests who never write: resident at first ${megabytes(server.residentKb * 1024)} MB`);
  console.log('| guests so far | seconds until 10,000 more are in | resident when they are gone, MB | on the disk, MB |\n|---|---|---|---|');
  for (let wave = 1; wave <= waves; wave += 1) {
    const seconds = comeAndGo(server);
    await wait(2_000); // the store writes behind
    console.log(`| ${wave * rooms * members} | ${seconds.toFixed(2)} | ${megabytes(server.residentKb * 1024)} | ${megabytes(bytesOnDisk())} |`);
  }
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
