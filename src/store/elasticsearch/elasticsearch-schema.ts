/** How a prefix becomes a store: templates for dated indices, two fixed ones, a mark at the end. */
import type { estypes } from '@elastic/elasticsearch';
import { UsageError } from '../../base/errors.ts';
import type { ServiceSettings } from '../service-settings.ts';
import { statusOf, typeOf } from './elasticsearch-errors.ts';
import type { ElasticsearchSession } from './elasticsearch-session.ts';
import {
  datedIndices,
  fieldTypes,
  fixedIndices,
  mappingOf,
  schemaVersion,
} from './index-mappings.ts';
import type { DatedIndex, FixedIndex } from './index-mappings.ts';

/** The document that says that there is a store. */
const markId = 'store';

export function indexName({ prefix }: ElasticsearchSession, name: FixedIndex): string {
  return `${prefix}-${name}`;
}

export function templateName({ prefix }: ElasticsearchSession, name: DatedIndex): string {
  return `${prefix}-${name}`;
}

/** Refreshed when something was written that must be seen, and never else. */
function settingsOf(copies: number): estypes.IndicesIndexSettings {
  return { number_of_shards: 1, number_of_replicas: copies - 1, refresh_interval: '-1' };
}

/**
 * Rows and pages are many, and read in their order. Records and documents are few, and each is read
 * alone, for which Elasticsearch would have to inflate some 48 KB around it: there what it does by
 * default takes a query of a year a fraction of the time.
 */
const codecOfRows = 'best_compression';

/** undefined where there is no store; 0 for what a killed init left. */
export async function readSchemaVersion(
  session: ElasticsearchSession,
): Promise<number | undefined> {
  return session.ask('looking for a store', async (client) => {
    const index = indexName(session, 'records');
    try {
      const answer = await client.get<{ version?: number }>({ index, id: markId });
      return answer._source?.version ?? 0;
    } catch (error) {
      if (typeOf(error) === 'index_not_found_exception') return undefined;
      if (statusOf(error) === 404) return 0;
      throw error;
    }
  });
}

/**
 * Makes templates and indices, those that are missing, and adds fields that are new; where all is
 * there it only reads, so that a user that rebuilds needs no right to make them. What an operator
 * has set for the indices stays. The mark goes last, so that an init that was killed is finished by
 * the next.
 * @param replication copies of everything; needed where no index is there yet.
 * @throws UsageError where the indices have another version: they are never written over.
 */
export async function makeSchema(
  session: ElasticsearchSession,
  { replication }: Pick<ServiceSettings, 'replication'>,
): Promise<void> {
  const version = await readSchemaVersion(session);
  if (version !== undefined && version !== 0) checkVersion(session, version);
  const asked = copiesFrom(replication);
  const settings: NewSettings = async () => settingsOf(asked ?? (await copiesOfStore(session)));
  for (const name of datedIndices) await putTemplate(session, name, settings);
  for (const name of fixedIndices) await makeIndex(session, name, settings);
  if (version === schemaVersion) return;
  await session.ask('marking the store', (client) =>
    client.index({
      index: indexName(session, 'records'),
      id: markId,
      document: { kind: 'store', version: schemaVersion },
    }),
  );
}

/** Asked for where something is missing, and only there. */
type NewSettings = () => Promise<estypes.IndicesIndexSettings>;

/** @throws UsageError for what is no number. */
function copiesFrom(replication: string | undefined): number | undefined {
  if (replication === undefined || /^[1-9]\d?$/.test(replication)) {
    return replication === undefined ? undefined : Number(replication);
  }
  throw new UsageError(`--replication ${replication} is no number of copies`, {
    hint: '--replication 2 keeps two of everything; data centres are not told apart here',
  });
}

