import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { linkify } from '../../../resources/web/js/text/links.js';

// The desktop app has the same cases: tests/common/links_test.cpp.
const golden = JSON.parse(readFileSync(new URL('../../golden/text/links.json', import.meta.url)));

/** [[start, text, target]] of the links. */
function links(parts) {
  let at = 0;
  return parts.flatMap(({ text, href }) => {
    const start = at;
    at += text.length;
    return href ? [[start, text, href]] : [];
  });
}

for (const { text, links: wanted } of golden.links) {
  test(`links in ${JSON.stringify(text)}`, () => {
    const parts = linkify(text);
    // The desktop app's URL parser writes some targets differently; those cases have none.
    assert.deepEqual(links(parts).map((found, at) => found.slice(0, wanted[at]?.length)), wanted);
    assert.equal(parts.map((part) => part.text).join(''), text);
    for (const { href } of parts) if (href) assert.match(href, /^(https?|mailto):/);
  });
}

test('rows of combining marks take no time', () => {
  // Browsers would take minutes to put these marks in order; no host is so long.
  const tower = '\u0301'.repeat(500_000) + '\u0323'.repeat(500_000);
  assert.deepEqual(links(linkify(`https://a${tower}.example/`)), []);
});

test('marking a very long line takes no time', () => {
  const before = Date.now();
  linkify('https://'.repeat(250) + '('.repeat(2000));
  linkify(`https://a/${')'.repeat(2000)}`);
  linkify(`https://${'a-'.repeat(1000)}!`);
  linkify('(www.'.repeat(800));
  assert.ok(Date.now() - before < 500);
});
