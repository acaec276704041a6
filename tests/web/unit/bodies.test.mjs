import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { isBlank } from '../../../resources/web/js/text/bodies.js';

// The server and the app have the same cases: tests/common/bodies_test.cpp.
const golden = JSON.parse(readFileSync(new URL('../../golden/text/bodies.json', import.meta.url)));

for (const { text, blank } of golden.blank) test(`${JSON.stringify(text)} shows ${blank ? 'nothing' : 'something'}`, () => assert.equal(isBlank(text), blank));
