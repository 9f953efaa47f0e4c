/** The store in indices of an Elasticsearch cluster. */
import { RequestPace } from '../../base/request-pace.ts';
import { documentsInChunks } from '../documents-in-chunks.ts';
import type { ServiceSettings } from '../service-settings.ts';
import type { Store } from '../store.ts';
import { totalsSelection } from '../totals-selection.ts';
import { documentTable } from './document-table.ts';
import { newClient } from './elasticsearch-client.ts';
import { elasticsearchGenerations } from './elasticsearch-generations.ts';
import { locationOfPlace, parseElasticsearchPlace } from './elasticsearch-place.ts';
import { elasticsearchRecords } from './elasticsearch-records.ts';
import { checkSchema, makeSchema, readSchemaVersion } from './elasticsearch-schema.ts';
import { elasticsearchSelection } from './elasticsearch-selection.ts';
import { ElasticsearchSession } from './elasticsearch-session.ts';
import { elasticsearchTotals } from './elasticsearch-totals.ts';
import { elasticsearchUpkeep } from './elasticsearch-upkeep.ts';

export type ElasticsearchStoreOptions = ServiceSettings & {
  /** Whether a prefix without indices becomes a store. */
  readonly create: boolean;
};

/**
 * @throws UsageError if there is no store and none is to be made, or for wrong credentials;
 * UnavailableError if the cluster cannot be reached.
 */
export async function openElasticsearchStore(
  text: string,
  options: ElasticsearchStoreOptions,
): Promise<Store> {
  const session = await openSession(text, options);
  try {
    if (options.create) await makeSchema(session, options);
    await checkSchema(session);
  } catch (error) {
    await session.client.close();
    throw error;
  }
  const documents = documentTable(session);
  return {
    location: session.location,
    ...elasticsearchRecords(session),
    ...elasticsearchGenerations(session, documents),
    ...documentsInChunks(documents),
    selection: elasticsearchSelection(session),
    totals: totalsSelection(elasticsearchTotals(documents)),
    upkeep: elasticsearchUpkeep(session, options),
    close: () => session.client.close(),
  };
}

/** False where nothing of a store is there, or only what a killed init left. */
export async function elasticsearchStoreExists(
  text: string,
  options: ServiceSettings,
): Promise<boolean> {
  const session = await openSession(text, options);
  try {
    return ((await readSchemaVersion(session)) ?? 0) > 0;
  } finally {
    await session.client.close();
  }
}

async function openSession(text: string, options: ServiceSettings): Promise<ElasticsearchSession> {
  const place = parseElasticsearchPlace(text);
  return new ElasticsearchSession({
    client: await newClient(place, options.environment),
    location: locationOfPlace(place),
    prefix: place.prefix,
    isPlain: place.tls === undefined,
    triesMax: place.triesMax,
    pace: options.pace ?? new RequestPace({ now: options.now }),
    notify: options.notify,
  });
}
