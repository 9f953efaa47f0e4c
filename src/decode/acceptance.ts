/**
 * What becomes of a line: every outcome up to `bot`, in the one order in which they are checked.
 * `oversized`, `blank` and what is `malformed` as bytes were found before.
 */
import type { TimeRange, ZoneClock } from '../base/zone-clock.ts';
import type { AcceptedEvent } from './accepted-event.ts';
import type { DecodeSite } from './decode.ts';
import type { ExclusionFinder } from './exclusions.ts';
import { exclusionFinder } from './exclusions.ts';
import type { LineFormat } from './log-line.ts';
import type { ObjectTallyBuilder, RefusedOutcome } from './object-tally.ts';
import { isAbsent } from './raw-values.ts';
import { requiredFromNeeded } from './required-values.ts';
import type { RobotTest } from './robots.ts';
import type { SegmentReader } from './segments-of-event.ts';
import { segmentReaders } from './segments-of-event.ts';

/** A site's rules, made ready to be applied to lines. */
export type AcceptedSite = {
  readonly index: number;
  readonly clock: ZoneClock;
  /** The read windows of the days asked for. */
  readonly periods: ReadonlyMap<number, TimeRange>;
  readonly exclusionOf: ExclusionFinder;
  /** False where nothing would be found. */
  readonly hasExclusions: boolean;
  readonly segments: readonly SegmentReader[];
};

export type AcceptanceRules = {
  readonly sites: ReadonlyMap<string, AcceptedSite>;
  readonly isRobot: RobotTest;
};

/** The object that a line stands in: its ordinal, the time range of its key, its tally. */
export type LineSurroundings = {
  readonly ordinal: number;
  readonly range: TimeRange;
  readonly tally: ObjectTallyBuilder;
};

/** @throws UsageError if an exclusion's range of addresses cannot be read. */
export function acceptedSite(site: DecodeSite, index: number): AcceptedSite {
  return {
    index,
    clock: site.clock,
    periods: site.periods,
    exclusionOf: exclusionFinder(site.rules, site.erasure),
    hasExclusions: site.rules.exclusions.length > 0 || site.erasure !== undefined,
    segments: segmentReaders(site.rules),
  };
}

/** @returns the event, or the outcome it is refused with. Sites and dates are tallied. */
export function acceptLine(
  text: string,
  format: LineFormat,
  { sites, isRobot }: AcceptanceRules,
  surroundings: LineSurroundings,
): AcceptedEvent | RefusedOutcome {
  const { ordinal, tally } = surroundings;
  const log = format.read(text);
  if (typeof log === 'string') return log;
  const name = log.site();
  if (isAbsent(name)) return 'incomplete';
  const site = typeof name === 'string' ? sites.get(name) : undefined;
  if (site === undefined) {
    tally.addOtherSite(name);
    return 'other_site';
  }
  tally.addSiteNamed(site.index);
  const event = requiredFromNeeded(log.needed());
  if (typeof event === 'string') return event;
  const day = placeEvent(site, event.time, surroundings);
  if (typeof day === 'string') return day;
  const exclusion = site.exclusionOf(log, event);
  if (exclusion !== undefined) {
    tally.addExcluded(site.index, day, exclusion);
    return 'excluded';
  }
  if (isRobot(log)) {
    tally.bots.add(site.index, day);
    return 'bot';
  }
  const { index, segments } = site;
  const lineUnits = text.length;
  return { log, event, site: index, day, object: ordinal, line: tally.line, lineUnits, segments };
}

/** @returns the local day of an event of that time, or why it is of none; that is tallied. */
function placeEvent(
  site: AcceptedSite,
  time: number,
  { range, tally }: LineSurroundings,
): number | 'other_period' | 'out_of_window' {
  const day = site.clock.dayOf(time);
  const outcome = outcomeOfDay(site, day, range);
  if (outcome === undefined) return day;
  const counter = outcome === 'other_period' ? tally.otherPeriod : tally.outOfWindow;
  counter.add(site.index, day);
  return outcome;
}

/** Why events of a local day are not read from an object of that range; undefined = they are. */
export function outcomeOfDay(
  { periods }: AcceptedSite,
  day: number,
  range: TimeRange,
): 'other_period' | 'out_of_window' | undefined {
  const window = periods.get(day);
  if (window === undefined) return 'other_period';
  return doMeet(range, window) ? undefined : 'out_of_window';
}

/** Both end before their `until`. */
function doMeet(a: TimeRange, b: TimeRange): boolean {
  return a.from < b.until && b.from < a.until;
}
