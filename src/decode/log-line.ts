/**
 * What every format of log lines must be able to tell. A further format is one more file that
 * implements these two types; acceptance and everything behind it know no others.
 */
import type { PageMetadata } from '../model/page-record.ts';
import type { breakdowns, segments } from '../model/segments.ts';
import type { NeededValues, RequiredValues } from './event-values.ts';

export type LineFormat = {
  readonly name: string;
  /** Whether a line is of this format, where formats are mixed. It is not blank. */
  recognises(line: string): boolean;
  /** Takes the line apart, and judges nothing but its form. */
  read(line: string): LogLine | 'malformed' | 'not_a_hit';
};

export type BreakdownName = (typeof breakdowns)[number]['name'];

/** Segments that a line names by itself; `visitor` follows from its session number. */
export type SentSegmentName = Exclude<(typeof segments)[number]['name'], 'visitor'>;

/**
 * A line taken apart. Values are `unknown` where the line may hold anything; each is only asked
 * for when it is needed, so that lines nobody asked for stay cheap.
 */
export type LogLine = {
  /** The site's key. */
  site(): unknown;
  needed(): NeededValues;
  /** One text, or several that are one identity together (see `text-hasher.ts`). */
  identity(event: RequiredValues): string | readonly string[];
  /** The visitor's IP address: for exclusion rules, never kept. */
  address(): unknown;
  userAgent(): unknown;
  /** Whether the line itself names a robot as its browser. */
  isNamedRobot(): boolean;
  /** A field by the name that a site's own rules use: dpl's names, and `extra_data.<key>`. */
  field(path: string, event: RequiredValues): unknown;
  segment(name: SentSegmentName, event: RequiredValues): unknown;
  breakdown(name: BreakdownName, event: RequiredValues): unknown;
  /** What the line says about its page; undefined where that is nothing. */
  page(): PageMetadata | undefined;
};
