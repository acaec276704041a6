// SIGHUP: what is read anew, what needs a restart, and that a mistake changes nothing.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import tls from 'node:tls';
import { Client } from '../protocol/client.mjs';
import { Configured } from './config.mjs';

test('what is looked up where it is used takes effect for who is in and who comes', async (t) => {
  const configured = await Configured.during(t, { 'limits.messages': 0, 'access.password': 'first' });
  const { server } = configured;
  const ann = await Client.connect(server.wsUrl);
  await ann.enter('ann', 'general', { password: 'first' });
  await configured.write({ 'limits.messages': 1, 'access.password': 'second', 'server.name': 'Renamed' });
  assert.match(await configured.reload(), /SIGHUP: in effect now: server.name, access.password, limits.messages\n/);
  ann.send(...['1', '2'].map((nonce) => ({ type: 'message', room: '#general', text: 'm', nonce })));
  // The refusal comes at once and the message after its commit, which on a busy machine may be before.
  const answers = new Map();
  while (!answers.has('message') || !answers.has('error')) {
    const frame = await ann.next();
    answers.set(frame.type, frame);
  }
  assert.equal(answers.get('error').code, 'rate_limited');
  assert.equal(answers.get('message').nonce, '1');
  const late = await Client.connect(server.wsUrl);
  late.send({ type: 'hello', protocol: 2, client: 'test', name: 'bob', password: 'first' });
  await late.expect({ type: 'error' });
  late.send({ type: 'hello', protocol: 2, client: 'test', name: 'bob', password: 'second' });
  assert.equal((await late.until('welcome')).serverName, 'Renamed');
  await late.end();
  await ann.end();
});

test('what needs a restart is named, each time, and stays as it was', async (t) => {
  const configured = await Configured.during(t);
  await configured.write({ 'storage.durability': 'normal', 'metrics.listen': '127.0.0.1:1', 'net.ping': 20000 });
  assert.match(
    await configured.reload(),
    /SIGHUP: in effect now: net.ping; after a restart: storage.durability, metrics.listen\n/,
  );
  assert.match(await configured.reload(), /SIGHUP: after a restart: storage.durability, metrics.listen\n/);
  await configured.write({ 'net.ping': 20000 });
  assert.match(await configured.reload(), /SIGHUP: no setting has changed\n/);
});

test('a mistake changes nothing and says why; the unknown is a warning', async (t) => {
  const configured = await Configured.during(t, { 'limits.text': 100 });
  const ann = await Client.connect(configured.server.wsUrl);
  await ann.enter('ann', 'general');
  const mistakes = [
    ['[limits\n', /warning app: SIGHUP: everything stays as it was: .*parlanced\.toml:1:/],
    [{ 'limits.text': 5, 'limits.messages': 'many' }, /everything stays as it was: .*limits\.messages got/],
    [{ 'limits.text': 5, 'tls.key': '/nowhere' }, /everything stays as it was: .*tls\.certificate/],
  ];
  for (const [content, says] of mistakes) {
    await configured.write(content);
    assert.match(await configured.reload(), says);
  }
  ann.send({ type: 'message', room: '#general', text: 'longer than five', nonce: '1' });
  assert.equal((await ann.until('message')).text, 'longer than five');
  await configured.write({ 'limits.text': 100, 'limits.mesages': 1 });
  assert.match(await configured.reload(), /warning app: SIGHUP: .*mesages.*did you mean/);
  await ann.end();
});

test('a password that is needed is not given up: the listener stays where other machines reach it', async (t) => {
  const listen = ['--set', 'net.listen=0.0.0.0:0']; // after the test's own --listen
  const configured = await Configured.during(t, { 'access.password': 'first' }, {}, listen);
  await configured.write({ 'limits.text': 5 });
  assert.match(await configured.reload(), /everything stays as it was: net\.listen: 0\.0\.0\.0 can be reached from other machines/);
  const ann = await Client.connect(configured.server.wsUrl);
  ann.send({ type: 'hello', protocol: 2, client: 'test', name: 'ann' });
  await ann.expect({ type: 'error' });
  await configured.write({ 'access.open': true });
  assert.match(await configured.reload(), /in effect now: access\.password, access\.open\n/);
  ann.send({ type: 'hello', protocol: 2, client: 'test', name: 'ann' });
  await ann.until('welcome');
  await ann.end();
});

test('a certificate is read anew, also from another file; one that is no good is not', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'parlance-tls-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const make = (name) => {
    const [certificate, key] = [join(folder, `${name}.pem`), join(folder, `${name}.key`)];
    execFileSync('openssl', [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
      ...['-subj', `/CN=${name}`, '-keyout', key, '-out', certificate],
    ], { stdio: 'pipe' }); // what it says is part of the error
    return { 'tls.certificate': certificate, 'tls.key': key };
  };
  const [first, second, third] = ['first', 'second', 'third'].map(make);
  const configured = await Configured.during(t, first);
  const shown = () =>
    new Promise((resolve, reject) => {
      const socket = tls.connect(configured.server.port, '127.0.0.1', { rejectUnauthorized: false }, () => {
        resolve(socket.getPeerCertificate().subject.CN);
        socket.destroy();
      });
      socket.on('error', reject);
    });
  assert.equal(await shown(), 'first');
  for (const file of ['tls.certificate', 'tls.key']) copyFileSync(second[file], first[file]);
  assert.match(await configured.reload(), /the certificate was read anew; no setting has changed/);
  assert.equal(await shown(), 'second');
  await configured.write(third);
  assert.match(await configured.reload(), /in effect now: tls.certificate, tls.key/);
  assert.equal(await shown(), 'third');
  writeFileSync(third['tls.key'], 'nonsense');
  assert.match(await configured.reload(), /everything stays as it was: tls.key: /);
  assert.equal(await shown(), 'third');
  copyFileSync(second['tls.certificate'], third['tls.certificate']);
  copyFileSync(second['tls.key'], third['tls.key']);
  await configured.write({});
  assert.match(await configured.reload(), /read anew; after a restart: tls.certificate, tls.key/);
  assert.equal(await shown(), 'second');
});
