/** The table of rooms and the ban on circles bite, each with its own words. */
import { expect, test } from 'vitest';
import { empty, faultsOf, script } from './made-up-tree.ts';

test('a tidy tree has no faults', () => {
  const files = {
    'package.json': '{ "dependencies": { "tldts": "7.5.5" } }',
    'src/index.ts': script("export { nothing } from './jobs/rebuild.ts';"),
    'src/base/bytes.ts': script("import { readFileSync } from 'node:fs';"),
    'src/decode/inflate.ts': script("import { parse } from 'tldts';", "import '../base/bytes.ts';"),
    'src/jobs/rebuild.ts': script("import '../decode/inflate.ts';"),
    'src/places/open-store.ts': empty,
    'src/cli/main.ts': script("import '../places/open-store.ts';", "import '../jobs/rebuild.ts';"),
  };
  expect(faultsOf(files)).toEqual([]);
});

test('a stage may not import another stage', () => {
  const files = {
    'src/decode/scan.ts': empty,
    'src/aggregate/totals.ts': script('', "import { nothing } from '../decode/scan.ts';"),
  };
  expect(faultsOf(files)).toEqual([
    'src/aggregate/totals.ts:3: aggregate may not import decode; it may: base, model',
  ]);
});

test.each([
  ['a type', "import type { Scan } from '../decode/scan.ts';"],
  ['a type in place', "let scan: import('../decode/scan.ts').Scan;"],
  ['a re-export', "export * from '../decode/scan.ts';"],
  ['a dynamic import', "const scan = await import('../decode/scan.ts');"],
])('%s counts as an import', (_form, line) => {
  const files = { 'src/decode/scan.ts': empty, 'src/query/parse.ts': script(line) };
  expect(faultsOf(files)).toEqual([
    'src/query/parse.ts:2: query may not import decode; it may: base, model',
  ]);
});

test('a room imports only its own packages', () => {
  const files = { 'src/model/row.ts': script("import { parse } from '@scope/tldts/sub';") };
  expect(faultsOf(files)).toEqual([
    'src/model/row.ts:2: model may not import the package @scope/tldts; it may: none',
  ]);
});

test('a room imports only its own built-ins of Node, written with node:', () => {
  const lines = ["import 'node:fs';", "import 'node:crypto';", "import 'fs/promises';"];
  expect(faultsOf({ 'src/model/row.ts': script(...lines) })).toEqual([
    'src/model/row.ts:2: model may not import node:fs; it may: crypto',
    'src/model/row.ts:4: write node:fs/promises for a built-in of Node',
  ]);
});

test('jobs import ports and never what loads a client', () => {
  const files = {
    'src/store/store.ts': empty,
    'src/store/cassandra-store.ts': script("import './cassandra-client.ts';"),
    'src/store/cassandra-client.ts': script("import cassandra from 'cassandra-driver';"),
    'src/jobs/rebuild.ts': script(
      "import type { Store } from '../store/store.ts';",
      "import type { CassandraStore } from '../store/cassandra-store.ts';",
    ),
  };
  expect(faultsOf(files)).toEqual([
    'src/jobs/rebuild.ts:3: jobs may import ports of store only, ' +
      'and src/store/cassandra-store.ts loads cassandra-driver',
  ]);
});

test('a file outside the rooms is refused', () => {
  const roomNames =
    'base, model, archive, decode, aggregate, compare, store, query, report, simulate, ' +
    'jobs, places, config, cli';
  expect(faultsOf({ 'src/utils/misc.ts': empty })).toEqual([
    `src/utils/misc.ts:1: belongs to no room of src/; they are: ${roomNames}`,
  ]);
});

test('nothing of src is imported from outside it', () => {
  const files = {
    'test/rows.ts': empty,
    'src/model/row.ts': script("import '../../test/rows.ts';", "import './lost.ts';"),
  };
  expect(faultsOf(files)).toEqual([
    'src/model/row.ts:2: model may not import test/rows.ts; it may: base',
    'src/model/row.ts:3: imports src/model/lost.ts, which is no file of the tree',
  ]);
});

test('a circle of imports is told once, from its first file', () => {
  const files = {
    'src/model/b.ts': script("import './c.ts';"),
    'src/model/c.ts': script('', "import type { A } from './a.ts';"),
    'src/model/a.ts': script("import './b.ts';"),
  };
  expect(faultsOf(files)).toEqual([
    'src/model/a.ts:2: import cycle: ' +
      'src/model/a.ts -> src/model/b.ts -> src/model/c.ts -> src/model/a.ts',
  ]);
});
