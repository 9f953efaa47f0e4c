/** The text of a rebuild: what a tired person reads first, last, and for two years of days. */
import { describe, expect, test } from 'vitest';
import { emptyLedger } from '../../src/model/ledger.ts';
import type { PeriodKind, ReportedPeriod } from '../../src/report/period-text.ts';
import { rebuildText, type ReportedRebuild } from '../../src/report/rebuild-text.ts';

/** Days from 1970-01-01 to 2026-03-08. */
const march8 = 20_520;

function period(kind: PeriodKind, more: Partial<ReportedPeriod> = {}): ReportedPeriod {
  return {
    site: 'news.example',
    day: march8,
    kind,
    reasons: [],
    before: null,
    after: null,
    tally: null,
    rows: {},
    pages: null,
    ...more,
  };
}

function result(
  periods: readonly ReportedPeriod[],
  more: Partial<ReportedRebuild> = {},
): ReportedRebuild {
  return {
    plan: {
      periods: [{ site: 'news.example', zone: 'America/New_York' }],
      unplaced: [],
      ignored: [],
      warnings: [],
    },
    ledger: emptyLedger(),
    objects: [],
    periods,
    otherPeriod: new Map(),
    outOfWindow: new Map(),
    unknownSites: [],
    ...more,
  };
}

function textOf(reported: ReportedRebuild, isApplied = true): string {
  const commandWith = (flags: readonly (readonly string[])[]): readonly string[] => [
    `recount rebuild ${flags.map((flag) => flag.join(' ')).join(' ')}`.trimEnd(),
  ];
  const lines = [...rebuildText(reported, { columns: 80, isApplied, run: 'R1', commandWith })];
  expect(lines.filter((line) => [...line].length > 80)).toEqual([]);
  return lines.join('\n');
}

/** The text below the days and the ledger: counts and what to do. */
function endOf(reported: ReportedRebuild, isApplied = true): string {
  return textOf(reported, isApplied).split('No log was read.\n\n')[1] ?? '';
}

test('a day shows its numbers before and after, and leaves out what never occurred', () => {
  const content = { parts: 2, cells: 1234, checksum: '' };
  const numbers = { page_views: 1_234_567, visitors: 40_010, video_starts: 0, conversions: 0 };
  const shown = period('derived', {
    before: { ...numbers, page_views: 1_230_000, conversions: 12 },
    after: numbers,
    rows: { '1d': content },
    pages: { ...content, parts: 1 },
  });
  expect(textOf(result([shown]), false)).toMatchInlineSnapshot(`
    "news.example, days in America/New_York

      2026-03-08  worked out, not written
                            stored        rebuilt         change
        page_views       1,230,000      1,234,567         +4,567
        visitors            40,010         40,010              =
        conversions             12              0            -12
        1d rows with 1,234 cells, 1 page; its 5m rows are past their retention

    No log was read.

    1 day worked out, not written.

    Nothing was written. To publish:
      recount rebuild --apply"
  `);
});

test('a day that was refused shows why and no numbers', () => {
  const kept = { page_views: 10, visitors: 5 };
  const reasons = ['2026-03-08 15:00–16:00 UTC: no object'];
  const refused = period('incomplete', { before: kept, after: kept, reasons });
  expect(textOf(result([refused]))).toMatchInlineSnapshot(`
    "news.example, days in America/New_York

      2026-03-08  logs are missing or damaged
        2026-03-08 15:00–16:00 UTC: no object

    No log was read.

    1 day with missing or damaged logs. Run R1.

    Put the missing logs into the archive and run it again; to do without them:
      recount rebuild --accept-incomplete 2026-03-08"
  `);
});

