/** Numbers by group: counts add, distinct counts merge their sketches and never add. */
import { compareTexts } from '../base/bytes.ts';
import { sketchEstimate, SketchUnion } from '../model/sketch.ts';
import type { StoredMetric } from './query-plan.ts';

/** One text a group column; null where there is no value, as of a page that nothing is known of. */
export type GroupNames = readonly (string | null)[];

export type Group = {
  readonly names: GroupNames;
  /** Per stored metric. */
  readonly values: readonly number[];
};

type Cell = { readonly value: number; readonly sketch: Uint8Array };

/** A sketch alone stays as it came: most groups of long tails never see a second one. */
type Cumulated = number | Uint8Array | SketchUnion | undefined;

type Entry = { readonly names: GroupNames; readonly cells: Cumulated[] };

/** A group without its names and sketches: a place in the map, arrays, objects (measured). */
const entryBytes = 260;
/** A union holds some 30 bytes for the 8 of each value, and this much once it has registers. */
const unionFactor = 4;
const unionBytesMax = 40 * 1024;

export class GroupTable {
  readonly #stored: readonly StoredMetric[];
  readonly #entries = new Map<string, Entry>();
  #bytes = 0;

  constructor(stored: readonly StoredMetric[]) {
    this.#stored = stored;
  }

  get count(): number {
    return this.#entries.size;
  }

  /** About what is held, for the budget of whoever keeps the table. */
  get memoryBytes(): number {
    return this.#bytes;
  }

  add(names: GroupNames, metric: number, cell: Cell): void {
    const { cells } = this.#entry(names);
    const before = cells[metric];
    if (this.#stored[metric]?.isDistinct === true) {
      cells[metric] = this.#merged(before, cell.sketch);
    } else {
      cells[metric] = (typeof before === 'number' ? before : 0) + cell.value;
    }
  }

  get(names: GroupNames): Group | undefined {
    const entry = this.#entries.get(keyOf(names));
    return entry === undefined ? undefined : this.#groupOf(entry);
  }

  has(names: GroupNames): boolean {
    return this.#entries.has(keyOf(names));
  }

  *groups(): Generator<Group, void, undefined> {
    for (const entry of this.#entries.values()) yield this.#groupOf(entry);
  }

  #entry(names: GroupNames): Entry {
    const key = keyOf(names);
    const known = this.#entries.get(key);
    if (known !== undefined) return known;
    const entry: Entry = { names, cells: new Array<Cumulated>(this.#stored.length) };
    this.#entries.set(key, entry);
    this.#bytes += entryBytes + 4 * key.length + 16 * this.#stored.length;
    return entry;
  }

  #merged(before: Cumulated, sketch: Uint8Array): Cumulated {
    if (before === undefined || typeof before === 'number') {
      this.#bytes += sketch.length + 64;
      // What was read is a view of a larger piece of memory.
      return sketch.slice();
    }
    this.#bytes += Math.min(unionBytesMax, sketch.length * unionFactor);
    if (before instanceof SketchUnion) {
      before.add(sketch);
      return before;
    }
    const union = new SketchUnion();
    union.add(before);
    union.add(sketch);
    return union;
  }

  #groupOf({ names, cells }: Entry): Group {
    const values = this.#stored.map((_, metric) => {
      const cell = cells[metric];
      if (cell === undefined) return 0;
      if (typeof cell === 'number') return cell;
      return sketchEstimate(cell instanceof SketchUnion ? cell.sketch() : cell);
    });
    return { names, values };
  }
}

/** Null before all texts, then by UTF-8 bytes. */
export function compareValues(a: string | null, b: string | null): number {
  if (a === b) return 0;
  if (a === null) return -1;
  return b === null ? 1 : compareTexts(a, b);
}

function keyOf(names: GroupNames): string {
  return names.length === 1 && names[0] !== null ? `"${String(names[0])}` : JSON.stringify(names);
}
