/** What the logs give beside numbers from elsewhere: every period of one reading of the archive. */
import type { Store } from '../store/store.ts';
import { comparePeriods } from '../model/period.ts';
import { grains, type RowPart } from '../model/row.ts';
import { compareNumbers, nothingCompared, mainNumbersOf } from './compare-against.ts';
import type {
  AgainstOptions,
  AgainstPeriod,
  NumbersSource,
  PeriodNumbers,
} from './against-types.ts';
import { ArchiveReading, type DerivedItem, type FinishedPeriod } from './derive-periods.ts';
import type { DerivePorts, DeriveRequest } from './derive-types.ts';
import { recordedByCatalogue } from './numbers-sources.ts';
import { objectsOfPeriods, preparePeriods, type PreparedPeriod } from './prepare-periods.ts';
import { catalogueOfSite } from './row-shape-of-site.ts';

export type DeriveAgainst = {
  readonly request: DeriveRequest;
  readonly theirs: NumbersSource;
  readonly options: AgainstOptions;
  /** Stores whose erased visitors are not counted. */
  readonly erasedFrom: readonly Store[];
  /** Epoch seconds. */
  readonly now: number;
};

/**
 * Ascending by site and day. Days whose logs are not all there yet, or are damaged, are unreadable:
 * they prove nothing. Memory: as a derivation, and the result.
 */
export async function deriveAgainst(
  ports: DerivePorts,
  against: DeriveAgainst,
): Promise<readonly AgainstPeriod[]> {
  const { request, now, erasedFrom } = against;
  const { periods, listing } = await preparePeriods(ports, request, now, { erasedFrom });
  const results = periods.filter((period) => reasonsOf(period).length > 0).map(unreadable);
  const whole = periods.filter((period) => reasonsOf(period).length === 0);
  const { objects } = objectsOfPeriods(whole, listing);
  const reading = new ArchiveReading(ports, request, { periods: whole, objects });
  for await (const item of reading.items()) {
    if (item.kind !== 'object') results.push(await resultOf(item, against));
  }
  return results.sort(comparePeriods);
}

function reasonsOf({ missing, isOpen }: PreparedPeriod): readonly string[] {
  return isOpen ? ['its read window has not passed yet'] : missing;
}

function unreadable(period: PreparedPeriod): AgainstPeriod {
  const { site, day } = period;
  return { site, day, ...nothingCompared, kind: 'unreadable', reasons: reasonsOf(period) };
}

async function resultOf(
  item: Exclude<DerivedItem<PreparedPeriod>, { kind: 'object' }>,
  { request, theirs, options }: DeriveAgainst,
): Promise<AgainstPeriod> {
  const { site, day, siteIndex } = item.period;
  const period = { site, day };
  const nothing = { ...period, ...nothingCompared };
  const reasons = item.kind === 'period' ? item.rejected : ['no line names the site'];
  if (item.kind !== 'period' || reasons.length > 0) {
    return { ...nothing, kind: 'unreadable', reasons };
  }
  const ours = numbersOf(item, catalogueOfSite(request, siteIndex));
  const other = await theirs.open(period);
  if (other === undefined) {
    return { ...nothing, kind: 'only_ours', ours: await mainNumbersOf(ours) };
  }
  return { ...period, ...(await compareNumbers(ours, other, options)) };
}

function numbersOf(
  { derived, period }: FinishedPeriod,
  catalogue: ReturnType<typeof catalogueOfSite>,
): PeriodNumbers {
  return {
    recorded: (kind) => recordedByCatalogue(kind, period.grains, catalogue),
    *rows(): Iterable<RowPart> {
      for (const grain of grains.filter((one) => period.grains.includes(one))) {
        yield* derived.rows(grain);
      }
    },
  };
}
