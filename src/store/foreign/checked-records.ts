/** Sorted records of a foreign file, period by period; no number may stand there twice. */
import { comparePeriods, type PeriodKey } from '../../model/period.ts';
import { textFromRow } from '../../model/row-text.ts';
import { compareRows } from '../../model/row.ts';
import { cellFromRecord, type ForeignCell } from './foreign-cell.ts';
import { foreignFault } from './foreign-fault.ts';

export class CheckedRecords {
  readonly #path: string;
  readonly #records: Iterator<Uint8Array>;
  #record: Uint8Array | undefined;
  #cell: ForeignCell | undefined;

  constructor(path: string, records: Iterator<Uint8Array>) {
    this.#path = path;
    this.#records = records;
    this.#advance();
  }

  /** The period of the next record; undefined behind the last. */
  get period(): PeriodKey | undefined {
    return this.#cell?.period;
  }

  /**
   * The records of the period that is next.
   * @throws DataError that names both lines where one gives the number of another.
   */
  *takePeriod(period: PeriodKey): Generator<Uint8Array, void, undefined> {
    while (this.#record !== undefined && comparePeriods(this.#cell!.period, period) === 0) {
      yield this.#record;
      this.#advance();
    }
  }

  #advance(): void {
    const before = this.#cell;
    const next = this.#records.next();
    this.#record = next.done === true ? undefined : next.value;
    this.#cell = this.#record === undefined ? undefined : cellFromRecord(this.#record);
    if (before !== undefined && this.#cell !== undefined) this.#refuseTwice(before, this.#cell);
  }

  #refuseTwice(before: ForeignCell, cell: ForeignCell): void {
    if (before.key !== cell.key || before.period.site !== cell.period.site) return;
    if (compareRows(before.row, cell.row) !== 0) return;
    throw foreignFault(
      { path: this.#path, line: cell.line },
      `${cell.key} of the ${textFromRow(cell.row)} stands on line ${before.line} already`,
      'every number stands there once: leave one out, or add them up first',
    );
  }
}
