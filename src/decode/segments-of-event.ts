/** Which value of every segment of its site an event has. */
import type { SiteRules } from '../model/rules.ts';
import { segmentsOfSite } from '../model/rules.ts';
import { segments } from '../model/segments.ts';
import type { Segment } from '../model/segments.ts';
import type { LogLine, SentSegmentName } from './log-line.ts';
import { ownSegmentReader } from './own-rules.ts';
import type { RequiredValues } from './event-values.ts';

/** Index into the values of one segment. */
export type SegmentReader = (line: LogLine, event: RequiredValues) => number;

/** One reader per segment, in the order of `segmentsOfSite`: that of the batch's columns. */
export function segmentReaders({ ownSegments }: Pick<SiteRules, 'ownSegments'>): SegmentReader[] {
  const common = segments.map((segment) =>
    segment.name === 'visitor' ? visitorReader : sentReader(segment.name, segment),
  );
  const all = segmentsOfSite(segments, ownSegments);
  const own = ownSegments.map((rule, index): SegmentReader => {
    const read = ownSegmentReader(rule, all[segments.length + index] as Segment);
    return (line, event) => read((path) => line.field(path, event));
  });
  return [...common, ...own];
}

/** What is sent is in the list, letter by letter, or it is the other value. */
function sentReader(name: SentSegmentName, { values, otherwise }: Segment): SegmentReader {
  const indexes = new Map<unknown, number>(values.map((value, index) => [value, index]));
  return (line, event) => indexes.get(line.segment(name, event)) ?? otherwise;
}

const visitorReader: SegmentReader = (_line, { sessionNumber }) => visitorIndex(sessionNumber);

const visitorSegment: Segment = segments.find(({ name }) => name === 'visitor')!;
const isNew = visitorSegment.values.indexOf('new');
const isReturning = visitorSegment.values.indexOf('returning');

/** Index into the values of `visitor`; session number 0 = none. */
export function visitorIndex(sessionNumber: number): number {
  if (sessionNumber === 0) return visitorSegment.otherwise;
  return sessionNumber === 1 ? isNew : isReturning;
}
