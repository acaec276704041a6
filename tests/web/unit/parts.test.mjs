import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildOf, findBuild, reloadOnce } from '../../../resources/web/js/net/build.js';
import { Parts } from '../../../resources/web/js/net/parts.js';
import { ManualClock, MemoryArea } from './support.mjs';

/** Parts of a page; `imports` says of each import in turn whether it succeeds, `found` where the build is. */
function scene({ imports, found = 'here', isConnected = true, mayReload = true }) {
  const clock = new ManualClock();
  const it = { clock, told: [], reloads: 0, waits: [], imports: [...imports], found, isConnected, looks: 0 };
  it.parts = new Parts({
    clock,
    random: () => 0.5,
    isConnected: () => it.isConnected,
    tell: (text) => it.told.push(text),
    find: async () => ((it.looks += 1), it.found),
    reload: () => mayReload && ((it.reloads += 1), true),
  });
  it.load = async () => {
    if (!it.imports.shift()) throw new TypeError('error loading dynamically imported module');
    return { name: 'module' };
  };
  return it;
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

/** What has become of a promise by now. */
async function outcome(promise) {
  await settled();
  return Promise.race([promise, Promise.resolve('waits')]);
}

const cases = [
  { what: 'it is there', imports: [true], gives: 'module', looks: 0 },
  { what: 'it came the second time', imports: [false, true], gives: 'module', looks: 1 },
  { what: 'the server is away', imports: [false], found: 'unreachable', gives: null, told: /Try again once you are connected/ },
  { what: 'there is no connection, and the server is away', imports: [], found: 'unreachable', isConnected: false, gives: null, told: /Try again once/ },
  { what: 'there is no connection yet', imports: [true], isConnected: false, gives: 'module', looks: 1 },
  { what: 'the build is gone', imports: [false], found: 'gone', gives: 'waits', reloads: 1 },
  { what: 'the build is gone, and the page was loaded anew for that', imports: [false], found: 'gone', mayReload: false, gives: null, told: /another version/ },
  { what: 'the browser remembers a failure', imports: [false, false], gives: 'waits', reloads: 1 },
  { what: 'the module is broken', imports: [false, false], mayReload: false, gives: null, told: /could not be loaded. Reload the page/ },
];

for (const { what, gives, told, reloads = 0, looks, ...world } of cases) {
  test(`a part that somebody asks for: ${what}`, async () => {
    const it = scene(world);
    const given = await outcome(it.parts.open(it.load));
    assert.equal(given?.name ?? given, gives);
    assert.equal(it.reloads, reloads);
    assert.equal(it.told.length, told ? 1 : 0);
    if (told) assert.match(it.told[0], told);
    if (looks !== undefined) assert.equal(it.looks, looks);
    assert.deepEqual(it.imports, [], 'as many attempts as that');
  });
}

test('a part that is on its way for long is not silent', async () => {
  const it = scene({ imports: [true] });
  let arrive;
  const given = it.parts.open(() => new Promise((resolve) => (arrive = resolve)));
  await settled();
  it.clock.advance(999);
  assert.deepEqual(it.told, []);
  it.clock.advance(1);
  assert.deepEqual(it.told, ['Loading…']);
  arrive({ name: 'module' });
  assert.equal((await given).name, 'module');
  it.clock.advance(60000);
  assert.deepEqual(it.told, ['Loading…']);
});

test('a part that somebody asked for in vain comes the next time', async () => {
  const it = scene({ imports: [false, true], found: 'unreachable' });
  assert.equal(await it.parts.open(it.load), null);
  assert.equal((await it.parts.open(it.load)).name, 'module');
});

test('a part that is there opens without a connection', async () => {
  const it = scene({ imports: [true] });
  await it.parts.want(it.load);
  it.isConnected = false;
  it.found = 'unreachable';
  assert.equal((await it.parts.open(it.load)).name, 'module');
  assert.deepEqual(it.told, []);
});

test('a part that is nice to have: nobody is told, and the page stays', async () => {
  for (const world of [{ imports: [false], found: 'gone' }, { imports: [], found: 'unreachable', isConnected: false }]) {
    const it = scene(world);
    assert.equal(await it.parts.want(it.load), null);
    assert.deepEqual([it.told, it.reloads, it.imports], [[], 0, []]);
  }
});

test('a part that is needed is waited for, longer each time', async () => {
  const it = scene({ imports: [false, false, true], found: 'unreachable' });
  const module = it.parts.need(it.load, (until) => it.waits.push(until - it.clock.now()));
  assert.equal(await outcome(module), 'waits');
  it.clock.advance(500);
  assert.equal(await outcome(module), 'waits');
  it.clock.advance(1000);
  assert.equal((await module).name, 'module');
  assert.deepEqual(it.waits, [500, 1000]);
  assert.deepEqual(it.told, []);
});

test('whoever knows that the server is back ends the wait', async () => {
  const it = scene({ imports: [false, true], found: 'unreachable' });
  const module = it.parts.need(it.load);
  assert.equal(await outcome(module), 'waits');
  it.parts.retryNow();
  assert.equal((await module).name, 'module');
  it.clock.advance(60000);
  assert.deepEqual(it.imports, []);
});

test('a part that is needed and is gone: the page is loaded anew, or says why not and goes on trying', async () => {
  const fresh = scene({ imports: [false], found: 'gone' });
  assert.equal(await outcome(fresh.parts.need(fresh.load)), 'waits');
  assert.deepEqual([fresh.reloads, fresh.told], [1, []]);
  const stale = scene({ imports: [false, true], found: 'gone', mayReload: false });
  const module = stale.parts.need(stale.load);
  assert.equal(await outcome(module), 'waits');
  assert.match(stale.told[0], /another version/);
  stale.clock.advance(60000);
  assert.equal((await module).name, 'module');
});

test('a page that the server does not understand is loaded anew where that gives another one', async () => {
  for (const [found, reloads] of [['gone', 1], ['here', 0], ['unreachable', 0]]) {
    const it = scene({ imports: [], found });
    await it.parts.renew();
    assert.equal(it.reloads, reloads, found);
  }
});

test('the build is in the address of a module', () => {
  assert.equal(buildOf('https://example.org/chat/js/0123456789ab/main.js'), '0123456789ab');
  assert.equal(buildOf('file:///elsewhere.js'), '');
});

test('where the build is', async () => {
  const answers = async (answer) => findBuild('https://example.org/js/b/main.js', async () => answer);
  assert.equal(await answers({ ok: true, status: 200 }), 'here');
  assert.equal(await answers({ ok: false, status: 404 }), 'gone');
  for (const status of [502, 503, 429]) assert.equal(await answers({ ok: false, status }), 'unreachable', 'a proxy says so');
  assert.equal(await findBuild('', async () => { throw new TypeError('Failed to fetch'); }), 'unreachable');
});

test('the page is loaded anew once for each build, and never where that cannot be remembered', () => {
  const memory = new MemoryArea();
  let reloads = 0;
  const reload = () => (reloads += 1);
  assert.equal(reloadOnce('one', memory, reload), true);
  assert.equal(reloadOnce('one', memory, reload), false);
  assert.equal(reloadOnce('two', memory, reload), true);
  assert.equal(reloadOnce('three', undefined, reload), false);
  assert.equal(reloads, 2);
});
