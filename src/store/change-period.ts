/**
 * The loop around every change of a period record: read, change, compare-and-set, and after a lost
 * race or a lost answer read again. The change itself then says whether it has already happened.
 */
import { ConflictError, UnavailableError } from '../base/errors.ts';
import { newPeriodRecord } from '../model/period-record.ts';
import type { PeriodRecord } from '../model/period-record.ts';
import type { Change, Refusal } from '../model/period-transitions.ts';
import { textFromPeriod } from '../model/period.ts';
import type { PeriodKey } from '../model/period.ts';
import type { Store } from './store.ts';

/** With every try somebody else gets ahead; more than this many means something is broken. */
const triesMax = 20;

/** Waits before the next try; `tries` = how many have failed. Gives jitter, so that two part. */
export type Pause = (tries: number) => Promise<void>;

export type PeriodChange =
  | { readonly kind: 'changed' | 'done'; readonly record: PeriodRecord }
  | {
      readonly kind: 'refused';
      readonly record: PeriodRecord;
      readonly why: Refusal;
      readonly by: string | null;
    };

/**
 * Applies `change` to the newest record of a period until it is stored, was stored before, or is
 * refused. The change may be called many times and must be pure.
 * @throws UnavailableError after `triesMax` tries that were lost or unanswered, or where the
 * record cannot be read, which stores try again themselves; the change may have been made: doing
 * it again is safe.
 */
export async function changePeriod(
  store: Store,
  key: PeriodKey,
  change: (record: PeriodRecord) => Change,
  pause: Pause,
): Promise<PeriodChange> {
  let lastFailure: UnavailableError | undefined;
  for (let tries = 1; tries <= triesMax; tries += 1) {
    const record = (await store.readPeriod(key)) ?? newPeriodRecord(key);
    const next = change(record);
    if (next.kind === 'done') return { kind: 'done', record };
    if (next.kind === 'refused') return { ...next, record };
    try {
      const outcome = await store.swapPeriod(next.record);
      if (outcome !== 'lost') return { kind: 'changed', record: next.record };
    } catch (error) {
      if (!(error instanceof UnavailableError)) throw error;
      lastFailure = error;
    }
    await pause(tries);
  }
  const message = `${store.location} did not settle ${textFromPeriod(key)} in ${triesMax} tries`;
  throw new UnavailableError(message, {
    hint: 'run the command again; what was already done is found and left as it is',
    cause: lastFailure,
  });
}

/** The refusal as the error that a job ends with; a conflict where another run was in the way. */
export function errorFromRefusal(
  store: Store,
  refusal: PeriodChange & { readonly kind: 'refused' },
): ConflictError | UnavailableError {
  const { why, by, record } = refusal;
  const { message, hint } = refusals[why];
  const who = by === null ? '' : ` (run ${by})`;
  const told = `${textFromPeriod(record)} in ${store.location}: ${message}${who}`;
  if (why === 'intent_forgotten') return new UnavailableError(told, { hint });
  return new ConflictError(told, { hint });
}

const refusals: Readonly<Record<Refusal, { readonly message: string; readonly hint: string }>> = {
  epoch_moved: {
    message: 'another run changed what is live since this one looked',
    hint: 'look at that run with recount runs show; run this command again if it is still wanted',
  },
  intent_gone: {
    message: 'the intent of this run is no longer there',
    hint: 'run the command again; it starts with a new generation',
  },
  intent_forgotten: {
    message: 'the store has lost the intent of this run, which it had confirmed',
    hint:
      'run the command again; a server that was killed loses its last writes where it keeps the ' +
      'only copy and confirms before they are on disk',
  },
  below_barrier: {
    message: 'the site was erased from or changed its zone after the derivation began',
    hint: 'run the command again; it derives under the present rules',
  },
  not_kept: {
    message: 'the generation is not kept any more, or never was',
    hint: 'recount store status lists the generations that can be gone back to',
  },
  is_live: {
    message: 'the generation is live',
    hint: 'nothing is to be done',
  },
  is_young: {
    message: 'the generation may still be needed',
    hint: 'wait until it is old enough; recount store gc says when',
  },
};
