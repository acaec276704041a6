// The app as it is installed: found by the desktop, started by its bus, one program for all ways to it.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { readFile, readlink } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { before, test } from 'node:test';
import { promisify } from 'node:util';
import { Client } from '../protocol/client.mjs';
import { eventually } from '../support/eventually.mjs';
import { Server } from '../support/parlanced.mjs';

const id = 'chat.parlance.Parlance';
const prefix = process.env.PREFIX; // where as_installed has put it
const inPackage = prefix === '/usr'; // or dpkg
const entry = `${prefix}/share/applications/${id}.desktop`;
const run = promisify(execFile);

const output = async (...command) => (await run(command[0], command.slice(1), { timeout: 30000 })).stdout;

// --- the desktop ---

/** What the desktop was told: notifications and tray icons, in their order. */
class Desktop {
  told = [];

  static async during(test) {
    const desktop = new Desktop();
    const child = spawn(process.env.FAKE_DESKTOP, { stdio: ['ignore', 'pipe', 'inherit'] });
    test.after(() => child.kill('SIGKILL'));
    createInterface({ input: child.stdout }).on('line', (line) => desktop.told.push(JSON.parse(line)));
    await desktop.is('ready');
    return desktop;
  }

  /** Until it was told this last of that kind. */
  is(what, members = {}) {
    return eventually(() => {
      const last = this.told.findLast((each) => each.what === what);
      assert.ok(last, `no ${what}: ${JSON.stringify(this.told)}`);
      for (const [key, value] of Object.entries(members)) assert.equal(last[key], value, JSON.stringify(this.told));
      return last;
    });
  }
}

const bus = (method, ...values) =>
  output('gdbus', 'call', '--session', '--dest', 'org.freedesktop.DBus', '--object-path', '/', '--method', `org.freedesktop.DBus.${method}`, ...values);

const application = (method, ...values) =>
  output('gdbus', 'call', '--session', '--dest', id, '--object-path', '/chat/parlance/Parlance', '--method', `org.freedesktop.Application.${method}`, ...values);

const isRunning = async () => (await bus('NameHasOwner', id)).includes('true');
const processId = async () => Number(/uint32 (\d+)/.exec(await bus('GetConnectionUnixProcessID', id))[1]);

const ended = (pid) =>
  eventually(async () => {
    assert.equal(await isRunning(), false);
    await assert.rejects(readlink(`/proc/${pid}/exe`), `${pid} goes on`);
  });

/** The app's window that has this in its title and is seen; the title. */
const window = (title) =>
  eventually(async () => {
    const ids = (await output('xdotool', 'search', '--onlyvisible', '--name', title)).trim().split('\n');
    assert.equal(ids.length, 1, ids.join());
    return ids[0];
  });

/** As a person does: the keyboard goes to that window, the text is typed and sent. */
async function enter(windowId, text) {
  await output('xdotool', 'windowfocus', windowId);
  await output('xdotool', 'type', text);
  await output('xdotool', 'key', 'Return');
}

before(async () => assert.equal(await isRunning(), false));

// --- what is installed ---

test('everything is where desktops look, and nothing else is', async () => {
  const listed = inPackage ? await output('dpkg', '--listfiles', 'parlance') : await output('find', prefix, '-type', 'f');
  const files = listed.split('\n').filter((file) => file.startsWith(`${prefix}/`)).map((file) => file.slice(prefix.length + 1));
  const icons = files.filter((file) => file.startsWith('share/icons/hicolor/'));
  for (const size of [16, 22, 24, 32, 48, 64, 128, 256, 512]) {
    assert.ok(icons.includes(`share/icons/hicolor/${size}x${size}/apps/${id}.png`), `${size}`);
  }
  assert.ok(icons.includes(`share/icons/hicolor/scalable/apps/${id}.svg`));
  assert.ok(icons.includes(`share/icons/hicolor/symbolic/apps/${id}-symbolic.svg`));
  for (const file of ['bin/parlance', `share/applications/${id}.desktop`, `share/metainfo/${id}.metainfo.xml`, `share/dbus-1/services/${id}.service`]) {
    assert.ok(files.includes(file), file);
  }
  assert.deepEqual(files.filter((file) => /parlanced|\.qrc$|draw$/.test(file)), []);
  assert.match(await readFile(`${prefix}/share/dbus-1/services/${id}.service`, 'utf8'), new RegExp(`^Exec=${prefix}/bin/parlance --hidden$`, 'm'));
  assert.match(await output('gio', 'mime', 'x-scheme-handler/parlance'), new RegExp(`${id}\\.desktop`));
});

