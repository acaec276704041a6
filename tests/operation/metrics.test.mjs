// /metrics: who may read it, what it looks like, and that it counts what happened.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { Client } from '../protocol/client.mjs';
import { eventually } from '../support/eventually.mjs';
import { Server, run } from '../support/parlanced.mjs';
import { parse, value } from './prometheus.mjs';

const token = 'a-token-of-the-admin';

async function withMetrics(t, settings = {}) {
  const server = await Server.during(t, { 'metrics.listen': '127.0.0.1:0', ...settings });
  server.metricsUrl = await eventually(() => /metrics: (http:\S+)/.exec(server.log)[1]);
  return server;
}

const get = (url, authorization) =>
  fetch(url, { headers: { connection: 'close', ...(authorization && { authorization }) } });

async function scrape(server) {
  const answer = await get(server.metricsUrl);
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get('content-type'), 'text/plain; version=0.0.4; charset=utf-8');
  return parse(await answer.text());
}

/** A line on which nothing is said. */
async function connected(port) {
  const socket = net.connect(port, '127.0.0.1').resume().on('error', () => {});
  await new Promise((resolve) => socket.once('connect', resolve));
  return socket;
}

test('by default nobody reads them, on the main port not even neighbours', async (t) => {
  const server = await Server.during(t);
  assert.equal((await get(`${server.url}metrics`)).status, 404);
  assert.equal((await get(`${server.url}metrics`, `Bearer ${token}`)).status, 404);
  assert.equal((await get(`${server.url}metrics`, 'Bearer ')).status, 404);
  assert.doesNotMatch(server.log, /metrics:/);
});

test('with a token they are on the main port for whoever has it, and nobody else', async (t) => {
  const server = await withMetrics(t, { 'metrics.token': token });
  for (const url of [`${server.url}metrics`, server.metricsUrl]) {
    const without = await get(url);
    assert.equal(without.status, 401);
    assert.equal(without.headers.get('www-authenticate'), 'Bearer');
    assert.doesNotMatch(await without.text(), /parlance_/);
    const wrong = ['Bearer', 'Bearer ', `Bearer ${token}x`, `Bearer ${token.slice(1)}`, `Basic ${token}`, token];
    for (const authorization of wrong) assert.equal((await get(url, authorization)).status, 401, authorization);
    const right = await get(url, `bearer ${token}`);
    assert.equal(right.status, 200);
    parse(await right.text());
  }
});

test('on an address of its own there is nothing else', async (t) => {
  const server = await withMetrics(t);
  await scrape(server);
  assert.equal((await get(`${server.url}metrics`)).status, 404);
  const statuses = ['/healthz', '/readyz', '/', '/ws'].map(async (path) => (await get(new URL(path, server.metricsUrl))).status);
  assert.deepEqual(await Promise.all(statuses), [200, 200, 404, 404]);
  await assert.rejects(Client.connect(server.metricsUrl.replace('http', 'ws')));
});

test('mistakes are one line: a port that is taken, a token that could be guessed', async (t) => {
  const server = await Server.during(t);
  const taken = `127.0.0.1:${server.port}`;
  const args = ['--listen', '127.0.0.1:0', '--set', 'storage.kind=memory', '--data', server.data, '--set'];
  const first = await run([...args, `metrics.listen=${taken}`]);
  assert.equal(first.code, 1);
  assert.match(first.stderr, new RegExp(`^parlanced: ${taken} is taken: .*metrics.listen\n$`));
  const second = await run([...args, 'metrics.token=short']);
  assert.equal(second.code, 2);
  assert.match(second.stderr, /^parlanced: --set: metrics.token .*16 to 256/);
});

/** The value of each after what happened, less the value before. */
function changes(before, after, rows) {
  return rows.map(([family, labels, ending]) => value(after, family, labels, ending) - value(before, family, labels, ending));
}

