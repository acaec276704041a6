// What a run of bench_load comes to.

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Of one run against one server: { run, ROW: { main, store, ... } }. */
export function figuresOf(report, server, { rows, load }) {
  const figures = {
    run: {
      entrySeconds: report.entry.seconds,
      entryMb: report.entry.bytes / 1e6,
      stoppedKb: load.stopped && (report.stop.residentMost - report.stop.residentBefore) / load.stopped,
    },
  };
  let before = report.residentAtFirst;
  for (const part of report.measured) {
    if (rows[part.name]) figures[rows[part.name]] = ofPart(part, server, part.name === 'idle' && (part.residentAfter - before) / load.idle, load);
    before = part.residentAfter;
  }
  return figures;
}

/** Of ours, the first thread does everything but the store's work; of the others, all threads count. */
function ofPart(part, { kind, pid }, kbPerIdle, load) {
  const isOurs = kind === 'parlanced';
  const time = (threads) => threads.reduce((sum, { us }) => sum + us, 0);
  const main = time(part.threads.filter(({ id }) => !isOurs || id === pid));
  const store = isOurs ? time(part.threads) - main : undefined;
  return {
    ...(part.deliveries > 0 && {
      main: main / part.deliveries,
      ...(isOurs && { store: store / part.deliveries }),
      perSecond: part.deliveries / part.seconds,
      p50: part.latencies.p50,
      p99: part.latencies.p99,
      p999: part.latencies.p999,
    }),
    ...(part.name === 'idle' && { kbPerIdle, heartbeats: part.heartbeats / load.idle, pings: part.pings / load.idle }),
    mainShare: main / part.seconds / 1e4, // %
  };
}

/** rounds: [{ SERVER: figures }]. Lines of the table, the means of the rounds. */
export function tableLines({ rows, servers }, rounds) {
  const lines = [];
  for (const row of Object.values(rows)) {
    for (const server of servers) {
      const found = rounds.map((round) => round[server]?.[row]).filter(Boolean);
      if (found.length === 0) continue;
      const of = (key, digits) => {
        const values = found.map((figures) => figures[key]).filter((value) => value !== undefined);
        return values.length > 0 ? mean(values).toFixed(digits) : '';
      };
      const cells = [row, server, of('main', 2), of('store', 2), of('perSecond', 0), of('p50', 2), of('p99', 2), of('p999', 2), of('kbPerIdle', 1)];
      lines.push(`| ${cells.join(' | ')} |`);
    }
  }
  return lines;
}

export const tableHead = [
  '| scenario | server | CPU µs per delivery | and of the store | deliveries/s | p50 ms | p99 ms | p99.9 ms | KB per idle connection |',
  '|---|---|---|---|---|---|---|---|---|',
];

export const goalHead = ['| goal | measured | in each round | at most | |', '|---|---|---|---|---|'];

/** One goal's line; nothing if it was not measured. */
export function goalLine({ what, of, at }, rounds) {
  const values = rounds.map(of).filter(Number.isFinite);
  if (values.length === 0) return [];
  const text = (value) => (value < 10 ? value.toFixed(3) : value.toFixed(1));
  const value = mean(values);
  const verdict = at === undefined ? '' : value <= at ? 'met' : 'missed';
  return [`| ${what} | ${text(value)} | ${values.length > 1 ? values.map(text).join(', ') : ''} | ${at ?? ''} | ${verdict} |`];
}
