// What the transport costs: parlanced beside servers on npm's ws and socket.io and on QWebSocketServer, by turns, each alone
// on one core, the load on another. Prints tables in Markdown; see README.md.
// usage: node transport.mjs FOLDER_OF_PROGRAMS FOLDER_FOR_DATA [--quick] [--only KEY]
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { figuresOf, goalHead, goalLine, tableHead, tableLines } from './transport/figures.mjs';
import { scenarios } from './transport/scenarios.mjs';
import { loadCore, makeCertificate, Server, StartFailure } from './transport/servers.mjs';
import { startGoals, starts } from './transport/start.mjs';

const { positionals, values: given } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean', default: false }, only: { type: 'string' } },
});
const [bin, where] = positionals;
const keys = [...scenarios.map(({ key }) => key), 'start'];
if (!where || (given.only && !keys.includes(given.only))) {
  console.error(`usage: node transport.mjs FOLDER_OF_PROGRAMS FOLDER_FOR_DATA [--quick] [--only ${keys.join('|')}]`);
  process.exit(2);
}
const folder = mkdtempSync(join(where, 'bench-'));
const problems = [];

function say(text) {
  process.stderr.write(`${(performance.now() / 1000).toFixed(0).padStart(4)} s  ${text}\n`);
}

function complain(text) {
  problems.push(text);
  say(text);
}

/** A short look whether everything works. */
const quickly = (load) => ({ ...load, 'warm-up': 300, window: Math.min(load.window, 500), ...(load.idle && { idle: 500 }) });

/** What bench_load printed. */
async function load(server, scenario) {
  const options = { dialect: scenario.dialect ?? server.dialect, ...(given.quick ? quickly(scenario.load) : scenario.load) };
  const words = Object.entries(options).flatMap(([key, value]) => [`--${key}`, String(value)]);
  const child = spawn('taskset', ['--cpu-list', String(loadCore), join(bin, 'bench_load'), '--url', server.url, '--server', String(server.pid), ...words], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.on('data', (chunk) => (text += chunk));
  const code = await new Promise((done, failed) => child.once('close', done).once('error', failed));
  if (!text.startsWith('{')) throw new Error(`bench_load ended with ${code}`);
  return JSON.parse(text);
}

/** Its figures; nothing if they cannot be trusted. */
async function measure(scenario, kind, options) {
  const server = await Server.start(kind, { ...options, settings: scenario.settings });
  try {
    const report = await load(server, scenario);
    if (report.problems.length === 0) return figuresOf(report, server, { ...scenario, load: given.quick ? quickly(scenario.load) : scenario.load });
    const { expected, delivered, lost, doubled, mixed } = report.account;
    complain(`${scenario.key}, ${kind}: ${report.problems.join('; ')} (${delivered} of ${expected} deliveries, ${lost} lost, ${doubled} doubled, ${mixed} mixed up)`);
    return undefined;
  } finally {
    await server.stop();
  }
}

/** One round: every server once. Nothing for a server that does not do it. */
async function round(scenario, options) {
  const figures = {};
  for (const kind of scenario.servers) {
    say(`${scenario.key}: ${kind}`);
    try {
      figures[kind] = await measure(scenario, kind, options);
    } catch (error) {
      if (!(error instanceof StartFailure)) throw error;
      say(`${scenario.key}: left out for ${kind}, which refused to start: ${error.said}`);
      if (!scenario.tls) problems.push(error.message);
    }
  }
  return figures;
}

async function all() {
  const lines = [];
  const goals = [];
  const options = { bin, where: folder };
  const certificate = makeCertificate(folder);
  for (const scenario of scenarios) {
    if (given.only && given.only !== scenario.key) continue;
    const rounds = [];
    for (let i = 0; i < (given.quick || scenario.once ? 1 : 2); i += 1)
      rounds.push(await round(scenario, { ...options, ...(scenario.tls && { certificate }) }));
    lines.push(...tableLines(scenario, rounds));
    for (const goal of scenario.goals) goals.push(...goalLine(goal, rounds));
  }
  if (!given.only || given.only === 'start') {
    const rounds = await starts(given.quick ? 1 : 5, options);
    for (const goal of startGoals) goals.push(...goalLine(goal, rounds));
  }
  if (lines.length > 0) console.log([...tableHead, ...lines, ''].join('\n'));
  console.log([...goalHead, ...goals].join('\n'));
}

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, async () => {
    await Promise.all([...Server.running].map((server) => server.stop())); // and with it the load
    rmSync(folder, { recursive: true, force: true });
    process.exit(1);
  });
}

try {
  await all();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
if (problems.length > 0) {
  console.error(`\nnot to be trusted:\n${problems.join('\n')}`);
  process.exit(1);
}