/** @throws UsageError where there is none: how many copies numbers are worth is nobody's guess. */
async function copiesOfStore(session: ElasticsearchSession): Promise<number> {
  const index = indexName(session, 'records');
  const found = await session.ask('reading settings', (client) =>
    client.indices.getSettings({
      index,
      name: 'index.number_of_replicas',
      ignore_unavailable: true,
    }),
  );
  const replicas = found[index]?.settings?.index?.number_of_replicas;
  if (replicas !== undefined) return Number(replicas) + 1;
  throw new UsageError(`there is no index ${index}, and how many copies are kept is unsaid`, {
    hint: `recount store init --store ${session.location} --replication 2 (1 on a single node)`,
  });
}

async function putTemplate(
  session: ElasticsearchSession,
  name: DatedIndex,
  newSettings: NewSettings,
): Promise<void> {
  const found = await readTemplate(session, name);
  if (found !== undefined && hasFields(found.mappings, mappingOf(name))) return;
  const settings = found?.settings ?? { ...(await newSettings()), codec: codecOfRows };
  await session.ask('putting a template', (client) =>
    client.indices.putIndexTemplate({
      name: templateName(session, name),
      index_patterns: [`${templateName(session, name)}-*`],
      priority: 500,
      template: { settings, mappings: mappingOf(name) },
    }),
  );
}

/** undefined where it is missing. */
export async function readTemplate(
  session: ElasticsearchSession,
  name: DatedIndex,
): Promise<estypes.IndicesIndexTemplateSummary | undefined> {
  return session.ask('reading a template', async (client) => {
    try {
      const answer = await client.indices.getIndexTemplate({ name: templateName(session, name) });
      return answer.index_templates[0]?.index_template.template;
    } catch (error) {
      if (statusOf(error) === 404) return undefined;
      throw error;
    }
  });
}

async function makeIndex(
  session: ElasticsearchSession,
  name: FixedIndex,
  newSettings: NewSettings,
): Promise<void> {
  const index = indexName(session, name);
  const mappings = mappingOf(name);
  const found = await readMapping(session, index);
  if (hasFields(found, mappings)) return;
  const settings = found === undefined ? await newSettings() : undefined;
  await session.ask('making an index', async (client) => {
    try {
      if (settings !== undefined) await client.indices.create({ index, settings, mappings });
      else await client.indices.putMapping({ index, ...mappings });
    } catch (error) {
      // Another init was first; it makes the same.
      if (typeOf(error) !== 'resource_already_exists_exception') throw error;
    }
  });
}

/** undefined where there is no such index. */
async function readMapping(
  session: ElasticsearchSession,
  index: string,
): Promise<estypes.MappingTypeMapping | undefined> {
  return session.ask('reading the fields of an index', async (client) => {
    try {
      return (await client.indices.getMapping({ index }))[index]?.mappings;
    } catch (error) {
      if (statusOf(error) === 404) return undefined;
      throw error;
    }
  });
}

/** Whether every field of `wanted` is there, of its type. */
function hasFields(
  found: estypes.MappingTypeMapping | undefined,
  wanted: estypes.MappingTypeMapping,
): boolean {
  const types = fieldTypes(found);
  return [...fieldTypes(wanted)].every(([path, type]) => types.get(path) === type);
}

/** @throws UsageError where there is no store, or one of another version, with what to do. */
export async function checkSchema(session: ElasticsearchSession): Promise<void> {
  const version = await readSchemaVersion(session);
  if (version === undefined) {
    throw new UsageError(`there is no store in ${session.location}`, {
      hint: `recount store init --store ${session.location} --replication 2 makes one`,
    });
  }
  checkVersion(session, version);
}

function checkVersion({ location }: ElasticsearchSession, found: number): void {
  if (found === schemaVersion) return;
  const versions = `its indices have version ${found}, this recount knows ${schemaVersion}`;
  throw new UsageError(`the store ${location} cannot be used: ${versions}`, {
    hint:
      found === 0
        ? 'recount store init finishes a store whose making was interrupted'
        : 'use the version of recount that made it, or make a store under another prefix',
  });
}
