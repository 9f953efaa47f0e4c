/** A raw line that has to do with one number: what became of it, and what it adds. */
import type { Outcome } from './ledger.ts';

/**
 * What became of a line, in the order in which explanations tell it. `other_bucket` is counted
 * like any other, but in a 5-minute bucket beside the one that is explained.
 */
export const lineFates = [
  { name: 'counted', about: 'add up to the number' },
  { name: 'duplicate', about: 'the same event was accepted before' },
  { name: 'bot', about: "a robot's user agent" },
  { name: 'excluded', about: "matches one of the site's exclusion rules" },
  { name: 'other_bucket', about: 'counted in the bucket before or after' },
  { name: 'other_period', about: 'of the day before or after, near midnight' },
  { name: 'out_of_window', about: "in logs outside the day's read window" },
  { name: 'incomplete', about: 'without action, url, visitor, id or time' },
  { name: 'invalid', about: 'a needed value of the wrong kind' },
] as const satisfies readonly { name: Outcome | 'other_bucket'; about: string }[];

export type LineFate = (typeof lineFates)[number]['name'];

/** As it was found in its object. Of lines that cannot be read whole, what can be read. */
export type FoundLine = {
  readonly line: number;
  /** `accepted` until it is known whether it is a duplicate. */
  readonly fate: Exclude<LineFate, 'counted' | 'duplicate'> | 'accepted';
  /** Epoch seconds. */
  readonly time: number | null;
  readonly url: string | null;
  readonly action: string | null;
  readonly visitor: string | null;
  /** Of an excluded line, the name of the rule. */
  readonly rule: string | null;
  /** What it adds to the number, or would add; of a distinct count 1. 0 where nobody can tell. */
  readonly amount: number;
  /** Of a distinct count the member of the set: a visitor, or a visitor's session. */
  readonly member: string | null;
};

export type LineAddress = { readonly object: string; readonly line: number };

export type ExplainedLine = Omit<FoundLine, 'fate'> &
  LineAddress & {
    readonly fate: LineFate;
    /** Of a duplicate, where the line is that counts in its place. */
    readonly first: LineAddress | null;
  };
