/** What is read from records of one format: the scanned lines know no more of a line than this. */
import type { ByteDictionary } from '../../model/byte-dictionary.ts';
import type { EventColumns } from '../../model/event-batch.ts';
import type { EventTexts } from '../event-texts.ts';
import type { RequiredValues } from '../event-values.ts';
import type { LogLine } from '../log-line.ts';
import type { RefusedOutcome } from '../object-tally.ts';
import { visitorIndex } from '../segments-of-event.ts';
import type { Scanner } from './scanner.ts';

/** What becomes of a line, as assembly/judge-lines.ts has it. */
export const fates = {
  ...{ accepted: 0, incomplete: 1, invalid: 2, other_site: 3, other_period: 4 },
  ...{ out_of_window: 5, excluded: 6, bot: 7, malformed: 8 },
} as const satisfies Partial<Record<RefusedOutcome | 'accepted', number>>;

/** Outcomes by the number of the fate. */
export const fateNames = Object.keys(fates) as readonly (keyof typeof fates)[];

/** Accepted lines of a block, and where in the columns the first of them belongs. */
export type BlockPart = {
  /** Numbers of accepted records, [from, until). */
  readonly from: number;
  readonly until: number;
  readonly columns: EventColumns;
  readonly at: number;
  readonly texts: EventTexts;
};

/** Every `record` is the word where a record of that format begins. */
export type ScannedFormat = {
  /** Word of a record that holds the number of the site's name; 0 = none. */
  readonly siteAt: number;
  siteName(value: number): unknown;
  /** Lines of a site of that name are told with no more than that from now on. */
  markOtherSite(value: number): void;
  /** Finds urls and engaged times of the lines that are left, or what is missing or wrong. */
  findNeeded(): void;
  /** As rules of sites read it: of the fields that none of them names, some may be missing. */
  line(record: number): LogLine;
  required(record: number): RequiredValues;
  /** What a site's own segments read beside the line. */
  requiredBySegments(record: number): RequiredValues;
  findRobots(): void;
  /** The segments that all sites have. */
  writeSegments(part: BlockPart): void;
  writeTexts(part: BlockPart): void;
  /** The dictionary that texts are in from now on. */
  useTexts(source: ByteDictionary): void;
  /** The scanner numbers its values anew. */
  clear(): void;
};

/** Fills the segment `visitor`, which follows from the session number alone. */
export function fillVisitors({ steps }: Scanner, target: number): void {
  steps.fillVisitors(visitorIndex(1), visitorIndex(2), visitorIndex(0), target);
}
