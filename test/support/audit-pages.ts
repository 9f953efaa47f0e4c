/** Audits as a page shows them: a fortnight of everything, and years of many sites. */
import { dayFromText } from '../../src/base/calendar.ts';
import type { FoundCause } from '../../src/model/cause.ts';
import type { Difference } from '../../src/model/difference.ts';
import type { ReportedAudit, ReportedAuditPeriod } from '../../src/report/html/page-from-audit.ts';

export const firstDay = dayFromText('2026-03-01')!;

const nothing = { missing: 0, extra: 0, changed: 0 };

/** A day that is right. */
export function rightDay(site: string, day: number): ReportedAuditPeriod {
  const views = 1000 + ((day * 37) % 400);
  const numbers = { page_views: views, visitors: Math.floor(views / 3), conversions: 4 };
  return {
    ...{ site, day, zone: 'Europe/Berlin', verdict: 'equal', reasons: [], causes: [] },
    suspected: [],
    differences: { cells: nothing, byMetric: {}, byGrain: {}, tolerated: 0, sample: [] },
    ...{ stored: numbers, derived: numbers, series: [], leftOut: [] },
  };
}

/** The same day, its stored page views and visitors too low. */
export function wrongDay(site: string, day: number, cause: FoundCause): ReportedAuditPeriod {
  const right = rightDay(site, day);
  const { page_views = 0, visitors = 0 } = right.derived ?? {};
  const row = { grain: '1d', url: null, bucket: day } as const;
  const url = `https://${site}/${'a-headline-that-never-ends-'.repeat(6)}<script>alert(1)</script>`;
  const sample: Difference[] = [
    {
      ...{ kind: 'changed', row, key: '$all/page_views', derived: page_views },
      ...{ stored: page_views - 90, sketchDiffers: false },
    },
    {
      ...{ kind: 'missing', row: { grain: '5m', url, bucket: day * 86_400 + 36_000 } },
      ...{ key: 'device=mobile/visitors', derived: 12, stored: null, sketchDiffers: true },
    },
  ];
  const points = Array.from({ length: 288 }, (_, index) => {
    const value = 4 + (index % 7);
    const stored = index > 150 && index < 175 ? value - 3 : value;
    return [day * 86_400 + index * 300, stored, value] as const;
  });
  return {
    ...right,
    verdict: cause.cause === 'rule_changed' ? 'intended' : 'differs',
    causes: [cause],
    stored: { ...right.stored, page_views: page_views - 90, visitors: visitors - 20 },
    differences: { ...right.differences, cells: { missing: 3, extra: 0, changed: 41 }, sample },
    series: [{ metric: 'page_views', grain: '5m', points }],
  };
}

export function uncheckedDay(site: string, day: number): ReportedAuditPeriod {
  const reasons = ['2 hours without logs: 2026-03-10 03:00 to 05:00 UTC'];
  return { ...rightDay(site, day), verdict: 'not_checked', reasons, derived: null };
}

export function found(cause: FoundCause['cause'], ...evidence: readonly string[]): FoundCause {
  return { cause, evidence, evidenceCount: evidence.length };
}

const late = found('late_data', 'events/2026/03/05/23/part-7.gz was not there then');
const edited = found('stored_edited', '1d rows: checksum 3f2a… instead of 9c41…');
const rules = found('rule_changed', 'exclusions: office (ip) is new');

/** Each fourteenth day is of one kind. */
function dayOfFortnight(site: string, at: number): ReportedAuditPeriod {
  const day = firstDay + at;
  if (at % 14 === 4) return wrongDay(site, day, late);
  if (at % 14 === 7) return wrongDay(site, day, edited);
  if (at % 14 === 9) return uncheckedDay(site, day);
  return at % 14 === 11 ? wrongDay(site, day, rules) : rightDay(site, day);
}

export function auditOf(days: number, sites = 1): ReportedAudit {
  const names = Array.from({ length: sites }, (_, at) =>
    at === 0 ? 'news.example' : `s${at}.example`,
  );
  return {
    ...{ level: 'full', store: './recount-store', archive: './raw-logs' },
    periods: names.flatMap((site) =>
      Array.from({ length: days }, (_, at) => dayOfFortnight(site, at)),
    ),
    ...{ leftToOthers: 0, isTimeUp: false },
    objects: [{ key: 'events/2026/03/01/00/part-0.gz', rejected: null }],
  };
}

export const making = {
  madeAt: '2026-03-20T08:15:00Z',
  version: '0.1.0',
  steps: [
    {
      text: 'Put the 2 wrong days right. Nothing is written without --apply.',
      command: [
        'recount repair plan.jsonl --archive ./raw-logs',
        '    --apply --reason "late logs"',
      ],
    },
  ],
};
