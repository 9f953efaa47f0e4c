/** A whole comparison with numbers from elsewhere: its periods, what was compared, exit causes. */
import type { ExitCode } from '../base/exit-codes.ts';
import type { ValueKind } from '../model/foreign-numbers.ts';
import type { AgainstKind, AgainstPeriod, RecordedBy } from './against-types.ts';

export type AgainstResult = {
  readonly ours: string;
  readonly theirs: string;
  /** Ascending by site and day. */
  readonly periods: readonly AgainstPeriod[];
  readonly kinds: Readonly<Record<RecordedBy, readonly ValueKind[]>>;
  readonly causes: readonly ExitCode[];
};

/** Kinds remembered: segments times metrics times four; custom events have no end (chosen). */
const kindsMax = 10_000;

/** Collects the kinds of values that a comparison meets. */
export class MetKinds {
  readonly #byName = new Map<string, { readonly kind: ValueKind; recordedBy: RecordedBy }>();

  /** What both sides record on one day is compared; that they did not on another changes little. */
  readonly met = (kind: ValueKind, recordedBy: RecordedBy): void => {
    const { grain, isSiteRow, dimension, metric } = kind;
    const name = `${grain} ${String(isSiteRow)} ${dimension}/${metric}`;
    const known = this.#byName.get(name);
    if (known === undefined && this.#byName.size < kindsMax) {
      this.#byName.set(name, { kind, recordedBy });
    }
    if (known !== undefined && recordedBy === 'both') known.recordedBy = 'both';
  };

  kinds(): AgainstResult['kinds'] {
    const of = (wanted: RecordedBy): readonly ValueKind[] =>
      [...this.#byName.values()]
        .filter(({ recordedBy }) => recordedBy === wanted)
        .map(({ kind }) => kind);
    return { both: of('both'), ours: of('ours'), theirs: of('theirs') };
  }
}

const causeOfKind: Readonly<Record<AgainstKind, ExitCode>> = {
  same: 0,
  differs: 3,
  only_ours: 3,
  only_theirs: 3,
  unreadable: 4,
};

/** Where there was nothing to compare, nothing is said to be the same. */
export function againstResult(
  found: Omit<AgainstResult, 'causes' | 'kinds'> & { readonly met: MetKinds },
): AgainstResult {
  const { met, ...result } = found;
  const kinds = met.kinds();
  const causes = new Set(result.periods.map(({ kind }) => causeOfKind[kind]));
  const isEmpty = result.periods.length === 0 || result.periods.every(({ cells }) => cells === 0);
  if (isEmpty && !causes.has(3)) causes.add(4);
  return { ...result, kinds, causes: [...causes] };
}
