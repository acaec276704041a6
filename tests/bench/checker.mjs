// checker.mjs FOLDER: how long the history checker takes for a million records. FOLDER holds the programs.
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { soundHistory } from '../faults/unit/histories.mjs';

const perMessage = 8; // a row of the log, invoke, sent, ok; a frame and an event for each of two
const folder = mkdtempSync(join(tmpdir(), 'parlance-checker-'));
function write(name, records) {
  const file = openSync(join(folder, name), 'w');
  for (let i = 0; i < records.length; i += 1000)
    writeSync(file, records.slice(i, i + 1000).map((record) => `${JSON.stringify(record)}\n`).join(''));
  closeSync(file);
  return join(folder, name);
}
try {
  const { log, records } = soundHistory(1e6 / perMessage);
  const files = [write('log', log), write('history', records)];
  const begun = performance.now();
  const { status, stdout } = spawnSync(join(process.argv[2], 'history_checker'), files, { encoding: 'utf8' });
  const seconds = (performance.now() - begun) / 1000;
  if (status !== 0) throw new Error(stdout);
  console.log(`checker: ${log.length + records.length} records in ${seconds.toFixed(1)} s (goal 10)`);
} finally {
  rmSync(folder, { recursive: true });
}
