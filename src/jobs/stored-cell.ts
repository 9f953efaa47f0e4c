/** One cell as a store shows it: of the generation that is live, or why there is none. */
import { customEventPrefix } from '../model/catalogue.ts';
import { ContentTally } from '../model/checksum.ts';
import type { ExplainedCell, StoredNumber } from '../model/explanation.ts';
import type { Manifest } from '../model/manifest.ts';
import { allSegment, keyFromCellName } from '../model/segments.ts';
import type { Store } from '../store/store.ts';
import { readStoredPeriod, type StoredPeriod } from './current-generation.ts';
import { cellOfPart, noCell, type CellValue } from './derived-cell.ts';

export type StoredCell = {
  readonly number: StoredNumber;
  /** undefined where nothing is stored. */
  readonly found: CellValue | undefined;
  readonly period: StoredPeriod;
};

export async function readStoredCell(store: Store, asked: ExplainedCell): Promise<StoredCell> {
  const { site, day, grain, bucket, url, cell } = asked;
  const period = await readStoredPeriod(store, { site, day });
  const { record, manifest } = period;
  const absent = (
    kind: 'not_published' | 'not_kept' | 'not_recorded',
    reason: string,
  ): StoredCell => {
    return { number: { kind, reason }, found: undefined, period };
  };
  const live = record?.generations.find(({ generation }) => generation === record.live);
  if (live === undefined || manifest === undefined) {
    return absent('not_published', 'nothing is published for this day');
  }
  if (!live.grains.includes(grain)) {
    return absent('not_kept', `the ${grain} rows of this day are not kept`);
  }
  const unknown = notRecordedName(manifest, asked);
  if (unknown !== undefined) {
    return absent('not_recorded', `${unknown} was not recorded when this day was derived`);
  }
  const key = { site, day, generation: live.generation };
  const row = { url, fromBucket: bucket, untilBucket: bucket + 1 };
  let found = noCell;
  for await (const part of store.readRows(key, grain, row)) {
    found = cellOfPart(part, keyFromCellName(cell)) ?? found;
  }
  const { generation } = live;
  return { number: { kind: 'number', value: found.value, generation }, found, period };
}

/** Whether the stored rows of the grain are no more what their manifest says. */
export async function areRowsEdited(
  store: Store,
  { site, day, grain }: ExplainedCell,
  manifest: Manifest,
): Promise<boolean> {
  const tally = new ContentTally();
  const key = { site, day, generation: manifest.generation };
  for await (const part of store.readRows(key, grain, {})) tally.addRowPart(part);
  const found = tally.content();
  const expected = manifest.rows[grain];
  return (
    expected?.parts !== found.parts ||
    expected.cells !== found.cells ||
    expected.checksum !== found.checksum
  );
}

/** The metric or dimension that the manifest does not list; custom events need no listing. */
function notRecordedName(
  { catalogue: { metrics, segments, breakdowns } }: Manifest,
  { cell: { dimension }, metric: { name } }: ExplainedCell,
): string | undefined {
  if (!name.startsWith(customEventPrefix) && !metrics.includes(name)) return name;
  const dimensions = [allSegment, ...segments, ...breakdowns];
  return dimensions.includes(dimension) ? undefined : dimension;
}