test('they count what happens', async (t) => {
  const server = await withMetrics(t);
  const before = await scrape(server);
  const ann = await Client.connect(server.wsUrl);
  await ann.enter('ann', 'general');
  const bob = await Client.connect(server.wsUrl);
  await bob.joinPlain('bob', 'general');
  const mute = await Client.connect(server.wsUrl);
  await ann.until('presence');
  for (const nonce of ['1', '2', '3']) ann.send({ type: 'message', room: '#general', text: 'm', nonce });
  for (let n = 0; n < 3; ++n) {
    await ann.until('message');
    await bob.until('message');
  }
  await assert.rejects(Client.connect(server.wsUrl, { origin: 'https://evil.example' }));
  mute.socket.send(Buffer.from('binary'));
  await mute.closed;
  const now = await eventually(async () => {
    const families = await scrape(server);
    assert.equal(value(families, 'parlance_connections', { kind: 'ungreeted' }), 0);
    return families;
  });
  const kinds = ['handshake', 'ungreeted', 'plain', 'full'].map((kind) => value(now, 'parlance_connections', { kind }));
  assert.deepEqual(kinds, [0, 0, 1, 1]);
  assert.equal(value(now, 'parlance_rooms'), 1);
  assert.equal(value(now, 'parlance_store_refuses'), 0);
  assert.equal(value(now, 'parlance_backlog_bytes'), 0);
  const rows = [
    ['parlance_websockets_total'],
    ['parlance_events_total', { type: 'message' }],
    ['parlance_events_total', { type: 'topic_changed' }],
    ['parlance_ack_seconds', {}, '_count'],
    ['parlance_refused_total', { status: '403' }],
    ['parlance_closes_total', { reason: 'text_only' }],
    ['parlance_closes_total', { reason: 'peer' }],
  ];
  assert.deepEqual(changes(before, now, rows), [3, 3, 0, 3, 1, 1, 0]);
  const [commits, deliveries] = changes(before, now, [['parlance_store_commits_total'], ['parlance_deliveries_total']]);
  assert.ok(commits >= 1 && commits <= 20, `${commits} commits`);
  assert.ok(deliveries >= 6 && deliveries <= 12, `${deliveries} deliveries: two hear of each message, and of who comes`);
  assert.ok(value(now, 'parlance_ack_seconds', {}, '_sum') > 0);
  await bob.end();
  ann.send({ type: 'topic', room: '#general', text: 'new', nonce: 't' });
  await ann.until('topic_changed');
  const later = await eventually(async () => {
    const families = await scrape(server);
    const both = [['parlance_closes_total', { reason: 'peer' }], ['parlance_events_total', { type: 'topic_changed' }]];
    assert.deepEqual(changes(now, families, both), [1, 1]);
    return families;
  });
  assert.equal(value(later, 'parlance_connections', { kind: 'plain' }), 0);
  await ann.end();
});

test('they say how the process is', async (t) => {
  const server = await withMetrics(t);
  const families = await scrape(server);
  assert.match(families.get('parlance_build_info').samples[0].labels.version, /^\d+\.\d+\.\d+$/);
  assert.ok(value(families, 'process_resident_memory_bytes') > 1e6);
  const sockets = [];
  for (let n = 0; n < 20; ++n) sockets.push(await Client.connect(server.wsUrl));
  const more = await scrape(server);
  assert.ok(value(more, 'process_open_fds') >= value(families, 'process_open_fds') + 20);
  assert.ok(value(more, 'parlance_uptime_seconds') > value(families, 'parlance_uptime_seconds'));
  assert.ok(Math.abs(value(more, 'process_start_time_seconds') - Date.now() / 1000) < 300);
  await Promise.all(sockets.map((client) => client.end()));
});

test('a request that is none is counted by its status', async (t) => {
  const server = await withMetrics(t, { 'net.headTimeout': 100 });
  const socket = net.connect(server.port, '127.0.0.1');
  socket.write('nonsense\r\n\r\n');
  await new Promise((resolve) => socket.resume().once('close', resolve));
  assert.equal(value(await scrape(server), 'parlance_refused_total', { status: '400' }), 1);
});

test('who makes room for others is counted, by what they were', async (t) => {
  const server = await withMetrics(t, { 'limits.visitors': 2, 'limits.ungreeted': 2 });
  const kinds = ['handshake', 'visitor', 'ungreeted'];
  const evicted = (families) => kinds.map((kind) => value(families, 'parlance_evicted_total', { kind }));
  assert.deepEqual(evicted(await scrape(server)), [0, 0, 0]);
  const silent = [];
  for (let n = 0; n < 5; ++n) silent.push(await connected(server.port));
  await eventually(async () => assert.deepEqual(evicted(await scrape(server)), [0, 3, 0]));
  for (const socket of silent) socket.destroy();
  await eventually(async () => assert.equal(value(await scrape(server), 'parlance_connections', { kind: 'visitor' }), 0));
  const mute = [];
  for (let n = 0; n < 6; ++n) mute.push(await Client.connect(server.wsUrl));
  await Promise.all(mute.slice(0, 4).map((client) => client.closed));
  assert.equal(evicted(await scrape(server))[2], 4);
  await Promise.all(mute.slice(4).map((client) => client.end()));
});

test('so are handshakes', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'parlance-tls-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const [certificate, key] = [join(folder, 'c.pem'), join(folder, 'k.pem')];
  execFileSync('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
    ...['-subj', '/CN=x', '-keyout', key, '-out', certificate],
  ], { stdio: 'pipe' }); // what it says is part of the error
  const server = await withMetrics(t, { 'tls.certificate': certificate, 'tls.key': key, 'limits.handshakes': 2 });
  const silent = [];
  for (let n = 0; n < 5; ++n) silent.push(await connected(server.port));
  await eventually(async () => assert.equal(value(await scrape(server), 'parlance_evicted_total', { kind: 'handshake' }), 3));
  for (const socket of silent) socket.destroy();
});
