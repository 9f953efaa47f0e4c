/** The bucket of a row as other systems write it, and its grain where that is not named. */
import { dayFromText, daySeconds, latestInstant } from '../../base/calendar.ts';
import { bucketSeconds, grains, type Grain } from '../../model/row.ts';
import { foreignFault, quoted, type Place } from './foreign-fault.ts';

type Bucket = { readonly grain: Grain; readonly bucket: number };

const bucketHint =
  'days are written 2026-03-08 or 20260308, 5-minute buckets 2026-03-08T10:05:00Z (UTC without ' +
  'an offset) or in seconds since 1970';

/**
 * Without a grain, a date is a day and everything else a 5-minute bucket.
 * @throws DataError that names file and line.
 */
export function bucketFromText(
  place: Place,
  { grain, bucket: text }: { readonly grain: string; readonly bucket: string },
): Bucket {
  const known = grains.find((one) => one === grain);
  if (grain !== '' && known === undefined) {
    throw foreignFault(place, `${quoted(grain)} is no grain`, `write one of ${grains.join(', ')}`);
  }
  const day = dayFromText(text.replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3'));
  if (known !== '5m' && day !== undefined) return { grain: '1d', bucket: day };
  const instant = instantFromText(text);
  if (known === '1d') {
    const atMidnight = /^(\d{4}-\d\d-\d\d)[ T]00:00(:00(\.0+)?)?(Z|[+-]00:?00)?$/.exec(text)?.[1];
    const dated = dayFromText(atMidnight ?? '');
    if (dated !== undefined) return { grain: '1d', bucket: dated };
  } else if (instant !== undefined) {
    if (instant % bucketSeconds === 0) return { grain: '5m', bucket: instant };
    const hint = 'where every line is about a whole day, add grain:=1d to --columns';
    throw foreignFault(place, `${quoted(text)} is no start of a 5-minute bucket`, hint);
  }
  throw foreignFault(
    place,
    `${quoted(text)} is no ${known === '1d' ? 'day' : 'bucket'}`,
    bucketHint,
  );
}

const instantForm =
  /^(\d{4}-\d\d-\d\d)[ T](\d\d):(\d\d)(?::(\d\d)(?:\.0+)?)?(?:(Z)|([+-])(\d\d):?(\d\d))?$/;

/** UTC where no offset is written. Ten digits are seconds, thirteen milliseconds, since 1970. */
function instantFromText(text: string): number | undefined {
  if (/^\d{9,10}$/.test(text)) return Number(text);
  if (/^\d{12,13}$/.test(text)) return Number(text) / 1000;
  const match = instantForm.exec(text);
  if (match === null) return undefined;
  const [, date = '', hour, minute, second = 0, , sign, offsetHours = 0, offsetMinutes = 0] = match;
  const day = dayFromText(date);
  const seconds = Number(hour) * 3600 + Number(minute) * 60 + Number(second);
  if (day === undefined || seconds >= daySeconds || Number(minute) > 59) return undefined;
  const offset = Number(offsetHours) * 3600 + Number(offsetMinutes) * 60;
  const instant = day * daySeconds + seconds - (sign === '-' ? -offset : offset);
  return instant <= latestInstant ? instant : undefined;
}
