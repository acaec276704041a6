import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { linkify, markMentions } from '../../../resources/web/js/text/marks.js';

const golden = JSON.parse(readFileSync(new URL('../../golden/text/marks.json', import.meta.url)));

/** [[start, text, ...]] of the parts that are marked. */
function marked(parts, mark) {
  let at = 0;
  return parts.flatMap((part) => {
    const start = at;
    at += part.text.length;
    return part[mark] ? [[start, part.text, part[mark]]] : [];
  });
}

const whole = (parts) => parts.map(({ text }) => text).join('');

for (const { text, links } of golden.links) {
  test(`links in ${JSON.stringify(text)}`, () => {
    const parts = linkify(text);
    // The desktop app's URL parser writes some targets differently; those cases have none.
    assert.deepEqual(marked(parts, 'href').map((found, at) => found.slice(0, links[at]?.length)), links);
    assert.equal(whole(parts), text);
    for (const { href } of parts) if (href) assert.match(href, /^(https?|mailto):/);
  });
}

for (const { text, names, marks } of golden.mentions) {
  test(`mentions in ${JSON.stringify(text)} of ${JSON.stringify(names)}`, () => {
    const parts = markMentions(text, names.map(([id, name]) => ({ id, name })));
    assert.deepEqual(marked(parts, 'id'), marks);
    assert.equal(whole(parts), text);
  });
}

test('marking a very long line takes no time', () => {
  const before = Date.now();
  linkify('https://'.repeat(250) + '('.repeat(2000));
  linkify(`https://a/${')'.repeat(2000)}`);
  linkify(`https://${'a-'.repeat(1000)}!`);
  markMentions('@'.repeat(4000), [{ id: '1', name: 'ann' }]);
  assert.ok(Date.now() - before < 500);
});
