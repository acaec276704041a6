import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { clusterEnd, cutToUnits, firstCluster } from '../../../resources/web/js/text/clusters.js';
import { folded } from '../../../resources/web/js/text/folding.js';

// The desktop app and the server have the same cases: tests/common/clusters_test.cpp and folding_test.cpp.
const read = (name) => JSON.parse(readFileSync(new URL(`../../golden/text/${name}`, import.meta.url)));
const { clusters, cuts } = read('clusters.json');

function endsIn(text) {
  const ends = [];
  for (let at = 0; at < text.length;) ends.push(at = clusterEnd(text, at));
  return ends;
}

for (const { text, ends } of clusters) {
  test(`the characters of ${JSON.stringify(text)}`, () => {
    assert.deepEqual(endsIn(text), ends);
    assert.equal(firstCluster(text), text.slice(0, ends[0] ?? 0));
  });
}

for (const { text, most, cut } of cuts) test(`${JSON.stringify(text)} cut to ${most}`, () => assert.equal(cutToUnits(text, most), cut));

for (const { text, folded: wanted } of read('folding.json').folded) {
  test(`${JSON.stringify(text)} as it is compared`, () => {
    assert.equal(folded(text), wanted);
    assert.equal(folded(wanted), wanted);
  });
}
