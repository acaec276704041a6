// Every rule of the checker: a history that breaks it, and only it or what follows from it, is told by its name.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { addPeople, failedOver, soundHistory } from './histories.mjs';

const bin = process.env.FAULTS_BIN ?? new URL('../../../build/asan/bin/', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'parlance-checker-'));
after(() => rmSync(folder, { recursive: true }));

const lines = (records) => records.map((record) => `${JSON.stringify(record)}\n`).join('');

function check({ log, records }, ...options) {
  const [dump, history] = [join(folder, 'dump'), join(folder, 'history')];
  writeFileSync(dump, lines(log));
  writeFileSync(history, typeof records === 'string' ? records : lines(records));
  const { status, stdout, stderr } = spawnSync(join(bin, 'history_checker'), [...options, dump, history], { encoding: 'utf8' });
  return { status, rules: [...stdout.matchAll(/^(\w+): \d+$/gm)].map(([, rule]) => rule), text: stdout + stderr };
}

/** The rules that a history breaks after `spoil` has had its hands on it. */
function broken(spoil, ...options) {
  const history = soundHistory(6);
  spoil(history, (client, op, seq) => history.records.find((r) => r.client === client && r.op === op && (seq === undefined || r.seq === seq)));
  return check(history, ...options).rules;
}

const without = (list, item) => list.splice(list.indexOf(item), 1);

test('a sound history passes, in whatever order its files are', () => {
  const history = soundHistory(50);
  const { status, text } = check({ ...history, records: history.records.reverse().sort((a, b) => (a.client < b.client ? 1 : -1)) });
  assert.equal(status, 0, text);
  assert.match(text, /checked: 50 events in the logs, \d+ records, 0 violations/);
});

test('a line that was cut off at the end of a file is no error, one in the middle is, with its number', () => {
  const { log, records } = soundHistory(3);
  assert.equal(check({ log, records: `${lines(records)}{"t":1,"cli` }).status, 0);
  const { status, text } = check({ log, records: `{"t":1,"cli\n${lines(records)}` });
  assert.equal(status, 2);
  assert.match(text, /history:1: /);
});

