// TLS from outside: who is in keeps on talking while the certificate is renewed, and a bad one changes nothing.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { connect } from 'node:tls';
import { eventually } from '../support/eventually.mjs';
import { Server, run } from '../support/parlanced.mjs';
import { Client } from './client.mjs';

const anyCertificate = { rejectUnauthorized: false };

/** Files tls.crt and tls.key in a folder of the test's, which show() replaces with those made out to a name. */
function certificates(t, ...names) {
  const folder = mkdtempSync(join(tmpdir(), 'parlance-tls-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const file = (name, kind) => join(folder, `${name}.${kind}`);
  for (const name of names) {
    const words = `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=${name}`.split(' ');
    const made = spawnSync('openssl', [...words, '-out', file(name, 'crt'), '-keyout', file(name, 'key')], { encoding: 'utf8' });
    assert.equal(made.status, 0, made.stderr);
  }
  const show = (name) => ['crt', 'key'].forEach((kind) => copyFileSync(file(name, kind), file('tls', kind)));
  show(names[0]);
  return { show, spoil: () => writeFileSync(file('tls', 'key'), 'nonsense'), settings: { 'tls.certificate': file('tls', 'crt'), 'tls.key': file('tls', 'key') } };
}

/** To whom the certificate is made out that somebody gets who comes now. */
function nameShown(server) {
  return new Promise((resolve, reject) => {
    const socket = connect({ port: server.port, host: '127.0.0.1', ...anyCertificate }, () => {
      resolve(socket.getPeerCertificate().subject.CN);
      socket.destroy();
    });
    socket.once('error', reject);
  });
}

test('SIGHUP: those who come get the new certificate, those who are in notice nothing, a bad one changes nothing', async (t) => {
  const { show, spoil, settings } = certificates(t, 'old.example', 'new.example');
  const server = await Server.during(t, settings);
  assert.match(server.url, /^https:/);
  const ann = await Client.connect(server.wsUrl, anyCertificate);
  await ann.enter('ann', 'general');
  const says = async (text) => {
    ann.send({ type: 'message', room: '#general', text, nonce: text });
    assert.equal((await ann.until('message')).text, text);
  };
  await says('before');
  assert.equal(await nameShown(server), 'old.example');

  show('new.example');
  server.hangUp();
  await eventually(async () => assert.equal(await nameShown(server), 'new.example'));
  await says('after');

  spoil();
  server.hangUp();
  await eventually(() => assert.match(server.log, /everything stays as it was: tls\.key: .* holds no private key/));
  assert.equal(await nameShown(server), 'new.example');
  await says('still');
  const bob = await Client.connect(server.wsUrl, anyCertificate);
  await bob.enter('bob', 'general');
  await Promise.all([ann.end(), bob.end()]);
});

test('a certificate that is no good: one line that says which file and why, exit 2', async (t) => {
  const { spoil, settings } = certificates(t, 'old.example');
  spoil();
  const words = Object.entries(settings).flatMap(([key, value]) => ['--set', `${key}=${value}`]);
  const { code, stderr } = await run(['--listen', '127.0.0.1:0', '--set', 'storage.kind=memory', '--data', join(settings['tls.key'], '..'), ...words]);
  assert.equal(code, 2);
  assert.match(stderr, /^parlanced: tls\.key: \S+tls\.key holds no private key in PEM without a passphrase\n$/);
});
