// How soon a server that was just started lets somebody in, and what it holds before anybody comes.
import { once } from 'node:events';
import net from 'node:net';
import { Server } from './servers.mjs';

const mask = Buffer.from([0x37, 0x5c, 0x1a, 0x6e]);

function maskedText(text) {
  const payload = Buffer.from(text);
  if (payload.length > 125) throw new Error('too long for a short frame');
  return Buffer.concat([Buffer.from([0x81, 0x80 | payload.length]), mask, payload.map((byte, i) => byte ^ mask[i % 4])]);
}

/** Joins a room and leaves. */
async function visit(url) {
  const { hostname, port, host, pathname } = new URL(url);
  const socket = net.connect(Number(port), hostname);
  await once(socket, 'connect');
  socket.write(`GET ${pathname} HTTP/1.1\r\nHost: ${host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`);
  let received = '';
  let hasAsked = false;
  for await (const chunk of socket) {
    received += chunk.toString('latin1');
    if (!hasAsked && received.includes('\r\n\r\n')) {
      hasAsked = true;
      socket.write(maskedText('{"type":"join","username":"first","room":"hall"}'));
    }
    if (received.includes('"type":"joined"')) return; // which destroys the socket
  }
  throw new Error(`nobody was let in: ${received.slice(0, 200)}`);
}

/** Figures of one start, in the form of figures.mjs. */
async function measureStart(options) {
  const begun = performance.now();
  const server = await Server.start('parlanced', options);
  try {
    const residentMb = server.residentKb / 1024;
    await visit(server.url);
    return { parlanced: { run: { startMs: performance.now() - begun, residentMb } } };
  } finally {
    await server.stop();
  }
}

const median = (key) => (round) => round.parlanced.run[key];

export const startGoals = [
  { what: 'started, nobody there: resident, MB; median', of: median('residentMb'), at: 20 },
  { what: 'from the start of the process to the first who joined, ms; median', of: median('startMs'), at: 150 },
];

/** So many starts; one round for each goal, their medians. */
export async function starts(count, options) {
  const runs = [];
  for (let i = 0; i < count; i += 1) runs.push((await measureStart(options)).parlanced.run);
  const middle = (key) => runs.map((run) => run[key]).sort((a, b) => a - b)[Math.floor(count / 2)];
  return [{ parlanced: { run: { startMs: middle('startMs'), residentMb: middle('residentMb') } } }];
}
