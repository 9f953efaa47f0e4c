/** The cache of fetched servers, outside the tree: fetched once, used by every run after that. */
import { access, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Service } from './service.ts';

function cacheFolder(): string {
  const { RECOUNT_SERVICES_CACHE: own, XDG_CACHE_HOME: cache } = process.env;
  return own ?? join(cache ?? join(homedir(), '.cache'), 'recount-services');
}

/**
 * The folder of a server, fetched and proven first where it is not there. Two processes that fetch
 * at once do not meet: each fills a folder of its own, and the first names it.
 */
export async function installService(
  service: Service,
  note: (line: string) => void,
): Promise<string> {
  const folder = join(cacheFolder(), service.name);
  if (await isThere(folder)) return folder;
  await mkdir(cacheFolder(), { recursive: true });
  const partial = await mkdtemp(join(cacheFolder(), `${service.name}-partial-`));
  try {
    note(`fetching ${service.name} into ${cacheFolder()}, once`);
    await service.install(partial);
    const digest = await service.digestOf(partial);
    if (digest !== service.digest) {
      throw new Error(`what was fetched has the digest ${digest}, expected ${service.digest}`);
    }
    await rename(partial, folder).catch(async (error: unknown) => {
      if (!(await isThere(folder))) throw error;
    });
    return folder;
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
