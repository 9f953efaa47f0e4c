/** What is read from records of one format: the scanned events know no more of a line than this. */
import type { AcceptedSite } from '../acceptance.ts';
import type { BatchBuilder } from '../batch-builder.ts';
import type { RequiredValues } from '../event-values.ts';
import type { LogLine } from '../log-line.ts';
import type { EventColumns } from '../../model/event-batch.ts';

/** A line that was accepted; the same object is used for every one. */
export type ScannedEvent = {
  site: AcceptedSite;
  day: number;
  /** Word of its record. */
  at: number;
  /** The number of its url's value. */
  url: number;
  engagedSeconds: number;
};

/** Every `at` is the word of a record of that format. */
export type ScannedFormat = {
  /** The number of the site's name; 0 = none. */
  siteValue(at: number): number;
  siteName(value: number): unknown;
  /** Lines of a site of that name are told with no more than that from now on. */
  markOtherSite(value: number): void;
  /** Writes url and engaged time of the event. @returns what is missing or wrong. */
  readNeeded(at: number, event: ScannedEvent): 'incomplete' | 'invalid' | undefined;
  /** As rules of sites read it: of the fields that none of them names, some may be missing. */
  line(at: number): LogLine;
  required(event: ScannedEvent, time: number): RequiredValues;
  isRobot(at: number): boolean;
  writeSegments(columns: EventColumns, at: number, event: ScannedEvent): void;
  writeTexts(columns: EventColumns, at: number, event: ScannedEvent, batches: BatchBuilder): void;
  /** The scanner numbers its values anew. */
  clear(): void;
};