const spoiled = {
  'lost: acknowledged, and not in the log': ['lost', ({ log }) => log.pop()],
  'lost: acknowledged at another place': ['lost', (_, find) => (find('bob', 'sent', 3).seq = 2)],
  'altered: another text than was written': ['altered', ({ log }) => (log[2].text = 'something else')],
  'lost: an admin renamed a room, and the log does not say so': ['lost', ({ records }) => records.push({ t: 1, client: 'harness', op: 'renamed', room: 'r', text: 'R' })],
  'lost: a name was acknowledged, and is not in the log': ['lost', ({ records }) => {
    for (const op of ['invoke', 'ok']) records.push({ t: records.at(-1).t + 1, client: 'ada', op, room: 'r', kind: 'room_changed', nonce: 'named', text: 'R' });
  }],
  'state: a client calls a room as it was called before': ['state', ({ log }, find) => {
    log.push({ op: 'log', room: 'r', seq: 7, n: 6, kind: 'room_changed', author: '', nonce: 'named', text: 'R' });
    for (const client of ['ada', 'bob']) Object.assign(find(client, 'head'), { seq: 7, text: client === 'ada' ? 'r' : 'R' });
  }],
  'kept: a text stays that was edited': ['kept', ({ log }) => log.push({ ...log[2], seq: 7, kind: 'edited', nonce: 'another', text: 'new' })],
  'kept: a text stays that was deleted': ['kept', ({ log }) => log.push({ ...log[2], seq: 7, kind: 'deleted', nonce: 'another', text: undefined })],
  'kept: a text is gone, and nothing says why': ['kept', ({ log }) => delete log[2].text],
  'doubled: the same text twice': ['doubled', ({ log }) => log.push({ ...log[2], seq: 7, n: 7, nonce: 'another', id: 'another' })],
  'doubled: the same nonce twice': ['doubled', ({ log }) => log.push({ ...log[2], seq: 7, n: 7, id: 'another' })],
  'phantom: in the log, and written by nobody': ['phantom', ({ records }, find) => without(records, find('bob', 'invoke'))],
  'forgotten: written, and nowhere': ['forgotten', ({ records }, find) => records.push({ ...find('ada', 'invoke'), t: records.at(-1).t, nonce: 'another', text: 'another' })],
  'failed: refused, and in the log': ['failed', (_, find) => (find('bob', 'ok').op = 'fail')],
  'order: what was acknowledged before stands behind': ['order', ({ records }) => {
    const late = records.find(({ op, nonce }) => op === 'invoke' && nonce === 'nonce-2');
    late.t = records.find(({ op, nonce }) => op === 'ok' && nonce === 'nonce-5').t + 1;
  }],
  'dense: a hole in the log': ['dense', ({ log }) => (log[5].seq = 8)],
  'dense: a message that does not count': ['dense', ({ log }) => (log[5].n = 5)],
  'time: an event is older than the one before it': ['time', ({ log }) => Object.assign(log[2], { at: 2 }) && Object.assign(log[3], { at: 1 })],
  'time: an event is from the future': ['time', ({ log }) => (log[5].at = Date.now() + 3600000)],
  'step: a client takes an event that is not the next': ['step', ({ records }, find) => without(records, find('ada', 'event', 3))],
  'fork: two clients saw different events at one place': ['fork', (_, find) => (find('ada', 'event', 3).id = 'another')],
  'resume: what a join brings begins too early': ['resume', (_, find) => Object.assign(find('bob', 'joined'), { since: 1, seqs: [1, 2], head: 2 })],
  'line: a broadcast is missing': ['line', ({ records }, find) => without(records, find('ada', 'frame', 4))],
  'state: a client shows in the end what is not there': ['state', (_, find) => (find('bob', 'state', 2).text = 'older')],
  'state: a client ends behind the log': ['state', (_, find) => (find('bob', 'head').seq = 5)],
};
for (const [name, [rule, spoil]] of Object.entries(spoiled))
  test(name, () => assert.ok(broken(spoil).includes(rule), `found: ${broken(spoil)}`));

test('a history with people passes', () => assert.deepEqual(broken(addPeople), []));

const spoiledPeople = {
  'log: a join is of another log': ['log', (_, find) => (find('ada', 'joined', undefined, true).log = 'another')],
  'fork: another event came over the line': ['fork', (_, find) => (find('ada', 'frame').nonce = 'another')],
  'people: somebody is told of a member who is none': ['people', ({ log }) => log.splice(log.findIndex(({ op, author }) => op === 'member' && author === 'eve'), 1)],
  'people: somebody is not told of a member': ['people', (_, find) => find('ada', 'members').people.pop()],
  'people: a name is another in the list': ['people', (_, find) => (find('bob', 'members').people[0].text = 'Ann')],
  'people: a name is another on screen': ['people', (_, find) => (find('bob', 'present').people[0].text = 'Ann')],
  'people: a mark is another on screen': ['people', (_, find) => (find('bob', 'present').read = 3)],
  'people: a mark is another in a join': ['people', (_, find) => (find('bob', 'joined', undefined, true).read = 3)],
  'presence: somebody who is away is present in the list': ['presence', (_, find) => (find('bob', 'members').people[2].present = true)],
  'presence: somebody who is present is away in the list': ['presence', (_, find) => (find('bob', 'members').people[0].present = false)],
  'presence: somebody who is away is present on screen': ['presence', (_, find) => find('bob', 'present').people.push({ author: 'eve', text: 'Eve', present: true })],
  'presence: somebody who is present is not on screen': ['presence', (_, find) => find('bob', 'present').people.pop()],
  'lost: a name that was acknowledged': ['lost', ({ log }) => (log.find(({ op, author }) => op === 'member' && author === 'eve').text = 'Eva')],
};
for (const [name, [rule, spoil]] of Object.entries(spoiledPeople)) {
  test(name, () => {
    const history = soundHistory(6);
    addPeople(history);
    const find = (client, op, seq, isLast = false) => {
      const all = history.records.filter((r) => r.client === client && r.op === op && (seq === undefined || r.seq === seq));
      return isLast ? all.at(-1) : all[0];
    };
    spoil(history, find);
    const { rules } = check(history);
    assert.ok(rules.includes(rule), `found: ${rules}`);
  });
}

