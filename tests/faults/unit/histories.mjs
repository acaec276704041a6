// Made-up histories for the checker: two people write to one room by turns, everything is as it should be.
const people = ['ada', 'bob'];

/** Resolves to { log, records }: the rows of the log, and what the people wrote down. */
export function soundHistory(messages) {
  const log = [];
  const records = [];
  let t = 0;
  const note = (client, op, more) => records.push({ t: (t += 1000), client, op, room: 'r', ...more });
  for (const client of people) {
    note(client, 'start', {});
    note(client, 'open', {});
    note(client, 'joined', { head: 0, more: false, since: 0, seqs: [] });
    note(client, 'reset', { seq: 0 });
  }
  for (let i = 1; i <= messages; i += 1) {
    const author = people[i % 2];
    const event = { seq: i, n: i, kind: 'message', author, nonce: `nonce-${i}`, id: `id-${i}`, text: `text ${i}` };
    log.push({ op: 'log', room: 'r', ...event });
    note(author, 'invoke', { kind: 'message', nonce: event.nonce, text: event.text });
    for (const client of people) {
      note(client, 'frame', { seq: i });
      note(client, 'event', event);
    }
    note(author, 'sent', { nonce: event.nonce, seq: i });
    note(author, 'ok', { nonce: event.nonce });
  }
  note('harness', 'healed', { room: '' });
  for (const client of people) {
    for (const { seq, id, text } of log.slice(-100)) note(client, 'state', { seq, id, rev: seq, text });
    note(client, 'head', { seq: messages });
  }
  return { log, records };
}

/** Adds what the people are told of each other once all is quiet: the third of them, eve, has gone by then. */
export function addPeople({ log, records }) {
  const names = { ada: 'Ada', bob: 'Bob', eve: 'Eve' };
  let { t } = records.at(-1);
  const note = (client, op, more = {}) => records.push({ t: (t += 1000), client, op, room: 'r', ...more });
  for (const [author, text] of Object.entries(names)) log.push({ op: 'member', room: 'r', author, text, read: 4 });
  note('eve', 'identity', { author: 'eve' });
  note('eve', 'naming', { room: '', text: 'Evelyn', n: 1 });
  note('eve', 'named', { room: '', text: 'Evelyn', n: 1 });
  note('eve', 'naming', { room: '', text: 'Eve', n: 2 });
  note('eve', 'head', { seq: records.find(({ client, op }) => client === 'ada' && op === 'head').seq });
  note('harness', 'quiet', { room: '' });
  for (const client of people) {
    note(client, 'identity', { author: client });
    const isPresent = (author) => people.includes(author);
    const told = Object.entries(names).map(([author, text]) => ({ author, text, present: isPresent(author) }));
    note(client, 'members', { people: told });
    note(client, 'present', { read: 4, people: told.filter(({ present }) => present) });
    note(client, 'joined', { head: 6, more: true, read: 4, log: 'l' });
    records.push({ ...records.splice(records.findIndex((r) => r.client === client && r.op === 'head'), 1)[0], t: (t += 1000) });
  }
  for (const row of log) if (row.op === 'log') row.log = 'l';
}

/**
 * The same, with a standby that takes the primary's place in the end: the last two messages are gone with it, and the rooms have
 * a new log. The first four are known to have been on the standby.
 */
export function failedOver() {
  const { log, records } = soundHistory(6);
  records.splice(records.findIndex(({ op }) => op === 'healed'));
  for (const record of records) if (record.op === 'joined') record.log = 'former';
  const fourth = records.findIndex(({ op, nonce }) => op === 'ok' && nonce === 'nonce-4');
  records.splice(fourth + 1, 0, { t: records[fourth].t + 1, client: 'harness', op: 'copied', room: '' });
  log.splice(4);
  let { t } = records.at(-1);
  const note = (client, op, more = {}) => records.push({ t: (t += 1000), client, op, room: 'r', ...more });
  note('harness', 'failover', { room: '' });
  for (const client of people) {
    note(client, 'open');
    note(client, 'joined', { log: 'new', head: 4, more: false });
    note(client, 'reset', { seq: 4 });
  }
  const event = { seq: 5, n: 5, kind: 'message', author: 'ada', nonce: 'nonce-again', id: 'id-again', text: 'again' };
  log.push({ op: 'log', room: 'r', ...event });
  for (const row of log) row.log = 'new';
  note('ada', 'invoke', { kind: 'message', nonce: event.nonce, text: event.text });
  for (const client of people) note(client, 'event', event);
  note('ada', 'sent', { nonce: event.nonce, seq: 5 });
  note('ada', 'ok', { nonce: event.nonce });
  note('harness', 'healed', { room: '' });
  for (const client of people) note(client, 'head', { seq: 5 });
  return { log, records };
}
