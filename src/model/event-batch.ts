/**
 * Accepted events on their way from decode to the core: columns of typed arrays, so that a batch
 * costs no object per event and crosses to another thread, or to disk, as it is.
 *
 * What depends on a site's rules (zone, segments, exclusions) is resolved before: the core needs
 * none of them. Duplicates are still in, for only the core sees the whole archive in order.
 */
import type { ByteDictionary } from './byte-dictionary.ts';

/** Dictionary index that stands for "no value". Entry 0 of every dictionary is empty. */
export const absent = 0;

export type EventColumns = {
  /** Index into the list of sites that the run was asked for. */
  readonly site: Uint16Array;
  /** Local date in the site's zone, days since 1970. */
  readonly day: Int32Array;
  /** Event time, epoch seconds (until 2106). */
  readonly time: Uint32Array;
  /** Ordinal of the object in archive order, from 0. */
  readonly object: Uint32Array;
  /** Line number in the object, from 1. */
  readonly line: Uint32Array;
  /** Dictionary index of the action's name. */
  readonly action: Uint32Array;
  /** Engaged time, seconds; 0 where the action has none. */
  readonly engagedSeconds: Uint32Array;
  /** Session number from 1; 0 = none. */
  readonly sessionNumber: Uint32Array;
  /** Murmur3 x64-128 of the event's identity: 4 words an event. */
  readonly identity: Uint32Array;
  /** Low 64 bits of Murmur3 x64-128 of the visitor: low word, high word. */
  readonly visitor: Uint32Array;
  /** The same of visitor, `_`, session number; zeros where there is no session. */
  readonly session: Uint32Array;
  /** Dictionary index of the normalised url. */
  readonly url: Uint32Array;
  /** Dictionary index of the page metadata as canonical JSON; `absent` = none. */
  readonly page: Uint32Array;
  /** Per segment, in the order of the site's rules: index into its values. */
  readonly segments: readonly Uint16Array[];
  /** Per breakdown, in catalogue order: dictionary index of the value; `absent` = none. */
  readonly breakdowns: readonly Uint32Array[];
};

export type EventBatch = {
  /** Number of events; the columns may be longer. */
  readonly count: number;
  readonly columns: EventColumns;
  readonly dictionary: ByteDictionary;
};

/** Words per event of the three hash columns. */
export const identityWords = 4;
export const hashWords = 2;
