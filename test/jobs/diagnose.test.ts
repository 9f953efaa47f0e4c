/** Numbers that were counted otherwise: the diagnosis names how, and nothing else. */
import { readdirSync, truncateSync } from 'node:fs';
import { isbot } from 'isbot';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { diagnose, type Diagnosis } from '../../src/jobs/diagnose.ts';
import { storeSource } from '../../src/jobs/numbers-sources.ts';
import { preparePeriods } from '../../src/jobs/prepare-periods.ts';
import type { PeriodAudit } from '../../src/jobs/audit-types.ts';
import { suspectCounting } from '../../src/jobs/diagnose-audit.ts';
import { AuditedWorld, firstDay, site } from '../support/audited-world.ts';
import { noonObject, plantRowsOf, plantUnexplained } from '../support/plant-causes.ts';
import { siteOf } from '../support/rebuild-harness.ts';

type Line = Readonly<Record<string, unknown>>;

/** The logs of both sides have copies, robots and lines that a rule excludes. */
let real: AuditedWorld;
/** The logs and rules as somebody else read them. */
let other: AuditedWorld;

const exclusions = [
  { kind: 'url_prefix', name: 'drafts', prefix: 'https://news.example/drafts/' },
] as const;

beforeEach(() => {
  [real, other] = [newWorld(), newWorld()];
});
afterEach(() => {
  real.close();
  other.close();
});

function newWorld(): AuditedWorld {
  const world = new AuditedWorld(2);
  world.site = { ...world.site, exclusions };
  const lines = world.lines(noonObject(1));
  const first = lineOf(lines[0]);
  const more: Line[] = [
    first,
    { ...first, event_id: 'robot', user_agent: 'Googlebot/2.1', visitor_site_id: 'robot' },
    {
      ...first,
      event_id: 'draft',
      url: 'https://news.example/drafts/1',
      visitor_site_id: 'editor',
    },
  ];
  world.write(noonObject(1), [...lines, ...more.map((line) => JSON.stringify(line))]);
  return world;
}

function lineOf(text: string | undefined): Line {
  return JSON.parse(text ?? '') as Line;
}

/** Every line of the other logs, changed by hand. */
function change(changed: (line: Line, index: number) => Line): void {
  let index = 0;
  for (const key of readdirSync(other.archive, { recursive: true, encoding: 'utf8' })) {
    if (!key.endsWith('.gz')) continue;
    const lines = other.lines(key).map(lineOf);
    other.write(
      key,
      lines.map((line) => JSON.stringify(changed(line, (index += 1)))),
    );
  }
}

/** What the second day of the real logs is found to be, beside the other numbers of it. */
async function diagnosed(): Promise<Diagnosis> {
  await other.rebuild();
  const { signal, ...ports } = real.ports();
  const [, period] = (await preparePeriods(ports, real.derived(), real.now)).periods;
  const everything = { sites: [], daysOf: () => ({ fromDay: undefined, untilDay: undefined }) };
  const source = storeSource(other.store, everything, signal);
  const target = await source.open({ site, day: firstDay + 1 });
  if (period === undefined || target === undefined) throw new Error('the world has two days');
  return diagnose({ ...ports, signal }, real.derived(), { period, target });
}

async function found(): Promise<readonly string[]> {
  const diagnosis = await diagnosed();
  if (diagnosis.kind === 'not_possible') throw new Error(diagnosis.reason);
  return diagnosis.found.map(({ hypothesis, text }) => `${hypothesis}: ${text}`);
}

test('copies of events that were counted', async () => {
  change((line, index) => ({ ...line, event_id: `own-${String(index)}` }));
  expect(await found()).toEqual(['copies_counted: with copies of events']);
});

test('robots that were counted', async () => {
  change((line) =>
    isbot(String(line['user_agent'])) ? { ...line, user_agent: 'Mozilla/5.0 (X11; Linux)' } : line,
  );
  expect(await found()).toEqual(['robots_counted: with robots']);
});

test('exclusion rules that were not applied', async () => {
  other.site = { ...other.site, exclusions: [] };
  expect(await found()).toEqual(["exclusions_ignored: without the site's exclusion rules"]);
});

test('days that were counted in UTC', async () => {
  other.site = siteOf(site, 'UTC', { exclusions, retain5mSeconds: other.site.retain5mSeconds });
  expect(await found()).toEqual(['utc_days: by days of UTC']);
});

