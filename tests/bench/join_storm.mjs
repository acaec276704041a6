// 1,000 plain clients join one room at once: how long until all are in, and what it costs the server.
// usage: node join_storm.mjs PARLANCED [CLIENTS]
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import WebSocket from 'ws';

const [program, clients = '1000'] = process.argv.slice(2);
const count = Number(clients);
const data = mkdtempSync(join(tmpdir(), 'parlance-storm-'));
const server = spawn(program, ['--listen', '127.0.0.1:0', '--data', data, '--set', 'limits.connectionsPerAddress=0'], {
  stdio: ['ignore', 'pipe', 'ignore'],
});

function address() {
  return new Promise((resolve, reject) => {
    let text = '';
    server.stdout.on('data', (chunk) => {
      text += chunk;
      const ready = /ready: http:(\S+)/.exec(text);
      if (ready) resolve(`ws:${ready[1]}ws`);
    });
    server.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
  });
}

function figures() {
  const status = readFileSync(`/proc/${server.pid}/status`, 'utf8');
  const stat = readFileSync(`/proc/${server.pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return {
    peakMb: Number(/VmHWM:\s+(\d+)/.exec(status)[1]) / 1024,
    cpuSeconds: (Number(stat[11]) + Number(stat[12])) / 100, // clock ticks, 100 a second on every Linux in use
  };
}

function joins(url, number) {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url);
    socket.on('open', () => socket.send(JSON.stringify({ type: 'join', username: `guest ${number}`, room: 'storm' })));
    socket.on('message', (text) => {
      if (text.subarray(0, 16).toString() === '{"type":"joined"') resolve(socket);
    });
    socket.on('error', reject);
    socket.on('close', (code) => reject(new Error(`client ${number} was closed with ${code}`)));
  });
}

try {
  const url = await address();
  const begun = performance.now();
  const sockets = await Promise.all(Array.from({ length: count }, (_, number) => joins(url, number)));
  const seconds = (performance.now() - begun) / 1000;
  const { peakMb, cpuSeconds } = figures();
  console.log(
    `join storm: ${sockets.length} plain clients in one room after ${seconds.toFixed(2)} s; ` +
      `server: ${cpuSeconds.toFixed(2)} s of CPU, ${peakMb.toFixed(1)} MB at the most`,
  );
} finally {
  server.removeAllListeners('exit');
  server.kill();
  rmSync(data, { recursive: true, force: true });
  setTimeout(() => process.exit(process.exitCode ?? 0), 100);
}
