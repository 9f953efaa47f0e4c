/** What a store shows of a period, and what it keeps beside that. */
import type { PeriodKey } from './period.ts';
import type { PeriodRecord } from './period-record.ts';
import { mayGoAt } from './period-transitions.ts';
import type { KeepAges } from './period-transitions.ts';
import type { Grain } from './row.ts';

export type PeriodStatus = PeriodKey & {
  /** null = nothing is shown. */
  readonly live: string | null;
  readonly liveBy: string | null;
  /** Since when, epoch seconds; null where that was too many changes ago to be remembered. */
  readonly liveSince: number | null;
  readonly grains: readonly Grain[];
  readonly pinnedBy: string | null;
  /** What can be gone back to, and until when `gc` leaves it alone (epoch seconds). */
  readonly kept: readonly {
    readonly generation: string;
    readonly run: string;
    readonly until: number;
  }[];
  /** Generations that are being written, or were left so: their runs, and since when. */
  readonly intents: readonly { readonly run: string; readonly renewedAt: number }[];
};

export function statusOfRecord(record: PeriodRecord, ages: KeepAges): PeriodStatus {
  const { site, day, live, liveBy, pinnedBy, generations, transitions } = record;
  const moved = transitions.findLast(({ kind }) => kind === 'publish' || kind === 'undo');
  const entry = generations.find(({ generation }) => generation === live);
  return {
    ...{ site, day, live, liveBy, pinnedBy },
    liveSince: moved?.at ?? null,
    grains: entry?.grains ?? [],
    kept: generations
      .filter(({ state, generation }) => state === 'kept' && generation !== live)
      .map((one) => {
        const { generation, run } = one;
        return { generation, run, until: mayGoAt(one, ages) };
      }),
    intents: generations
      .filter(({ state }) => state === 'intent')
      .map(({ run, renewedAt }) => ({ run, renewedAt })),
  };
}
