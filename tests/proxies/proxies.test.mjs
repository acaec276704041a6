// Parlance behind the real nginx, Caddy and HAProxy, with the examples of packaging/proxies.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import http2 from 'node:http2';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { Client } from '../protocol/client.mjs';
import { Server } from '../support/parlanced.mjs';
import { Proxy, lookup, names, site } from './proxy.mjs';

const token = 'a-token-of-the-admin';

/** Debian's curl through the proxy: { status, version: of HTTP, body }. */
async function curl(proxy, path, ...more) {
  const at = ['--resolve', `${site}:${proxy.port}:127.0.0.1`, '--cacert', proxy.ca, '--noproxy', '*'];
  const args = ['--silent', '--show-error', '--write-out', '\n%{http_code} %{http_version}', ...at, ...more, `${proxy.url}${path}`];
  const { stdout } = await promisify(execFile)('curl', args);
  const cut = stdout.lastIndexOf('\n');
  const [status, version] = stdout.slice(cut + 1).split(' ');
  return { status: Number(status), version, body: stdout.slice(0, cut) };
}

/** Says hello and returns the address that the server took it for. */
async function addressSeen(server, url, options) {
  const client = await Client.connect(url, options);
  await client.enter('ann', 'general');
  const { userId } = client.welcome;
  await client.end();
  return new RegExp(`full ${userId} (\\S+)`).exec(server.log)[1];
}

/** Two chat, each from an address of its own. */
async function chat(proxy) {
  const [ann, bob] = await Promise.all(['127.0.0.2', '127.0.0.3'].map((a) => Client.connect(proxy.wsUrl, proxy.from(a))));
  await ann.enter('ann', 'general');
  await bob.enter('bob', 'general');
  ann.send({ type: 'message', room: '#general', text: 'through the proxy', nonce: '1' });
  assert.equal((await bob.until('message')).text, 'through the proxy');
  await ann.until('message');
  await Promise.all([ann.end(), bob.end()]);
}

for (const name of names) {
  test(`${name}: the page comes by HTTP/2, and by HTTP/1.1 to who asks for that`, async (t) => {
    const server = await Server.during(t, { 'net.trustedProxies': '127.0.0.1' });
    const proxy = await Proxy.during(t, name, server);
    const page = await curl(proxy, '/', '--http2');
    assert.deepEqual([page.status, page.version], [200, '2']);
    assert.match(page.body, /<title>Parlance<\/title>/);
    const script = await curl(proxy, `/${/js\/\w+\/main\.js/.exec(page.body)[0]}`, '--http1.1', '--compressed');
    assert.deepEqual([script.status, script.version], [200, '1.1']);
    assert.equal((await curl(proxy, '/nowhere')).status, 404);
  });

  test(`${name}: people chat, and only pages of this site may connect`, async (t) => {
    const server = await Server.during(t, { 'net.trustedProxies': '127.0.0.1' });
    const proxy = await Proxy.during(t, name, server);
    await chat(proxy);
    const evil = { ...proxy.from('127.0.0.2'), origin: 'https://evil.example' };
    await assert.rejects(Client.connect(proxy.wsUrl, evil), /403/);
  });

  test(`${name}: the client's address is the proxy's word, and not the client's`, async (t) => {
    const server = await Server.during(t, { 'net.trustedProxies': '127.0.0.1' });
    const proxy = await Proxy.during(t, name, server);
    const spoofed = { 'X-Forwarded-For': '203.0.113.9' };
    assert.equal(await addressSeen(server, proxy.wsUrl, proxy.from('127.0.0.2')), '127.0.0.2');
    assert.equal(await addressSeen(server, proxy.wsUrl, proxy.from('127.0.0.3', spoofed)), '127.0.0.3');
    const chain = { 'X-Forwarded-For': '203.0.113.9, 127.0.0.1' };
    assert.equal(await addressSeen(server, proxy.wsUrl, proxy.from('127.0.0.4', chain)), '127.0.0.4');
    // Past the proxy nobody is believed but it.
    assert.equal(await addressSeen(server, server.wsUrl, { localAddress: '127.0.0.5', headers: spoofed }), '127.0.0.5');
  });

  test(`${name}: a proxy that is not trusted is taken for the client`, async (t) => {
    const server = await Server.during(t);
    const proxy = await Proxy.during(t, name, server);
    const options = { ...proxy.from('127.0.0.2'), origin: undefined };
    assert.equal(await addressSeen(server, proxy.wsUrl, options), '127.0.0.1');
  });

  test(`${name}: the metrics are not open, although the proxy is a neighbour`, async (t) => {
    const closed = await Server.during(t, { 'net.trustedProxies': '127.0.0.1', 'metrics.listen': '127.0.0.1:0' });
    assert.equal((await curl(await Proxy.during(t, name, closed), '/metrics')).status, 404);
    const server = await Server.during(t, { 'net.trustedProxies': '127.0.0.1', 'metrics.token': token });
    const proxy = await Proxy.during(t, name, server);
    for (const more of [[], ['--header', 'Authorization: Bearer nonsense-and-nothing']]) {
      const answer = await curl(proxy, '/metrics', ...more);
      assert.equal(answer.status, 401);
      assert.doesNotMatch(answer.body, /parlance_/);
    }
    const right = await curl(proxy, '/metrics', '--header', `Authorization: Bearer ${token}`);
    assert.equal(right.status, 200);
    assert.match(right.body, /^parlance_uptime_seconds /m);
  });
}

