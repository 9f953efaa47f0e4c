/** How many accepted events of each period some objects hold: whose numbers can they change? */
import type { EventBatch } from '../model/event-batch.ts';

/** Memory: a number for each object that is watched and each period that it has events of. */
export class EventCounts {
  readonly #isWatched: (object: string) => boolean;
  readonly #counts = new Map<string, Map<string, number>>();

  constructor(isWatched: (object: string) => boolean) {
    this.#isWatched = isWatched;
  }

  add(object: string, { count, columns }: EventBatch): void {
    if (!this.#isWatched(object)) return;
    const counts = this.#counts.get(object) ?? new Map<string, number>();
    this.#counts.set(object, counts);
    for (let event = 0; event < count; event += 1) {
      const period = nameOf({ site: columns.site[event]!, day: columns.day[event]! });
      counts.set(period, (counts.get(period) ?? 0) + 1);
    }
  }

  /** @param period site by its index in the request. 0 for objects that are not watched. */
  of(object: string, period: { readonly site: number; readonly day: number }): number {
    return this.#counts.get(object)?.get(nameOf(period)) ?? 0;
  }
}

function nameOf({ site, day }: { readonly site: number; readonly day: number }): string {
  return `${String(site)}/${String(day)}`;
}
