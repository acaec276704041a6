// How long the desktop app takes from the start of its process until the last room's messages are on the screen, offline,
// and what it holds and does afterwards; and the same start for a window of one colour. The screen is Xvfb's, whose pixels
// are a file: what is measured is what a person would see, not what the program says.
// usage: node desktop.mjs FOLDER_OF_PROGRAMS [STARTS]
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Server } from '../support/parlanced.mjs';

const programs = resolve(process.argv[2] ?? 'build/bench/bin');
const starts = Number(process.argv[3] ?? 15);
const ownBubble = [0xe7, 0xee, 0xd9]; // blue, green, red: of one's own messages in the light look
const idleSeconds = 10;
const ticksPerSecond = Number(spawnSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }).stdout);

const folder = mkdtempSync(join(tmpdir(), 'parlance-bench-'));

class Screen {
  static async start() {
    const screen = new Screen();
    const x = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1280x800x24', '-fbdir', folder, '-nolisten', 'tcp'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    });
    const number = await new Promise((done, failed) => {
      x.stdio[3].once('data', (data) => done(String(data).trim()));
      x.once('error', failed);
      x.once('exit', (code) => failed(new Error(`Xvfb ended with ${code}`)));
    });
    screen.process = x;
    screen.display = `:${number}`;
    screen.file = openSync(join(folder, 'Xvfb_screen0'), 'r');
    const head = Buffer.alloc(100);
    readSync(screen.file, head, 0, 100, 0);
    const field = (index) => head.readUInt32BE(index * 4);
    screen.height = field(5);
    screen.lineLength = field(12);
    screen.begin = field(0) + field(19) * 12; // behind the head and the colour map (XWDFile.h)
    screen.line = Buffer.alloc(screen.lineLength);
    return screen;
  }

  /** Whether one's own bubbles are to be seen: looked for in every 8th line. */
  shows() {
    for (let y = 0; y < this.height; y += 8) {
      readSync(this.file, this.line, 0, this.lineLength, this.begin + y * this.lineLength);
      for (let x = 0; x + 4 <= this.lineLength; x += 32)
        if (ownBubble.every((part, i) => this.line[x + i] === part)) return true;
    }
    return false;
  }

  stop() {
    closeSync(this.file);
    this.process.kill();
  }
}

const environment = (screen) => ({
  PATH: process.env.PATH,
  HOME: folder,
  XDG_CONFIG_HOME: join(folder, 'config'),
  XDG_DATA_HOME: join(folder, 'data'),
  XDG_RUNTIME_DIR: folder,
  DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent',
  DISPLAY: screen.display,
  QT_QPA_PLATFORM: 'xcb',
  LANG: 'C.UTF-8',
});

async function until(condition, what) {
  const end = performance.now() + 20_000;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`${what} did not come`);
    await sleep(1);
  }
}

async function start(screen, program) {
  await until(() => !screen.shows(), 'an empty screen');
  const begun = performance.now();
  const child = spawn(join(programs, program), [], { env: environment(screen), stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (data) => (said += data));
  const ended = new Promise((done) => child.once('exit', done));
  await Promise.race([
    until(() => screen.shows(), `${program}'s window`),
    ended.then((code) => Promise.reject(new Error(`${program} ended with ${code}: ${said}`))),
  ]);
  const time = performance.now() - begun;
  return { time, pid: child.pid, stop: () => (child.kill(), ended) };
}

const field = (pid, name) => Number(new RegExp(`^${name}:\\s*(\\d+)`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]);

function cpuSeconds(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(stat[11]) + Number(stat[12])) / ticksPerSecond;
}

function describe(times) {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (part) => sorted[Math.floor((sorted.length - 1) * part)].toFixed(0);
  return { median: Number(at(0.5)), text: `${at(0.5)} ms (${at(0)} to ${at(1)})` };
}

function fillProfile(...url) {
  for (const part of ['config', 'data']) rmSync(join(folder, part), { recursive: true, force: true });
  const filled = spawnSync(join(programs, 'bench_profile'), [folder, ...url], { stdio: 'inherit' });
  if (filled.status !== 0) throw new Error('bench_profile failed');
}

const screen = await Screen.start();
try {
  fillProfile();
  const times = { app: [], bare: [] };
  for (let i = 0; i <= starts; ++i) {
    const app = await start(screen, 'parlance');
    await app.stop();
    const bare = await start(screen, 'bench_barewindow');
    await bare.stop();
    if (i === 0) continue; // the disk's cache is warm then
    times.app.push(app.time);
    times.bare.push(bare.time);
  }
  const app = describe(times.app);
  const bare = describe(times.bare);
  console.log(`start to the last room's messages on the screen, offline: ${app.text}; goal 300`);
  console.log(`start to a bare window on the screen: ${bare.text}; ratio ${(app.median / bare.median).toFixed(2)}`);

  const server = await Server.start();
  fillProfile(server.wsUrl);
  const running = await start(screen, 'parlance');
  await sleep(3_000); // it is connected by then, and the pages that it asked for have come
  const before = { cpu: cpuSeconds(running.pid), wakes: field(running.pid, 'voluntary_ctxt_switches') };
  await sleep(idleSeconds * 1_000);
  const cpu = cpuSeconds(running.pid) - before.cpu;
  const wakes = field(running.pid, 'voluntary_ctxt_switches') - before.wakes;
  console.log(`resident with 50 rooms and 100,000 messages: ${(field(running.pid, 'VmRSS') / 1_000).toFixed(0)} MB, of them its own (not shared files) ${(field(running.pid, 'RssAnon') / 1_000).toFixed(0)}; goal 100`);
  console.log(`idle, connected: ${((100 * cpu) / idleSeconds).toFixed(1)} % of a core, woken ${(wakes / idleSeconds).toFixed(1)} times a second; goal 0.0 %`);
  await running.stop();
  await server.discard();
} finally {
  screen.stop();
  rmSync(folder, { recursive: true, force: true });
}
