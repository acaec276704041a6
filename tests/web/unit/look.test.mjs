import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { hueOf } from '../../../resources/web/js/text/people.js';
import { colourOf } from '../../../resources/web/js/ui/colours.js';
import { seeded } from '../../support/seed.mjs';

const folder = new URL('../../../resources/web/css/', import.meta.url);
const sheets = readdirSync(folder).map((name) => [name, readFileSync(new URL(name, folder), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '')]);

for (const [name, css] of sheets) {
  test(`${name}: a browser of 2023 understands it`, () => {
    assert.doesNotMatch(css, /light-dark\(/, 'colours that such a browser drops leave texts without a ground');
    assert.doesNotMatch(css, /\d(?:lh|rlh)\b|text-box|@starting-style|@scope/);
    for (const [rule] of css.matchAll(/[^{};]+:[^{};]*\ddvh[^{};]*/g)) {
      const plain = rule.trim().replace(/(\d)dvh/g, '$1vh');
      assert.ok(css.includes(`${plain}; ${rule.trim()}`), `without dvh, too: ${rule.trim()}`);
    }
    for (const [, before] of css.matchAll(/(content: "#"; )?content: "#" \//g)) assert.ok(before, 'the sign without its silent twin');
  });
}

test('every colour has a value in the light and in the dark', () => {
  const tokens = sheets.find(([name]) => name === 'tokens.css')[1];
  const halves = [...tokens.matchAll(/var\(--(light|dark), /g)].map(([, half]) => half);
  assert.ok(halves.length > 50);
  halves.forEach((half, at) => assert.equal(half, at % 2 ? 'dark' : 'light'));
});

test('colours: of people who are shown together twelve at a time, no two have the same', () => {
  const random = seeded();
  const ids = Array.from({ length: 600 }, () => Array.from({ length: 8 }, () => random.between(0, 15).toString(16)).join(''));
  const hues = ids.map((id) => colourOf(id));
  for (let from = 0; from < hues.length; from += 12) assert.equal(new Set(hues.slice(from, from + 12)).size, 12, `from ${from}`);
  assert.deepEqual(ids.map((id) => colourOf(id)), hues, 'once given, they stay');
  assert.equal(hues[0], hueOf(ids[0]), 'and nobody changes theirs for nothing');
});
