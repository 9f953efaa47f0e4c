/**
 * What may have been counted otherwise: one table. A hypothesis says in a sentence how the numbers
 * would have been made, and which events they would then hold.
 */
import type { PlacedObject } from '../archive/read-window.ts';
import { readWindow } from '../archive/read-window.ts';
import { rangesMeet } from '../archive/key-layout.ts';
import { daySeconds } from '../base/calendar.ts';
import type { VisitorErasure } from '../model/erasure.ts';
import type { TimeRange } from '../base/zone-clock.ts';
import { spanText } from '../report/number-text.ts';
import type { PlannedPeriod } from './planned-period.ts';
import type { RebuildSite } from './rebuild-types.ts';

/** Which lines are events: as the rules say, with robots too, or without the exclusion rules. */
export type EventLayer = 'by_rules' | 'with_robots' | 'without_exclusions';

/** One way in which the numbers of a period may have been made. */
export type Variant = {
  /** The end of a sentence that begins with "It was counted": `with robots`. */
  readonly text: string;
  readonly layer: EventLayer;
  readonly copies: 'removed' | 'counted';
  /** The instants that make the day. */
  readonly range: TimeRange;
  /** How often the events of an object are taken: 0, 1 or 2 times. */
  readonly timesOf: (object: PlacedObject) => number;
};

export type HypothesisCase = {
  readonly site: RebuildSite;
  readonly period: PlannedPeriod;
  /** Everything that any hypothesis may read, ascending by key. */
  readonly objects: readonly PlacedObject[];
  /** Erased visitors stay erased under every hypothesis. */
  readonly erasure: VisitorErasure | undefined;
};

export type Hypothesis = {
  readonly name: string;
  readonly about: string;
  readonly variants: (given: HypothesisCase) => readonly Variant[];
};

const hour = 3600;

/** Offsets of zones go from -12 to +14 hours, and so does the edge of another day. */
const edgeHours = Array.from({ length: 27 }, (_, index) => index - 12).filter((n) => n !== 0);

/** Read windows in use elsewhere: hours before and after the day, near the usual ones first. */
const windowHours: readonly (readonly [number, number])[] = [
  ...[3, 2, 1, 0].map((late) => [1, late] as const),
  ...[6, 3, 1, 0].map((late) => [0, late] as const),
  ...[12, 24].map((late) => [1, late] as const),
  ...[6, 24].map((margin) => [margin, margin] as const),
];

/** Windows of more objects are not tried object by object (chosen: a day of half hours). */
const singleObjectsMax = 100;

/** Farthest from its day that a hypothesis reads, on either side. */
export const reachSeconds = 14 * hour + 24 * hour;

export const hypotheses: readonly Hypothesis[] = [
  {
    name: 'copies_counted',
    about: 'copies of events were counted too',
    variants: (given) => [{ ...byRules(given), copies: 'counted', text: 'with copies of events' }],
  },
  {
    name: 'robots_counted',
    about: 'robots were counted too',
    variants: (given) => [{ ...byRules(given), layer: 'with_robots', text: 'with robots' }],
  },
  {
    name: 'exclusions_ignored',
    about: "the site's exclusion rules were not applied",
    variants: (given) =>
      given.site.exclusions.length === 0
        ? []
        : [
            {
              ...byRules(given),
              layer: 'without_exclusions',
              text: "without the site's exclusion rules",
            },
          ],
  },
  {
    name: 'utc_days',
    about: 'days were counted in UTC',
    variants: (given) => {
      const from = given.period.day * daySeconds;
      return [{ ...ofDay(given, { from, until: from + daySeconds }), text: 'by days of UTC' }];
    },
  },
  {
    name: 'other_day_edge',
    about: 'the day began at another hour',
    variants: (given) =>
      edgeHours.map((hours) => {
        const { from, until } = given.period.range;
        const shifted = { from: from + hours * hour, until: until + hours * hour };
        const side = hours < 0 ? 'earlier' : 'later';
        const text = `with the day from ${spanText(Math.abs(hours) * hour)} ${side}`;
        return { ...ofDay(given, shifted), text };
      }),
  },
  {
    name: 'other_window',
    about: 'logs were read of a narrower or wider time',
    variants: (given) =>
      windowHours.map(([early, late]) => {
        const margins = { earlySeconds: early * hour, lateSeconds: late * hour };
        const text = `from logs of ${early} h before to ${late} h after the day`;
        return { ...byRules(given), timesOf: within(given.period.range, margins), text };
      }),
  },
  {
    name: 'object_twice',
    about: 'one object was read twice',
    variants: (given) =>
      singleObjects(given).map(({ key }) => ({
        ...byRules(given),
        timesOf: timesWith(given, key, 2),
        text: `with ${key} read twice`,
      })),
  },
  {
    name: 'object_missing',
    about: 'one object was left out',
    variants: (given) =>
      singleObjects(given).map(({ key }) => ({
        ...byRules(given),
        timesOf: timesWith(given, key, 0),
        text: `without ${key}`,
      })),
  },
];

/** As the rules are: what every hypothesis alters in one place. */
export function byRules(given: HypothesisCase): Omit<Variant, 'text'> {
  return ofDay(given, given.period.range);
}

function ofDay({ site }: HypothesisCase, range: TimeRange): Omit<Variant, 'text'> {
  return { layer: 'by_rules', copies: 'removed', range, timesOf: within(range, site) };
}

function within(
  range: TimeRange,
  margins: { readonly earlySeconds: number; readonly lateSeconds: number },
): Variant['timesOf'] {
  const window = readWindow(range, margins);
  return (object) => (rangesMeet(object.range, window) ? 1 : 0);
}

function singleObjects({ period }: HypothesisCase): readonly PlacedObject[] {
  return period.objects.length <= singleObjectsMax ? period.objects : [];
}

function timesWith(given: HypothesisCase, key: string, times: number): Variant['timesOf'] {
  const usual = byRules(given).timesOf;
  return (object) => (object.key === key ? times : usual(object));
}

/** What two variants have in common where they hold the same events. */
export function signatureOf({ objects }: HypothesisCase, variant: Variant): string {
  const { layer, copies, range, timesOf } = variant;
  return [layer, copies, range.from, range.until, objects.map(timesOf).join('')].join(' ');
}
