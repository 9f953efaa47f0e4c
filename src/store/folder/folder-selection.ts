/** Queries over many Parquet files at once: what the embedded engine does better than a loop. */
import { DataError } from '../../base/errors.ts';
import type { GenerationKey } from '../../model/period.ts';
import type { Grain } from '../../model/row.ts';
import type {
  CellSelection,
  RowSource,
  SelectedCell,
  StoreSelection,
  TextChoice,
} from '../selection.ts';
import type { Engine } from './engine.ts';
import { EngineError } from './engine-errors.ts';
import { pagesPath, rowsPath } from './folder-layout.ts';
import { pageColumns, pageRecordsFromChunk } from './page-record-reader.ts';
import { cellsFromChunk } from './selected-cells.ts';
import { sqlFromBucket, sqlFromPath, sqlFromText } from './sql-text.ts';
import type { Query } from './stream-query.ts';

export function folderSelection(root: string, engine: () => Promise<Engine>): StoreSelection {
  return {
    async *selectCells(selection) {
      if (selection.sources.length > 0) yield* selectFromRows(root, await engine(), selection);
    },
    async *newestPages(keys, fields) {
      if (keys.length === 0) return;
      const paths = keys.map((key) => pagesPath(root, key));
      // Texts of many bytes are only read for the rows that are left: a tenth of the memory.
      const newest = `SELECT url, max(seen_at) AS seen_at ${fromFiles(paths)} GROUP BY url`;
      const from = `${fromFiles(paths)} SEMI JOIN (${newest}) AS newest USING (url, seen_at)`;
      const query = { columns: pageColumns(fields), from };
      for await (const chunk of streamOf(await engine(), query)) {
        yield [...pageRecordsFromChunk(chunk)];
      }
    },
  };
}

async function* selectFromRows(
  root: string,
  engine: Engine,
  selection: CellSelection,
): AsyncGenerator<readonly SelectedCell[], void, undefined> {
  for (const piece of piecesOf(root, selection)) {
    for (const isDistinct of [false, true]) {
      const metrics = selection.metrics.filter((metric) => metric.isDistinct === isDistinct);
      if (metrics.length === 0) continue;
      const names = metrics.map(({ name }) => name);
      const query = cellQuery(selection, piece, { names, isDistinct });
      for await (const chunk of streamOf(engine, query)) {
        yield cellsFromChunk(chunk, { grain: piece.grain, metrics: names });
      }
    }
  }
}

/** Files that are read under the same conditions. */
type Piece = Pick<RowSource, 'grain' | 'fromBucket' | 'untilBucket'> & {
  readonly paths: readonly string[];
};

/** All whole days of a grain together, each day that is cut alone. */
function piecesOf(root: string, { sources, urls }: CellSelection): readonly Piece[] {
  const of = urls === 'site' ? 'site' : 'urls';
  const whole = new Map<Grain, GenerationKey[]>();
  const pieces: Piece[] = [];
  for (const { key, grain, ...buckets } of sources) {
    if (buckets.fromBucket === undefined && buckets.untilBucket === undefined) {
      whole.set(grain, [...(whole.get(grain) ?? []), key]);
    } else pieces.push({ grain, ...buckets, paths: [rowsPath(root, key, of, grain)] });
  }
  for (const [grain, keys] of whole) {
    pieces.push({ grain, paths: keys.map((key) => rowsPath(root, key, of, grain)) });
  }
  return pieces;
}

type Wanted = { readonly names: readonly string[]; readonly isDistinct: boolean };

function cellQuery(
  { urls, segments, keeps }: CellSelection,
  { paths, grain, fromBucket, untilBucket }: Piece,
  { names, isDistinct }: Wanted,
): Query {
  const list = `[${names.map(sqlFromText).join(', ')}]`;
  const kept = [
    keeps.has('url') ? 'url' : undefined,
    keeps.has('bucket') ? 'bucket' : undefined,
    keeps.has('segment') ? 'segment' : undefined,
  ];
  const bucket =
    grain === '1d' ? `bucket::DATE - DATE '1970-01-01'` : `epoch_us(bucket::TIMESTAMP) // 1000000`;
  const columns = [
    kept[0] === undefined ? 'NULL::VARCHAR' : 'url::VARCHAR',
    kept[1] === undefined ? 'NULL::BIGINT' : `(${bucket})::BIGINT`,
    kept[2] === undefined ? 'NULL::VARCHAR' : 'segment::VARCHAR',
    `list_position(${list}, metric)::BIGINT`,
    isDistinct ? 'value::BIGINT' : 'sum(value)::BIGINT',
    isDistinct ? 'sketch::BLOB' : 'NULL::BLOB',
  ];
  const conditions = [
    ...(typeof urls === 'string' ? [] : [textCondition('url', urls)]),
    textCondition('segment', segments),
    textCondition('metric', { values: names, begins: [] }),
    ...(fromBucket === undefined ? [] : [`bucket >= ${sqlFromBucket(grain, fromBucket)}`]),
    ...(untilBucket === undefined ? [] : [`bucket < ${sqlFromBucket(grain, untilBucket)}`]),
  ];
  const groups = [...kept.filter((name) => name !== undefined), 'metric'].join(', ');
  const grouped = isDistinct ? '' : ` GROUP BY ${groups}`;
  return { columns, from: `${fromFiles(paths)} WHERE ${conditions.join(' AND ')}${grouped}` };
}

function textCondition(column: string, { values, begins }: TextChoice): string {
  const [first] = values;
  const whole = values.length === 1 && first !== undefined ? `= ${sqlFromText(first)}` : undefined;
  const conditions = [
    ...(values.length === 0
      ? []
      : [`${column} ${whole ?? `IN (${values.map(sqlFromText).join(', ')})`}`]),
    ...begins.map((begin) => `starts_with(${column}, ${sqlFromText(begin)})`),
  ];
  return conditions.length === 0 ? 'false' : `(${conditions.join(' OR ')})`;
}

function fromFiles(paths: readonly string[]): string {
  return `FROM read_parquet([${paths.map(sqlFromPath).join(', ')}])`;
}

async function* streamOf(engine: Engine, query: Query): ReturnType<Engine['stream']> {
  try {
    yield* engine.stream(() => query);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    // The engine names the file itself.
    throw new DataError(`the store cannot be read: ${error.message}`, {
      hint: 'recount store doctor --deep says which files are damaged',
      cause: error,
    });
  }
}
