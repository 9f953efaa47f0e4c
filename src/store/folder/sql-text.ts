/** Values as SQL writes them. */
import { bytesFromText, hexFromBytes } from '../../base/bytes.ts';
import { textFromDay } from '../../base/calendar.ts';
import type { Grain } from '../../model/row.ts';

/** Any text, also with quotes and NUL, which would end the statement. */
export function sqlFromText(text: string): string {
  return `decode(unhex('${hexFromBytes(bytesFromText(text))}'))`;
}

/** A path, where SQL takes no expression. */
export function sqlFromPath(path: string): string {
  return `'${path.replaceAll("'", "''")}'`;
}

/** A local date from its days since 1970. */
export function sqlFromDay(day: number): string {
  return `DATE '${textFromDay(day)}'`;
}

/** A TIMESTAMP (UTC, without a zone) from epoch seconds, also from a column of them. */
export function sqlFromSeconds(seconds: string): string {
  return `make_timestamp(${seconds}::BIGINT * 1000000)`;
}

/** A bucket as it is stored: a DATE or a TIMESTAMP. */
export function sqlFromBucket(grain: Grain, bucket: number): string {
  return grain === '1d' ? sqlFromDay(bucket) : sqlFromSeconds(String(bucket));
}
