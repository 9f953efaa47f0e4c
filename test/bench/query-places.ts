/** Where the stores of the query bench are: folders that are kept, servers that are started. */
import { spawnSync } from 'node:child_process';
import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cassandra, startCassandra } from '../services/cassandra.ts';
import { elasticsearch, startElasticsearch } from '../services/elasticsearch.ts';
import { installService } from '../services/install-service.ts';
import type { StartedServer } from '../services/service.ts';
import type { StoreName } from './query-store.ts';

export const benchedStores = ['folder', 'cassandra', 'elasticsearch'] as const;
export type BenchedStore = (typeof benchedStores)[number];

/** Fills the store where it is not there yet. */
export type PlaceOf = (content: StoreName) => Promise<string>;

type Options = { readonly cacheFolder: string; readonly tell: (text: string) => void };

/** Of a server: what a small one has. */
const heapMegabytes = 1024;

const servers = {
  cassandra: async (tell: Options['tell']): Promise<StartedServer> =>
    startCassandra(await installService(cassandra, tell), {
      heapMegabytes,
      javaOptions: ['-XX:+UseG1GC'],
    }),
  elasticsearch: async (tell: Options['tell']): Promise<StartedServer> =>
    startElasticsearch(await installService(elasticsearch, tell), {
      heapMegabytes,
      javaOptions: ['-XX:+UseG1GC'],
    }),
};

/** Servers and their data are gone afterwards. */
export async function withPlaces(
  store: BenchedStore,
  { cacheFolder, tell }: Options,
  work: (placeOf: PlaceOf) => Promise<void>,
): Promise<void> {
  if (store === 'folder') {
    await work((content) => Promise.resolve(filledFolder(cacheFolder, content)));
    return;
  }
  const server = await servers[store](tell);
  const filled = new Set<StoreName>();
  try {
    await work((content) => {
      const place = `${store}://${server.address}/${content}`;
      if (!filled.has(content)) fill(content, place);
      filled.add(content);
      return Promise.resolve(place);
    });
  } finally {
    await server.stop();
  }
}

/** Made under another name first: a folder of the right name is whole. */
function filledFolder(cacheFolder: string, content: StoreName): string {
  const folder = join(cacheFolder, `query-store-${content}-3`);
  if (existsSync(folder)) return folder;
  const unfinished = `${folder}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  fill(content, unfinished);
  renameSync(unfinished, folder);
  return folder;
}

function fill(content: StoreName, place: string): void {
  const script = join(import.meta.dirname, 'fill-store.js');
  const { status } = spawnSync(process.execPath, [script, content, place], { stdio: 'inherit' });
  if (status !== 0) throw new Error(`${place} was not filled`);
}
