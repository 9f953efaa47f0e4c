/** The library: what the command line does, for programs. */
import { readdir } from 'node:fs/promises';
import type { Archive } from './archive/archive.ts';
import type { S3Options } from './archive/s3/s3-options.ts';
import { parseKeyLayout } from './archive/key-layout.ts';
import { systemErrorCode, UsageError } from './base/errors.ts';
import type { ForeignNumbers } from './model/foreign-numbers.ts';
import type { ForeignFileOptions } from './store/foreign/open-foreign-file.ts';
import type { ServiceSettings } from './store/service-settings.ts';
import type { Store } from './store/store.ts';

export type { Archive, ArchiveObject } from './archive/archive.ts';
export type { S3Addressing, S3Options } from './archive/s3/s3-options.ts';
export * from './base/errors.ts';
export { exitCodeFromCauses, exitCodes, type ExitCode } from './base/exit-codes.ts';
export { openFolderSpillSpace } from './base/folder-spill-space.ts';
export type { SpillSpace } from './base/spill-space.ts';
export { ZoneClock } from './base/zone-clock.ts';
export { audit } from './jobs/audit.ts';
export { explain } from './jobs/explain.ts';
export type * from './jobs/explain-types.ts';
export { planFromAudit, planFromText, planLines } from './jobs/plan-from-audit.ts';
export { repair, type RepairRequest, type RepairResult } from './jobs/repair.ts';
export { eraseVisitors } from './jobs/erase-visitors.ts';
export type * from './jobs/erase-types.ts';
export { exportRows, type ExportRequest } from './jobs/export-rows.ts';
export { query } from './jobs/query.ts';
export type { QueryLimits, QueryOptions } from './jobs/query-types.ts';
export type { ExportItem } from './jobs/read-live-period.ts';
export { rollup, type RollupRequest, type RollupResult } from './jobs/rollup.ts';
export { estimateRebuild, rebuild } from './jobs/rebuild.ts';
export type * from './jobs/audit-types.ts';
export type * from './jobs/rebuild-types.ts';
export type { CauseName, FoundCause } from './model/cause.ts';
export { metrics, type Metric } from './model/catalogue.ts';
export type * from './model/explained-line.ts';
export type * from './model/explanation.ts';
export { outcomes, type Ledger } from './model/ledger.ts';
export type { Manifest } from './model/manifest.ts';
export type { PageRecord } from './model/page-record.ts';
export type { PeriodKey } from './model/period.ts';
export { grains, type Grain, type RowPart } from './model/row.ts';
export type { Plan, PlanHead, PlanPeriod } from './model/plan.ts';
export { breakdowns, segments } from './model/segments.ts';
export type * from './jobs/against-types.ts';
export { againstResult, MetKinds, type AgainstResult } from './jobs/against-result.ts';
export { compareAgainst } from './jobs/compare-against.ts';
export { deriveAgainst } from './jobs/derive-against.ts';
export { diagnose, type Diagnosis } from './jobs/diagnose.ts';
export { hypotheses } from './jobs/hypotheses.ts';
export { fileSource, storeSource, zonesOfStore } from './jobs/numbers-sources.ts';
export type { ColumnMap, ForeignNumbers } from './model/foreign-numbers.ts';
export { auditPage } from './report/html/audit-page.ts';
export type { AuditPage } from './report/html/audit-page-types.ts';
export { pageFromAgainst } from './report/html/page-from-against.ts';
export { pageFromAudit } from './report/html/page-from-audit.ts';
export { filterFromText } from './query/query-spec.ts';
export type { Filter, QuerySpec } from './query/query-spec.ts';
export type { QueryNote, QueryResult, QueryRow } from './model/query-result.ts';
export { RequestPace } from './base/request-pace.ts';
export type { ServiceSettings } from './store/service-settings.ts';
export type { Store } from './store/store.ts';

export type StoreOptions = {
  /** Makes the store where there is none yet. */
  readonly isMade: boolean;
  /** Memory of an embedded engine; services have their own. */
  readonly engineBytesMax: number;
  /** For stores that are services. */
  readonly services: ServiceSettings;
};

