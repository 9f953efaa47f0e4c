/** Which value a site gets: flag, environment, its own in the file, the general one, default. */
import { expect, test } from 'vitest';
import { configFromText } from '../../src/config/config-from-text.ts';
import { noConfigFile, type ConfigFile } from '../../src/config/config-file.ts';
import type { GivenOptions } from '../../src/config/find-texts.ts';
import { OptionFaults } from '../../src/config/option-faults.ts';
import { resolveOptions } from '../../src/config/resolve-options.ts';

const file = configFromText(
  `
archive: ./raw
late: 3h
sites:
  news.example: {zone: America/New_York, late: 4h, expect: none}
  shop.example: {zone: Asia/Kolkata, retain: 5m=forever}
`,
  { name: 'recount.yaml', folder: '.' },
);

function given(
  flags: readonly [string, readonly string[]][] = [],
  more: Partial<GivenOptions> = {},
): GivenOptions {
  const days: [string, string[]][] = [
    ['from', ['2026-03-08']],
    ['until', ['2026-03-09']],
  ];
  return { flags: new Map([...days, ...flags]), environment: {}, file, ...more };
}

type Late = { readonly site: string; readonly late: number; readonly from: string };

function lateOf(options: GivenOptions): readonly Late[] {
  return resolveOptions('rebuild', options).sites.map(({ site, values, found }) => ({
    site,
    late: values.late / 3600,
    from: found.get('late')?.called ?? '',
  }));
}

test("a site's own value wins over the general one of the file", () => {
  expect(lateOf(given())).toEqual([
    { site: 'news.example', late: 4, from: 'recount.yaml:5:42 sites.news.example.late' },
    { site: 'shop.example', late: 3, from: 'recount.yaml:3:1 late' },
  ]);
});

test('the environment wins over all that the file says, and a flag over that', () => {
  const environment = { RECOUNT_LATE: '5h' };
  expect(lateOf(given([], { environment }))).toEqual([
    { site: 'news.example', late: 5, from: 'RECOUNT_LATE' },
    { site: 'shop.example', late: 5, from: 'RECOUNT_LATE' },
  ]);
  expect(lateOf(given([['late', ['6h']]], { environment })).map(({ late }) => late)).toEqual([
    6, 6,
  ]);
});

test('without --site all configured sites are meant, else those that are named', () => {
  const sitesOf = (options: GivenOptions): readonly string[] =>
    resolveOptions('rebuild', options).sites.map(({ site }) => site);
  expect(sitesOf(given())).toEqual(['news.example', 'shop.example']);
  expect(sitesOf(given([['site', ['shop.example']]]))).toEqual(['shop.example']);
  expect(sitesOf(given([], { environment: { RECOUNT_SITE: 'shop.example' } }))).toEqual([
    'shop.example',
  ]);
});

test('what a site does not say has its default', () => {
  const { sites } = resolveOptions('rebuild', given());
  expect(
    sites.map(({ values }) => [
      values.zone?.zone,
      values.early,
      values.archiveExpect,
      values.retain.retain5mSeconds,
    ]),
  ).toEqual([
    ['America/New_York', 3600, 'none', 30 * 86_400],
    ['Asia/Kolkata', 3600, 'auto', undefined],
  ]);
});

function faultsOf(options: GivenOptions): readonly string[] {
  try {
    resolveOptions('rebuild', options);
  } catch (error) {
    if (error instanceof OptionFaults) return error.faults.map(({ message }) => message);
    throw error;
  }
  return [];
}

test('a site that is not configured needs a zone', () => {
  expect(faultsOf(given([['site', ['news.example', 'new.example']]]))).toEqual([
    '--zone is missing for the site new.example',
  ]);
});

test('without sites in the file they are asked for', () => {
  const without: ConfigFile = { ...noConfigFile, values: file.values };
  expect(faultsOf(given([], { file: without }))).toEqual([
    '--site is missing',
    '--zone is missing',
  ]);
});

test('faults of the file come first, those of flags with them, and nothing is missing then', () => {
  const wrong = configFromText('late: soon\nsites: {a: {zone: Mars}}\n', {
    name: 'recount.yaml',
    folder: '.',
  });
  expect(faultsOf(given([['memory', ['lots']]], { file: wrong }))).toEqual([
    'recount.yaml:1:1 late: expected a span of time such as 90m, 6h or 2d, found "soon"',
    'recount.yaml:2:13 sites.a.zone: expected a time zone such as America/New_York, found "Mars"',
    '--memory lots is not a size',
  ]);
});
