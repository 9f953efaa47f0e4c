/** The page of an audit from its result. */
import { textFromDay } from '../../base/calendar.ts';
import { causeOfName, causes as everyCause, type FoundCause } from '../../model/cause.ts';
import type { DifferenceSummary } from '../../model/difference.ts';
import type { PeriodKey } from '../../model/period.ts';
import { countText } from '../number-text.ts';
import type { AuditPage, Numbers, PageCause, PageDay, PageStep, Tone } from './audit-page-types.ts';
import { longDate } from './site-series.ts';
import { verdictOfDays } from './verdict-of-days.ts';

export type ReportedAuditPeriod = PeriodKey & {
  readonly zone: string;
  readonly verdict: 'equal' | 'differs' | 'intended' | 'not_checked';
  readonly reasons: readonly string[];
  readonly causes: readonly FoundCause[];
  readonly suspected: readonly FoundCause[];
  readonly differences: DifferenceSummary;
  readonly stored: Numbers | null;
  readonly derived: Numbers | null;
  readonly series: readonly {
    readonly metric: string;
    readonly grain: string;
    readonly points: readonly (readonly [number, number | null, number | null])[];
  }[];
  readonly leftOut: readonly string[];
};

export type ReportedAudit = {
  readonly level: 'full' | 'stored' | 'quick';
  readonly store: string;
  readonly archive: string;
  readonly periods: readonly ReportedAuditPeriod[];
  readonly leftToOthers: number;
  readonly isTimeUp: boolean;
  readonly objects: readonly { readonly key: string; readonly rejected: unknown }[];
};

export type PageMaking = {
  /** ISO 8601, UTC. */
  readonly madeAt: string;
  readonly version: string;
  readonly steps: readonly PageStep[];
};

const toneOfVerdict: Readonly<Record<ReportedAuditPeriod['verdict'], Tone>> = {
  equal: 'right',
  differs: 'wrong',
  intended: 'intended',
  not_checked: 'unknown',
};

export function pageFromAudit(audit: ReportedAudit, making: PageMaking): AuditPage {
  const days = audit.periods.map(dayFromPeriod);
  const causes = causesOfPeriods(audit.periods);
  const expected = audit.level === 'full' ? 'recounted from the logs' : 'as it was written';
  return {
    ...making,
    title: titleOf(days),
    sides: { stored: 'stored', expected },
    words,
    verdict: verdictOfDays({ days, causes, words, claim: claims[audit.level] }),
    facts: [
      ['Store', audit.store],
      ...(audit.level === 'stored' ? [] : [['Raw logs', audit.archive] as const]),
      ['Time zone', [...new Set(audit.periods.map(({ zone }) => zone))].join(', ')],
    ],
    days,
    causes,
    courses: audit.periods.flatMap(({ site, day, series }) =>
      series
        .filter(({ grain }) => grain === '5m')
        .map(({ metric, points }) => ({ site, day, metric, points })),
    ),
    checked: checkedTexts(audit),
    notChecked: notCheckedTexts(audit),
  };
}

const words = {
  right: 'right',
  wrong: { one: 'is not right', many: 'are not right' },
};

/** What it means that a day holds, by how deep the audit looked. */
const claims = {
  full: 'are what the raw logs give',
  stored: 'are as they were written, and do not contradict themselves',
  quick: 'rest on the logs that are in the archive now',
} as const;

function dayFromPeriod(period: ReportedAuditPeriod): PageDay {
  const { site, day, verdict, reasons, causes, differences, stored, derived } = period;
  return {
    ...{ site, day, stored, expected: derived },
    tone: toneOfVerdict[verdict],
    why: verdict === 'not_checked' ? reasons : causes.map(({ cause }) => causeOfName(cause).title),
    cells: differences.cells,
    sample: differences.sample,
  };
}

