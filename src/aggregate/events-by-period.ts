/** The periods of a batch's events. */
import type { EventBatch } from '../model/event-batch.ts';

/** A site index of the batches, and a local day. */
export type PeriodIndex = { readonly site: number; readonly day: number };

/** Events of one period in a batch. */
export type EventsOfPeriod = PeriodIndex & {
  /** How many there are. */
  readonly count: number;
  /** Their indexes, ascending. */
  events(): Uint32Array;
  /** The indexes of all other events of the batch, ascending. */
  others(): Uint32Array;
};

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
  if (found.length === 1) return [{ ...found[0]!, ...allEvents(count) }];
  const counts = new Uint32Array(found.length);
  for (let event = 0; event < count; event += 1) counts[places[event]!]! += 1;
  return found.map((period, index) => ({
    ...period,
    count: counts[index]!,
    events: () => eventsAt(index, places, counts[index]!),
    others: () => eventsElsewhere(index, places, count - counts[index]!),
  }));
}

function allEvents(count: number): Omit<EventsOfPeriod, keyof PeriodIndex> {
  return {
    count,
    events: () => new Uint32Array(count).map((_, event) => event),
    others: () => new Uint32Array(0),
  };
}

/** A batch is of one object, and its periods are few. */
function placeOf(found: PeriodIndex[], { site, day }: PeriodIndex): number {
  const known = found.findIndex((period) => period.site === site && period.day === day);
  return known === -1 ? found.push({ site, day }) - 1 : known;
}

/*
 * One pass for each of the few places takes less than one for all of them, in which every step
 * waits for the one before (measured). What is written is kept where it counts, with room for one
 * that does not: the branch could not be foretold.
 */

function eventsAt(place: number, places: Uint16Array, count: number): Uint32Array {
  const list = new Uint32Array(count + 1);
  let at = 0;
  for (let event = 0; event < places.length; event += 1) {
    list[at] = event;
    at += places[event] === place ? 1 : 0;
  }
  return list.subarray(0, count);
}

function eventsElsewhere(place: number, places: Uint16Array, count: number): Uint32Array {
  const list = new Uint32Array(count + 1);
  let at = 0;
  for (let event = 0; event < places.length; event += 1) {
    list[at] = event;
    at += places[event] === place ? 0 : 1;
  }
  return list.subarray(0, count);
}
