/** One number of a foreign file as it is written there, and its reading. */
import { metricFromName } from '../../model/catalogue.ts';
import { cellNameFromKey } from '../../model/segments.ts';
import { checkSketch } from '../../model/sketch.ts';
import type { ZoneClock } from '../../base/zone-clock.ts';
import { bucketFromText } from './bucket-from-text.ts';
import type { ForeignCell } from './foreign-cell.ts';
import { foreignFault, quoted, type Place } from './foreign-fault.ts';

/** `url` is empty for the site row, `grain` where the bucket tells it, `sketch` where none is. */
export type CellText = {
  readonly place: Place;
  readonly site: string;
  readonly url: string;
  readonly grain: string;
  readonly bucket: string;
  readonly key: string;
  readonly value: string;
  readonly sketch: string;
};

/** The day of a 5-minute bucket depends on its site's zone; undefined where nobody knows it. */
export type ClockOfSite = (site: string) => ZoneClock | undefined;

/** @throws DataError that names file and line where a text cannot be read. */
export function cellFromText(text: CellText, clockOf: ClockOfSite): ForeignCell {
  const { place, site, url, key } = text;
  if (site === '') throw foreignFault(place, 'the site is empty', 'every line names its site');
  const { grain, bucket } = bucketFromText(place, text);
  const value = valueFromText(place, key, text.value);
  const row = { grain, url: url === '' ? null : url, bucket };
  const period = { site, day: grain === '1d' ? bucket : dayOf(place, { site, bucket, clockOf }) };
  return { period, row, key, line: place.line, value, sketch: sketchFromText(text) };
}

function dayOf(
  place: Place,
  { site, bucket, clockOf }: { site: string; bucket: number; clockOf: ClockOfSite },
): number {
  const clock = clockOf(site);
  if (clock !== undefined) return clock.dayOf(bucket);
  throw foreignFault(
    place,
    `which day the 5-minute rows of ${site} belong to depends on its time zone, which is not known`,
    'give --zone, or name the site in recount.yaml',
  );
}

/** Nothing is read as zero: exports leave zeros out. */
function valueFromText(place: Place, key: string, text: string): number {
  if (text === '') return 0;
  const value = /^\d+(\.0*)?$/.test(text) ? Number(text) : NaN;
  if (Number.isSafeInteger(value)) return value;
  throw foreignFault(
    place,
    `the value of ${key} is ${quoted(text)}, not a whole number of 0 or more`,
    'write numbers in plain digits: no thousands separator, no percent, seconds not minutes',
  );
}

const nothing = new Uint8Array(0);

function sketchFromText({ place, key, sketch }: CellText): Uint8Array {
  if (sketch === '') return nothing;
  const isHex = sketch.length % 2 === 0 && /^[0-9a-f]*$/i.test(sketch);
  const bytes = isHex ? new Uint8Array(Buffer.from(sketch, 'hex')) : nothing;
  const isDistinct = metricFromName(cellNameFromKey(key).metric)?.kind === 'distinct';
  const problem = isHex ? checkSketch(bytes) : 'is not written in hex';
  if (problem === undefined && isDistinct) return bytes;
  const fault = problem === undefined ? 'belongs to a metric that adds' : problem;
  throw foreignFault(place, `the sketch of ${key} ${fault}`, 'leave the sketches out');
}
