import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { folded } from '../../../resources/web/js/text/folding.js';
import { hueOf, initials, list, nameProblem, normal, tagsAmong } from '../../../resources/web/js/text/people.js';

// The desktop app has the same cases: tests/client/people_test.cpp.
const golden = JSON.parse(readFileSync(new URL('../../golden/text/people.json', import.meta.url)));

for (const { id, hue } of golden.hues) test(`the colour of ${id}`, () => assert.equal(hueOf(id), hue));

for (const { name, initials: letters } of golden.initials) test(`the letters of ${name}`, () => assert.equal(initials(name), letters));

for (const { text, normal: wanted } of golden.normal) test(`${JSON.stringify(text)} as a name`, () => assert.equal(normal(text), wanted));

for (const { id, name, users, tag } of golden.tags) {
  test(`what tells ${id}, ${name}, apart`, () => assert.equal(tagsAmong(users)(id, name), tag));
}

test('lists of names stay short', () => {
  assert.deepEqual([list([]), list(['A']), list(['A', 'B']), list(['A', 'B', 'C']), list(['A', 'B', 'C', 'D'])], ['', 'A', 'A and B', 'A, B and C', 'A, B and 2 others']);
});

test('rows of combining marks take no time', () => {
  // Browsers would take minutes to put these marks in order. A text that is too long for any name stays as it is.
  const tower = `a${'\u0301'.repeat(500_000)}${'\u0323'.repeat(500_000)}`;
  assert.ok(normal(tower) === tower);
  assert.ok(folded(tower) === tower);
  assert.match(nameProblem(tower, 32, 'name'), /at most 32/);
});

test('names are looked at before they are sent', () => {
  assert.equal(nameProblem(' Ann ', 32, 'name'), '');
  assert.match(nameProblem('  ', 32, 'name'), /Enter a name/);
  assert.match(nameProblem('x'.repeat(33), 32, 'name'), /at most 32/);
  assert.equal(nameProblem('😀'.repeat(32), 32, 'name'), '');
  // The server alone judges characters: it knows which joiners a script needs.
  assert.equal(nameProblem('👩\u200d💻 علی\u200cرضا', 32, 'name'), '');
});
