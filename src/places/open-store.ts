/** Opens a store by its place: a folder, or a service. */
import { readdir } from 'node:fs/promises';
import { systemErrorCode } from '../base/errors.ts';
import type { ServiceSettings } from '../store/service-settings.ts';
import type { Store } from '../store/store.ts';
import { kindOfPlace } from './kind-of-place.ts';

export type StoreOptions = {
  /** Makes the store where there is none yet. */
  readonly isMade: boolean;
  /** Memory of an embedded engine; services have their own. */
  readonly engineBytesMax: number;
  /** For stores that are services. */
  readonly services: ServiceSettings;
};

type StoreKind = {
  open(place: string, options: StoreOptions): Promise<Store>;
  exists(place: string, services: ServiceSettings): Promise<boolean>;
};

const mebibyte = 1024 ** 2;

/** By scheme. A client is loaded when a store of its kind is opened, not before. */
const storeKinds: Readonly<Record<string, StoreKind>> = {
  folder: {
    async open(place, { isMade, engineBytesMax }) {
      const { openFolderStore } = await import('../store/folder/open-folder-store.ts');
      const memoryMegabytes = Math.floor(engineBytesMax / mebibyte);
      return openFolderStore(place, { create: isMade, memoryMegabytes });
    },
    exists: isFilledFolder,
  },
  cassandra: {
    async open(place, { isMade, services }) {
      const { openCassandraStore } = await import('../store/cassandra/open-cassandra-store.ts');
      return openCassandraStore(place, { ...services, create: isMade });
    },
    async exists(place, services) {
      const { cassandraStoreExists } = await import('../store/cassandra/open-cassandra-store.ts');
      return cassandraStoreExists(place, services);
    },
  },
  elasticsearch: {
    async open(place, { isMade, services }) {
      const { openElasticsearchStore } =
        await import('../store/elasticsearch/open-elasticsearch-store.ts');
      return openElasticsearchStore(place, { ...services, create: isMade });
    },
    async exists(place, services) {
      const { elasticsearchStoreExists } =
        await import('../store/elasticsearch/open-elasticsearch-store.ts');
      return elasticsearchStoreExists(place, services);
    },
  },
};

/**
 * @param place a folder, `cassandra://host[:port][,host2]/keyspace`, or
 * `elasticsearch://host[:port][,host2]/prefix`.
 * @throws UsageError for a place of an unknown kind, or without a store where none is to be made.
 */
export async function openStore(place: string, options: StoreOptions): Promise<Store> {
  return kindOfPlace(place, { what: 'store', kinds: storeKinds }).open(place, options);
}

/** False where there is nothing yet, so that a store could be made. */
export async function storeExists(place: string, services: ServiceSettings): Promise<boolean> {
  return kindOfPlace(place, { what: 'store', kinds: storeKinds }).exists(place, services);
}

async function isFilledFolder(path: string): Promise<boolean> {
  try {
    return (await readdir(path)).length > 0;
  } catch (error) {
    // What is no folder is for the store to complain about.
    return systemErrorCode(error) !== 'ENOENT';
  }
}
