/**
 * Rows and pages of a period from events that are partitioned by url: rows of urls are derived from
 * their partition. Rows of the site come as sorted runs, which are merged.
 */
import { bytesFromText, textFromBytes } from '../base/bytes.ts';
import { readSpillRecords, writeSpillRecords, type SpillRange } from '../base/spill-records.ts';
import type { SpillFile } from '../base/spill-space.ts';
import type { PageRecord } from '../model/page-record.ts';
import type { Grain, RowPart } from '../model/row.ts';
import { readRowRun, writeRowRun } from '../model/row-run.ts';
import { mergePages, pagesFromEvents, type SeenPage } from './derive-pages.ts';
import { RowDeriver } from './derive-rows.ts';
import type { EventTable } from './event-table.ts';
import { mergeRows } from './merge-rows.ts';
import type { RowShape } from './row-shape.ts';
import type { UrlPartitions } from './spilled-urls.ts';

/** Runs merged at once: each holds a part of a row with its sketches, up to 1 MiB. */
const runsMax = 16;

export type UrlDerivation = {
  readonly shape: RowShape;
  readonly day: number;
  /** Where runs are written. */
  readonly file: SpillFile;
  /** Runs of the site's rows there. */
  readonly site: Readonly<Record<Grain, readonly SpillRange[]>>;
};

export class PeriodByUrl {
  readonly #partitions: UrlPartitions;
  readonly #derivation: UrlDerivation;
  readonly #site: Readonly<Record<Grain, readonly SpillRange[]>>;
  readonly #runs: readonly PartitionRuns[];

  /** Reads every partition once. Memory: about twice a partition's table. */
  constructor(partitions: UrlPartitions, derivation: UrlDerivation) {
    this.#partitions = partitions;
    this.#derivation = derivation;
    this.#runs = Array.from({ length: partitions.count }, (_, index) => this.#derive(index));
    const { site } = derivation;
    this.#site = { '1d': this.#fewerRuns(site['1d']), '5m': this.#fewerRuns(site['5m']) };
  }

  *rows(grain: Grain): Generator<RowPart, void, undefined> {
    yield* this.#merged(this.#site[grain]);
    for (const [index, runs] of this.#runs.entries()) {
      if (grain === '1d' || !this.#partitions.isOneTable(index)) yield* this.#merged(runs[grain]);
      else yield* this.#rowsOfBuckets(index);
    }
  }

  *pages(): Generator<PageRecord, void, undefined> {
    for (const { pages } of this.#runs) {
      yield* mergePages(pages.map((range) => readPages(this.#derivation.file, range)));
    }
  }

  /**
   * Writes the rows of days, which are few. Those of buckets are several times the events, so
   * they are derived again where they are wanted; only of tables in a row must they be merged.
   */
  #derive(index: number): PartitionRuns {
    const { file, day } = this.#derivation;
    const runs: PartitionRuns = { '1d': [], '5m': [], pages: [] };
    for (const table of this.#partitions.tables(index)) {
      const rows = this.#rowsOf(table);
      runs['1d'].push(writeRowRun(file, rows.urlRows('1d', day)));
      if (!this.#partitions.isOneTable(index)) {
        runs['5m'].push(writeRowRun(file, rows.urlRows('5m', day)));
      }
      rows.close();
      const pages = pagesFromEvents({ table, copies: noCopies }, rows);
      runs.pages.push(writeSpillRecords(file, pages.map(bytesOfPage)));
    }
    return { ...runs, '1d': this.#fewerRuns(runs['1d']), '5m': this.#fewerRuns(runs['5m']) };
  }

  *#rowsOfBuckets(index: number): Generator<RowPart, void, undefined> {
    for (const table of this.#partitions.tables(index)) {
      const rows = this.#rowsOf(table);
      try {
        yield* rows.urlRows('5m', this.#derivation.day);
      } finally {
        rows.close();
      }
    }
  }

  #rowsOf(table: EventTable): RowDeriver {
    return new RowDeriver({ table, copies: noCopies, shape: this.#derivation.shape });
  }

  #fewerRuns(runs: readonly SpillRange[]): SpillRange[] {
    let left = [...runs];
    while (left.length > runsMax) {
      const merged = writeRowRun(this.#derivation.file, this.#merged(left.slice(0, runsMax)));
      left = [...left.slice(runsMax), merged];
    }
    return left;
  }

  #merged(runs: readonly SpillRange[]): Iterable<RowPart> {
    return mergeRows(runs.map((range) => readRowRun(this.#derivation.file, range)));
  }
}

type PartitionRuns = Readonly<Record<Grain | 'pages', SpillRange[]>>;

/** They were left out when the events were partitioned. */
const noCopies = new Uint32Array(0);

function bytesOfPage(page: SeenPage): Uint8Array {
  return bytesFromText(JSON.stringify(page));
}

function* readPages(file: SpillFile, range: SpillRange): Generator<SeenPage, void, undefined> {
  for (const record of readSpillRecords(file, range)) {
    yield JSON.parse(textFromBytes(record)) as SeenPage;
  }
}
