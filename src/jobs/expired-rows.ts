/** Whose 5-minute rows are past their retention. */
import { daySeconds } from '../base/calendar.ts';
import { RecountError } from '../base/errors.ts';
import { ZoneClock } from '../base/zone-clock.ts';
import type { GenerationEntry, PeriodRecord } from '../model/period-record.ts';
import type { Store } from '../store/store.ts';

export type Retention = {
  /** 5-minute rows are kept this long after their day's end; undefined = for ever. */
  readonly seconds: number | undefined;
  /**
   * True where a person chose it. Otherwise rows that were derived although they were older than
   * that are held: somebody once chose to keep them.
   */
  readonly isNamed: boolean;
};

export type ExpiredRows = {
  /** Ids of generations. */
  readonly expired: ReadonlySet<string>;
  readonly held: ReadonlySet<string>;
};

/**
 * Manifests are read only of days that may be concerned. One that cannot be read holds its rows:
 * what is damaged is for `store doctor`.
 */
export async function findExpiredRows(
  store: Store,
  record: PeriodRecord,
  { retention, now }: { readonly retention: Retention; readonly now: number },
): Promise<ExpiredRows> {
  const { seconds = Infinity, isNamed } = retention;
  const [expired, held] = [new Set<string>(), new Set<string>()];
  const { site, day } = record;
  if (earliestEnd(day) > now - seconds) return { expired, held };
  for (const { generation } of record.generations.filter(hasMinutes)) {
    const manifest = await readOrUndefined(store.readManifest({ site, day, generation }));
    if (manifest === undefined) continue;
    const { zone, retentionAt } = manifest;
    if (!hasEnded({ day, zone }, now - seconds)) continue;
    const isChosen = hasEnded({ day, zone }, retentionAt - seconds);
    (isChosen && !isNamed ? held : expired).add(generation);
  }
  return { expired, held };
}

/** Zones reach from 14 hours before UTC to 12 behind it. */
const earliestEnd = (day: number): number => (day + 1) * daySeconds - 14 * 3600;
const latestEnd = (day: number): number => (day + 1) * daySeconds + 12 * 3600;

/** Whether a local day is over at an instant; a zone is only asked where it matters. */
function hasEnded(
  { day, zone }: { readonly day: number; readonly zone: string },
  instant: number,
): boolean {
  if (instant >= latestEnd(day)) return true;
  return instant >= earliestEnd(day) && instant >= endOfDay(day, zone);
}

function hasMinutes({ state, grains }: GenerationEntry): boolean {
  return state === 'kept' && grains.includes('5m');
}

async function readOrUndefined<T>(reading: Promise<T | undefined>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof RecountError && error.exitCode === 1) return undefined;
    throw error;
  }
}

/** Where this machine does not know the zone, no zone ends its day later. */
function endOfDay(day: number, zone: string): number {
  try {
    return new ZoneClock(zone).rangeOfDay(day)?.until ?? latestEnd(day);
  } catch (error) {
    if (error instanceof RecountError) return latestEnd(day);
    throw error;
  }
}
