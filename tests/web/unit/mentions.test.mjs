import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { markMentions } from '../../../resources/web/js/text/mentions.js';

// The desktop app and the server have the same cases: tests/common/mentions_test.cpp.
const golden = JSON.parse(readFileSync(new URL('../../golden/text/mentions.json', import.meta.url)));

/** [[start, text, id]] of the parts that are marked. */
function marks(parts) {
  let at = 0;
  return parts.flatMap(({ text, id }) => {
    const start = at;
    at += text.length;
    return id ? [[start, text, id]] : [];
  });
}

for (const { text, names, marks: wanted } of golden.mentions) {
  test(`mentions in ${JSON.stringify(text)} of ${JSON.stringify(names)}`, () => {
    const parts = markMentions(text, names.map(([id, name]) => ({ id, name })));
    assert.deepEqual(marks(parts), wanted);
    assert.equal(parts.map((part) => part.text).join(''), text);
  });
}

/** People whose names are read once each; `reads` counts how often. */
function countedPeople(count, nameOf) {
  const people = { reads: 0, list: [] };
  for (let at = 0; at < count; at += 1) {
    people.list.push({ id: String(at), get name() { people.reads += 1; return nameOf(at); } });
  }
  return people;
}

test('each name is read once, however long the text', () => {
  for (const nameOf of [() => 'a', (at) => `a ${at}`, (at) => 'a'.repeat(1 + (at % 32))]) {
    const people = countedPeople(10_000, nameOf);
    markMentions('@a '.repeat(1300), people.list);
    markMentions(`@${'a'.repeat(4000)}`, people.list);
    assert.equal(people.reads, 20_000);
  }
});

test('a text without a sign costs nothing', () => {
  const people = countedPeople(50, () => 'ann');
  markMentions('x'.repeat(4000), people.list);
  assert.equal(people.reads, 0);
});

test('people whose names are not known are not marked', () => {
  assert.deepEqual(markMentions('hi @ann', [{ id: '1', name: undefined }]), [{ text: 'hi @ann' }]);
});
