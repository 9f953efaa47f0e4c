/** Every way to call a command wrongly: what was wrong, and what to write instead. */
import { describe, expect, test } from 'vitest';
import { runMain } from './run-main.ts';

/** A rebuild that nothing is wrong with, to add what is. */
const rebuild = [
  ...['rebuild', '--archive', 'logs', '--site', 'news.example', '--zone', 'UTC'],
  ...['--from', '2026-03-08', '--until', '2026-03-10', '--store', 'store'],
];

async function complaintsOf(argv: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runMain(argv);
  expect([code, stdout]).toEqual([2, '']);
  return stderr.trimEnd();
}

describe('a word that is not known', () => {
  test.each([
    ['a command', ['rebiuld'], "error: unknown command 'rebiuld'", 'rebuild'],
    ['a flag', [...rebuild, '--sotre', 'x'], "error: unknown option '--sotre'", '--store'],
    ['a flag of another command', ['export', '--aply'], "error: unknown option '--aply'", ''],
  ])('%s', async (_what, argv, message, near) => {
    const hint =
      near === '' ? 'recount help COMMAND explains its options' : `did you mean ${near}?`;
    expect(await complaintsOf(argv)).toBe(`${message}\nhint: ${hint}`);
  });

  test('an argument where none is expected', async () => {
    expect(await complaintsOf(['export', 'news.example'])).toMatchInlineSnapshot(`
      "error: too many arguments for 'export'. Expected 0 arguments but got 1.
      hint: recount help COMMAND explains its options"
    `);
  });

  test('a flag without its value', async () => {
    expect(await complaintsOf(['export', '--site'])).toMatchInlineSnapshot(`
      "error: option '--site <site>' argument missing
      hint: recount help COMMAND explains its options"
    `);
  });
});

test('everything that is missing is asked for at once', async () => {
  expect(await complaintsOf(['rebuild'])).toMatchInlineSnapshot(`
    "error: --archive is missing
    hint: name the folder of the raw logs, or s3://bucket/folder
    error: --site is missing
    hint: name it as the lines of the log do, or list your sites under "sites" in
      the configuration
    error: --from is missing
    hint: name the first day, as in --from -7d
    error: --until is missing
    hint: name the first day that is not included: --until today ends with yesterday
    error: --zone is missing
    hint: name the time zone of the days, as in America/New_York, or UTC"
  `);
});

const wrongFlags = [
  ['--archive', 's3://key:secret@bucket'],
  ['--input-format', 'dlp'],
  ['--site', ' '],
  ['--from', '2026-02-30'],
  ['--until', 'tomorow'],
  ['--zone', 'EST5'],
  ['--early', '1'],
  ['--late', 'a while'],
  ['--retain', '1d=30d'],
  ['--store', ''],
  ['--reason', ' '],
  ['--rejects', ''],
  ['--accept-incomplete', 'yes'],
  ['--accept-empty', ''],
  ['--memory', '2G'],
  ['--spill', ''],
] as const;

test('every wrong value is told with what to write', async () => {
  const argv = wrongFlags.flatMap(([flag, value]) => [flag, value]);
  expect(await complaintsOf(['rebuild', ...argv])).toMatchInlineSnapshot(`
    "error: --archive s3://***@bucket holds credentials
    hint: leave user and password out; they come from the service's own environment
    error: --input-format dlp is not known
    hint: did you mean dpl? write one of auto, dpl, pixel
    error: --site " " is not a site
    hint: write it as the lines of the log name it, as in news.example
    error: --from 2026-02-30 is a date that does not exist
    hint: write a date as in 2026-03-14, or today, yesterday, -7d (seven days ago)
    error: --until tomorow is not a date
    hint: write a date as in 2026-03-14, or today, yesterday, -7d (seven days ago)
    error: --zone EST5 is not a time zone of the tz database
    hint: name it as in America/New_York or Europe/Berlin, or write UTC
    error: --early 1 has no unit
    hint: write numbers with s, m, h, d or w, as in 90m, 1h30m or 2d
    error: --late "a while" is not a span of time
    hint: write numbers with s, m, h, d or w, as in 90m, 1h30m or 2d
    error: --retain 1d=30d is not possible: daily rows are kept for ever
    hint: write 5m=forever, or a span of time as in 5m=30d
    error: --store "" is empty
    hint: write a folder or a url
    error: --reason " " is empty
    hint: write a text, or leave the option out
    error: --rejects "" is empty
    hint: write the path of a file
    error: --accept-incomplete yes is not a date
    hint: write a date as in 2026-03-14, or today, yesterday, -7d (seven days ago)
    error: --accept-empty "" is not a site
    hint: write it as the lines of the log name it, as in news.example
    error: --memory 2G has an unknown unit, G
    hint: write a number and a unit (MiB, GiB), as in 512MiB or 2GiB
    error: --spill "" is empty
    hint: write the path of a folder"
  `);
});

