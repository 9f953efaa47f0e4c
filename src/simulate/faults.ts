/** Faults by name, those of lines and those of objects, and where they are to strike. */
import type { LineFault } from './line-faults.ts';
import { lineFaults } from './line-faults.ts';
import type { ObjectFault } from './object-faults.ts';
import { objectFaults } from './object-faults.ts';
import type { SimulatedObject } from './simulated-object.ts';

export type LineFaultName = (typeof lineFaults)[number]['name'];
export type ObjectFaultName = (typeof objectFaults)[number]['name'];
export type FaultName = LineFaultName | ObjectFaultName;

export type FaultRequest = {
  readonly name: FaultName;
  /** The object it strikes, from 0 in the order they come; default 0, with `every` all. */
  readonly object?: number;
  /** The line of that object, from 1; default 1. For faults of lines. */
  readonly line?: number;
  /** Strikes every so many lines instead, counted over all objects it may strike. */
  readonly every?: number;
};

/** All faults, in the order in which help lists them. */
export const faults: readonly (LineFault | ObjectFault)[] = [...objectFaults, ...lineFaults];

const lineFaultsByName: ReadonlyMap<string, LineFault> = byName(lineFaults);
const objectFaultsByName: ReadonlyMap<string, ObjectFault> = byName(objectFaults);

export function lineFaultOf(name: FaultName): LineFault | undefined {
  return lineFaultsByName.get(name);
}

/** What lies in place of object `ordinal` after every fault that strikes it, one by one. */
export function strikeObject(
  object: SimulatedObject,
  ordinal: number,
  requests: readonly FaultRequest[],
): readonly SimulatedObject[] {
  let objects: readonly SimulatedObject[] = [object];
  for (const { name, object: struck = 0 } of requests) {
    const fault = objectFaultsByName.get(name);
    if (fault === undefined || struck !== ordinal) continue;
    objects = objects.flatMap((one) => fault.apply(one));
  }
  return objects;
}

function byName<Fault extends { readonly name: string }>(
  table: readonly Fault[],
): ReadonlyMap<string, Fault> {
  return new Map(table.map((fault) => [fault.name, fault]));
}