test('a failover that took the last events with it passes', () => {
  const { status, text } = check(failedOver(), '--within', '5000');
  assert.equal(status, 0, text);
});

const spoiledFailovers = {
  'lost: the standby is known to have had it': ['lost', ({ records }) => {
    const sixth = records.find(({ op, nonce }) => op === 'ok' && nonce === 'nonce-6');
    Object.assign(records.find(({ op }) => op === 'copied'), { t: sixth.t + 1 });
  }],
  'lost: nobody has failed over': ['lost', ({ records }) => without(records, records.find(({ op }) => op === 'failover'))],
  'lost: it was acknowledged after the failover': ['lost', ({ log }) => log.pop()],
  'lost: what stood behind it is still there': ['lost', ({ log, records }) => {
    Object.assign(records.find(({ op }) => op === 'copied'), { t: 1 });
    Object.assign(log[2], { nonce: 'nonce-another', id: 'id-another', text: 'another' });
    records.push({ ...records.find(({ op }) => op === 'invoke'), nonce: 'nonce-another', text: 'another' });
  }],
  'log: the room has its former log still': ['log', ({ log, records }) => {
    for (const record of [...log, ...records]) if (record.log) record.log = 'new';
  }],
  'log: more logs than failovers': ['log', ({ records }) => (records.find(({ client, op }) => client === 'bob' && op === 'joined').log = 'another')],
  'fork: a place of a log stands for two events': ['fork', ({ records }) => {
    for (const record of records) if (record.client === 'ada' && record.op === 'joined') record.log = 'former';
  }],
};
for (const [name, [rule, spoil]] of Object.entries(spoiledFailovers)) {
  test(`failover: ${name}`, () => {
    const history = failedOver();
    spoil(history);
    const { rules } = check(history);
    assert.ok(rules.includes(rule), `found: ${rules}`);
  });
}

test('line: frames may be missing where lines swallow some', () => {
  assert.deepEqual(broken(({ records }, find) => without(records, find('ada', 'frame', 4)), '--lossy'), []);
});

test('late: not caught up in time after the last fault', () => {
  const spoil = ({ records }) => {
    const healed = records.find(({ op }) => op === 'healed');
    for (const record of records) if (record.client === 'ada' && ['event', 'frame', 'head'].includes(record.op) && record.seq > 4) record.t += 1e9;
    healed.t = Math.max(...records.filter(({ t }) => t < 1e9).map(({ t }) => t)) + 1;
  };
  assert.ok(broken(spoil, '--within', '5000').includes('late'));
  assert.ok(!broken(spoil, '--within', '5000000').includes('late'));
});

test('a program that was started anew may go on from what it has kept, and not before it', () => {
  const goOn = (seq) => ({ records }) => {
    const t = records.at(-1).t;
    const last = records.find((r) => r.client === 'ada' && r.op === 'event' && r.seq === 6);
    records.push({ t: t + 1, client: 'ada', op: 'start', room: '' }, { t: t + 2, client: 'ada', op: 'loaded', room: 'r', seq }, { ...last, t: t + 3 });
  };
  assert.deepEqual(broken(goOn(5)), []);
  assert.deepEqual(broken(goOn(4)), ['step']);
});

test('a program that was started anew may begin again', () => {
  assert.deepEqual(broken(({ records }) => {
    const t = records.at(-1).t;
    records.push({ t: t + 1, client: 'ada', op: 'start', room: '' }, { t: t + 2, client: 'ada', op: 'reset', room: 'r', seq: 5 },
      { ...records.find((r) => r.client === 'ada' && r.op === 'event' && r.seq === 6), t: t + 3 });
  }), []);
});
