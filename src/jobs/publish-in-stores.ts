/**
 * Staged in every store, verified in every store, and only then published in one after another: a
 * store that fails while it is staged keeps all of them at their old numbers, and one that fails
 * while it is published is finished by a rerun, which leaves the others as they are.
 */
import { ConflictError, RecountError } from '../base/errors.ts';
import type { InputSet } from '../model/input-set.ts';
import type { Manifest } from '../model/manifest.ts';
import type { PeriodRecord } from '../model/period-record.ts';
import { recordIntent, type Actor } from '../model/period-transitions.ts';
import { textFromPeriod, type GenerationKey } from '../model/period.ts';
import { changePeriod, errorFromRefusal, type Pause } from '../store/change-period.ts';
import {
  publishStaged,
  stageGeneration,
  type GenerationContent,
  type StagedGeneration,
} from '../store/publish-generation.ts';
import type { Store } from '../store/store.ts';
import type { CheckedContent } from './checked-content.ts';
import type { StoredPeriod } from './current-generation.ts';
import { pauseBetweenTries } from './pause-between-tries.ts';
import type { PreparedPeriod } from './prepare-periods.ts';
import type { PeriodResult, RebuildPorts, RebuildRequest } from './rebuild-types.ts';

export type PeriodContent = {
  readonly period: PreparedPeriod;
  readonly inputSet: InputSet;
  readonly content: CheckedContent;
  manifestFrom(generation: string, barrier: number, content: GenerationContent): Manifest;
  /** Of `period.stored`: the stores that show it already, by an earlier run. */
  readonly finishedIn: readonly StoredPeriod[];
};

type StagedInStore = {
  readonly store: Store;
  readonly staged: StagedGeneration;
  /** The epoch that the derivation started from. */
  readonly epoch: number;
};

type Published = Pick<PeriodResult, 'kind' | 'reasons' | 'generationAfter' | 'rows' | 'pages'>;

/** A conflict in one period is its result; the periods behind it are still to be published. */
export async function publishInStores(
  ports: RebuildPorts,
  request: RebuildRequest,
  content: PeriodContent,
): Promise<Published> {
  try {
    return await stageAndPublish(ports, request, content);
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
    const reasons = [error.message];
    return { kind: 'conflict', reasons, generationAfter: null, rows: {}, pages: null };
  }
}

/**
 * @throws ConflictError where another run was first, in any of the stores; UnavailableError where
 * one has lost the intent.
 */
async function stageAndPublish(
  ports: RebuildPorts,
  request: RebuildRequest,
  content: PeriodContent,
): Promise<Published> {
  const generation = ports.newId();
  const pause = pauseBetweenTries(ports);
  const actor = (): Actor => ({ run: request.run.id, at: ports.now() });
  const inStores: StagedInStore[] = [];
  for (const [index, store] of ports.stores.entries()) {
    const stored = content.period.stored[index];
    if (stored !== undefined && content.finishedIn.includes(stored)) continue;
    const { epoch = 0 } = stored?.record ?? {};
    const barrier = content.period.barriers.numbers[index] ?? 0;
    const staged = await stageInStore(store, { generation, barrier }, { content, actor, pause });
    inStores.push({ store, staged, epoch });
  }
  content.content.check();
  const done: string[] = [];
  for (const { store, staged, epoch } of inStores) {
    try {
      const change = await publishStaged(store, staged, { epoch, actor: actor() }, pause);
      if (change.kind === 'refused') throw errorFromRefusal(store, change);
    } catch (error) {
      throw halfDone(error, content.period, { store, done });
    }
    done.push(store.location);
  }
  const { rows, pages } = (inStores[0] as StagedInStore).staged;
  const isRest = done.length < ports.stores.length;
  const reasons = isRest ? [`in ${done.join(', ')}; elsewhere it was there already`] : [];
  return { kind: 'published', reasons, generationAfter: generation, rows, pages };
}

/** The same error, which also says that some stores show the new numbers and others do not. */
function halfDone(
  error: unknown,
  period: PreparedPeriod,
  { store, done }: { readonly store: Store; readonly done: readonly string[] },
): unknown {
  if (done.length === 0 || !(error instanceof RecountError)) return error;
  const where = `${textFromPeriod(period)} was published in ${done.join(', ')}`;
  const message = `${where}, not in ${store.location}: ${error.message}`;
  const hint = 'run the command again: it publishes where it is missing, and nowhere else';
  const details = { hint, cause: error };
  if (error instanceof ConflictError) return new ConflictError(message, details);
  return new RecountError(message, error.exitCode, details);
}

async function stageInStore(
  store: Store,
  { generation, barrier }: { readonly generation: string; readonly barrier: number },
  {
    content,
    actor,
    pause,
  }: { readonly content: PeriodContent; readonly actor: () => Actor; readonly pause: Pause },
): Promise<StagedGeneration> {
  const { period, inputSet } = content;
  const key: GenerationKey = { site: period.site, day: period.day, generation };
  const intended = await changePeriod(
    store,
    key,
    // The barrier that stood when the derivation began: a later one makes it worthless.
    (record) => recordIntent(record, { generation, barrier, shards: 1 }, actor()),
    pause,
  );
  if (intended.kind === 'refused') throw errorFromRefusal(store, intended);
  await refuseOldBarrier(store, intended.record, barrier);
  await store.writeInputSet(inputSet);
  await store.writeRules(period.rules.digest, period.rules.rules);
  return stageGeneration(store, key, content.content, (written) =>
    content.manifestFrom(generation, barrier, written),
  );
}

/**
 * A barrier is set in the site's record before it is written into those of the periods that are
 * there by then. Looked at after the intent, so that one of both is seen: the intent or the number.
 */
async function refuseOldBarrier(
  store: Store,
  record: PeriodRecord,
  barrier: number,
): Promise<void> {
  const newer = (await store.readSite(record.site))?.barriers.find((one) => one.number > barrier);
  if (newer === undefined) return;
  const refusal = { kind: 'refused', record, why: 'below_barrier', by: newer.run } as const;
  throw errorFromRefusal(store, refusal);
}
