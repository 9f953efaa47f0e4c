/** Unwanted forms of code, and words that do not belong, are found. */
import { expect, test } from 'vitest';
import { faultsOf, script } from './made-up-tree.ts';

test('a file begins with a comment, after the line that names its interpreter', () => {
  const files = {
    'bin/recount.js': '#!/usr/bin/env node\n// Starts.\n',
    'bin/other.js': '#!/usr/bin/env node\nstart();\n',
    'src/base/bytes.ts': "import 'node:fs';\n/** Too late. */\n",
  };
  expect(faultsOf(files)).toEqual([
    'bin/other.js:1: begins without a comment that says what the file is for',
    'src/base/bytes.ts:1: begins without a comment that says what the file is for',
  ]);
});

test('there are no enums', () => {
  expect(faultsOf({ 'src/base/grain.ts': script('export enum Grain { Day }') })).toEqual([
    'src/base/grain.ts:2: enum: use a union of literals',
  ]);
});

test('a class holds state, its own or that of the class it extends', () => {
  const lines = [
    'class Named { readonly name = 1; }',
    'class Failure extends Error {}',
    'class Tools { run() {} }',
  ];
  expect(faultsOf({ 'src/base/tools.ts': script(...lines) })).toEqual([
    'src/base/tools.ts:4: class without state: use functions',
  ]);
});

test.each([
  ['a function', 'export default function run() {}'],
  ['a value', 'export default 1;'],
  ['a renamed name', 'export { run as default };'],
])('the default export of %s is refused', (_form, line) => {
  expect(faultsOf({ 'src/base/run.ts': script(line) })).toEqual([
    'src/base/run.ts:2: default export: export by name',
  ]);
});

test("the configuration of the tests' tools may have a default export", () => {
  expect(faultsOf({ 'test/vitest.config.ts': script('export default {};') })).toEqual([]);
});

// Each line is put together from two halves, so that this file keeps the rules itself.
test.each([
  ['unfinished work is left in the text', ['// TO', 'DO: later']],
  ['unfinished work is left in the text', ['// FIX', 'ME']],
  ['a rule is switched off: mend what it complains about', ['// eslint-dis', 'able-next-line']],
  ['a rule is switched off: mend what it complains about', ['// @ts-ig', 'nore']],
  ['a rule is switched off: mend what it complains about', ['// @ts-expect', '-error']],
  ['all other tests of the file are switched off', ['it.on', "ly('this one', run);"]],
  ['a path of one machine', ["open('/wo", "rk/main/file');"]],
  ['a path of one machine', ['// see /ro', 'ot/notes']],
  ['a path of one machine', ['// see ../sha', 'red/notes']],
  ['an issue number: say the reason itself', ['// see iss', 'ue #12']],
  ['names plan' + '.md, which is no file of the project', ['// see plan', '.md']],
])('%s', (message, halves) => {
  const text = script('', halves.join(''));
  expect(faultsOf({ 'src/base/text.ts': text })).toEqual([`src/base/text.ts:3: ${message}`]);
});

test('an address or a pattern is no path of a machine', () => {
  const folder = '/wo' + 'rk/';
  const page = `const page = 'https://example.com${folder}';`;
  const text = script(page, `// src/*/ro` + `ot/, a${folder}b`);
  expect(faultsOf({ 'src/base/text.ts': text })).toEqual([]);
});

test('samples may hold any word, but no path of a machine', () => {
  const text = ['TO' + 'DO', '/wo' + 'rk/main', ''].join('\n');
  expect(faultsOf({ 'fixtures/lines.txt': text })).toEqual([
    'fixtures/lines.txt:2: a path of one machine',
  ]);
});
