/** Which number `recount explain` was asked for, checked against what there is. */
import type { ZoneClock } from '../base/zone-clock.ts';
import type { OptionFault } from '../config/option-faults.ts';
import { dayFromDateText } from '../config/parse-date.ts';
import { instantsFromTime } from '../config/parse-time.ts';
import { shownText } from '../config/read-value.ts';
import type { Settings } from '../config/resolve-options.ts';
import { normaliseUrl } from '../decode/normalise-url.ts';
import { customEventPrefix, metricFromName, metrics, type Metric } from '../model/catalogue.ts';
import type { ExplainedCell } from '../model/explanation.ts';
import { nearNames } from '../model/near-names.ts';
import { segmentsOfSite, type OwnSegment } from '../model/rules.ts';
import { bucketSeconds, textFromBucket } from '../model/row.ts';
import { allSegment, breakdowns, segments, type CellName } from '../model/segments.ts';

type Values = Settings<'explain'>['values'];
type Bucket = Pick<ExplainedCell, 'day' | 'grain' | 'bucket'>;

export type AskedInput = {
  readonly values: Values;
  readonly site: string;
  readonly clock: ZoneClock;
  readonly ownSegments: readonly OwnSegment[];
  /** Epoch seconds. */
  readonly now: number;
};

/** @returns the number that is asked for, or everything that is wrong with the question. */
export function askedCell(input: AskedInput): ExplainedCell | readonly OptionFault[] {
  const { values, site } = input;
  const bucket = bucketOf(input);
  const metric = metricOf(values.metric);
  const segment = segmentOf(values.segment ?? allSegment, input.ownSegments);
  const faults = [bucket, metric, segment].flatMap((one) => ('message' in one ? [one] : []));
  if ('message' in bucket || 'message' in metric || 'message' in segment) return faults;
  if (metric.kind === 'distinct' && breakdowns.some(({ name }) => name === segment.dimension)) {
    return [noDistinctBreakdown(metric, segment)];
  }
  // As it is stored: without query and fragment, its host in lower case.
  const url = values.url === undefined ? null : normaliseUrl(values.url);
  return { site, url, ...bucket, cell: { ...segment, metric: metric.name }, metric };
}

function bucketOf({ values, clock, now }: AskedInput): Bucket | OptionFault {
  const { day, bucket } = values;
  if (day !== undefined && bucket !== undefined) {
    return { message: '--day and --bucket exclude each other', hint: 'leave one of them out' };
  }
  if (day !== undefined) {
    const date = dayFromDateText(day, clock, now);
    return { day: date, grain: '1d', bucket: date };
  }
  if (bucket === undefined) {
    const hint = 'name the day of the number, as in --day yesterday, or 5 minutes with --bucket';
    return { message: '--day is missing', hint };
  }
  const instants = instantsFromTime(bucket, clock);
  const [instant] = instants;
  if (instant === undefined || instants.length > 1) return unclearTime(instants, clock);
  const start = Math.floor(instant / bucketSeconds) * bucketSeconds;
  return { day: clock.dayOf(start), grain: '5m', bucket: start };
}

function unclearTime(instants: readonly number[], { zone }: ZoneClock): OptionFault {
  if (instants.length === 0) {
    const message = `--bucket names a time that was skipped in ${zone}: the clocks went forward`;
    return { message, hint: 'name a time before or after, or one of UTC with a Z' };
  }
  const utc = instants.map((instant) => textFromBucket('5m', instant)).join(' or ');
  const message = `--bucket names a time that was twice in ${zone}: the clocks went back`;
  return { message, hint: `say which, in UTC: ${utc}` };
}

function metricOf([name = '', ...more]: readonly string[]): Metric | OptionFault {
  if (more.length > 0 || name.includes(',')) {
    return { message: 'explain is about one metric', hint: 'give --metric once' };
  }
  const metric = metricFromName(name);
  if (metric !== undefined) return metric;
  const known = metrics.map((one) => one.name);
  const near = nearNames(name, known);
  const all = `${known.join(', ')}, ${customEventPrefix}<name>`;
  const hint = near.length > 0 ? `did you mean ${near.join(' or ')}?` : `one of ${all}`;
  return { message: `--metric ${shownText(name)} is no metric`, hint };
}

function segmentOf(
  text: string,
  ownSegments: readonly OwnSegment[],
): Omit<CellName, 'metric'> | OptionFault {
  if (text === allSegment) return { dimension: allSegment, value: undefined };
  const equals = text.indexOf('=');
  const dimension = equals === -1 ? text : text.slice(0, equals);
  const value = text.slice(equals + 1);
  const closed = segmentsOfSite(segments, ownSegments);
  const segment = closed.find(({ name }) => name === dimension);
  const names = [...closed, ...breakdowns].map(({ name }) => name);
  const shown = `--segment ${shownText(text)}`;
  if (!names.includes(dimension)) {
    const near = nearNames(dimension, names);
    const hint =
      near.length > 0 ? `did you mean ${near.join(' or ')}?` : `one of ${names.join(', ')}`;
    return { message: `${shown} is of no segment of this site`, hint };
  }
  const values = segment?.values ?? [];
  if (equals === -1 || value === '') {
    const example = values[0] ?? 'spring';
    return { message: `${shown} names no value`, hint: `write ${dimension}=${example}` };
  }
  if (segment !== undefined && !values.includes(value)) {
    return {
      message: `${shown} names no value of ${dimension}`,
      hint: `one of ${values.join(', ')}`,
    };
  }
  return { dimension, value };
}

function noDistinctBreakdown({ name }: Metric, { dimension }: { dimension: string }): OptionFault {
  const hint =
    `${dimension} is a breakdown, which has counts and sums only; ` +
    `to have ${name} of its values, make them a segment of the site in the configuration`;
  return { message: `${name} are not counted by ${dimension}`, hint };
}
