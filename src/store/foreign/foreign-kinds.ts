/** What a foreign file records: the kinds of values that each of its sites has. */
import type { Recorded, ValueKind } from '../../model/foreign-numbers.ts';
import { cellNameFromKey } from '../../model/segments.ts';
import type { ForeignCell } from './foreign-cell.ts';

type SeenKind = ValueKind & { isWithSketch: boolean };

export class ForeignKinds {
  readonly #bySite = new Map<string, Map<string, SeenKind>>();
  /** Names of keys: a file has few keys but for the values of breakdowns. */
  #names = new Map<string, { dimension: string; metric: string }>();

  /** A zero says as well that its kind is recorded. */
  add({ period, row, key, sketch }: ForeignCell): void {
    const { dimension, metric } = this.#nameOf(key);
    const kind = { grain: row.grain, isSiteRow: row.url === null, dimension, metric };
    const ofSite = this.#bySite.get(period.site) ?? new Map<string, SeenKind>();
    this.#bySite.set(period.site, ofSite);
    const name = textOf(kind);
    const seen = ofSite.get(name) ?? { ...kind, isWithSketch: false };
    ofSite.set(name, seen);
    if (sketch.length > 0) seen.isWithSketch = true;
  }

  recorded(site: string, kind: ValueKind): Recorded {
    const seen = this.#bySite.get(site)?.get(textOf(kind));
    if (seen === undefined) return 'no';
    return seen.isWithSketch ? 'sketch' : 'value';
  }

  kindsOf(site: string): readonly ValueKind[] {
    return [...(this.#bySite.get(site)?.values() ?? [])].map(
      ({ grain, isSiteRow, dimension, metric }) => ({ grain, isSiteRow, dimension, metric }),
    );
  }

  #nameOf(key: string): { dimension: string; metric: string } {
    const known = this.#names.get(key);
    if (known !== undefined) return known;
    if (this.#names.size >= namesMax) this.#names = new Map();
    const { dimension, metric } = cellNameFromKey(key);
    this.#names.set(key, { dimension, metric });
    return { dimension, metric };
  }
}

/** Keys remembered at once (chosen, not measured). */
const namesMax = 100_000;

function textOf({ grain, isSiteRow, dimension, metric }: ValueKind): string {
  return `${grain} ${isSiteRow ? 'site' : 'url'} ${dimension}/${metric}`;
}
