/** The limits on files, lines, functions and nesting bite. */
import { expect, test } from 'vitest';
import { faultsOf, script } from './made-up-tree.ts';

const statements = (count: number) => Array.from({ length: count }, () => 'step();');

test('a source file has 300 lines, a test 400', () => {
  const files = {
    'src/base/fits.ts': script(...statements(299)),
    'src/base/large.ts': script(...statements(300)),
    'test/fits.test.ts': script(...statements(399)),
    'test/large.test.ts': script(...statements(400)),
  };
  expect(faultsOf(files)).toEqual([
    'src/base/large.ts:1: 301 lines, the limit is 300',
    'test/large.test.ts:1: 401 lines, the limit is 400',
  ]);
});

test('a function has 60 lines, of whatever kind it is', () => {
  const lines = [
    ...['export function fits() {', ...statements(58), '}'],
    ...['export function large() {', ...statements(59), '}'],
    ...['const arrow = () => {', ...statements(59), '};'],
  ];
  expect(faultsOf({ 'src/base/steps.ts': script(...lines) })).toEqual([
    'src/base/steps.ts:62: large has 61 lines, the limit is 60',
    'src/base/steps.ts:123: arrow has 61 lines, the limit is 60',
  ]);
});

test('a group of tests may be longer than a function, a test may not', () => {
  const lines = [
    ...["describe('a group', () => {", ...statements(70), '});'],
    ...["test('one', () => {", ...statements(59), '});'],
  ];
  expect(faultsOf({ 'test/steps.test.ts': script(...lines) })).toEqual([
    'test/steps.test.ts:74: this function has 61 lines, the limit is 60',
  ]);
});

test('a line has 100 columns', () => {
  // The globe is one character of two UTF-16 units.
  const lines = [`// ${'x'.repeat(97)}`, `// ${'x'.repeat(98)}`, `// ${'\u{1f30d}'.repeat(97)}`];
  expect(faultsOf({ 'src/base/wide.ts': script(...lines) })).toEqual([
    'src/base/wide.ts:3: 101 columns, the limit is 100',
  ]);
});

test('only in a test may the text of a template be wider', () => {
  const text = script('expected(`', 'x'.repeat(101), '`);');
  expect(faultsOf({ 'test/wide.test.ts': text, 'src/base/wide.ts': text })).toEqual([
    'src/base/wide.ts:3: 101 columns, the limit is 100',
  ]);
});

test('code nests three levels deep; else-if adds none, a function begins anew', () => {
  const lines = [
    'for (const a of b) if (a) c(); else if (d) while (e) f();',
    'for (const a of b) if (a) while (e) () => { if (f) g(); };',
    'for (const a of b) if (a) while (e) try { if (f) g(); } catch { h(); }',
  ];
  expect(faultsOf({ 'src/base/deep.ts': script(...lines) })).toEqual([
    'src/base/deep.ts:4: nested 4 levels deep, the limit is 3',
    'src/base/deep.ts:4: nested 5 levels deep, the limit is 3',
  ]);
});
