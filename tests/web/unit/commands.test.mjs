import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { commandHelp, readTyped, refusalOf } from '../../../resources/web/js/text/commands.js';

// The desktop app has the same cases: tests/ui/commands_test.cpp.
const golden = JSON.parse(readFileSync(new URL('../../golden/text/commands.json', import.meta.url)));

for (const { typed, command = '', text } of golden.typed) {
  test(`${JSON.stringify(typed)} as it is meant`, () => assert.deepEqual(readTyped(typed), { command, text }));
}

test('what the list of commands says', () => assert.deepEqual(commandHelp.map(([keys, what]) => ({ keys, what })), golden.help));

for (const { typed, title, text } of golden.refused) {
  test(`why ${typed} is not carried out`, () => assert.deepEqual(refusalOf(readTyped(typed).command), { title, text }));
}
