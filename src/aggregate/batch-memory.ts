/** Memory of batches that tables hold: several may hold one, which takes it once. */
import type { EventColumns } from '../model/event-batch.ts';

type Held = { readonly bytes: number; tables: number };

export class BatchMemory {
  /** By the columns of a batch. */
  readonly #held = new Map<EventColumns, Held>();
  #bytes = 0;

  get bytes(): number {
    return this.#bytes;
  }

  hold(columns: EventColumns, bytes: number): void {
    const held = this.#held.get(columns);
    if (held !== undefined) held.tables += 1;
    else {
      this.#held.set(columns, { bytes, tables: 1 });
      this.#bytes += bytes;
    }
  }

  release(columns: EventColumns): void {
    const held = this.#held.get(columns);
    if (held === undefined) return;
    held.tables -= 1;
    if (held.tables > 0) return;
    this.#held.delete(columns);
    this.#bytes -= held.bytes;
  }
}
