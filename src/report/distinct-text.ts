/** Why a distinct count is what it is: who was seen when, and how sure the number is. */
import type { ZoneClock } from '../base/zone-clock.ts';
import type { DistinctStory, Explanation, SeenMembers } from '../model/explanation.ts';
import { offsetText } from './explained-line-text.ts';
import { groupedText, numberOrDash } from './number-text.ts';
import { tableLines, wrappedLines } from './text-lines.ts';

/** Up to so many buckets are shown one by one; of more, the hours (chosen: half a screen). */
const bucketsShownMax = 12;

export function distinctText(
  { asked, derived, distinct, range, zone }: Explanation,
  { clock, columns }: { readonly clock: ZoneClock; readonly columns: number },
): readonly string[] {
  if (distinct === null) return [];
  const sure = certaintyText(distinct, derived, columns);
  const { buckets, hours, sumOfBuckets } = distinct;
  if (asked.grain === '5m' || buckets.length === 0) return ['', ...sure];
  const name = asked.metric.name;
  const isByBucket = buckets.length <= bucketsShownMax;
  const isOffsetShown = clock.offsetAt(range.from) !== clock.offsetAt(range.until - 1);
  const added = `Added up, the 5-minute buckets give ${groupedText(sumOfBuckets)} ${name}`;
  const hourly = isByBucket ? '' : `, the hours below ${groupedText(sumOf(hours))}`;
  const intro =
    `${added}${hourly}: whoever comes back later is seen again there, but is one of the day. ` +
    'Those who are new add up to the day.';
  return [
    '',
    `Why the day is not the sum of its buckets (times in ${zone})`,
    '',
    ...wrappedLines(intro, { indent: '  ', columns }),
    '',
    ...seenTable(isByBucket ? buckets : hours, { clock, isOffsetShown, isByBucket }),
    '',
    ...sure,
  ];
}

function seenTable(
  seen: readonly SeenMembers[],
  style: {
    readonly clock: ZoneClock;
    readonly isOffsetShown: boolean;
    readonly isByBucket: boolean;
  },
): readonly string[] {
  const { clock, isOffsetShown, isByBucket } = style;
  const rows = seen.map(({ from, seen: count, fresh }) => {
    const offset = clock.offsetAt(from);
    const time = new Date((from + offset) * 1000).toISOString().slice(11, 16);
    return [
      time + (isOffsetShown ? offsetText(offset) : ''),
      groupedText(count),
      numberOrDash(fresh),
    ];
  });
  const head = [isByBucket ? 'bucket' : 'hour', 'seen', 'new'];
  const fresh = seen.reduce<number | null>((total, one) => addKnown(total, one.fresh), 0);
  const last = ['sum', groupedText(sumOf(seen)), numberOrDash(fresh)];
  const right = { align: 'right', widthMin: 9 } as const;
  return tableLines([{ align: 'left' }, right, right], [head, ...rows, last], '  ');
}

function sumOf(seen: readonly SeenMembers[]): number {
  return seen.reduce((sum, one) => sum + one.seen, 0);
}

function addKnown(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a + b;
}

function certaintyText(
  { exact, exactMax }: DistinctStory,
  derived: number,
  columns: number,
): readonly string[] {
  return wrappedLines(certainty(exact, exactMax, derived), { indent: '  ', columns });
}

function certainty(exact: number | null, exactMax: number, derived: number): string {
  if (exact !== null && exact <= exactMax)
    return `The count is exact (up to ${groupedText(exactMax)} it always is).`;
  const rule = `Above ${groupedText(exactMax)} it is estimated, with a standard error of 0.81 %.`;
  if (exact === null) return `${rule} There are too many to count one by one within --memory.`;
  const error = ((derived - exact) / exact) * 100;
  const sign = error < 0 ? '-' : '+';
  return (
    `${rule} Counted one by one: ${groupedText(exact)}; the estimate is ${groupedText(derived)} ` +
    `(${sign}${Math.abs(error).toFixed(2)} %).`
  );
}