test('every wrong value of an export is told too', async () => {
  const argv = ['--grain', '1h', '--format', 'json', '--url', '', '--output', ''];
  expect(await complaintsOf(['export', ...argv])).toMatchInlineSnapshot(`
    "error: --url "" is empty
    hint: write a text, or leave the option out
    error: --grain 1h is not known
    hint: did you mean 1d? write one of 5m, 1d, all
    error: --output "" is empty
    hint: write the path of a file
    error: --format json is not known
    hint: did you mean jsonl? write one of table, jsonl, csv"
  `);
});

/** `rebuild` without its last day and store. */
const endless = rebuild.slice(0, -4);
const alone = 'until is the first day not included: for 2026-03-08 alone, --until 2026-03-09';

test.each([
  {
    argv: [...rebuild, '--until', '2026-03-08'],
    message: '--until is given 2 times: 2026-03-10, 2026-03-08',
    hint: 'give it once',
  },
  {
    argv: [...endless, '--until', '2026-03-07'],
    message: '--until 2026-03-07 is before --from 2026-03-08',
    hint: alone,
  },
  {
    argv: [...endless, '--until', '2026-03-08'],
    message: '--until 2026-03-08 is the same day as --from 2026-03-08',
    hint: alone,
  },
  {
    argv: [...rebuild, '--apply', '--estimate'],
    message: '--apply and --estimate exclude each other',
    hint: '--estimate never writes; leave one of them out',
  },
  {
    argv: [...rebuild, '--accept-incomplete', '2026-03-10'],
    message: '--accept-incomplete 2026-03-10 is not among the days asked for',
    hint: 'name days from --from on and before --until',
  },
  {
    argv: [...rebuild, '--accept-empty', 'new.example'],
    message: '--accept-empty new.example is not among the sites asked for',
    hint: 'name it with --site too',
  },
  {
    argv: [...rebuild, '--memory', '100MiB'],
    message: '--memory 100MiB is too little',
    hint: 'give at least 320.0 MiB',
  },
  {
    argv: ['export', '--store', 'a', '--store', 'b'],
    message: '--store names several stores',
    hint: 'export reads one of them',
  },
  {
    argv: ['export', '--url', 'https://a.example/', '--site-rows'],
    message: '--url and --site-rows exclude each other',
    hint: 'leave one of them out',
  },
  {
    argv: ['export', '--pages', '--sketches'],
    message: '--pages goes with none of --url, --site-rows and --sketches',
    hint: 'export pages and rows apart',
  },
])('values that do not fit together: $message', async ({ argv, message, hint }) => {
  const unbroken = (await complaintsOf(argv)).replaceAll('\n  ', ' ');
  expect(unbroken).toBe(`error: ${message}\nhint: ${hint}`);
});

test('JSON lines and CSV cannot both go to standard output', async () => {
  const { code, stderr } = await runMain(['export', '--json', '--format', 'csv']);
  expect(code).toBe(2);
  expect(stderr).toBe(
    'error: --json and --format csv would both write to standard output\n' +
      'hint: name a file for the rows with --output, or leave one of them out\n',
  );
});

test.each([
  ['archive', rebuild.map((word) => (word === 'logs' ? 'ftp://bucket/logs' : word))],
  ['store', ['export', '--store', 'mongodb://host/stats']],
])('a place of an unknown kind says what the %s can be', async (_what, argv) => {
  const complaint = await complaintsOf(argv);
  expect(complaint).toContain('is of a kind that recount does not know');
  expect(complaint).toContain('can be: a folder');
});

test('the summary line of --json tells usage errors too', async () => {
  const { code, stdout } = await runMain(['export', '--json', '--grain', '1h']);
  expect(code).toBe(2);
  expect(JSON.parse(stdout)).toEqual({
    type: 'summary',
    errors: [
      { message: '--grain 1h is not known', hint: 'did you mean 1d? write one of 5m, 1d, all' },
    ],
    causes: [{ code: 2, name: 'usage' }],
    exit_code: 2,
  });
});
