/** Why a distinct count of a day is not the sum of its buckets: who was seen when, and anew. */
import { hourSeconds } from '../archive/key-layout.ts';
import type { ZoneClock } from '../base/zone-clock.ts';
import type { DistinctStory, SeenMembers } from '../model/explanation.ts';
import { bucketSeconds } from '../model/row.ts';
import { explicitMax, sketchEstimate, SketchUnion } from '../model/sketch.ts';
import type { CellValue } from './derived-cell.ts';
import type { FirstSeen } from './first-seen.ts';

/** A 5-minute bucket of the day; `bucket` is the epoch second of its start. */
export type BucketOfDay = { readonly bucket: number; readonly found: CellValue };

/** `buckets` ascending; none where the number is that of one bucket itself. */
export function distinctStory(
  buckets: readonly BucketOfDay[],
  firstSeen: FirstSeen,
  clock: ZoneClock,
): DistinctStory {
  const anew = firstSeen.byBucket();
  const freshOf = (bucket: number): number | null =>
    anew === undefined ? null : (anew.get(bucket / bucketSeconds) ?? 0);
  const seen = buckets.map(({ bucket, found }) => {
    return { from: bucket, seen: found.value, fresh: freshOf(bucket) };
  });
  return {
    exact: firstSeen.count,
    exactMax: explicitMax,
    buckets: seen,
    hours: hoursOfBuckets(buckets, seen, clock),
    sumOfBuckets: seen.reduce((sum, one) => sum + one.seen, 0),
  };
}

/** Local hours. Sets are merged; who is new adds up, for everyone is new only once. */
function hoursOfBuckets(
  buckets: readonly BucketOfDay[],
  seen: readonly SeenMembers[],
  clock: ZoneClock,
): readonly SeenMembers[] {
  const hours = new Map<number, { readonly union: SketchUnion; fresh: number | null }>();
  buckets.forEach(({ bucket, found }, index) => {
    const from = hourOf(bucket, clock);
    const hour = hours.get(from) ?? { union: new SketchUnion(), fresh: 0 };
    hours.set(from, hour);
    hour.union.add(found.sketch);
    const fresh = seen[index]?.fresh ?? null;
    hour.fresh = fresh === null || hour.fresh === null ? null : hour.fresh + fresh;
  });
  return [...hours].map(([from, { union, fresh }]) => {
    return { from, seen: sketchEstimate(union.sketch()), fresh };
  });
}

/** The instant at which the local hour of an instant began. */
function hourOf(instant: number, clock: ZoneClock): number {
  const local = instant + clock.offsetAt(instant);
  return instant - (local - Math.floor(local / hourSeconds) * hourSeconds);
}
