/** Row parts and page records as the JSON documents that hold them. */
import { daySeconds, textFromDay } from '../../base/calendar.ts';
import type { ByteDictionary } from '../../model/byte-dictionary.ts';
import type { PageRecord } from '../../model/page-record.ts';
import type { GenerationKey } from '../../model/period.ts';
import type { Grain, RowPart } from '../../model/row.ts';
import { blobFromCells } from '../cells-blob.ts';
import { idFromText } from './document-ids.ts';
import { metricFieldByKey } from './metric-fields.ts';

export type StagedDocument = { readonly id: string; readonly json: string };

/** A day counts from 1970, a 5-minute bucket in seconds. */
function unitMs(grain: Grain): number {
  return grain === '1d' ? daySeconds * 1000 : 1000;
}

export function msFromBucket(grain: Grain, bucket: number): number {
  return bucket * unitMs(grain);
}

export function bucketFromMs(grain: Grain, milliseconds: number): number {
  return milliseconds / unitMs(grain);
}

/** What all documents of a generation begin with. */
function beginning({ site, day, generation }: GenerationKey): string {
  const of = JSON.stringify({ site, day: textFromDay(day), generation });
  return of.slice(0, -1);
}

/** In their order. Memory: one. */
export function* documentsFromParts(
  key: GenerationKey,
  parts: Iterable<RowPart>,
): Generator<StagedDocument, void, undefined> {
  const fields = new FieldTexts();
  const start = beginning(key);
  for (const part of parts) {
    const { grain, url, bucket, part: number } = part;
    const cells = blobFromCells(part);
    const quoted = url === null ? '' : JSON.stringify(url);
    const urlField = url === null ? '' : `,"url":${quoted}`;
    const place = `"bucket":${msFromBucket(grain, bucket)},"part":${number}`;
    const json =
      `${start}${urlField},${place},"bytes":${cells.length}${fields.of(part)}` +
      `,"cells":"${cells.toString('base64')}"}`;
    yield { id: idFromText(`${start}${grain}${quoted},${place}`), json };
  }
}

export function* documentsFromPages(
  key: GenerationKey,
  pages: Iterable<PageRecord>,
): Generator<StagedDocument, void, undefined> {
  const start = beginning(key);
  for (const { url, seenAt, metadata } of pages) {
    const quoted = JSON.stringify(url);
    const json =
      `${start},"url":${quoted},"seen_at":${seenAt * 1000}` +
      `,"metadata":${JSON.stringify(metadata)}}`;
    yield { id: idFromText(`${start}page${quoted}`), json };
  }
}

/** `,"sums.all.page_views":` of each key that has a field; the same few stand in all rows. */
class FieldTexts {
  #keys: ByteDictionary | undefined;
  #texts: (string | undefined)[] = [];

  of({ keys, cells, values }: RowPart): string {
    if (keys !== this.#keys) {
      this.#keys = keys;
      this.#texts = [];
    }
    let text = '';
    for (let index = 0; index < cells.length; index += 1) {
      const field = this.#textOf(keys, cells[index] as number);
      if (field !== '') text += field + String(values[index]);
    }
    return text;
  }

  #textOf(keys: ByteDictionary, cell: number): string {
    const known = this.#texts[cell];
    if (known !== undefined) return known;
    const path = metricFieldByKey.get(keys.text(cell))?.path;
    const text = path === undefined ? '' : `,"${path}":`;
    this.#texts[cell] = text;
    return text;
  }
}
