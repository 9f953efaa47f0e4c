/** Selections that the totals of urls answer without the rows: some urls, whole days, sums. */
import { bytesFromText } from '../../base/bytes.ts';
import { allSegment } from '../../model/segments.ts';
import type { CellSelection, RowSource, SelectedCell } from '../selection.ts';
import { rowsPath, urlTotalsPath } from './folder-layout.ts';
import { readUrlTotals } from './url-totals-reader.ts';

/** More urls than this are read faster by the column (chosen). */
const urlsMax = 50;

const noSketch = new Uint8Array(0);

export type UrlsOfTotals = readonly { readonly text: string; readonly bytes: Uint8Array }[];

/** The urls to look up, or undefined where the totals do not have what is asked for. */
export function urlsOfTotals({ urls, segments, metrics }: CellSelection): UrlsOfTotals | undefined {
  if (typeof urls === 'string' || urls.begins.length > 0) return undefined;
  const texts = [...new Set(urls.values)];
  const isOfAll =
    segments.begins.length === 0 && segments.values.every((value) => value === allSegment);
  if (!isOfAll || segments.values.length === 0 || texts.length > urlsMax) return undefined;
  if (metrics.some(({ isDistinct }) => isDistinct)) return undefined;
  return texts.map((text) => ({ text, bytes: bytesFromText(text) }));
}

/** The cells of one source, or undefined where its rows have to be read. */
export function cellsOfTotals(
  root: string,
  { key, grain, fromBucket, untilBucket }: RowSource,
  { urls, selection }: { readonly urls: UrlsOfTotals; readonly selection: CellSelection },
): readonly SelectedCell[] | undefined {
  if (grain !== '1d' || fromBucket !== undefined || untilBucket !== undefined) return undefined;
  const place = { path: urlTotalsPath(root, key), rowsPath: rowsPath(root, key, 'urls', grain) };
  const totals = readUrlTotals(
    place,
    urls.map(({ bytes }) => bytes),
  );
  return totals?.flatMap((values, index) =>
    selection.metrics.flatMap(({ name }): readonly SelectedCell[] => {
      const value = values.get(name);
      if (value === undefined) return [];
      const row = { grain, url: urls[index]?.text ?? null, bucket: key.day };
      return [{ ...row, segment: allSegment, metric: name, value, sketch: noSketch }];
    }),
  );
}
