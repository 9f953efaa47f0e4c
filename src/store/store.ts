/**
 * The store port: what an adapter must be able to do, and nothing of how. One contract suite
 * (test/store/contract.ts) runs over all adapters.
 *
 * Generations are written beside each other and never changed; the period record says which one
 * is live. An adapter therefore needs only whole writes that may be repeated, ordered reads, and
 * one compare-and-set per period.
 *
 * Whatever is an object of JSON comes back with its names in the order of their code units, so that
 * what is printed of it does not tell one store from another.
 */
import type { InputSet } from '../model/input-set.ts';
import type { Manifest } from '../model/manifest.ts';
import type { PageRecord } from '../model/page-record.ts';
import type { GenerationKey, PeriodKey } from '../model/period.ts';
import type { PeriodRecord } from '../model/period-record.ts';
import type { Grain, RowPart } from '../model/row.ts';
import type { RunRecord } from '../model/run-record.ts';
import type { SiteRules } from '../model/rules.ts';
import type { SiteRecord } from '../model/site-record.ts';
import type { StoreSelection, StoreTotals } from './selection.ts';
import type { StoreUpkeep } from './upkeep.ts';

/** Which part of a generation's rows to read; everything when empty. */
export type RowRange = {
  /** One url; null = the site rows. */
  readonly url?: string | null;
  /** Buckets in [fromBucket, untilBucket), in the unit of the grain. */
  readonly fromBucket?: number;
  readonly untilBucket?: number;
};

export type Store = {
  /** As messages name it, without secrets. */
  readonly location: string;
  /**
   * How many copies confirm what is written and answer what is read, in words: `LOCAL_QUORUM for
   * rows, SERIAL for records`. Left out by stores that have one way alone.
   */
  readonly consistency?: string;

  /** The newest record, read as strongly as the store can; undefined where there is none. */
  readPeriod(key: PeriodKey): Promise<PeriodRecord | undefined>;
  /**
   * Replaces version `record.version - 1` by `record`. `lost` = another version was there.
   * @throws UnavailableError if the answer was lost; the caller reads again.
   */
  swapPeriod(record: PeriodRecord): Promise<'applied' | 'lost'>;
  /**
   * Every period of a site (of all sites) with a record, ascending by site and day: as it is after
   * every change that was made before the call.
   */
  listPeriods(range: PeriodRange): AsyncIterable<PeriodRecord>;

  readSite(site: string): Promise<SiteRecord | undefined>;
  /** As swapPeriod. */
  swapSite(record: SiteRecord): Promise<'applied' | 'lost'>;
  listSites(): Promise<readonly string[]>;

  /** Writes all rows of one grain, in order. Invisible until published; may be repeated. */
  stageRows(key: GenerationKey, grain: Grain, parts: Iterable<RowPart>): Promise<void>;
  /** Writes all page records, ascending by url (UTF-8 bytes). */
  stagePages(key: GenerationKey, pages: Iterable<PageRecord>): Promise<void>;
  stageManifest(key: GenerationKey, manifest: Manifest): Promise<void>;
  readManifest(key: GenerationKey): Promise<Manifest | undefined>;
  /**
   * Those of many keys in their order, in few requests; undefined also for a damaged one, which
   * readManifest tells. Left out where each is as quick alone.
   */
  readManifests?(keys: readonly GenerationKey[]): Promise<readonly (Manifest | undefined)[]>;
  /** Row parts in their one order, as stored: nothing is repaired on the way. */
  readRows(key: GenerationKey, grain: Grain, range: RowRange): AsyncIterable<RowPart>;
  /** Page records ascending by url. */
  readPages(key: GenerationKey): AsyncIterable<PageRecord>;
  /** Removes what is stored of a generation (of one grain of it). May be repeated. */
  dropGeneration(key: GenerationKey, grain?: Grain): Promise<void>;
  /** Ids of which anything is stored, known to the record or not. */
  listGenerations(key: PeriodKey): Promise<readonly string[]>;

  /** Content-addressed and immutable: writing what is there already changes nothing. */
  writeInputSet(set: InputSet): Promise<void>;
  readInputSet(digest: string): Promise<InputSet | undefined>;
  writeRules(digest: string, rules: SiteRules): Promise<void>;
  readRules(digest: string): Promise<SiteRules | undefined>;

  /** Written whole at the start and again at the end of a run, under its id. */
  writeRun(record: RunRecord): Promise<void>;
  readRun(run: string): Promise<RunRecord | undefined>;
  /** Ids, newest first: descending, since an id begins with the time at which its run began. */
  listRuns(): AsyncIterable<string>;

  /**
   * Brings up to date what people look at without recount (the view file of a folder). Called at
   * the end of a run that changed what is live; stores without such a thing leave it out.
   */
  refreshViews?(): Promise<void>;

  /** Reads for queries faster than row by row; left out where a store cannot. */
  readonly selection?: StoreSelection;
  /** Copies of sums, which queries read in place of rows; left out where a store keeps none. */
  readonly totals?: StoreTotals;
  readonly upkeep?: StoreUpkeep;

  close(): Promise<void>;
};

/** The parts of a store, which adapters make one by one. */
export type StoreRecords = Pick<
  Store,
  'readPeriod' | 'swapPeriod' | 'listPeriods' | 'readSite' | 'swapSite' | 'listSites'
>;
export type StoreGenerations = Pick<
  Store,
  | 'stageRows'
  | 'stagePages'
  | 'stageManifest'
  | 'readManifest'
  | 'readManifests'
  | 'readRows'
  | 'readPages'
  | 'dropGeneration'
  | 'listGenerations'
>;
export type StoreDocuments = Pick<
  Store,
  | 'writeInputSet'
  | 'readInputSet'
  | 'writeRules'
  | 'readRules'
  | 'writeRun'
  | 'readRun'
  | 'listRuns'
>;

export type PeriodRange = {
  readonly site?: string;
  /** Local days in [fromDay, untilDay). */
  readonly fromDay?: number;
  readonly untilDay?: number;
};
