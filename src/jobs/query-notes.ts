/** What has to be said about the days of a query's range. */
import { firstDayOfStep, textFromStep, type TimeStep } from '../query/time-steps.ts';
import { daySpanOf } from '../query/plan-sources.ts';
import type { QueryPlan } from '../query/query-plan.ts';
import type { QueryNote } from '../model/query-result.ts';
import type { PinnedDay } from './pin-days.ts';
import type { RangePlan, SitePlan } from './query-ranges.ts';
import { unrecordedNames } from './recorded-metrics.ts';

type Question = {
  readonly plan: QueryPlan;
  readonly site: SitePlan;
  readonly range: RangePlan;
};

export function notesOfRange({ plan, site, range }: Question): readonly QueryNote[] {
  const { planned, isBefore } = range;
  const of = { site: site.site, isBefore };
  const read = planned.sources.flatMap(({ day }) => site.days.get(day) ?? []);
  const daysWhere = (test: (day: PinnedDay) => boolean): readonly number[] =>
    read.filter(test).map(({ day }) => day);
  const notes: QueryNote[] = [
    { kind: 'absent', ...of, days: planned.absent },
    { kind: 'uncut', ...of, days: planned.uncut },
    { kind: 'seam', ...of, days: planned.seam },
    { kind: 'provisional', ...of, days: daysWhere(({ manifest }) => manifest.provisional) },
    { kind: 'incomplete', ...of, days: daysWhere(({ manifest }) => !manifest.complete) },
    ...notRecordedNotes(plan, read).map((note) => ({ ...of, ...note })),
    ...zoneNotes(site, read).map((note) => ({ ...of, ...note })),
    ...partNotes(plan, site, range).map((note) => ({ ...of, ...note })),
  ];
  return notes.filter(({ days }) => days.length > 0);
}

function notRecordedNotes(plan: QueryPlan, read: readonly PinnedDay[]) {
  const namesOf = ({ manifest: { catalogue } }: PinnedDay): readonly string[] =>
    plan.stored.flatMap((metric) => unrecordedNames(catalogue, metric, plan));
  const names = new Set(read.flatMap(namesOf));
  return [...names].map((name) => ({
    kind: 'not_recorded' as const,
    name,
    days: read.filter((day) => namesOf(day).includes(name)).map(({ day }) => day),
  }));
}

function zoneNotes({ clock }: SitePlan, read: readonly PinnedDay[]) {
  const others = read.filter(({ manifest }) => manifest.zone !== clock.zone);
  return [...new Set(others.map(({ manifest }) => manifest.zone))].map((zone) => ({
    kind: 'zone' as const,
    zone,
    days: others.filter(({ manifest }) => manifest.zone === zone).map(({ day }) => day),
  }));
}

/** Weeks and months that the range has only some days of. */
function partNotes(
  { step, groups }: QueryPlan,
  { clock }: SitePlan,
  { planned, range }: RangePlan,
) {
  const isSeries = groups.some(({ kind }) => kind === 'time');
  if (!isSeries || (step !== 'week' && step !== 'month')) return [];
  const { fromDay, untilDay } = daySpanOf(range, clock);
  const ends = [planned.steps.at(0), planned.steps.at(-1)].filter((one) => one !== undefined);
  const cut = ends.filter((one) => {
    return firstDayOfStep(one) < fromDay || firstDayOfStep(next(one)) > untilDay;
  });
  const texts = new Set(cut.map((one) => textFromStep(one, clock)));
  return [{ kind: 'part' as const, steps: [...texts], days: cut.length === 0 ? [] : [fromDay] }];
}

function next({ step, number }: TimeStep): TimeStep {
  return { step, number: number + (step === 'week' ? 7 : 1) };
}
