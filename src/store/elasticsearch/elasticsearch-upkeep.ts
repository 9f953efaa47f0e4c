/** What operators need of an Elasticsearch store: days, sizes, documents that nobody knows of. */
import { textFromDay } from '../../base/calendar.ts';
import { DataError } from '../../base/errors.ts';
import type { GenerationKey } from '../../model/period.ts';
import type { Leftover, StoreUpkeep } from '../upkeep.ts';
import { contentKinds, countContents, readContent } from './content-index.ts';
import { removeIndexOfContents } from './dated-indices.ts';
import { removeDocuments } from './elasticsearch-generations.ts';
import type { ElasticsearchSession } from './elasticsearch-session.ts';
import { inspectElasticsearch } from './inspect-elasticsearch.ts';
import { generationFilter } from './row-reader.ts';
import { storageFacts } from './storage-facts.ts';
import { isKnown, storedGroups, storedIndices } from './stored-groups.ts';
import { daysOfSite } from './stored-names.ts';

export type UpkeepOptions = {
  /** Epoch milliseconds. */
  readonly now: () => number;
};

export function elasticsearchUpkeep(
  session: ElasticsearchSession,
  { now }: UpkeepOptions,
): StoreUpkeep {
  return {
    listDays: (site) => daysOfSite(session, site),
    async generationBytes(key, grain) {
      const kinds = grain === undefined ? contentKinds : [grain];
      let bytes = 0;
      for (const kind of kinds) bytes += (await readContent(session, key, kind))?.bytes ?? 0;
      return bytes;
    },
    listLeftovers: () => listLeftovers(session),
    removeLeftover: (leftover) => removeLeftover(session, leftover),
    inspect: () => inspectElasticsearch(session, { now }),
    facts: () => storageFacts(session),
  };
}

/**
 * Indices that no content is named in, and documents of generations that are not named in theirs.
 * They are left by a run that was frozen, whose generation was dropped meanwhile, and that was
 * killed after it went on writing. Nothing that is in order is ever seen so: it is named before it
 * is written.
 */
async function* listLeftovers(session: ElasticsearchSession): AsyncGenerator<Leftover> {
  for (const stored of await storedIndices(session)) {
    const { index, bytes, isReadable, madeAt: changedAt } = stored;
    if ((await countContents(session, index)) === 0) {
      yield { name: JSON.stringify([index]), bytes, changedAt };
      continue;
    }
    if (!isReadable) continue;
    for await (const { key } of storedGroups(session, index)) {
      if (await isKnown(session, stored, key)) continue;
      const { site, day, generation } = key;
      const name = JSON.stringify([index, site, day, generation]);
      yield { name, bytes: 0, changedAt };
    }
  }
}

/** @throws DataError for a name that is none of a leftover. */
async function removeLeftover(session: ElasticsearchSession, { name }: Leftover): Promise<void> {
  const [index, site, day, generation] = JSON.parse(name) as readonly unknown[];
  const stored = (await storedIndices(session)).find((one) => one.index === index);
  if (stored === undefined) return;
  if (site === undefined) {
    await removeIndexOfContents(session, stored.index, 0);
    return;
  }
  if (typeof site !== 'string' || typeof day !== 'number' || typeof generation !== 'string') {
    throw new DataError(`${name} is no leftover of ${session.location}`);
  }
  const key: GenerationKey = { site, day, generation };
  if (await isKnown(session, stored, key)) {
    throw new DataError(`${site} ${textFromDay(day)}: ${generation} is known by now`);
  }
  await removeDocuments(session, { index: stored.index, filter: generationFilter(key) });
}
