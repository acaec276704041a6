import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { complete, completePeople, completionAt, rank, score } from '../../../resources/web/js/text/completion.js';

// The desktop app has the same cases: tests/client/completion_test.cpp.
const golden = JSON.parse(readFileSync(new URL('../../golden/text/completion.json', import.meta.url)));

for (const { text, caret, found } of golden.at) {
  test(`completion in ${JSON.stringify(text)} at ${caret}`, () => {
    const at = completionAt(text, caret);
    assert.deepEqual(at && [at.sign, at.query, at.from], found);
  });
}

for (const { query, people, found } of golden.people) {
  test(`people for ${JSON.stringify(query)} of ${JSON.stringify(people)}`, () => {
    assert.deepEqual(completePeople(query, people.map(([id, name]) => ({ id, name }))).map(({ id }) => id), found);
  });
}

for (const { text, caret, from, choice, result } of golden.complete) {
  test(`${choice} put into ${JSON.stringify(text)}`, () => {
    const completed = complete(text, caret, { from }, choice);
    assert.deepEqual([completed.text, completed.caret], result);
  });
}

for (const { name, query, points } of golden.score) {
  test(`how well ${name} fits ${query}`, () => assert.ok(Math.abs(score(name, query) - points) < 1e-9));
}

for (const { names, query, ranked } of golden.rank) {
  test(`${names} by how well they fit ${query}`, () => assert.deepEqual(rank(names, query), ranked));
}
