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
