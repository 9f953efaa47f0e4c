/** Runs as JSON lines: a published contract. Keys are added, never renamed or removed. */
import { ledgerLines } from '../model/ledger.ts';
import type { RunPeriod, RunRecord } from '../model/run-record.ts';

type Line = { readonly type: string } & Readonly<Record<string, unknown>>;

/** A run without what makes it long: its objects and periods, which are counted. */
export function runLine(run: RunRecord): Line {
  const results: Record<string, number> = {};
  for (const { result } of run.periods) results[result] = (results[result] ?? 0) + 1;
  return {
    type: 'run',
    run: run.run,
    command: run.command,
    who: run.who,
    reason: run.reason,
    started_at: run.startedAt,
    finished_at: run.finishedAt,
    exit_code: run.exitCode,
    version: run.version,
    options: run.options,
    given: run.given ?? null,
    consistency: run.consistency ?? null,
    lines: ledgerLines(run.ledger),
    ledger: run.ledger,
    objects: run.objects.length,
    objects_rejected: run.objects.filter(({ rejected }) => rejected !== undefined).length,
    periods: results,
  };
}

/** Then each object, each period. `state`: what became of it since. */
export function* runDetailLines(
  run: RunRecord,
  stateOf: (period: RunPeriod) => { readonly state: string | null; readonly by: string | null },
): Generator<Line, void, undefined> {
  for (const { key, bytes, lines, rejected = null } of run.objects) {
    yield { type: 'object', object: key, bytes, lines, rejected };
  }
  for (const period of run.periods) {
    const { state, by } = stateOf(period);
    yield {
      type: 'period',
      site: period.site,
      date: period.date,
      result: period.result,
      reason: period.reason ?? null,
      generation_before: period.generationBefore,
      generation_after: period.generationAfter,
      before: period.before,
      after: period.after,
      state,
      state_by: by,
    };
  }
}
