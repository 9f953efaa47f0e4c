/** Cells out of chunks of the engine's answer to a selection. */
import { textFromBytes } from '../../base/bytes.ts';
import type { Grain } from '../../model/row.ts';
import type { SelectedCell } from '../selection.ts';
import type { RowChunk } from './stream-query.ts';
import {
  bytesOfEntry,
  entryWords,
  isValid,
  numberOfRow,
  validityOfVector,
  wordsOfVector,
  wordsWithoutNull,
} from './vector-words.ts';

const noSketch = new Uint8Array(0);

export type CellsOfChunk = {
  readonly grain: Grain;
  /** The metric column holds places in this list, from 1. */
  readonly metrics: readonly string[];
};

/**
 * Columns: url, bucket, segment, place of the metric, value, sketch; the first three and the last
 * may be NULL. Sketches are views, good until the next chunk.
 */
export function cellsFromChunk(
  { rows, vector }: RowChunk,
  { grain, metrics }: CellsOfChunk,
): readonly SelectedCell[] {
  const texts = (column: number): ((row: number) => string | null) => {
    const words = wordsOfVector(vector(column), rows, entryWords);
    const validity = validityOfVector(vector(column), rows);
    return (row) => (isValid(validity, row) ? textFromBytes(bytesOfEntry(words, row)) : null);
  };
  const [url, segment] = [texts(0), texts(2)];
  const buckets = wordsOfVector(vector(1), rows, 2);
  const bucketValidity = validityOfVector(vector(1), rows);
  const [places, values] = [
    wordsWithoutNull(vector(3), rows, 2),
    wordsWithoutNull(vector(4), rows, 2),
  ];
  const sketches = wordsOfVector(vector(5), rows, entryWords);
  const sketchValidity = validityOfVector(vector(5), rows);
  const cells: SelectedCell[] = [];
  for (let row = 0; row < rows; row += 1) {
    cells.push({
      grain,
      url: url(row),
      bucket: isValid(bucketValidity, row) ? numberOfRow(buckets, row) : null,
      segment: segment(row),
      metric: metrics[numberOfRow(places, row) - 1] ?? '',
      value: numberOfRow(values, row),
      sketch: isValid(sketchValidity, row) ? bytesOfEntry(sketches, row) : noSketch,
    });
  }
  return cells;
}
