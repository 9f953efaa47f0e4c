/**
 * The shared core: batches of accepted events in, numbers of whole periods out. It knows nothing
 * of files, stores, or batch versus real time; archive order is the order of `add`.
 */
import type { SpillSpace } from '../base/spill-space.ts';
import type { EventBatch } from '../model/event-batch.ts';
import type { ColumnCounts } from '../model/event-columns.ts';
import { deriveInMemory } from './derive-in-memory.ts';
import type { DerivedPeriod } from './derived-period.ts';
import { BatchMemory } from './batch-memory.ts';
import { EventTable } from './event-table.ts';
import { eventsByPeriod, type PeriodIndex } from './events-by-period.ts';
import { filledBatch } from './gathered-events.ts';
import { rowMemoryBytesMax } from './row-memory.ts';
import type { RowShape } from './row-shape.ts';
import { SpilledEvents, type SpillSettings } from './spilled-events.ts';
import { deriveSpilled } from './spilled-period.ts';

export type AggregatorOptions = {
  /** By the site index that batches use. */
  readonly shapes: readonly RowShape[];
  /** Without it everything is held in memory. */
  readonly spill?: {
    readonly space: SpillSpace;
    /** Events of all open periods together may take this much; deriving takes as much again. */
    readonly eventBytesMax: number;
  };
};

type OpenPeriod = PeriodIndex & { table: EventTable; spilled: SpilledEvents | undefined };

/**
 * A table that is read back is this share of the budget: with what is made of it, it takes twice as
 * much, beside the open periods. The larger it is, the fewer rows of the site are in several.
 */
const tableShare = 1 / 2;

/**
 * No larger table is held, however much memory there is: what is made of one in the row builder's
 * memory takes 0.4 to 0.6 of its bytes (measured), and more where most of them are texts.
 */
const tableBytesMax = rowMemoryBytesMax * 0.75;

/** A period with fewer events of a batch copies them: to read them there, all must be read. */
const keptEventsMin = 2048;

/** Periods share a batch where they are at least so much of it (chosen). */
const keptShare = 3 / 4;

export class Aggregator {
  readonly #options: AggregatorOptions;
  readonly #open = new Map<string, OpenPeriod>();
  readonly #memory = new BatchMemory();

  constructor(options: AggregatorOptions) {
    this.#options = options;
  }

  /** Memory held by the events of open periods. */
  get memoryBytes(): number {
    let bytes = this.#memory.bytes;
    for (const { table } of this.#open.values()) bytes += table.gatheredBytes;
    return bytes;
  }

  /** Adds the events of a batch; batches come in archive order. */
  add(batch: EventBatch): void {
    const parts = eventsByPeriod(batch);
    const large = parts.filter(({ count }) => count >= keptEventsMin);
    const inLarge = large.reduce((sum, { count }) => sum + count, 0);
    const isKept = inLarge >= batch.count * keptShare;
    const kept = isKept ? filledBatch(batch) : batch;
    for (const part of parts) {
      const { site, day } = part;
      const { table } = this.#period(keyOf(site, day), site, day);
      if (isKept && part.count >= keptEventsMin) table.keep(kept, part.others());
      else table.gather(kept, part.events());
    }
    this.#spillWhileTooLarge();
  }

  /** Derives one period from all that was added, and forgets it. */
  finish({ site, day }: PeriodIndex): DerivedPeriod {
    const key = keyOf(site, day);
    const { table, spilled } = this.#period(key, site, day);
    this.#open.delete(key);
    table.release();
    const shape = this.#shape(site);
    const settings = this.#spillSettings();
    if (spilled === undefined || settings === undefined) return deriveInMemory(table, shape, day);
    spilled.add(table);
    return deriveSpilled(spilled, { shape, day, settings, counts: this.#counts(site) });
  }

  #period(key: string, site: number, day: number): OpenPeriod {
    const known = this.#open.get(key);
    if (known !== undefined) return known;
    const table = this.#newTable(site);
    const period: OpenPeriod = { site, day, table, spilled: undefined };
    this.#open.set(key, period);
    return period;
  }

  #newTable(site: number): EventTable {
    return new EventTable(this.#counts(site), this.#memory);
  }

  #shape(site: number): RowShape {
    return this.#options.shapes[site] as RowShape;
  }

  #counts(site: number): ColumnCounts {
    const { segments, breakdowns } = this.#shape(site);
    return { segments: segments.length, breakdowns: breakdowns.length };
  }

  #spillSettings(): SpillSettings | undefined {
    const { spill } = this.#options;
    if (spill === undefined) return undefined;
    const share = spill.eventBytesMax * tableShare;
    return { space: spill.space, tableBytesMax: Math.min(share, tableBytesMax) };
  }

  #spillWhileTooLarge(): void {
    const eventBytesMax = this.#options.spill?.eventBytesMax ?? Infinity;
    const settings = this.#spillSettings();
    if (settings === undefined) return;
    for (;;) {
      const largest = this.#largest();
      const isTooLarge =
        this.memoryBytes > eventBytesMax || (largest?.table.memoryBytes ?? 0) > tableBytesMax;
      if (!isTooLarge || largest === undefined || largest.table.count === 0) return;
      const counts = this.#counts(largest.site);
      largest.spilled ??= new SpilledEvents(settings, counts);
      largest.spilled.add(largest.table);
      largest.table.release();
      largest.table = this.#newTable(largest.site);
    }
  }

  #largest(): OpenPeriod | undefined {
    let largest: OpenPeriod | undefined;
    for (const period of this.#open.values()) {
      const bytes = largest?.table.memoryBytes ?? -1;
      if (period.table.memoryBytes > bytes) largest = period;
    }
    return largest;
  }
}

function keyOf(site: number, day: number): string {
  return `${String(site)}/${String(day)}`;
}
