/** Flags before the environment before the file before defaults; all faults at once. */
import { expect, test } from 'vitest';
import { environmentName } from '../../src/config/option.ts';
import { OptionFaults } from '../../src/config/option-faults.ts';
import { options } from '../../src/config/options.ts';
import { noConfigFile, type ConfigFile } from '../../src/config/config-file.ts';
import type { GivenOptions } from '../../src/config/find-texts.ts';
import { resolveOptions } from '../../src/config/resolve-options.ts';

/** What a rebuild cannot do without. */
const needed: readonly [string, readonly string[]][] = [
  ['archive', ['logs']],
  ['site', ['news.example']],
  ['from', ['2026-03-08']],
  ['until', ['2026-03-09']],
  ['zone', ['UTC']],
];

function given(
  flags: readonly [string, readonly string[]][] = [],
  more: Partial<GivenOptions> = {},
): GivenOptions {
  return {
    flags: new Map([...needed, ...flags]),
    environment: {},
    file: noConfigFile,
    ...more,
  };
}

/** A file with these keys, one a line. */
function fileOf(entries: readonly [string, string][]): ConfigFile {
  const values = entries.map(([key, text], index) => {
    return [key, { key, place: `recount.yaml:${index + 1}:1`, texts: [text] }] as const;
  });
  return { ...noConfigFile, name: 'recount.yaml', values: new Map(values) };
}

function faultsOf(read: () => unknown): readonly string[] {
  try {
    read();
  } catch (error) {
    if (error instanceof OptionFaults) {
      return error.faults.map(({ message, hint }) => `${message} | ${hint}`);
    }
    throw error;
  }
  return [];
}

test('a flag wins over the environment, that over the file, that over the default', () => {
  const environment = { RECOUNT_LATE: '2h', RECOUNT_EARLY: '2h' };
  const file = fileOf([
    ['late', '3h'],
    ['early', '3h'],
    ['limits.memory', '3GiB'],
  ]);
  const { values, found } = resolveOptions(
    'rebuild',
    given([['late', ['1h']]], { environment, file }),
  );
  expect([values.late, values.early, values.memory, values.inputFormat]).toEqual([
    3600,
    7200,
    3 * 1024 ** 3,
    'auto',
  ]);
  expect(['late', 'early', 'memory', 'inputFormat'].map((name) => found.get(name as never)))
    .toMatchInlineSnapshot(`
      [
        {
          "called": "--late",
          "origin": "flag",
          "texts": [
            "1h",
          ],
        },
        {
          "called": "RECOUNT_EARLY",
          "origin": "environment",
          "texts": [
            "2h",
          ],
        },
        {
          "called": "recount.yaml:3:1 limits.memory",
          "origin": "file",
          "place": "recount.yaml:3:1",
          "texts": [
            "3GiB",
          ],
        },
        {
          "called": "--input-format",
          "origin": "default",
          "texts": [
            "auto",
          ],
        },
      ]
    `);
});

test('a list in the environment is separated by spaces, and replaces the default', () => {
  const environment = { RECOUNT_STORE: ' ./a  ./b ' };
  expect(resolveOptions('rebuild', given([], { environment })).values.store).toEqual([
    './a',
    './b',
  ]);
  expect(resolveOptions('rebuild', given()).values.store).toEqual(['./recount-store']);
});

test('an empty variable counts as not set', () => {
  const environment = { RECOUNT_LATE: '' };
  expect(resolveOptions('rebuild', given([], { environment })).values.late).toBe(6 * 3600);
});

test('a decision about one run cannot be made by the environment', () => {
  const environment = { RECOUNT_APPLY: 'true', RECOUNT_FORCE: 'true' };
  const { values } = resolveOptions('rebuild', given([], { environment }));
  expect([values.apply, values.force]).toEqual([false, false]);
});

test('progress can be switched off by a flag and by the environment', () => {
  const read = (more: GivenOptions): boolean => resolveOptions('rebuild', more).values.progress;
  expect(read(given())).toBe(true);
  expect(read(given([['progress', ['false']]]))).toBe(false);
  expect(read(given([], { environment: { RECOUNT_PROGRESS: 'no' } }))).toBe(false);
});

test('all that is wrong is told at once, with the place where it stands', () => {
  const environment = { RECOUNT_MEMORY: '12 apples' };
  const flags: [string, string[]][] = [
    ['from', ['tomorow']],
    ['late', ['1h', '2h']],
  ];
  expect(faultsOf(() => resolveOptions('rebuild', given(flags, { environment })))).toEqual([
    '--from tomorow is not a date | ' +
      'write a date as in 2026-03-14, or today, yesterday, -7d (seven days ago)',
    '--late is given 2 times: 1h, 2h | give it once',
    'RECOUNT_MEMORY "12 apples" has an unknown unit, apples | ' +
      'write a number and a unit (MiB, GiB), as in 512MiB or 2GiB',
  ]);
});

test('a misspelt variable is told, one of another program is not', () => {
  const environment = { RECOUNT_SOTRE: './other', RECOUNT_UNRELATED_THING: '1' };
  expect(faultsOf(() => resolveOptions('export', given([], { environment })))).toEqual([
    'the environment sets RECOUNT_SOTRE, which means nothing to recount | ' +
      'did you mean RECOUNT_STORE?',
  ]);
});

test('a message never repeats credentials', () => {
  const flags: [string, string[]][] = [['store', ['cassandra://ada:secret@db/stats']]];
  const [fault = ''] = faultsOf(() => resolveOptions('rebuild', given(flags)));
  expect(fault).toContain('--store cassandra://***@db/stats holds credentials');
  expect(fault).not.toContain('secret');
});

test('what is needed and not there is named, with an example', () => {
  const none = { ...given(), flags: new Map() };
  expect(faultsOf(() => resolveOptions('rebuild', none)).map((fault) => fault.split(' | ')[0]))
    .toMatchInlineSnapshot(`
    [
      "--archive is missing",
      "--site is missing",
      "--from is missing",
      "--until is missing",
      "--zone is missing",
    ]
  `);
  expect(faultsOf(() => resolveOptions('export', none))).toEqual([]);
});

test('every option is called the same as flag, as variable and in the table', () => {
  for (const [name, option] of Object.entries(options)) {
    const words = option.flag.replace(/^--(no-)?/, '').split('-');
    const camel = words.map((word, at) =>
      at === 0 ? word : word[0]?.toUpperCase() + word.slice(1),
    );
    expect(name).toBe(camel.join(''));
    expect(environmentName(option)).toBe(`RECOUNT_${words.join('_').toUpperCase()}`);
  }
});
