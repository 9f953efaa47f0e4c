/**
 * A record as one file per version: `v1.json`, `v2.json` … A version is made by `link()`, which
 * fails where the name is taken, so that of several writers exactly one gets it. Version files are
 * never removed: a writer that slept for a year still finds its version taken.
 */
import { join } from 'node:path';
import { makeFolder } from './durable-files.ts';
import { namesIn, readJson, writeJsonOnce } from './json-files.ts';

/** The newest version, or undefined where there is none. */
export async function readNewestVersion<T>(folder: string, schema: number): Promise<T | undefined> {
  const newest = await newestVersion(folder);
  return newest === 0 ? undefined : readJson<T>(versionPath(folder, newest), schema);
}

/** Adds the version after the newest; `lost` where the newest is another one than that before. */
export async function addVersion(
  folder: string,
  record: { readonly version: number },
): Promise<'applied' | 'lost'> {
  await makeFolder(folder);
  if ((await newestVersion(folder)) !== record.version - 1) return 'lost';
  const outcome = await writeJsonOnce(versionPath(folder, record.version), record);
  return outcome === 'written' ? 'applied' : 'lost';
}

/** 0 where there is none. */
async function newestVersion(folder: string): Promise<number> {
  const versions = (await namesIn(folder)).map((name) => /^v([1-9]\d*)\.json$/.exec(name)?.[1]);
  return Math.max(0, ...versions.map((digits) => Number(digits ?? 0)));
}

function versionPath(folder: string, version: number): string {
  return join(folder, `v${version}.json`);
}
