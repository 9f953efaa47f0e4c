/** Whether the clocks of the machines that wrote to a store agree, as far as its records tell. */
import { textFromInstant } from '../base/calendar.ts';
import { textFromPeriod } from '../model/period.ts';
import type { PeriodKey } from '../model/period.ts';
import type { PeriodRecord } from '../model/period-record.ts';
import type { StoreFinding } from '../model/store-finding.ts';

/** Clocks that are kept right differ by less; what is kept for a day or a week does not mind. */
const skewSecondsMax = 300;

type Skew = { readonly seconds: number; readonly message: string };

/** Collects over all records; one finding of each kind, for the largest difference. */
export class ClockExaminer {
  readonly #now: number;
  #ahead: Skew | undefined;
  #backward: Skew | undefined;

  constructor(now: number) {
    this.#now = now;
  }

  add(key: PeriodKey, { transitions, generations }: PeriodRecord): void {
    const instants = [
      ...transitions.map(({ at }) => at),
      ...generations.map(({ renewedAt }) => renewedAt),
    ];
    const newest = Math.max(0, ...instants);
    const when = textFromInstant(newest);
    this.#ahead = larger(this.#ahead, {
      seconds: newest - this.#now,
      message: `${textFromPeriod(key)} was changed at ${when}, which is still to come`,
    });
    for (const [index, { at, run, kind }] of transitions.entries()) {
      const before = transitions[index - 1];
      if (before === undefined) continue;
      this.#backward = larger(this.#backward, {
        seconds: before.at - at,
        message:
          `${textFromPeriod(key)}: the ${kind} of run ${run} came after the ${before.kind} of ` +
          `run ${before.run}, and says that it was ${String(before.at - at)} s before it`,
      });
    }
  }

  *findings(): Generator<StoreFinding, void, undefined> {
    for (const skew of [this.#ahead, this.#backward]) {
      if (skew === undefined || skew.seconds <= skewSecondsMax) continue;
      yield {
        level: 'notice',
        kind: 'clock',
        period: null,
        generation: null,
        message: `${skew.message} (the largest such difference: ${String(skew.seconds)} s)`,
        remedy:
          'set the clocks of all machines that run recount (NTP); until then what is removed ' +
          'after a day or a week may go too early or too late',
      };
    }
  }
}

function larger(known: Skew | undefined, found: Skew): Skew {
  return known !== undefined && known.seconds >= found.seconds ? known : found;
}
