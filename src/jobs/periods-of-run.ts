/** The periods that a run may have published in a store. */
import { dayFromText } from '../base/calendar.ts';
import { comparePeriods } from '../model/period.ts';
import type { PeriodKey } from '../model/period.ts';
import type { RunRecord } from '../model/run-record.ts';
import type { Store } from '../store/store.ts';
import { recordsOfStore } from './records-of-store.ts';

/** What an undo calls itself in its record; `options.run` names the run that it undid. */
export const undoCommand = 'runs undo';

export type PeriodOfRun = {
  readonly key: PeriodKey;
  /** The run's own record says that it moved what is live. */
  readonly isPublished: boolean;
};

/** With several stores a run that is told of a conflict in one may have published in another. */
const publishedResults: ReadonlySet<string> = new Set(['published', 'undone']);
const possibleResults: ReadonlySet<string> = new Set([...publishedResults, 'conflict']);

/**
 * Ascending by site and day. The record of a run that was killed names no periods: then every
 * period of the store is looked at.
 */
export async function* periodsOfRun(
  store: Store,
  run: RunRecord,
): AsyncGenerator<PeriodOfRun, void, undefined> {
  if (run.finishedAt !== null) {
    yield* run.periods
      .filter(({ result }) => possibleResults.has(result))
      .flatMap(({ site, date, result }) => {
        const day = dayFromText(date);
        const isPublished = publishedResults.has(result);
        return day === undefined ? [] : [{ key: { site, day }, isPublished }];
      })
      .sort((a, b) => comparePeriods(a.key, b.key));
    return;
  }
  for await (const stored of recordsOfStore(store, { sites: [] })) {
    if (stored.kind !== 'none') yield { key: stored.key, isPublished: false };
  }
}
