/**
 * What follows from values, by their numbers: a word for each value, what follows + 1. 0 = the
 * caller has not worked it out yet. Tables lie where the caller made room for them.
 *
 * Whatever looks something up stops at what is not known, and is called again once the caller has
 * written it. Most values come again and again, so that stops are few.
 */

/** Where it stopped: the table, the value, and the time of the event. */
export let unknownTable: usize = 0;
export let unknownValue: u32 = 0;
export let unknownTime: u32 = 0;

export function lookUp(table: usize, value: u32): u32 {
  return load<u32>(table + ((<usize>value) << 2));
}

/** @returns false, for whoever stops. */
export function stopAt(table: usize, value: u32, time: u32): bool {
  unknownTable = table;
  unknownValue = value;
  unknownTime = time;
  return false;
}
