/** The run record: written at the start of a run, and again with its results at the end. */
import { exitCodeFromCauses } from '../base/exit-codes.ts';
import { textFromDay, textFromInstant } from '../base/calendar.ts';
import { emptyLedger } from '../model/ledger.ts';
import type { RunObject, RunPeriod, RunRecord } from '../model/run-record.ts';
import type { Store } from '../store/store.ts';
import type {
  ObjectResult,
  PeriodResult,
  RebuildPorts,
  RebuildRequest,
  RebuildResult,
  RunIdentity,
} from './rebuild-types.ts';

export async function recordRunStart(
  ports: RebuildPorts,
  request: RebuildRequest,
  startedAt: number,
): Promise<void> {
  await writeRun(ports, startOfRun(request, startedAt));
}

export async function recordRunEnd(
  ports: RebuildPorts,
  request: RebuildRequest,
  end: {
    readonly startedAt: number;
    readonly result: RebuildResult;
  },
): Promise<void> {
  await writeRun(ports, {
    ...startOfRun(request, end.startedAt),
    finishedAt: textFromInstant(ports.now()),
    exitCode: exitCodeFromCauses(end.result.causes),
    ledger: end.result.ledger,
    objects: end.result.objects.map(runObject),
    periods: end.result.periods.map((period) => ({
      ...runPeriod(period),
      ...(request.guard !== undefined && { planned: request.guard.planOf(period) }),
    })),
  });
}

async function writeRun(ports: RebuildPorts, record: RunRecord): Promise<void> {
  for (const store of ports.stores) await store.writeRun(runInStore(store, record));
}

/** With how this store confirms what is written to it. */
export function runInStore({ consistency }: Store, record: RunRecord): RunRecord {
  return consistency === undefined ? record : { ...record, consistency };
}

/** The record of a run that has just begun, at `startedAt` (epoch seconds). */
export function startOfRun({ run }: { readonly run: RunIdentity }, startedAt: number): RunRecord {
  return {
    schema: 1,
    run: run.id,
    command: run.command,
    options: run.options,
    ...(run.given !== undefined && { given: run.given }),
    who: run.who,
    reason: run.reason,
    startedAt: textFromInstant(startedAt),
    finishedAt: null,
    exitCode: null,
    version: run.version,
    ledger: emptyLedger(),
    objects: [],
    periods: [],
  };
}

export function runObject({ key, bytes, lines, rejected }: ObjectResult): RunObject {
  return { key, bytes, lines, ...(rejected !== null && { rejected: rejected.message }) };
}

export function runPeriod(period: PeriodResult): RunPeriod {
  const { site, day, kind, reasons, generationBefore, generationAfter, before, after } = period;
  return {
    site,
    date: textFromDay(day),
    result: kind,
    ...(reasons.length > 0 && { reason: reasons.join('; ') }),
    generationBefore,
    generationAfter,
    before,
    after,
  };
}
