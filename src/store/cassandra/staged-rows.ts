/** Row parts and page records as the statements that write them, with their size. */
import { daySeconds, textFromDay } from '../../base/calendar.ts';
import type { PageRecord } from '../../model/page-record.ts';
import type { GenerationKey } from '../../model/period.ts';
import type { Grain, RowPart } from '../../model/row.ts';
import { placeParams, type RowPlace } from './block-index.ts';
import type { StagedRow } from './block-writer.ts';
import { blobFromCells } from '../cells-blob.ts';

const insertRow =
  'INSERT INTO rows (site, day, grain, generation, shard, level, url, bucket, part, cells) ' +
  'VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)';
const insertPage =
  'INSERT INTO pages (site, day, generation, shard, url, seen_at, metadata) ' +
  'VALUES (?, ?, ?, ?, ?, ?, ?)';

export function stagedRowPart({ site, day, generation }: GenerationKey, part: RowPart): StagedRow {
  const place: RowPlace = {
    level: part.url === null ? 0 : 1,
    url: part.url ?? '',
    bucketMs: msFromBucket(part.grain, part.bucket),
    part: part.part,
  };
  const cells = blobFromCells(part);
  const date = textFromDay(day);
  return {
    place,
    bytes: Buffer.byteLength(place.url) + cells.length,
    insert: (shard) => ({
      query: insertRow,
      params: [site, date, part.grain, generation, shard, ...placeParams(place), cells],
    }),
  };
}

export function stagedPage({ site, day, generation }: GenerationKey, page: PageRecord): StagedRow {
  const { url, seenAt, metadata } = page;
  const date = textFromDay(day);
  return {
    place: { level: 1, url, bucketMs: 0, part: 0 },
    bytes: Buffer.byteLength(url) + Buffer.byteLength(metadata),
    insert: (shard) => ({
      query: insertPage,
      params: [site, date, generation, shard, url, new Date(seenAt * 1000), metadata],
    }),
  };
}

/** A day counts from 1970, a 5-minute bucket in seconds. */
function unitMs(grain: Grain): number {
  return grain === '1d' ? daySeconds * 1000 : 1000;
}

function msFromBucket(grain: Grain, bucket: number): number {
  return bucket * unitMs(grain);
}

export function bucketFromMs(grain: Grain, milliseconds: number): number {
  return milliseconds / unitMs(grain);
}
