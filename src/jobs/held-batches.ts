/**
 * The batches of one object, held back until the object is proven whole: in memory while they are
 * few, on the spill space when they are many.
 */
import type { SpillRange } from '../base/spill-records.ts';
import type { SpillFile, SpillSpace } from '../base/spill-space.ts';
import type { EventBatch } from '../model/event-batch.ts';
import { readEventBatch, writeEventBatch } from '../model/event-batch-bytes.ts';
import { batchBytes } from '../model/event-columns.ts';

export class HeldBatches {
  readonly #space: SpillSpace;
  readonly #heldBytesMax: number;
  #held: EventBatch[] = [];
  #heldBytes = 0;
  #file: SpillFile | undefined;
  #spilled: SpillRange[] = [];

  /** @param heldBytesMax what may be held in memory; Infinity = everything. */
  constructor(space: SpillSpace, heldBytesMax: number) {
    this.#space = space;
    this.#heldBytesMax = heldBytesMax;
  }

  add(batch: EventBatch): void {
    this.#held.push(batch);
    this.#heldBytes += batchBytes(batch);
    if (this.#heldBytes > this.#heldBytesMax) this.#spill();
  }

  /** The batches in the order in which they were added; may be asked for once. */
  *take(): Generator<EventBatch, void, undefined> {
    if (this.#file !== undefined) {
      for (const range of this.#spilled) yield readEventBatch(this.#file, range);
    }
    yield* this.#held;
    this.drop();
  }

  drop(): void {
    this.#file?.drop();
    this.#file = undefined;
    this.#spilled = [];
    this.#held = [];
    this.#heldBytes = 0;
  }

  #spill(): void {
    this.#file ??= this.#space.create();
    for (const batch of this.#held) {
      this.#spilled.push(writeEventBatch(this.#file, batch));
    }
    this.#held = [];
    this.#heldBytes = 0;
  }
}
