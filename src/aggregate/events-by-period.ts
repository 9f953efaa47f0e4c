/** The periods of a batch's events. */
import type { EventBatch } from '../model/event-batch.ts';

/** A site index of the batches, and a local day. */
export type PeriodIndex = { readonly site: number; readonly day: number };

/** Indexes of a period's events, ascending; undefined = all of the batch. */
export type EventsOfPeriod = PeriodIndex & { readonly events: Uint32Array | undefined };

/** @returns the periods in the order in which they are met. */
export function eventsByPeriod({ count, columns }: EventBatch): readonly EventsOfPeriod[] {
  const { site, day } = columns;
  const found: PeriodIndex[] = [];
  /** Place of each event's period in `found`, and of the last one of each site. */
  const places = new Uint16Array(count);
  const lastOfSite = new Map<number, number>();
  let [place, ofSite, ofDay] = [-1, -1, NaN];
  for (let event = 0; event < count; event += 1) {
    // Neighbours mostly share their period, and sites that come by turns their last one.
    if (site[event] !== ofSite || day[event] !== ofDay) {
      ofSite = site[event]!;
      ofDay = day[event]!;
      place = lastOfSite.get(ofSite) ?? -1;
      if (found[place]?.day !== ofDay) place = placeOf(found, { site: ofSite, day: ofDay });
      lastOfSite.set(ofSite, place);
    }
    places[event] = place;
  }
  if (found.length === 1) return [{ ...found[0]!, events: undefined }];
  const list = new Uint32Array(count);
  return found.map((period, index) => ({ ...period, events: eventsAt(index, places, list) }));
}

/** A batch is of one object, and its periods are few. */
function placeOf(found: PeriodIndex[], { site, day }: PeriodIndex): number {
  const known = found.findIndex((period) => period.site === site && period.day === day);
  return known === -1 ? found.push({ site, day }) - 1 : known;
}

/**
 * Ascending indexes of the events at a place. One pass for each of the few places takes less than
 * one for all of them, in which every step waits for the one before (measured).
 *
 * @param list has room for all events, and is used up.
 */
function eventsAt(place: number, places: Uint16Array, list: Uint32Array): Uint32Array {
  let count = 0;
  for (let event = 0; event < places.length; event += 1) {
    // Written always and kept where it counts: the branch could not be foretold.
    list[count] = event;
    count += places[event] === place ? 1 : 0;
  }
  return list.slice(0, count);
}
