/** The page of a comparison with numbers from elsewhere. */
import { textFromDay } from '../../base/calendar.ts';
import type { ReportedAgainst, ReportedAgainstPeriod } from '../against-types.ts';
import { kindsTexts, lackingTexts } from '../kinds-text.ts';
import { countText } from '../number-text.ts';
import type { AuditPage, PageCause, PageDay, Tone } from './audit-page-types.ts';
import { titleOf, type PageMaking } from './page-from-audit.ts';
import { verdictOfDays } from './verdict-of-days.ts';

const toneOfKind: Readonly<Record<ReportedAgainstPeriod['kind'], Tone>> = {
  same: 'right',
  differs: 'wrong',
  only_ours: 'wrong',
  only_theirs: 'wrong',
  unreadable: 'unknown',
};

/** Theirs are the numbers in question, ours what they are held against. */
export function pageFromAgainst(against: ReportedAgainst, making: PageMaking): AuditPage {
  const { ours, theirs, periods, kinds } = against;
  const days = periods.map((period) => dayFromPeriod(period, against));
  const causes = onlyOnOneSide(against);
  const checked = kindsTexts(kinds.both).map((text) => `Compared: ${text}.`);
  return {
    ...making,
    title: `${titleOf(days)}: ${theirs} beside ${ours}`,
    sides: { stored: `in ${theirs}`, expected: `in ${ours}` },
    words,
    verdict: verdictOfDays({ days, causes, words, claim: `are the same in ${theirs} and ${ours}` }),
    facts: [
      ['The numbers in question', theirs],
      ['Held against', ours],
    ],
    days,
    causes,
    courses: [],
    checked: checked.length > 0 ? checked : ['No value is recorded on both sides.'],
    notChecked: [
      ...lackingTexts(kinds.ours, kinds.both).map((text) => `Not in ${theirs}: ${text}.`),
      ...lackingTexts(kinds.theirs, kinds.both).map((text) => `Not in ${ours}: ${text}.`),
      ...periods
        .filter(({ kind }) => kind === 'unreadable')
        .slice(0, namedMax)
        .map(({ day, site, reasons }) => `${textFromDay(day)}, ${site}: ${reasons.join('; ')}`),
    ],
  };
}

const words = { right: 'the same', wrong: { one: 'differs', many: 'differ' } };

/** Days named one by one (chosen); the list of days has the others. */
const namedMax = 10;

function dayFromPeriod(period: ReportedAgainstPeriod, sides: ReportedAgainst): PageDay {
  const { site, day, kind, differences, ours, theirs, sample } = period;
  return {
    ...{ site, day, tone: toneOfKind[kind], why: whyOf(period, sides), cells: differences },
    ...{ stored: theirs, expected: ours, sample },
  };
}

function whyOf({ kind, reasons, cells }: ReportedAgainstPeriod, sides: ReportedAgainst): string[] {
  switch (kind) {
    case 'same':
      return [];
    case 'differs':
      return [`${countText(cells, 'value')} compared`];
    case 'only_ours':
      return [`not in ${sides.theirs}`];
    case 'only_theirs':
      return [`not in ${sides.ours}`];
    case 'unreadable':
      return [...reasons];
  }
}

function onlyOnOneSide({ periods, ours, theirs }: ReportedAgainst): readonly PageCause[] {
  const sides = [
    { kind: 'only_ours', title: `Not in ${theirs}`, about: `Days that ${theirs} has nothing of` },
    { kind: 'only_theirs', title: `Not in ${ours}`, about: `Days that ${ours} has nothing of` },
  ] as const;
  return sides
    .map(({ kind, title, about }): PageCause => {
      const own = periods.filter((period) => period.kind === kind);
      const days = own.map(({ site, day }) => ({ site, day }));
      return { title, about, tone: 'wrong', days, evidence: [] };
    })
    .filter(({ days }) => days.length > 0);
}
