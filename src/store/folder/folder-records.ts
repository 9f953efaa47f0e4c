/** Period and site records of a folder store: what changes by compare-and-set. */
import { join } from 'node:path';
import { compareTexts } from '../../base/bytes.ts';
import { dayFromText } from '../../base/calendar.ts';
import { periodRecordSchema } from '../../model/period-record.ts';
import type { PeriodRecord } from '../../model/period-record.ts';
import { siteRecordSchema } from '../../model/site-record.ts';
import type { SiteRecord } from '../../model/site-record.ts';
import type { PeriodRange, StoreRecords } from '../store.ts';
import { makeFolder } from './durable-files.ts';
import { periodFolder, recordFolder, siteFolder, sitesFolder } from './folder-layout.ts';
import { namesIn, readJson, writeJson } from './json-files.ts';
import { addVersion, readNewestVersion } from './version-files.ts';

export function folderRecords(root: string): StoreRecords {
  return {
    readPeriod: (key) => readPeriod(root, key),
    async swapPeriod(record) {
      await nameSite(root, record.site);
      return addVersion(recordFolder(periodFolder(root, record)), record);
    },
    listPeriods: (range) => listPeriods(root, range),
    readSite: (site) =>
      readNewestVersion<SiteRecord>(recordFolder(siteFolder(root, site)), siteRecordSchema),
    async swapSite(record) {
      await nameSite(root, record.site);
      return addVersion(recordFolder(siteFolder(root, record.site)), record);
    },
    listSites: () => listSites(root),
  };
}

function readPeriod(
  root: string,
  key: Pick<PeriodRecord, 'site' | 'day'>,
): Promise<PeriodRecord | undefined> {
  return readNewestVersion(recordFolder(periodFolder(root, key)), periodRecordSchema);
}

async function* listPeriods(root: string, range: PeriodRange): AsyncIterable<PeriodRecord> {
  const { site, fromDay = -Infinity, untilDay = Infinity } = range;
  const sites = site === undefined ? await listSites(root) : [site];
  for (const one of sites) {
    const days = (await namesIn(siteFolder(root, one)))
      .map((name) => dayFromText(name) ?? NaN)
      .filter((day) => day >= fromDay && day < untilDay)
      .sort((a, b) => a - b);
    for (const day of days) {
      const record = await readPeriod(root, { site: one, day });
      if (record !== undefined) yield record;
    }
  }
}

type SiteName = { readonly site: string };

/** A folder's name may be cut, so the site's own stands in a file. Written before any record. */
async function nameSite(root: string, site: string): Promise<void> {
  const folder = siteFolder(root, site);
  const path = join(folder, 'site.json');
  if ((await readJson<SiteName>(path)) !== undefined) return;
  await makeFolder(folder);
  await writeJson(path, { site });
}

/** Ascending by UTF-8 bytes. */
async function listSites(root: string): Promise<readonly string[]> {
  const sites: string[] = [];
  for (const name of await namesIn(sitesFolder(root))) {
    const named = await readJson<SiteName>(join(sitesFolder(root), name, 'site.json'));
    if (named !== undefined) sites.push(named.site);
  }
  return sites.sort(compareTexts);
}
