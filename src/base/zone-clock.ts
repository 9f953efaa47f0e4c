/**
 * Local dates of one time zone. Every question about "which day" goes through here; the rules come
 * from the tz database that Node carries, read once per year as a list of transitions.
 */
import { dayFromParts, daySeconds } from './calendar.ts';
import { UsageError } from './errors.ts';

/** From `at` (epoch seconds) on, local time = UTC + `offsetSeconds`. */
export type ZoneTransition = { readonly at: number; readonly offsetSeconds: number };

/** [from, until) in epoch seconds. */
export type TimeRange = { readonly from: number; readonly until: number };

/** Offsets that begin in a UTC year or hold at its first instant, ascending. */
type YearsOfZone = Map<number, readonly ZoneTransition[]>;

/** Found once a process: a year takes milliseconds, and a query asks three clocks for some. */
const yearsByZone = new Map<string, YearsOfZone>();

export class ZoneClock {
  readonly zone: string;
  readonly #format: Intl.DateTimeFormat;
  readonly #years: YearsOfZone;
  /** The span that the last answer came from: events of one object are close together. */
  #current: TimeRange & { offsetSeconds: number } = { from: 0, until: 0, offsetSeconds: 0 };

  /** @throws UsageError if the tz database has no such zone. */
  constructor(zone: string) {
    this.zone = zone;
    this.#format = formatOfZone(zone);
    this.#years = yearsByZone.get(zone) ?? new Map<number, readonly ZoneTransition[]>();
    yearsByZone.set(zone, this.#years);
  }

  /** Local date of an instant, in days since 1970. */
  dayOf(epochSeconds: number): number {
    return Math.floor((epochSeconds + this.offsetAt(epochSeconds)) / daySeconds);
  }

  /** The local date of an instant, and [from, until) around it in which all have that date. */
  daySpanAt(epochSeconds: number): TimeRange & { readonly day: number } {
    const day = this.dayOf(epochSeconds);
    const { from, until, offsetSeconds } = this.#current;
    const midnight = day * daySeconds - offsetSeconds;
    return { from: Math.max(from, midnight), until: Math.min(until, midnight + daySeconds), day };
  }

  offsetAt(epochSeconds: number): number {
    const current = this.#current;
    if (epochSeconds < current.from || epochSeconds >= current.until) {
      this.#current = this.#spanAt(epochSeconds);
    }
    return this.#current.offsetSeconds;
  }

  /**
   * The instants of a local date: from its first to after its last. 23, 24 or 25 hours as a rule;
   * undefined for the rare date that a zone skipped (Apia, 2011-12-30).
   */
  rangeOfDay(day: number): TimeRange | undefined {
    const midnight = day * daySeconds;
    const spans = this.#spansAround(midnight);
    const inside = spans
      .map(({ from, until, offsetSeconds }) => ({
        from: Math.max(from, midnight - offsetSeconds),
        until: Math.min(until, midnight + daySeconds - offsetSeconds),
      }))
      .filter(({ from, until }) => from < until);
    if (inside.length === 0) return undefined;
    return {
      from: Math.min(...inside.map(({ from }) => from)),
      until: Math.max(...inside.map(({ until }) => until)),
    };
  }

  /** The offset that holds at `from`, then every change before `until`. Part of a site's rules. */
  transitions(range: TimeRange): readonly ZoneTransition[] {
    const result: ZoneTransition[] = [{ at: range.from, offsetSeconds: this.offsetAt(range.from) }];
    for (let span = this.#spanAt(range.from); span.until < range.until;) {
      span = this.#spanAt(span.until);
      const last = result[result.length - 1] as ZoneTransition;
      if (span.offsetSeconds !== last.offsetSeconds) {
        result.push({ at: span.from, offsetSeconds: span.offsetSeconds });
      }
    }
    return result;
  }

  #spansAround(instant: number): (TimeRange & { offsetSeconds: number })[] {
    const spans = [];
    // No offset exceeds a day, so a local date lies within two days of its UTC namesake.
    for (let at = instant - 2 * daySeconds; at < instant + 3 * daySeconds;) {
      const span = this.#spanAt(at);
      spans.push(span);
      at = span.until;
    }
    return spans;
  }

  #spanAt(epochSeconds: number): TimeRange & { offsetSeconds: number } {
    const year = new Date(epochSeconds * 1000).getUTCFullYear();
    if (year < firstYear) {
      const { offsetSeconds } = this.#spanAt(yearStart(firstYear));
      return { from: -Infinity, until: yearStart(firstYear), offsetSeconds };
    }
    const transitions = this.#transitionsOfYear(year);
    const next = transitions.findIndex(({ at }) => at > epochSeconds);
    const index = next === -1 ? transitions.length - 1 : next - 1;
    const { at, offsetSeconds } = transitions[index] as ZoneTransition;
    const until = next === -1 ? yearStart(year + 1) : (transitions[next] as ZoneTransition).at;
    return { from: at, until, offsetSeconds };
  }

  #transitionsOfYear(year: number): readonly ZoneTransition[] {
    const known = this.#years.get(year);
    if (known !== undefined) return known;
    const found = this.#findTransitions(year);
    this.#years.set(year, found);
    return found;
  }

  /** Looks at every day of the year and halves the days in which the offset changed. */
  #findTransitions(year: number): readonly ZoneTransition[] {
    const end = yearStart(year + 1);
    let before = this.#readOffset(yearStart(year));
    const found = [{ at: yearStart(year), offsetSeconds: before }];
    for (let at = yearStart(year); at < end; at += daySeconds) {
      const after = this.#readOffset(Math.min(at + daySeconds, end));
      if (after !== before) {
        const change = this.#halve(at, at + daySeconds, before);
        if (change < end) found.push({ at: change, offsetSeconds: after });
      }
      before = after;
    }
    return found;
  }

  /** First second in (from, until] whose offset is not `before`. */
  #halve(from: number, until: number, before: number): number {
    let low = from;
    let high = until;
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (this.#readOffset(middle) === before) low = middle;
      else high = middle;
    }
    return high;
  }

  #readOffset(epochSeconds: number): number {
    const parts: Record<string, number> = {};
    for (const { type, value } of this.#format.formatToParts(epochSeconds * 1000)) {
      parts[type] = Number(value);
    }
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
    const localDay = dayFromParts(year, month, day) ?? 0;
    return localDay * daySeconds + hour * 3600 + minute * 60 + second - epochSeconds;
  }
}

function formatOfZone(zone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'iso8601',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch (cause) {
    throw new UsageError(`"${zone}" is not a time zone of the tz database`, {
      hint: 'name it as in "America/New_York" or "UTC"',
      cause,
    });
  }
}

/** Local mean times of earlier years are of no use to web traffic; the offset of 1900 stands in. */
const firstYear = 1900;

function yearStart(year: number): number {
  return (dayFromParts(year, 1, 1) ?? 0) * daySeconds;
}
