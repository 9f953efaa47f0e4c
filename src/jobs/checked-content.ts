/** What was derived of a period, its invariants checked and its main numbers read on the way. */
import { DataError } from '../base/errors.ts';
import { InvariantCheck, textFromInvariantFault } from '../compare/check-invariants.ts';
import { ContentTally } from '../model/checksum.ts';
import { textFromPeriod } from '../model/period.ts';
import { grains, type Grain, type RowPart } from '../model/row.ts';
import type { DerivedContent, GenerationContent } from '../store/publish-generation.ts';
import type { FinishedPeriod } from './derive-periods.ts';
import type { DeriveRequest } from './derive-types.ts';
import { MainNumbersReader, type MainNumbers } from './main-numbers.ts';
import { rowShapeOfSite } from './row-shape-of-site.ts';

export type CheckedContent = DerivedContent & {
  /** @throws DataError, once all rows have flowed past. */
  check(): void;
  numbers(): MainNumbers;
};

/** Rows may be asked for again; they are checked on the first pass. */
export function checkedContent(
  request: Pick<DeriveRequest, 'sites' | 'metrics'>,
  { period, derived, tally }: FinishedPeriod,
): CheckedContent {
  const invariants = new InvariantCheck({
    day: period.day,
    shape: rowShapeOfSite(request, period.siteIndex),
    grains: period.grains,
  });
  const main = new MainNumbersReader(request.metrics.map(({ name }) => name));
  const passed = new Set<Grain>();
  return {
    grains: period.grains,
    *rows(grain): Iterable<RowPart> {
      if (passed.has(grain)) {
        yield* derived.rows(grain);
        return;
      }
      passed.add(grain);
      for (const part of derived.rows(grain)) {
        invariants.add(part);
        main.add(part);
        yield part;
      }
    },
    pages: () => derived.pages(),
    check() {
      const faults = invariants.finish(tally);
      if (faults.length === 0) return;
      throw new DataError(
        `the numbers derived for ${textFromPeriod(period)} contradict each other: ` +
          faults.slice(0, 3).map(textFromInvariantFault).join('; '),
        { hint: 'nothing was written; this is a bug of recount, please report it' },
      );
    },
    numbers: () => main.numbers(),
  };
}

/** Counts and checksums of everything that was derived. */
export function tallyContent(content: DerivedContent): GenerationContent {
  const rows: Partial<Record<Grain, ReturnType<ContentTally['content']>>> = {};
  for (const grain of grains.filter((one) => content.grains.includes(one))) {
    const tally = new ContentTally();
    for (const part of content.rows(grain)) tally.addRowPart(part);
    rows[grain] = tally.content();
  }
  const tally = new ContentTally();
  for (const page of content.pages()) tally.addPageRecord(page);
  return { rows, pages: tally.content() };
}
