/** The cells of a file in recount's own export format: a row a line, in JSON. */
import { metricFromName } from '../../model/catalogue.ts';
import { cellNameFromKey } from '../../model/segments.ts';
import type { CellText } from './cell-text.ts';
import { foreignFault, quoted, type Place } from './foreign-fault.ts';
import { linesOfText } from './text-pieces.ts';

const rowHint = 'a row is written as `recount export` writes it';

/** Lines of other types than rows, which an export may hold too, are left out. */
export async function* readJsonCells(path: string): AsyncGenerator<CellText, void, undefined> {
  for await (const { line, text } of linesOfText(path)) {
    if (text.trim() === '') continue;
    const place = { path, line };
    const row = objectFromJson(place, text);
    if (row['type'] === 'row') yield* cellsOfRow(place, row);
    else if (typeof row['type'] !== 'string') {
      throw foreignFault(place, 'the line has no "type"', rowHint);
    }
  }
}

type Json = Readonly<Record<string, unknown>>;

function* cellsOfRow(place: Place, row: Json): Generator<CellText, void, undefined> {
  const site = textOf(place, row, 'site');
  const url = row['url'] === null ? '' : textOf(place, row, 'url');
  const names = {
    site,
    url,
    grain: textOf(place, row, 'grain'),
    bucket: textOf(place, row, 'bucket'),
  };
  const cells = objectOf(place, row, 'cells');
  const sketches = row['sketches'] === undefined ? {} : objectOf(place, row, 'sketches');
  for (const [key, value] of Object.entries(cells)) {
    if (typeof value !== 'number') {
      throw foreignFault(place, `the value of ${quoted(key)} is no number`, rowHint);
    }
    if (metricFromName(cellNameFromKey(key).metric) === undefined && !key.includes('/')) {
      throw foreignFault(place, `${quoted(key)} is no cell such as $all/page_views`, rowHint);
    }
    const sketch = sketches[key];
    yield {
      place,
      ...names,
      key,
      value: String(value),
      sketch: typeof sketch === 'string' ? sketch : '',
    };
  }
}

function objectFromJson(place: Place, text: string): Json {
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return value;
  } catch {
    // Told below: what the parser says of it is about its own characters.
  }
  throw foreignFault(place, `the line is no JSON object: ${quoted(text)}`, rowHint);
}

function textOf(place: Place, row: Json, name: string): string {
  const value = row[name];
  if (typeof value === 'string') return value;
  throw foreignFault(place, `"${name}" of the row is no text`, rowHint);
}

function objectOf(place: Place, row: Json, name: string): Json {
  const value = row[name];
  if (isObject(value)) return value;
  throw foreignFault(place, `"${name}" of the row is no object`, rowHint);
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
