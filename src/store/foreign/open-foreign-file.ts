/**
 * Opens a file of numbers that recount did not write: rows in recount's export format, or a table
 * in CSV. The file may be in any order and larger than memory; it is sorted on the spill space.
 */
import { writeSpillRecords, type SpillRange } from '../../base/spill-records.ts';
import { RecordSorter } from '../../base/sorted-records.ts';
import type { SpillFile, SpillSpace } from '../../base/spill-space.ts';
import type { PeriodKey } from '../../model/period.ts';
import type { ForeignNumbers } from '../../model/foreign-numbers.ts';
import type { RowPart } from '../../model/row.ts';
import { cellFromText, type CellText, type ClockOfSite } from './cell-text.ts';
import { CheckedRecords } from './checked-records.ts';
import { recordFromCell } from './foreign-cell.ts';
import { ForeignKinds } from './foreign-kinds.ts';
import { partsFromRange } from './parts-from-range.ts';
import { readCsvCells, type TableOptions } from './read-csv-cells.ts';
import { readJsonCells } from './read-json-cells.ts';
import { textPieces } from './text-pieces.ts';

export type ForeignFileOptions = TableOptions & {
  readonly spill: SpillSpace;
  /** What sorting may hold in memory. */
  readonly heldBytesMax: number;
  readonly clockOf: ClockOfSite;
  readonly isWanted: (period: PeriodKey) => boolean;
  readonly signal: AbortSignal;
};

type SortedPeriod = PeriodKey & { readonly range: SpillRange };

/**
 * Reads all of the file. Memory: `heldBytesMax`, and an entry for every site-day.
 * @throws DataError that names file and line where it cannot be read, or gives a number twice.
 */
export async function openForeignFile(options: ForeignFileOptions): Promise<ForeignNumbers> {
  const { path, spill } = options;
  const kinds = new ForeignKinds();
  const sorter = new RecordSorter(spill, options.heldBytesMax);
  const file = spill.create();
  try {
    for await (const text of await cellTexts(options)) {
      options.signal.throwIfAborted();
      const cell = cellFromText(text, options.clockOf);
      kinds.add(cell);
      if (options.isWanted(cell.period)) sorter.add(recordFromCell(cell));
    }
    const periods = sortedPeriods(path, sorter, file);
    return foreignNumbers(path, { kinds, periods, file });
  } catch (error) {
    sorter.drop();
    file.drop();
    throw error;
  }
}

/** JSON begins with a brace; a table begins with the name of a column. */
async function cellTexts(options: ForeignFileOptions): Promise<AsyncIterable<CellText>> {
  for await (const piece of textPieces(options.path)) {
    const [first] = piece.trimStart();
    if (first !== undefined)
      return first === '{' ? readJsonCells(options.path) : readCsvCells(options);
  }
  return readCsvCells(options);
}

/** Writes what was sorted, one period after another, and says where each of them lies. */
function sortedPeriods(path: string, sorter: RecordSorter, file: SpillFile): SortedPeriod[] {
  const records = new CheckedRecords(path, sorter.sorted());
  const periods: SortedPeriod[] = [];
  for (let period = records.period; period !== undefined; period = records.period) {
    periods.push({ ...period, range: writeSpillRecords(file, records.takePeriod(period)) });
  }
  return periods;
}

function foreignNumbers(
  path: string,
  { kinds, periods, file }: { kinds: ForeignKinds; periods: SortedPeriod[]; file: SpillFile },
): ForeignNumbers {
  const ranges = new Map(periods.map(({ site, day, range }) => [`${day} ${site}`, range]));
  return {
    location: path,
    periods: periods.map(({ site, day }) => ({ site, day })),
    recorded: (site, kind) => kinds.recorded(site, kind),
    kindsOf: (site) => kinds.kindsOf(site),
    rows({ site, day }): Iterable<RowPart> {
      const range = ranges.get(`${day} ${site}`);
      return range === undefined ? [] : partsFromRange(file, range);
    },
    close: () => file.drop(),
  };
}
