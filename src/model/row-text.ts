/** Rows as messages name them. */
import { latestInstant } from '../base/calendar.ts';
import { textFromBucket, type RowName } from './row.ts';

/** `5m row of https://a.example/ at 2026-03-08T10:05:00Z`, `1d site row at 2026-03-08`. */
export function textFromRow({ grain, url, bucket }: RowName): string {
  const what = url === null ? 'site row' : `row of ${url}`;
  return `${grain} ${what} at ${textFromAnyBucket(grain, bucket)}`;
}

/** A damaged store may hold any number, also one that is no instant. */
function textFromAnyBucket(grain: RowName['grain'], bucket: number): string {
  const isReadable = Number.isInteger(bucket) && Math.abs(bucket) <= bucketsMax[grain];
  return isReadable ? textFromBucket(grain, bucket) : `bucket ${bucket}`;
}

const bucketsMax = { '1d': Math.floor(latestInstant / 86_400), '5m': latestInstant } as const;

/** Only the name of a part's row: what is kept of a part must not keep it alive. */
export function rowNameOf({ grain, url, bucket }: RowName): RowName {
  return { grain, url, bucket };
}
