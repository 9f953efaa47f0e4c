/** The cells of a table in CSV, one number a line or one per column, by a map of its columns. */
import { Readable } from 'node:stream';
import { parse, type CsvError } from 'csv-parse';
import { metrics } from '../../model/catalogue.ts';
import type { ColumnMap, FieldSource, TableField } from '../../model/foreign-numbers.ts';
import { nearNames } from '../../model/near-names.ts';
import { allSegment } from '../../model/segments.ts';
import type { CellText } from './cell-text.ts';
import { foreignFault, quoted, type Place } from './foreign-fault.ts';
import { lineCharsMax, textPieces } from './text-pieces.ts';

export type TableOptions = {
  readonly path: string;
  readonly columns: ColumnMap | undefined;
  /** The site of lines that name none; undefined where there is no one site. */
  readonly site: string | undefined;
};

type CsvRecord = { readonly record: readonly string[]; readonly info: { readonly lines: number } };

/**
 * The first line names the columns. Comma, semicolon and tab are told apart by it.
 * @throws DataError that names file and line.
 */
export async function* readCsvCells(
  options: TableOptions,
): AsyncGenerator<CellText, void, undefined> {
  const { path } = options;
  let read: RecordReader | undefined;
  for await (const { record, info } of records(path)) {
    const place = { path, line: info.lines };
    if (read === undefined) read = recordReader(options, record);
    else yield* read(place, record);
  }
  if (read === undefined) {
    throw foreignFault({ path, line: 1 }, 'the file is empty', 'its first line names the columns');
  }
}

async function* records(path: string): AsyncGenerator<CsvRecord, void, undefined> {
  const pieces = textPieces(path);
  const first = await pieces.next();
  const start = first.done === true ? '' : first.value;
  const parser = parse({
    delimiter: delimiterOf(start),
    info: true,
    trim: true,
    skip_empty_lines: true,
    max_record_size: lineCharsMax,
  });
  const source = Readable.from(joined(start, pieces));
  source.on('error', (error) => parser.destroy(error));
  try {
    for await (const record of source.pipe(parser)) yield record as CsvRecord;
  } catch (error) {
    const { code, lines, message } = error as CsvError & { lines?: number };
    if (code?.startsWith('CSV_') !== true) throw error;
    const hint = 'every line has the fields that the first one names; quotes are written ""';
    throw foreignFault({ path, line: lines ?? 1 }, `the line is no CSV: ${message}`, hint);
  }
}

async function* joined(
  first: string,
  rest: AsyncIterable<string>,
): AsyncGenerator<string, void, undefined> {
  yield first;
  yield* rest;
}

/** The most frequent of those in use, in the line of names. */
function delimiterOf(text: string): string {
  const [header = ''] = text.split(/\r?\n/, 1);
  const count = (delimiter: string): number => header.split(delimiter).length;
  return [',', ';', '\t'].reduce((a, b) => (count(b) > count(a) ? b : a));
}

type RecordReader = (place: Place, record: readonly string[]) => Iterable<CellText>;

function recordReader(options: TableOptions, header: readonly string[]): RecordReader {
  const table = new TableHeader(options, header);
  const cells = table.cells();
  const [site, url] = [table.field('site', options.site), table.field('url', '')];
  const [grain, bucket] = [table.field('grain', ''), table.field('bucket')];
  const names = (
    record: readonly string[],
  ): Pick<CellText, 'site' | 'url' | 'grain' | 'bucket'> => {
    return { site: site(record), url: url(record), grain: grain(record), bucket: bucket(record) };
  };
  if (cells.length > 0) {
    return function* (place, record) {
      const row = names(record);
      for (const { key, at } of cells) {
        yield { place, ...row, key, value: record[at]!, sketch: '' };
      }
    };
  }
  const [segment, metric] = [table.field('segment', allSegment), table.field('metric')];
  const [value, sketch] = [table.field('value'), table.field('sketch', '')];
  return function* (place, record) {
    const key = `${segment(record)}/${metric(record)}`;
    yield { place, ...names(record), key, value: value(record), sketch: sketch(record) };
  };
}

class TableHeader {
  readonly #options: TableOptions;
  readonly #header: readonly string[];

  constructor(options: TableOptions, header: readonly string[]) {
    this.#options = options;
    this.#header = header;
    const twice = header.find((name, index) => header.indexOf(name) !== index);
    if (twice === undefined) return;
    throw this.#fault(`the column ${quoted(twice)} stands there twice`, 'give it another name');
  }

  /** How a field is read. @throws DataError where there is neither a column nor `otherwise`. */
  field(name: TableField, otherwise?: string): (record: readonly string[]) => string {
    const source: FieldSource | undefined = this.#options.columns?.fields[name];
    if (source?.kind === 'constant') return () => source.text;
    const at = source === undefined ? this.#header.indexOf(name) : this.#column(source.column);
    if (at !== -1) return (record) => record[at]!;
    if (otherwise !== undefined) return () => otherwise;
    const hint =
      name === 'site'
        ? 'say which column it is with --columns site=…, or name one --site'
        : `say which column it is with --columns ${name}=…`;
    throw this.#fault(`no column is the ${name}: there are ${this.#names()}`, hint);
  }

  /** The columns that hold a number each; none where a line holds one number. */
  cells(): readonly { readonly key: string; readonly at: number }[] {
    const { columns } = this.#options;
    const named = columns?.cells ?? [];
    if (named.length > 0)
      return named.map(({ key, column }) => ({ key, at: this.#column(column) }));
    const isLong = this.#header.includes('metric') || columns?.fields.metric !== undefined;
    if (isLong) return [];
    return metrics
      .map(({ name }) => ({ key: `${allSegment}/${name}`, at: this.#header.indexOf(name) }))
      .filter(({ at }) => at !== -1);
  }

  #column(column: string): number {
    const at = this.#header.indexOf(column);
    if (at !== -1) return at;
    const near = nearNames(column, this.#header);
    const hint = near.length > 0 ? `did you mean ${near.join(' or ')}?` : 'check --columns';
    throw this.#fault(`there is no column ${quoted(column)}: there are ${this.#names()}`, hint);
  }

  #names(): string {
    return this.#header.map((name) => quoted(name)).join(', ');
  }

  #fault(problem: string, hint: string): Error {
    return foreignFault({ path: this.#options.path, line: 1 }, problem, hint);
  }
}
