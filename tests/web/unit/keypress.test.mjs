import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { isAlt, isCommand, isComposed, isTyped, letterOf, onKey } from '../../../resources/web/js/ui/keypress.js';

/** A key as a browser reports it; `altGr` as on Linux. */
function pressed(key, { code = '', keyCode = 0, isComposing = false, ctrl = false, meta = false, alt = false, shift = false, altGr = false } = {}) {
  const getModifierState = (name) => name === 'AltGraph' && altGr;
  return { key, code, keyCode, isComposing, ctrlKey: ctrl, metaKey: meta, altKey: alt, shiftKey: shift, getModifierState };
}

const compositions = {
  'Chromium, while composing': pressed('Process', { keyCode: 229, isComposing: true }),
  'Firefox, while composing': pressed('Enter', { keyCode: 229, isComposing: true }),
  'Firefox before version 65': pressed('Enter', { keyCode: 13, isComposing: true }),
  'WebKit, after the end of the composition': pressed('Enter', { keyCode: 229 }),
  'Android, a key on the screen': pressed('Unidentified', { keyCode: 229 }),
};

function heardBy(event) {
  const heard = [];
  onKey({ addEventListener: (type, listener) => listener(event) }, (key) => heard.push(key));
  return heard.length;
}

for (const [browser, event] of Object.entries(compositions)) {
  test(`a key of an input method is not for the page: ${browser}`, () => {
    assert.ok(isComposed(event));
    assert.equal(heardBy(event), 0);
  });
}

test('autofill reports keys without a name, and nobody hears them', () => {
  assert.equal(heardBy({ isComposing: false }), 0);
  assert.equal(heardBy(pressed('Enter', { keyCode: 13 })), 1);
});

const root = new URL('../../../resources/web/js/', import.meta.url);
const modules = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory()).flatMap(({ name }) => readdirSync(new URL(`${name}/`, root)).map((file) => `${name}/${file}`)).concat('main.js');
const source = (name) => readFileSync(new URL(name, root), 'utf8');

test('no other module listens for keys', () => {
  assert.ok(modules.includes('ui/composer.js'));
  for (const name of modules.filter((name) => name !== 'ui/keypress.js')) {
    assert.doesNotMatch(source(name), /\bkey(down|up|press)'|onkey(down|up|press)\b|isComposing|keyCode/, name);
  }
});

test('what is put into a field that somebody writes in can be undone', () => {
  const begin = { 'ui/accountdialog.js': 2, 'ui/composer.js': 2, 'ui/directory.js': 1, 'ui/entryscreen.js': 1, 'ui/invitedialog.js': 1, 'ui/joinscreen.js': 5, 'ui/toast.js': 1, 'ui/writing.js': 1 }; // these begin a text, or fill in an untouched field
  for (const name of modules.filter((name) => name.startsWith('ui/'))) {
    const writes = source(name).match(/\.value = |setRangeText/g) ?? [];
    assert.equal(writes.length, begin[name] ?? 0, `${name}: use writeInto() of ui/writing.js`);
  }
});

const shortcuts = [
  ['Ctrl+K', pressed('k', { code: 'KeyK', ctrl: true }), true],
  ['Ctrl+K with Caps Lock', pressed('K', { code: 'KeyK', ctrl: true }), true],
  ['Command+K', pressed('k', { code: 'KeyK', meta: true }), true],
  ['on a Cyrillic layout', pressed('л', { code: 'KeyK', ctrl: true }), true],
  ['on a Greek layout', pressed('κ', { code: 'KeyK', ctrl: true }), true],
  ['on a Hebrew layout', pressed('ל', { code: 'KeyK', ctrl: true }), true],
  ['another key of a Cyrillic layout', pressed('к', { code: 'KeyR', ctrl: true }), false],
  ['K on Dvorak, where US keyboards have V', pressed('k', { code: 'KeyV', ctrl: true }), true],
  ['T on Dvorak, where US keyboards have K', pressed('t', { code: 'KeyK', ctrl: true }), false],
  ['Ctrl+Shift+K', pressed('K', { code: 'KeyK', ctrl: true, shift: true }), false],
  ['Ctrl+Alt+K', pressed('k', { code: 'KeyK', ctrl: true, alt: true }), false],
  ['AltGr+K on Windows', pressed('ł', { code: 'KeyK', ctrl: true, alt: true, altGr: true }), false],
  ['AltGr+Ctrl+K on Linux', pressed('k', { code: 'KeyK', ctrl: true, altGr: true }), false],
  ['K alone', pressed('k', { code: 'KeyK' }), false],
];
for (const [what, event, expected] of shortcuts) test(`Ctrl+K: ${what}`, () => assert.equal(isCommand(event, 'k'), expected));

test('letters of menus are found on other layouts', () => {
  assert.equal(letterOf(pressed('с', { code: 'KeyC' })), 'c');
  assert.equal(letterOf(pressed('é', { code: 'Digit2' })), 'é');
});

test('Alt+Up is not taken from AltGr', () => {
  assert.ok(isAlt(pressed('ArrowUp', { alt: true }), 'ArrowUp'));
  assert.ok(!isAlt(pressed('ArrowUp', { alt: true, ctrl: true, altGr: true }), 'ArrowUp'));
  assert.ok(!isAlt(pressed('ArrowUp', { alt: true, ctrl: true }), 'ArrowUp'));
});

const typed = [
  ['a letter', pressed('a'), true],
  ['an emoji', pressed('🎉'), true],
  ['an accent', pressed('Dead'), true],
  ['€ by AltGr on Windows', pressed('€', { ctrl: true, alt: true, altGr: true }), true],
  ['Ctrl+C', pressed('c', { ctrl: true }), false],
  ['Alt+F', pressed('f', { alt: true }), false],
  ['Enter', pressed('Enter'), false],
  ['an arrow', pressed('ArrowUp'), false],
];
for (const [what, event, expected] of typed) test(`types something: ${what}`, () => assert.equal(isTyped(event), expected));
