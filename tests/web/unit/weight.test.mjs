import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { closure, packedSize, parts, readModules, web } from '../support/modulegraph.mjs';

const firstLoad = 48 * 1024; // bytes, compressed
const eachPart = 25 * 1024;

const page = readFileSync(path.join(web, 'index.html'), 'utf8');
const modules = readModules();
const first = closure(modules, 'main.js');
const named = (pattern) => [...page.matchAll(pattern)].map(([, file]) => file.replace('@BUILD@/', ''));
const sum = (files) => files.reduce((bytes, file) => bytes + packedSize(file), 0);

test('the first load is at most 48 KB', (t) => {
  const files = ['index.html', ...new Set(named(/(?:href|src)="((?:js|css|icons)\/[^"]+)"/g))];
  const bytes = sum(files);
  t.diagnostic(`${bytes} bytes in ${files.length} files`);
  assert.ok(bytes <= firstLoad, `${bytes} bytes`);
});

test('the page names the modules of the first load, all and no others', () => {
  const preloaded = named(/rel="modulepreload" href="js\/([^"]+)"/g);
  assert.deepEqual(preloaded, [...first].filter((module) => module !== 'main.js').sort());
});

test('each part that is loaded on demand is at most 25 KB', (t) => {
  const found = parts(modules, first);
  assert.ok(found.size > 5);
  for (const [entry, files] of found) {
    const bytes = sum(files.map((file) => `js/${file}`));
    t.diagnostic(`${entry}: ${bytes} bytes in ${files.length} files`);
    assert.ok(bytes <= eachPart, `${entry} and what comes with it: ${bytes} bytes: ${files.join(' ')}`);
  }
});

test('every module is in the first load or in a part', () => {
  const loaded = new Set([...first, 'theme.js', ...[...parts(modules, first).keys()].flatMap((entry) => [...closure(modules, entry)])]);
  assert.deepEqual([...modules.keys()].filter((module) => !loaded.has(module)), []);
});
