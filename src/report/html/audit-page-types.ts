/** What the page of an audit shows: plain data, the same for every kind of comparison. */
import type { Difference, DifferenceCounts } from '../../model/difference.ts';
import type { PeriodKey } from '../../model/period.ts';

/** How a day came out: `intended` differs as somebody wanted it, `unknown` was not checked. */
export type Tone = 'right' | 'wrong' | 'intended' | 'unknown';

export type Numbers = Readonly<Record<string, number>>;

export type PageDay = PeriodKey & {
  readonly tone: Tone;
  /** Why it is wrong, or why nothing is known of it; phrases. */
  readonly why: readonly string[];
  readonly cells: DifferenceCounts;
  readonly stored: Numbers | null;
  readonly expected: Numbers | null;
  /** The first differences in the order of rows. */
  readonly sample: readonly Difference[];
};

export type PageCause = {
  readonly title: string;
  readonly about: string;
  readonly tone: Tone;
  readonly days: readonly PeriodKey[];
  /** The first few of what it was found by, each of its day. */
  readonly evidence: readonly { readonly period: PeriodKey; readonly text: string }[];
};

/** The course of one metric within a day: [epoch seconds, stored, expected], ascending. */
export type PageCourse = PeriodKey & {
  readonly metric: string;
  readonly points: readonly (readonly [number, number | null, number | null])[];
};

export type PageStep = {
  readonly text: string;
  /** Lines of a command that can be copied; none where no command helps. */
  readonly command: readonly string[];
};

export type AuditPage = {
  readonly title: string;
  /** ISO 8601, UTC. */
  readonly madeAt: string;
  readonly version: string;
  /** What the two sides are called: `stored`, `recounted from the logs`. */
  readonly sides: { readonly stored: string; readonly expected: string };
  /** What a good day and a bad one are called: `right`, `is not right`, `are not right`. */
  readonly words: {
    readonly right: string;
    readonly wrong: { readonly one: string; readonly many: string };
  };
  /** One sentence, for whoever reads nothing else. */
  readonly verdict: { readonly tone: Tone; readonly headline: string; readonly text: string };
  readonly facts: readonly (readonly [string, string])[];
  /** Ascending by site and day. */
  readonly days: readonly PageDay[];
  readonly causes: readonly PageCause[];
  readonly courses: readonly PageCourse[];
  readonly checked: readonly string[];
  readonly notChecked: readonly string[];
  readonly steps: readonly PageStep[];
};
