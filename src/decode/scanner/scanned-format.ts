/** What is read from records of one format: the scanned lines know no more of a line than this. */
import type { BatchBuilder } from '../batch-builder.ts';
import type { RequiredValues } from '../event-values.ts';
import type { LogLine } from '../log-line.ts';
import type { EventColumns } from '../../model/event-batch.ts';
import type { BlockPart, ScannedBlock } from './scanned-block.ts';

/** Every `at` is the word of a record of that format, every block is of such records. */
export type ScannedFormat = {
  /** Word of a record that holds the number of the site's name; 0 = none. */
  readonly siteAt: number;
  siteName(value: number): unknown;
  /** Lines of a site of that name are told with no more than that from now on. */
  markOtherSite(value: number): void;
  /** Writes urls and engaged times of the lines that are left, or what is missing or wrong. */
  readNeeded(block: ScannedBlock): void;
  /** As rules of sites read it: of the fields that none of them names, some may be missing. */
  line(at: number): LogLine;
  required(block: ScannedBlock, index: number): RequiredValues;
  /** What a site's own segments read beside the line. */
  requiredBySegments(block: ScannedBlock, index: number): RequiredValues;
  findRobots(block: ScannedBlock): void;
  /** The segments that all sites have. */
  writeSegments(columns: EventColumns, part: BlockPart): void;
  writeTexts(columns: EventColumns, part: BlockPart, batches: BatchBuilder): void;
  /** The scanner numbers its values anew. */
  clear(): void;
};
