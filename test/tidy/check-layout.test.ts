/** What lies where, how it is called, and where packages come from, is checked. */
import { expect, test } from 'vitest';
import { empty, faultsOf, script } from './made-up-tree.ts';

test('only agreed entries lie at the top', () => {
  const files = {
    '.ci/run': '',
    'README.md': '',
    LICENSE: '',
    'docs/notes.txt': '',
    'out.csv': '',
  };
  const agreed =
    'besides dot files: package.json, package-lock.json, tsconfig.json, README.md, LICENSE, ' +
    'bin, src, fixtures, test, man';
  expect(faultsOf(files)).toEqual([
    `docs/notes.txt:1: docs may not lie at the top; ${agreed}`,
    `out.csv:1: out.csv may not lie at the top; ${agreed}`,
  ]);
});

test('folders and files are called in kebab-case', () => {
  const files = {
    'src/base/sorted-runs.ts': empty,
    'src/base/sortedRuns.ts': empty,
    'src/base/sorted_runs.ts': empty,
    'test/Base/sorted-runs.slow.test.ts': empty,
    'fixtures/Any_Name.log': '',
  };
  expect(faultsOf(files)).toEqual([
    'src/base/sortedRuns.ts:1: sortedRuns.ts is not kebab-case',
    'src/base/sorted_runs.ts:1: sorted_runs.ts is not kebab-case',
    'test/Base/sorted-runs.slow.test.ts:1: Base is not kebab-case',
  ]);
});

test('the map in README names every folder of src', () => {
  const files = {
    'README.md': '- `src/base/` tools\n- `model/` words\n',
    'src/base/bytes.ts': empty,
    'src/model/row.ts': empty,
    'src/query/parse.ts': empty,
  };
  expect(faultsOf(files)).toEqual(['README.md:1: its map lacks src/query/']);
});

test('every package is pinned to one version', () => {
  const manifest = ['{', '"dependencies": {', '"yaml": "2.9.1",', '"isbot": "^5.2.3"', '}}'];
  expect(faultsOf({ 'package.json': manifest.join('\n') })).toEqual([
    'package.json:4: isbot is not pinned to one version: ^5.2.3',
  ]);
});

test('what src loads is a dependency, not a development one', () => {
  const files = {
    'package.json':
      '{ "dependencies": { "yaml": "2.9.1" }, "devDependencies": { "ajv": "8.20.0" } }',
    'src/config/read.ts': script("import 'yaml/sub';", "import 'ajv';"),
  };
  expect(faultsOf(files)).toEqual([
    "src/config/read.ts:3: ajv is not among package.json's dependencies",
  ]);
});

test('packages come from the public registry', () => {
  const lock = [
    '"resolved": "https://registry.npmjs.org/yaml/-/yaml-2.9.1.tgz",',
    '"resolved": "http://localhost:4873/ajv/-/ajv-8.20.0.tgz",',
  ];
  expect(faultsOf({ 'package-lock.json': lock.join('\n') })).toEqual([
    'package-lock.json:2: http://localhost:4873/ajv/-/ajv-8.20.0.tgz ' +
      'is not an address of registry.npmjs.org',
  ]);
});