test('a day that began two hours later', async () => {
  // 8 March 2026 begins at UTC-5 in New York; `Etc/GMT+7` is UTC-7 all the year. Clocks go forward
  // that night, so the real day has 23 hours, and the day of a fixed zone 24.
  other.site = siteOf(site, 'Etc/GMT+7', { exclusions });
  const fixed = siteOf(site, 'Etc/GMT+5', { exclusions });
  real.site = fixed;
  expect(await found()).toEqual(['other_day_edge: with the day from 2 h later']);
});

test('logs of a narrower time', async () => {
  const [line] = other.lines(noonObject(1));
  // They came three and four hours after the day, which ends at 04:00 UTC.
  for (const world of [real, other]) {
    for (const hour of ['07', '08']) {
      const late = { ...lineOf(line), event_id: `late-${hour}` };
      world.write(`events/2026/03/09/${hour}/late.gz`, [JSON.stringify(late)]);
    }
  }
  other.site = { ...other.site, lateSeconds: 3600 };
  const [named, ...more] = await found();
  expect(named).toMatch(/^other_window: from logs of 1 h before to [123] h after the day$/);
  expect(more).toEqual([]);
});

test('an object that was read twice', async () => {
  const lines = other.lines(noonObject(1)).map(lineOf);
  const again = lines.map((line) =>
    JSON.stringify({ ...line, event_id: `2-${String(line['event_id'])}` }),
  );
  other.write(noonObject(1).replace('part-0', 'part-1'), again);
  expect(await found()).toEqual([`object_twice: with ${noonObject(1)} read twice`]);
});

test('an object that was left out', async () => {
  other.remove(noonObject(1));
  other.write(noonObject(1), []);
  expect(await found()).toEqual([`object_missing: without ${noonObject(1)}`]);
});

test('numbers that no hypothesis gives are named by none', async () => {
  const [first = '', ...rest] = other.lines(noonObject(1));
  const changed = JSON.stringify({ ...lineOf(first), visitor_site_id: 'nobody' });
  other.write(noonObject(1), [changed, ...rest]);
  const diagnosis = await diagnosed();
  expect(diagnosis).toMatchObject({ kind: 'tried', found: [] });
  // 27 hours of objects twice and once left out, 26 edges, some windows, and the first four.
  expect(diagnosis.kind === 'tried' && diagnosis.tried).toBeGreaterThan(80);
});

test('a damaged object makes it impossible, and says so', async () => {
  await other.rebuild();
  real.write('events/2026/03/08/20/part-0.gz', ['cut']);
  truncateSync(`${real.archive}/events/2026/03/08/20/part-0.gz`, 10);
  const diagnosis = await diagnosed();
  expect(diagnosis).toMatchObject({ kind: 'not_possible' });
});

test('the audit of a store names it where it is asked to, and plans for it', async () => {
  await real.rebuild();
  change((line, index) => ({ ...line, event_id: `own-${String(index)}` }));
  await other.rebuild();
  await plantRowsOf(other, real, 1);
  const plainly = (await real.audit()).periods[1];
  expect(plainly).toMatchObject({ verdict: 'differs', causes: [{ cause: 'unexplained' }] });
  const [same, diagnosed] = (await real.audit({ isDiagnosing: true })).periods;
  expect(same?.verdict).toBe('equal');
  expect(diagnosed).toMatchObject({ verdict: 'differs', plan: { causes: ['counted_otherwise'] } });
  expect(diagnosed?.causes).toEqual([
    {
      cause: 'counted_otherwise',
      evidence: ['with copies of events: gives every stored number exactly'],
      evidenceCount: 1,
    },
  ]);
});

test('the audit says how many ways were tried in vain', async () => {
  await real.rebuild();
  await plantUnexplained(real, 1);
  const [, audited] = (await real.audit({ isDiagnosing: true })).periods;
  expect(audited?.causes).toMatchObject([{ cause: 'unexplained' }]);
  expect(audited?.causes[0]?.evidence.at(-1)).toMatch(
    /^none of \d+ other ways of counting gives the stored numbers$/,
  );
});

test('without a diagnosis, as many events more as there are robots are a suspicion', async () => {
  await real.rebuild();
  await plantUnexplained(real, 1);
  const [, audited] = (await real.audit()).periods;
  const tally = audited?.derivedTally;
  expect(tally?.bot).toBeGreaterThan(0);
  expect(audited?.suspected).toEqual([]);
  const storedTally = { ...tally, counted: (tally?.counted ?? 0) + (tally?.bot ?? 0) };
  const { suspected } = suspectCounting({ ...audited, storedTally } as PeriodAudit);
  expect(suspected).toMatchObject([
    {
      cause: 'counted_otherwise',
      evidence: [
        expect.stringMatching(/^\d+ events? more than now were counted, and as many lines of/),
      ],
    },
  ]);
});