test('many days get a line each, in order, with their reasons below', () => {
  const periods = Array.from({ length: 9 }, (_, index) =>
    period(index === 4 ? 'open' : 'published', {
      day: march8 + 8 - index,
      before: index === 0 ? null : { page_views: 1000, visitors: 100 },
      after: { page_views: 1000 + index, visitors: 100 - index },
      ...(index === 4 && { reasons: ['its read window has not passed yet'] }),
    }),
  );
  expect(textOf(result(periods))).toMatchInlineSnapshot(`
    "news.example, days in America/New_York

      day         result      page_views       change     visitors       change
      2026-03-08  published        1,008           +8           92           -8
      2026-03-09  published        1,007           +7           93           -7
      2026-03-10  published        1,006           +6           94           -6
      2026-03-11  published        1,005           +5           95           -5
      2026-03-12  open                 -            -            -            -
        its read window has not passed yet
      2026-03-13  published        1,003           +3           97           -3
      2026-03-14  published        1,002           +2           98           -2
      2026-03-15  published        1,001           +1           99           -1
      2026-03-16  published        1,000       +1,000          100         +100

    No log was read.

    8 days published; 1 day still open. Run R1.

    Run it again when the open days have closed; to take them as they are now:
      recount rebuild --provisional"
  `);
});

test('the ledger adds up, and says which days need a wider window', () => {
  const ledger = { ...emptyLedger(), counted: 1_000_000, bot: 1234, out_of_window: 77 };
  const outOfWindow = new Map(
    ['06', '05', '04', '03', '02', '01'].map((day, index) => [`2026-03-${day}`, 77 - index]),
  );
  const objects = [
    { key: 'a.gz', bytes: 2_000_000, rejected: null },
    { key: 'b.gz', bytes: 50, rejected: { fault: 'empty', message: 'b.gz has no bytes at all' } },
  ];
  const reported = result([period('incomplete')], { ledger, outOfWindow, objects });
  expect(textOf(reported)).toMatchInlineSnapshot(`
    "news.example, days in America/New_York

      2026-03-08  logs are missing or damaged

    Lines of 1 object (1.9 MiB compressed)

      1,000,000  counted
          1,234  bot            a robot's user agent
             77  out_of_window  in an object outside the read window of its day
      1,001,311  lines read

    These days need a wider read window (--early, --late): 2026-03-06 (77),
    2026-03-05 (76), 2026-03-04 (75), 2026-03-03 (74), 2026-03-02 (73) and 1 more.

    Rejected, none of its lines was taken: 1 object
      b.gz has no bytes at all

    1 day with missing or damaged logs. Run R1.

    Put whole copies in the place of the rejected objects, then run it again.

    Put the missing logs into the archive and run it again; to do without them:
      recount rebuild --accept-incomplete 2026-03-08"
  `);
});

test('long lists of objects are cut, and the cut is told', () => {
  const ignored = Array.from({ length: 12 }, (_, index) => `events/_SUCCESS-${index}`);
  const plan = { ...result([]).plan, ignored };
  expect(textOf(result([], { plan }))).toContain(
    '  events/_SUCCESS-9\n  and 2 more; --json names all\n',
  );
});

describe('the end says what to do next', () => {
  test('nothing is to be done where all was published', () => {
    expect(endOf(result([period('published')]))).toBe('1 day published. Run R1.');
  });

  test('publishing is one flag away', () => {
    expect(endOf(result([period('derived')]), false)).toBe(
      '1 day worked out, not written.\n\n' +
        'Nothing was written. To publish:\n  recount rebuild --apply',
    );
  });

  test('incomplete days are named in the command that takes them as they are', () => {
    const two = [period('incomplete'), period('incomplete', { day: march8 + 1 })];
    expect(endOf(result(two))).toContain(
      'to do without them:\n' +
        '  recount rebuild --accept-incomplete 2026-03-08 --accept-incomplete 2026-03-09',
    );
    const many = Array.from({ length: 8 }, (_, index) =>
      period('incomplete', { day: march8 + index }),
    );
    expect(endOf(result(many))).toContain('give\n--accept-incomplete DATE for each day.');
  });

  test.each([
    ['open', 'Run it again when the open days have closed'],
    ['vanished', 'Put the vanished objects back'],
    ['conflict', 'Look at what the other run published'],
  ] as const)('%s days: %s', (kind, text) => {
    expect(endOf(result([period(kind)]))).toContain(text);
  });

  test('an unknown site comes with names that are like it', () => {
    const unknownSites = [{ site: 'nesw.example', similar: ['news.example', 'new.example'] }];
    expect(endOf(result([period('unknown_site')], { unknownSites }))).toMatchInlineSnapshot(`
      "1 day of a site that nothing knows. Run R1.

      No line names the site nesw.example, and the store does not know it. Did you
      mean news.example or new.example? If it is right:
        recount rebuild --accept-empty nesw.example"
    `);
  });
});
