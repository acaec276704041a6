// What an admin does about accounts and links from the command line.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client } from '../protocol/client.mjs';
import { run, Server } from '../support/parlanced.mjs';

const on = (server) => (...args) => run([...args, '--data', server.data, '--set', 'server.url=https://chat.example.org/team/']);
const lines = (text) => text.trim().split('\n').map((line) => JSON.parse(line));
const tokenIn = (link) => link.trim().split('/').at(-1);

async function redeem(server, link, fields) {
  const client = await Client.connect(server.wsUrl);
  client.send({ type: 'redeem', protocol: 2, client: 'test', device: 'test', token: tokenIn(link), ...fields });
  return [client, await client.next()];
}

test('owner: a link under the server’s address, which works once', async (t) => {
  const server = await Server.during(t);
  const parlanced = on(server);
  const former = await parlanced('owner');
  const made = await parlanced('owner');
  assert.equal(made.code, 0, made.stderr);
  assert.match(made.stdout, /^https:\/\/chat\.example\.org\/team\/#\/owner\/po_[\w-]{43}\n$/);
  assert.match(made.stderr, /works once, until \d{4}-/);
  const account = { handle: 'olga', name: 'Olga', password: 'correct horse' };
  const [, refused] = await redeem(server, former.stdout, account);
  assert.equal(refused.code, 'expired');
  const [olga, welcome] = await redeem(server, made.stdout, account);
  assert.deepEqual(welcome.account, { handle: 'olga', role: 'owner', twoFactor: false });
  assert.doesNotMatch(server.log, /p[doipr]_[\w-]{20}|correct horse/, 'no secret is in the log');
  await olga.end();
});

test('accounts: listed, added, changed, disabled', async (t) => {
  const server = await Server.during(t);
  const parlanced = on(server);
  const [olga] = await redeem(server, (await parlanced('owner')).stdout, { handle: 'olga', name: 'Olga', password: 'correct horse' });
  const added = await parlanced('accounts', 'add', 'bob.b', '--name', 'Bob B', '--role', 'admin');
  assert.equal(added.code, 0, added.stderr);
  assert.match(added.stdout, /#\/reset\/pr_/);
  const [bob, welcome] = await redeem(server, added.stdout, { password: 'another horse' });
  assert.equal(welcome.account.role, 'admin');
  assert.equal(welcome.username, 'Bob B');
  assert.equal((await parlanced('accounts', 'add', 'BOB.B')).code, 1);

  assert.equal((await parlanced('accounts', 'role', 'bob.b', 'member')).code, 0);
  const disabled = await parlanced('accounts', 'disable', 'bob.b', '--json');
  assert.equal(disabled.code, 0, disabled.stderr);
  assert.equal((await bob.closed).code, 4502);
  const list = lines((await parlanced('accounts', 'list', '--json')).stdout).map(({ account }) => account);
  assert.deepEqual(list.map(({ handle, role, disabled }) => ({ handle, role, disabled })), [
    { handle: 'bob.b', role: 'member', disabled: true },
    { handle: 'olga', role: 'owner', disabled: false },
  ]);
  const { stdout } = await parlanced('accounts', 'list');
  assert.match(stdout, /^HANDLE +NAME +ROLE +TWO-FACTOR +SINCE$/m);
  assert.match(stdout, /^bob\.b +Bob B +member \(disabled\) +no +\d{4}/m);

  const last = await parlanced('accounts', 'disable', 'olga');
  assert.equal(last.code, 1);
  assert.match(last.stderr, /needs an owner/);
  assert.match((await parlanced('accounts', 'disable', 'nobody')).stderr, /nobody has the handle "nobody"/);
  await olga.end();
});

test('invites: made, listed, taken back', async (t) => {
  const server = await Server.during(t);
  const parlanced = on(server);
  const made = await parlanced('invites', 'make', '--uses', '2', '--days', '3');
  assert.equal(made.code, 0, made.stderr);
  const [bob] = await redeem(server, made.stdout, { handle: 'bob', name: 'Bob', password: 'correct horse' });
  const [{ invites: [invite] }] = lines((await parlanced('invites', 'list', '--json')).stdout);
  assert.equal(invite.uses, 1);
  assert.ok(Math.abs(invite.expires - Date.now() - 3 * 86400000) < 60000);
  assert.equal((await parlanced('invites', 'revoke', invite.id)).code, 0);
  const [, refused] = await redeem(server, made.stdout, { handle: 'eve', name: 'Eve', password: 'correct horse' });
  assert.equal(refused.code, 'expired');
  assert.equal((await parlanced('invites', 'make', '--uses', 'many')).code, 2);
  await bob.end();
});
