/** The end of one period: its numbers are derived, checked, written to every store, published. */
import { textFromDay } from '../base/calendar.ts';
import { erasedLines } from '../model/erasure.ts';
import { inputSetFromObjects, type InputSet } from '../model/input-set.ts';
import type { PeriodTally } from '../model/ledger.ts';
import { manifestSchema, type Manifest } from '../model/manifest.ts';
import type { Store } from '../store/store.ts';
import type { GenerationContent } from '../store/publish-generation.ts';
import { checkedContent, tallyContent } from './checked-content.ts';
import { isBarred, isMadeAsWanted, type StoredPeriod } from './current-generation.ts';
import type { FinishedPeriod } from './derive-periods.ts';
import { numbersOfGeneration } from './generation-numbers.ts';
import type { MainNumbers } from './main-numbers.ts';
import { guardedPeriod, type RebuildPeriod } from './plan-rebuild.ts';
import { liftInStores } from './lift-in-stores.ts';
import { publishInStores } from './publish-in-stores.ts';
import type { PeriodResult, RebuildPorts, RebuildRequest } from './rebuild-types.ts';
import { catalogueOfSite } from './row-shape-of-site.ts';

/**
 * @param startedAt retention is reckoned from this instant, epoch seconds.
 * @throws DataError where what was derived breaks an invariant: a bug, nothing is written.
 */
export async function finishPeriod(
  ports: RebuildPorts,
  request: RebuildRequest,
  finished: FinishedPeriod<RebuildPeriod>,
  startedAt: number,
): Promise<PeriodResult> {
  const { period } = finished;
  const result = await unchangedResult(ports.stores, period, finished.tally);
  const isAccepted = request.acceptIncomplete.has(period.day);
  if (finished.rejected.length > 0 && !isAccepted) {
    return { ...result, kind: 'incomplete', reasons: finished.rejected };
  }
  const inputSet = inputSetFromObjects(finished.objects);
  const current = request.isForced ? [] : currentIn(request, finished, inputSet);
  if (period.stored.length > 0 && period.stored.every((stored) => current.includes(stored))) {
    if (request.isApplied) await liftInStores(ports, request, period);
    return { ...result, kind: 'current' };
  }
  const content = checkedContent(request, finished);
  const manifestFrom = manifestMaker(request, finished, { startedAt, inputSet });
  if (!request.isApplied || request.guard !== undefined) {
    const derived = tallyContent(content);
    content.check();
    const asDerived = { ...result, after: content.numbers(), ...derived };
    const faults = guardFaults(request, period, { input: inputSet.digest, content: derived });
    if (faults.length > 0) return { ...result, kind: 'refused', reasons: faults };
    if (!request.isApplied) return { ...asDerived, kind: 'derived' };
  }
  const published = await publishInStores(ports, request, {
    period,
    inputSet,
    content,
    manifestFrom,
    // Nothing is to be lifted in them: what a run did not finish is all that is done again.
    finishedIn: current.filter((stored) => !isBarred(stored)),
  });
  return confirmed(request, period, { ...result, ...published, after: content.numbers() });
}

function guardFaults(
  { guard }: RebuildRequest,
  period: RebuildPeriod,
  derived: { readonly input: string; readonly content: GenerationContent },
): readonly string[] {
  return guard?.ofDerived(guardedPeriod(period), derived) ?? [];
}

/** A guard looks at what it let through once more, when readers see it. */
async function confirmed(
  { guard }: RebuildRequest,
  period: RebuildPeriod,
  result: PeriodResult,
): Promise<PeriodResult> {
  if (guard === undefined || !['published', 'conflict'].includes(result.kind)) return result;
  const faults = await guard.afterPublishing(guardedPeriod(period));
  if (result.kind === 'published') {
    return faults.length === 0 ? result : { ...result, kind: 'unconfirmed', reasons: faults };
  }
  // Another run was first; where it did the same, nothing is left to do.
  return faults.length === 0 ? { ...result, kind: 'current', reasons: [] } : result;
}

/** Nothing was done yet: what the first store shows, before and after. */
export async function unchangedResult(
  stores: readonly Store[],
  period: RebuildPeriod,
  tally: PeriodTally | null,
): Promise<PeriodResult> {
  const [first] = period.stored;
  const live = first?.record?.live ?? null;
  const before = await storedNumbers(stores[0], period, first);
  return {
    site: period.site,
    day: period.day,
    kind: period.todo === 'read' ? 'derived' : period.todo,
    reasons: period.reasons,
    generationBefore: live,
    generationAfter: live,
    before,
    after: before,
    tally,
    rows: {},
    pages: null,
  };
}

/** Numbers that cannot be read any more are shown as none: that can be why they are rebuilt. */
async function storedNumbers(
  store: Store | undefined,
  period: RebuildPeriod,
  stored: StoredPeriod | undefined,
): Promise<MainNumbers | null> {
  if (store === undefined) return null;
  const read = await numbersOfGeneration(store, period, stored?.record?.live ?? null);
  return read.kind === 'read' ? read.numbers : null;
}

/** What the stores show already that was derived anew; those that show something else left out. */
function currentIn(
  request: RebuildRequest,
  { period, tally }: FinishedPeriod<RebuildPeriod>,
  inputSet: InputSet,
): readonly StoredPeriod[] {
  const { siteIndex, day, rules, grains: wanted, stored } = period;
  const isIncompleteAccepted = request.acceptIncomplete.has(day);
  const catalogue = catalogueOfSite(request, siteIndex);
  return stored.filter(
    (one) =>
      one.manifest !== undefined &&
      one.input?.digest === inputSet.digest &&
      isMadeAsWanted(one, {
        rules: rules.digest,
        catalogue,
        grains: wanted,
        isIncompleteAccepted,
      }) &&
      // Erased visitors only ever become more: equal counts are of the same lines.
      erasedLines(one.manifest.tally) === erasedLines(tally),
  );
}

function manifestMaker(
  request: RebuildRequest,
  { period, tally, rejected }: FinishedPeriod<RebuildPeriod>,
  { startedAt, inputSet }: { startedAt: number; inputSet: InputSet },
): (generation: string, barrier: number, content: GenerationContent) => Manifest {
  const missing = [...period.missing, ...rejected];
  return (generation, barrier, content) => ({
    schema: manifestSchema,
    site: period.site,
    date: textFromDay(period.day),
    generation,
    run: request.run.id,
    zone: period.rules.rules.zone,
    input: inputSet.digest,
    rules: period.rules.digest,
    catalogue: catalogueOfSite(request, period.siteIndex),
    barrier,
    retentionAt: startedAt,
    tally,
    ...content,
    complete: missing.length === 0,
    missing,
    provisional: period.isOpen,
  });
}
