/** Objects far smaller than their neighbours: whole, but perhaps not all of what was due. */
import { daySeconds } from '../base/calendar.ts';
import { floorTo, isHour } from './read-window.ts';
import type { PlacedObject } from './read-window.ts';

export type SmallObject = {
  readonly key: string;
  readonly bytes: number;
  readonly neighbours: number;
  readonly medianBytes: number;
};

/** Neighbours are objects of the same hour this many days before and after. */
export const neighbourDays = 7;

/** Below this part of the neighbours' median an object is small. */
const smallPart = 1 / 10;

/** The median of fewer says nothing (chosen, not measured). */
const neighboursMin = 3;

/**
 * Objects under a tenth of the median size of their neighbours among `listed`, in the order of
 * `objects`. Days that are not listed have no neighbours to give.
 */
export function findSmallObjects(
  objects: readonly PlacedObject[],
  listed: readonly PlacedObject[] = objects,
): readonly SmallObject[] {
  const groups = groupsOfObjects(listed);
  const sorted = new Map<string, readonly number[]>();
  return objects.flatMap((object) => {
    const { slot, day } = placeOf(object);
    const name = nameOfGroup(slot, day);
    const sizes = sorted.get(name) ?? neighbourSizes(groups, slot, day);
    sorted.set(name, sizes);
    const neighbours = sizes.length - 1;
    if (neighbours < neighboursMin) return [];
    const medianBytes = medianWithout(sizes, sizes.indexOf(object.bytes));
    if (object.bytes >= medianBytes * smallPart) return [];
    return [{ key: object.key, bytes: object.bytes, neighbours, medianBytes }];
  });
}

/** The same in words, for a person. */
export function smallObjects(
  objects: readonly PlacedObject[],
  listed: readonly PlacedObject[] = objects,
): readonly string[] {
  return findSmallObjects(objects, listed).map(textFromSmallObject);
}

export function textFromSmallObject(object: SmallObject): string {
  const { key, bytes, neighbours, medianBytes } = object;
  return (
    `${key} has only ${bytes} bytes: half of its ${neighbours} neighbours ` +
    `(same hour, ${neighbourDays} days around) have ${medianBytes} or more`
  );
}

type Groups = ReadonlyMap<string, readonly number[]>;

/** Sizes by hour of the day (or the whole day) and date. */
function groupsOfObjects(objects: readonly PlacedObject[]): Groups {
  const groups = new Map<string, number[]>();
  for (const object of objects) {
    const { slot, day } = placeOf(object);
    const name = nameOfGroup(slot, day);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [object.bytes]);
    else group.push(object.bytes);
  }
  return groups;
}

function placeOf({ range }: PlacedObject): { readonly slot: string; readonly day: number } {
  const midnight = floorTo(range.from, daySeconds);
  const slot = isHour(range) ? String(range.from - midnight) : 'day';
  return { slot, day: midnight / daySeconds };
}

function nameOfGroup(slot: string, day: number): string {
  return `${slot}/${day}`;
}

/** Ascending; the object's own size is among them. */
function neighbourSizes(groups: Groups, slot: string, day: number): readonly number[] {
  const sizes: number[] = [];
  for (let near = day - neighbourDays; near <= day + neighbourDays; near += 1) {
    for (const bytes of groups.get(nameOfGroup(slot, near)) ?? []) sizes.push(bytes);
  }
  return sizes.sort((a, b) => a - b);
}

/** Median of an ascending list without one of its elements; of two middle ones the lower. */
function medianWithout(sorted: readonly number[], without: number): number {
  const middle = (sorted.length - 2) >> 1;
  return sorted[middle < without ? middle : middle + 1] ?? 0;
}