export type ArchiveOptions = {
  /** How keys name their UTC day or hour; days, or hours below days, when left out. */
  readonly layout?: string;
  /** How buckets are reached, for places that begin with s3://. */
  readonly s3?: S3Options;
  /** Told in a line what is being waited for, and what takes longer than it should. */
  readonly notify?: (text: string) => void;
};

type ArchiveKind = (place: string, options: ArchiveOptions) => Promise<Archive>;

type StoreKind = {
  open(place: string, options: StoreOptions): Promise<Store>;
  exists(place: string, services: ServiceSettings): Promise<boolean>;
};

/** Places by their scheme; a text without one is a folder. Clients are loaded when needed. */
const archiveKinds: Readonly<Record<string, ArchiveKind>> = {
  async folder(place, { layout }) {
    const { openFolderArchive } = await import('./archive/folder-archive.ts');
    return openFolderArchive(place, { layout: parseKeyLayout(layout) });
  },
  async s3(place, { layout, s3, notify }) {
    const { openS3Archive } = await import('./archive/s3/open-s3-archive.ts');
    const told = notify && { notify };
    return openS3Archive(place, { ...s3, ...told, layout: parseKeyLayout(layout) });
  },
};

const mebibyte = 1024 ** 2;

const storeKinds: Readonly<Record<string, StoreKind>> = {
  folder: {
    async open(place, { isMade, engineBytesMax }) {
      const { openFolderStore } = await import('./store/folder/open-folder-store.ts');
      const memoryMegabytes = Math.floor(engineBytesMax / mebibyte);
      return openFolderStore(place, { create: isMade, memoryMegabytes });
    },
    exists: isFilledFolder,
  },
  cassandra: {
    async open(place, { isMade, services }) {
      const { openCassandraStore } = await import('./store/cassandra/open-cassandra-store.ts');
      return openCassandraStore(place, { ...services, create: isMade });
    },
    async exists(place, services) {
      const { cassandraStoreExists } = await import('./store/cassandra/open-cassandra-store.ts');
      return cassandraStoreExists(place, services);
    },
  },
};

/**
 * @param place a folder, or `s3://bucket/folder`.
 * @throws UsageError for a place of an unknown kind or without any archive, or a wrong layout.
 */
export async function openArchive(place: string, options: ArchiveOptions = {}): Promise<Archive> {
  return kindOfPlace(place, { what: 'archive', kinds: archiveKinds })(place, options);
}

/**
 * @param place a folder, or `cassandra://host[:port][,host2]/keyspace`.
 * @throws UsageError for a place of an unknown kind, or without a store where none is to be made.
 */
export async function openStore(place: string, options: StoreOptions): Promise<Store> {
  return kindOfPlace(place, { what: 'store', kinds: storeKinds }).open(place, options);
}

/**
 * Numbers that recount did not write: rows as `recount export` writes them, or a table in CSV.
 * @throws DataError that names file and line where it cannot be read.
 */
export async function openNumbersFile(options: ForeignFileOptions): Promise<ForeignNumbers> {
  const { openForeignFile } = await import('./store/foreign/open-foreign-file.ts');
  return openForeignFile(options);
}

/** False where there is nothing yet, so that a store could be made. */
export async function storeExists(place: string, services: ServiceSettings): Promise<boolean> {
  return kindOfPlace(place, { what: 'store', kinds: storeKinds }).exists(place, services);
}

function kindOfPlace<Kind>(
  place: string,
  { what, kinds }: { what: string; kinds: Readonly<Record<string, Kind>> },
): Kind {
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(place)?.[1]?.toLowerCase() ?? 'folder';
  const kind = kinds[scheme];
  if (kind !== undefined) return kind;
  const known = Object.keys(kinds).map((name) => (name === 'folder' ? 'a folder' : `${name}://`));
  throw new UsageError(`the ${what} ${place} is of a kind that recount does not know`, {
    hint: `a place of the ${what} can be: ${known.join(', ')}`,
  });
}

async function isFilledFolder(path: string): Promise<boolean> {
  try {
    return (await readdir(path)).length > 0;
  } catch (error) {
    // What is no folder is for the store to complain about.
    return systemErrorCode(error) !== 'ENOENT';
  }
}
