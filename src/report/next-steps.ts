/** What to do after a rebuild: a sentence each, and the exact command where there is one. */
import { textFromDay } from '../base/calendar.ts';
import type { PeriodKind, ReportedPeriod } from './period-text.ts';

/** `flags`: what the same command needs in addition; undefined where no command helps. */
export type NextStep = {
  readonly text: string;
  readonly flags: readonly (readonly string[])[] | undefined;
};

export type StepsInput = {
  readonly periods: readonly ReportedPeriod[];
  readonly isApplied: boolean;
  readonly unknownSites: readonly { readonly site: string; readonly similar: readonly string[] }[];
  /** Number of objects. */
  readonly rejected: number;
};

/** More days than this are not spelt out in a command (chosen). */
const daysSpeltMax = 7;

/** Most urgent last, where the eye is when the command ends. */
export function nextSteps(input: StepsInput): readonly NextStep[] {
  const of = (kind: PeriodKind): readonly ReportedPeriod[] =>
    input.periods.filter((period) => period.kind === kind);
  const steps: NextStep[] = input.unknownSites.map(stepOfUnknownSite);
  if (input.rejected > 0) {
    const text = 'Put whole copies in the place of the rejected objects, then run it again.';
    steps.push({ text, flags: undefined });
  }
  if (of('vanished').length > 0) {
    const text =
      'Put the vanished objects back, then run it again. Nothing is rebuilt from what is left: ' +
      'the stored numbers were made from more.';
    steps.push({ text, flags: undefined });
  }
  if (of('incomplete').length > 0) steps.push(stepOfIncomplete(of('incomplete')));
  if (of('open').length > 0) {
    const text = 'Run it again when the open days have closed; to take them as they are now:';
    steps.push({ text, flags: [['--provisional']] });
  }
  if (of('conflict').length > 0) {
    const text = 'Look at what the other run published; if this one is still wanted, run it again:';
    steps.push({ text, flags: [] });
  }
  if (!input.isApplied) steps.push(stepOfUnapplied(of('derived').length));
  return steps;
}

function stepOfUnknownSite({
  site,
  similar,
}: {
  readonly site: string;
  readonly similar: readonly string[];
}): NextStep {
  const near = similar.length === 0 ? '' : ` Did you mean ${similar.join(' or ')}?`;
  return {
    text: `No line names the site ${site}, and the store does not know it.${near} If it is right:`,
    flags: [['--accept-empty', site]],
  };
}

function stepOfIncomplete(periods: readonly ReportedPeriod[]): NextStep {
  const days = [...new Set(periods.map(({ day }) => day))].map(textFromDay);
  const text = 'Put the missing logs into the archive and run it again; to do without them:';
  if (days.length <= daysSpeltMax) {
    return { text, flags: days.map((day) => ['--accept-incomplete', day]) };
  }
  return {
    text: `${text.slice(0, -1)}, give --accept-incomplete DATE for each day.`,
    flags: undefined,
  };
}

function stepOfUnapplied(derived: number): NextStep {
  if (derived === 0) return { text: 'Nothing was written.', flags: undefined };
  return { text: 'Nothing was written. To publish:', flags: [['--apply']] };
}