// --- what it does ---

test('the bus starts it, a link leads into a room, what comes in is told with its name and icon', async (t) => {
  const server = await Server.during(t);
  const desktop = await Desktop.during(t);
  const room = (name) => `parlance://127.0.0.1:${server.port}/${name}`;
  const bob = await Client.connect(server.wsUrl);
  t.after(() => bob.end());
  await bob.enter('Bob', 'garden');
  for (const name of ['kitchen', 'attic']) {
    bob.send({ type: 'join', name }); // a link makes no room
    await bob.until('joined');
  }

  await application('Activate', "{'activation-token': <'t1'>}");
  const pid = await eventually(async () => processId());
  t.after(async () => (await isRunning()) && application('ActivateAction', 'quit', '[]', '{}'));
  assert.equal(await readlink(`/proc/${pid}/exe`), `${prefix}/bin/parlance`);
  const login = await window('Join a server');
  assert.match(await output('xprop', '-id', login, 'WM_CLASS'), /"parlance"/);
  assert.match(await output('xprop', '-id', login, '-len', '8', '_NET_WM_ICON'), /=/);
  await desktop.is('tray', { icon: id });

  await output('gio', 'open', room('garden'));
  await application('Activate', '{}'); // comes behind the link, which has filled the window in when this is answered
  await enter(login, 'Ann');
  const main = await window('garden');

  await enter(main, 'hello from the menu');
  assert.equal((await bob.until('message')).text, 'hello from the menu');

  assert.equal(await output('parlance', '--', room('kitchen')), ''); // ends: the first has taken over
  await window('kitchen');
  bob.send({ type: 'message', room: '#garden', text: '@Ann look', nonce: 'n1' });
  await desktop.is('notification', { icon: id, entry: id });
  await desktop.is('tray', { icon: `${id}-unread` });
  await application('Open', `['${room('attic')}']`, "{'activation-token': <'t1'>}");
  await window('attic');
  assert.equal(await processId(), pid);
  await output('parlance', '--quit');
  await ended(pid);
});

test('what only knows its command starts it as well', async (t) => {
  const desktop = await Desktop.during(t);
  spawn('gio', ['launch', entry], { stdio: ['ignore', 'ignore', 'inherit'] });
  const pid = await eventually(async () => processId());
  assert.equal(await readlink(`/proc/${pid}/exe`), `${prefix}/bin/parlance`);
  await window('attic'); // as it was left
  await desktop.is('tray', { icon: `${id}-unread` }); // the garden still is
  await output('parlance', '--add-server');
  await window('Join another server');
  await output('parlance', '--quit');
  await ended(pid);
});

test('a link starts it, too; it can be ended by the menu; a link cannot be an option', async (t) => {
  const desktop = await Desktop.during(t);
  const server = await Server.during(t);
  await output('gio', 'open', `parlance://127.0.0.1:${server.port}/garden`);
  const pid = await eventually(async () => processId());
  await window('Join another server');
  await desktop.is('tray', { icon: `${id}-unread` }); // the garden still is
  await application('ActivateAction', 'quit', '[]', '{}');
  await ended(pid);
  await output('parlance', '--quit'); // nobody is there: ends at once
  await assert.rejects(application('ActivateAction', 'rm', '[]', '{}'), /InvalidArgs/);
  await application('ActivateAction', 'quit', '[]', '{}'); // that one was started by the bus
  await eventually(async () => assert.equal(await isRunning(), false));
});