for (const name of ['nginx', 'haproxy']) {
  test(`${name}: who comes by HTTP is sent to HTTPS`, async (t) => {
    const server = await Server.during(t, { 'net.trustedProxies': '127.0.0.1' });
    const proxy = await Proxy.during(t, name, server);
    const answer = await fetch(`http://127.0.0.1:${proxy.plainPort}/x`, { redirect: 'manual', headers: { connection: 'close' } });
    assert.equal(answer.status, 301);
    assert.match(answer.headers.get('location'), /^https:.*\/x$/);
  });
}

test('haproxy: an address in a line of its own beside the client\'s is found, too', async (t) => {
  const server = await Server.during(t, { 'net.trustedProxies': '127.0.0.1' });
  const proxy = await Proxy.during(t, 'haproxy', server, (text) =>
    text.replace('http-request set-header X-Forwarded-For %[src]', 'option forwardfor'),
  );
  const spoofed = { 'X-Forwarded-For': '203.0.113.9' };
  assert.equal(await addressSeen(server, proxy.wsUrl, proxy.from('127.0.0.3', spoofed)), '127.0.0.3');
});

test('haproxy: a WebSocket over HTTP/2 (RFC 8441)', async (t) => {
  const server = await Server.during(t, { 'net.trustedProxies': '127.0.0.1' });
  const proxy = await Proxy.during(t, 'haproxy', server);
  const session = http2.connect(proxy.url, { lookup, ca: readFileSync(proxy.ca) });
  await new Promise((resolve) => session.once('remoteSettings', resolve));
  const stream = session.request({
    ':method': 'CONNECT',
    ':protocol': 'websocket',
    ':path': '/ws',
    'sec-websocket-version': '13',
    origin: proxy.url,
  });
  const [headers] = await new Promise((resolve, reject) => {
    stream.once('response', (...answer) => resolve(answer)).once('error', reject);
  });
  assert.equal(headers[':status'], 200);
  const text = Buffer.from('{"type":"join","username":"ann","room":"general"}');
  stream.write(Buffer.concat([Buffer.from([0x81, 0x80 | text.length, 0, 0, 0, 0]), text])); // masked with zeros
  let answer = '';
  for await (const bytes of stream) {
    answer += bytes.toString('latin1');
    if (answer.includes('"type":"joined"')) break;
  }
  assert.match(answer, /"type":"joined"/);
  session.destroy();
});
