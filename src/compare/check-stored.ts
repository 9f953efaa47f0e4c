/**
 * Checks all invariants on the stored rows of one generation, and names the cells at fault: what
 * an audit does without reading any raw line.
 */
import { DataError } from '../base/errors.ts';
import type { InvariantFault } from '../model/invariant.ts';
import { textFromRow } from '../model/row-text.ts';
import { compareUrls, type Grain, type RowPart } from '../model/row.ts';
import { ActionCheck, type ActionTally } from './action-check.ts';
import { FaultList } from './fault-list.ts';
import { PartCursor, type RowStream } from './part-cursor.ts';
import { RecordedNames, type RecordedShape } from './recorded-names.ts';
import { RowCheck } from './row-check.ts';
import { SiteSums } from './site-sums.ts';
import { WholeOfRows, type CheckedPart, type WholeInvariants } from './whole-of-rows.ts';

export type StoredRows = {
  readonly days: RowStream;
  /** Undefined where the generation holds no 5m rows. */
  readonly buckets: RowStream | undefined;
};

export type StoredOptions = {
  /** The period's local date, days since 1970. */
  readonly day: number;
  readonly shape: RecordedShape;
  /** Of the manifest. */
  readonly tally: ActionTally;
};

export type StoredCheckResult = {
  /** The first of each invariant. */
  readonly faults: readonly InvariantFault[];
  readonly faultCount: number;
};

const dayInvariants: WholeInvariants = {
  sum: 'day_sum',
  union: 'day_union',
  bounds: 'day_bounds',
};

const siteInvariants: WholeInvariants = { sum: 'site_sum', union: 'site_union' };

/**
 * Both streams: the rows of one generation in their one order. They are read side by side, url by
 * url. What cannot be said without all sketches of the day in memory is left out: that the
 * sketches of a 5m site row are the union of those of its url rows. Their sums are compared by
 * fingerprints, which name the bucket only.
 *
 * Memory: the 1d row of the site and that of one url, each twice; what is known of the keys.
 * @throws DataError where rows or cells are out of order, or of the other grain.
 */
export async function checkStored(
  { days, buckets }: StoredRows,
  options: StoredOptions,
): Promise<StoredCheckResult> {
  const check = new StoredCheck(options, buckets !== undefined);
  const ofDay = new PartCursor('the 1d rows', days);
  const ofBuckets = new PartCursor('the 5m rows', buckets ?? []);
  try {
    await Promise.all([ofDay.advance(), ofBuckets.advance()]);
    let url = leastUrl(ofDay, ofBuckets);
    while (url !== undefined) {
      check.beginUrl(url);
      for await (const part of partsOfUrl(ofDay, url, '1d')) check.addDay(part);
      for await (const part of partsOfUrl(ofBuckets, url, '5m')) check.addBucket(part);
      url = leastUrl(ofDay, ofBuckets);
    }
  } finally {
    await Promise.all([ofDay.close(), ofBuckets.close()]);
  }
  return check.finish();
}

/** The url that comes next on either side; undefined at the end of both. */
function leastUrl({ part: a }: PartCursor, { part: b }: PartCursor): string | null | undefined {
  if (a === undefined || b === undefined) return (a ?? b)?.url;
  return compareUrls(a.url, b.url) <= 0 ? a.url : b.url;
}

/** The parts of one url, which are then passed. */
async function* partsOfUrl(
  cursor: PartCursor,
  url: string | null,
  grain: Grain,
): AsyncGenerator<RowPart, void, undefined> {
  while (cursor.part !== undefined && cursor.part.url === url) {
    if (cursor.part.grain !== grain) {
      throw new DataError(`the ${textFromRow(cursor.part)} stands among the ${grain} rows`, {
        hint: 'rows at another place were not written by this tool: rebuild the period',
      });
    }
    yield cursor.part;
    await cursor.advance();
  }
}

class StoredCheck {
  readonly #options: StoredOptions;
  readonly #hasBuckets: boolean;
  readonly #faults = new FaultList();
  readonly #rows: RowCheck;
  readonly #actions: ActionCheck;
  /** The 5m site rows against their url rows. */
  readonly #siteSums: SiteSums;
  /** The 1d site row against the 1d url rows. */
  readonly #site = new WholeOfRows();
  /** The 1d row of the url at hand against its 5m rows. */
  #ofUrl = new WholeOfRows();
  #url: string | null = null;

  constructor(options: StoredOptions, hasBuckets: boolean) {
    const { day, shape } = options;
    const names = new RecordedNames(shape);
    this.#options = options;
    this.#hasBuckets = hasBuckets;
    this.#rows = new RowCheck(day, names, this.#faults);
    this.#actions = new ActionCheck(day, names);
    this.#siteSums = new SiteSums(day);
  }

  beginUrl(url: string | null): void {
    this.#finishUrl();
    this.#url = url;
    this.#ofUrl = new WholeOfRows();
  }

  addDay(part: RowPart): void {
    this.#rows.add(part);
    const checked = this.#checked(part);
    this.#actions.add(part, checked.table);
    if (this.#hasBuckets) this.#ofUrl.addWhole(checked);
    if (part.url === null) this.#site.addWhole(checked);
    else this.#site.addShare(checked);
  }

  addBucket(part: RowPart): void {
    this.#siteSums.add(part, this.#rows.add(part));
    this.#ofUrl.addShare(this.#checked(part));
  }

  finish(): StoredCheckResult {
    const faults = this.#faults;
    this.#finishUrl();
    this.#rows.finish();
    const row = { grain: '1d', url: null, bucket: this.#options.day } as const;
    this.#site.report(siteInvariants, { row, shares: 'the 1d url rows' }, faults);
    this.#siteSums.report(faults);
    this.#actions.report(this.#options.tally, faults);
    return { faults: faults.kept, faultCount: faults.count };
  }

  #checked(part: RowPart): CheckedPart {
    return { part, table: this.#rows.tableOf(part), unsound: this.#rows.unsound };
  }

  #finishUrl(): void {
    const row = { grain: '1d', url: this.#url, bucket: this.#options.day } as const;
    this.#ofUrl.report(dayInvariants, { row, shares: 'its 5m rows' }, this.#faults);
  }
}
