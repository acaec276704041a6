// Reads Prometheus' text format, version 0.0.4, and takes nothing that it does not allow.
import assert from 'node:assert/strict';

const name = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const label = '[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\\\\n]|\\\\[\\\\"n])*"';
const head = new RegExp(`^# (HELP|TYPE) (${name}) (.+)$`);
const sample = new RegExp(`^(${name})(?:\\{(${label}(?:,${label})*)\\})? (-?[0-9.]+(?:e[+-]?[0-9]+)?|\\+Inf|-Inf|NaN)$`);

function familyOf(families, sampleName) {
  const [last] = [...families.values()].slice(-1);
  const endings = { histogram: ['_bucket', '_sum', '_count'] }[last?.type] ?? [''];
  assert.ok(endings.some((ending) => last.name + ending === sampleName), `${sampleName} stands behind the head of ${last?.name}`);
  return last;
}

function checkHistogram({ name: family, samples }) {
  const buckets = samples.filter(({ name: n }) => n === `${family}_bucket`);
  const bounds = buckets.map(({ labels }) => (labels.le === '+Inf' ? Infinity : Number(labels.le)));
  assert.deepEqual(bounds, [...bounds].sort((a, b) => a - b), `${family}: bounds rise`);
  assert.equal(bounds.at(-1), Infinity, `${family}: the last bucket has no bound`);
  const counts = buckets.map(({ value }) => value);
  assert.deepEqual(counts, [...counts].sort((a, b) => a - b), `${family}: buckets add up`);
  assert.equal(samples.find(({ name: n }) => n === `${family}_count`).value, counts.at(-1));
  assert.ok(samples.some(({ name: n }) => n === `${family}_sum`));
}

/** name of a family -> { name, type, help, samples: [{ name, labels, value }] } */
export function parse(text) {
  assert.ok(text.endsWith('\n'), 'the last line ends');
  const families = new Map();
  let help = null;
  for (const line of text.slice(0, -1).split('\n')) {
    const begins = head.exec(line);
    if (begins?.[1] === 'HELP') {
      help = { name: begins[2], text: begins[3] };
    } else if (begins) {
      const [, , family, type] = begins;
      assert.match(type, /^(counter|gauge|histogram)$/);
      assert.equal(help?.name, family, `${family} has its HELP above its TYPE`);
      assert.ok(!families.has(family), `${family} comes once`);
      assert.equal(family.endsWith('_total'), type === 'counter', `${family} is a ${type}`);
      families.set(family, { name: family, type, help: help.text, samples: [] });
    } else {
      const found = sample.exec(line);
      assert.ok(found, `not a sample: ${line}`);
      const labels = Object.fromEntries([...(found[2] ?? '').matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, k, v]) => [k, v]));
      const family = familyOf(families, found[1]);
      const value = Number(found[3].replace('Inf', 'Infinity'));
      const same = family.samples.some((s) => s.name === found[1] && JSON.stringify(s.labels) === JSON.stringify(labels));
      assert.ok(!same, `${line} comes once`);
      family.samples.push({ name: found[1], labels, value });
    }
  }
  for (const family of families.values()) {
    assert.ok(family.samples.length > 0, `${family.name} has samples`);
    if (family.type === 'histogram') checkHistogram(family);
  }
  return families;
}

/** One value: value(families, 'parlance_closes_total', { reason: 'peer' }) */
export function value(families, family, labels = {}, ending = '') {
  const found = families
    .get(family)
    ?.samples.filter((s) => s.name === family + ending && Object.entries(labels).every(([k, v]) => s.labels[k] === v));
  assert.equal(found?.length, 1, `one ${family}${ending} ${JSON.stringify(labels)}`);
  return found[0].value;
}