/** `Are the numbers of news.example right? 1 March to 14 March 2026`. */
export function titleOf(days: readonly PeriodKey[]): string {
  const sites = [...new Set(days.map(({ site }) => site))];
  const all = days.map(({ day }) => day).sort((a, b) => a - b);
  const [first, last] = [all[0], all.at(-1)];
  if (first === undefined || last === undefined) return 'No day was audited';
  const who = sites.length === 1 ? (sites[0] ?? '') : countText(sites.length, 'site');
  const when = first === last ? longDate(first) : `${longDate(first)} to ${longDate(last)}`;
  return `${who}, ${when}`;
}

function causesOfPeriods(periods: readonly ReportedAuditPeriod[]): readonly PageCause[] {
  return everyCause
    .map((cause) => {
      const found = periods.flatMap((period) =>
        period.causes.filter((one) => one.cause === cause.name).map((one) => ({ period, one })),
      );
      return {
        title: sentenceCase(cause.title),
        about: sentenceCase(cause.about),
        tone: cause.isIntended ? 'intended' : 'wrong',
        days: found.map(({ period: { site, day } }) => ({ site, day })),
        evidence: found.flatMap(({ period, one }) =>
          one.evidence.map((text) => ({ period: { site: period.site, day: period.day }, text })),
        ),
      } satisfies PageCause;
    })
    .filter(({ days }) => days.length > 0);
}

function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function checkedTexts({ level, periods, objects }: ReportedAudit): readonly string[] {
  const checked = periods.filter(({ verdict }) => verdict !== 'not_checked').length;
  const read = objects.filter(({ rejected }) => rejected === null).length;
  switch (level) {
    case 'full':
      return [
        `${countText(checked, 'day')}, recounted from ${countText(read, 'log file')}: every ` +
          'stored number of the site and of each page was compared with what the logs give.',
        'The stored rows against their checksums, and every sum against its parts.',
      ];
    case 'stored':
      return [
        `${countText(checked, 'day')}: the stored rows against their checksums, and every sum ` +
          'against its parts.',
      ];
    case 'quick':
      return [
        `${countText(checked, 'day')}: whether the logs in the archive are those that the stored ` +
          'numbers were made from, and whether these are there.',
      ];
  }
}

const notAtLevel = {
  full: [],
  stored: ['The raw logs were not read: whether the numbers are what the logs give is open.'],
  quick: ['No number was read, neither stored nor from the logs.'],
} as const;

function notCheckedTexts({
  level,
  periods,
  leftToOthers,
  isTimeUp,
  objects,
}: ReportedAudit): readonly string[] {
  const texts: string[] = [...notAtLevel[level]];
  for (const { site, day, verdict, reasons } of periods
    .filter((p) => p.verdict === 'not_checked')
    .slice(0, namedMax)) {
    if (verdict === 'not_checked')
      texts.push(`${textFromDay(day)}, ${site}: ${reasons.join('; ')}`);
  }
  const more = periods.filter((p) => p.verdict === 'not_checked').length - namedMax;
  if (more > 0) texts.push(`${countText(more, 'more day')}, listed below.`);
  const leftOut = new Map<string, number>();
  for (const text of periods.flatMap((period) => period.leftOut)) {
    leftOut.set(text, (leftOut.get(text) ?? 0) + 1);
  }
  for (const [text, count] of [...leftOut].slice(0, namedMax))
    texts.push(`${sentenceCase(text)} (${countText(count, 'day')}).`);
  const rejected = objects.filter((object) => object.rejected !== null);
  if (rejected.length > 0)
    texts.push(
      `${countText(rejected.length, 'damaged log file')}: ${rejected
        .slice(0, 3)
        .map(({ key }) => key)
        .join(', ')}.`,
    );
  if (leftToOthers > 0)
    texts.push(`${countText(leftToOthers, 'day')} that other nights of the rotation have.`);
  if (isTimeUp)
    texts.push(
      'The time set for this run was up before all days were looked at; the same command goes on.',
    );
  return texts;
}

/** Days named one by one (chosen); the list of days has the others. */
const namedMax = 10;
