/**
 * The same numbers by `JSON.parse` and `Map`, as a careful programmer writes it without any of the
 * project's own code: rows of urls in five minutes are counted, the other rows are added up.
 */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { objectPaths } from './bench-input.ts';
import { benchPeriods, robotAgentTexts, type BenchPeriod } from './bench-request.ts';
import { CountedRow, dimensionsOf, type CountedEvent } from './counted-row.ts';
import { measure } from './stopwatch.ts';
import type { FoundNumbers, TaskResult } from './task.ts';

type Sent = Readonly<Record<string, string | number | null | undefined>>;

const bucketSeconds = 300;

type Catalogue = {
  countedEvents: number;
  /** By grain, and whether they are of a url. */
  readonly urlBuckets: Map<string, CountedRow>;
  readonly urlDays: Map<string, CountedRow>;
  readonly siteBuckets: Map<string, CountedRow>;
  readonly siteDays: Map<string, CountedRow>;
};

export async function jsonParseCatalogue(archive: string): Promise<TaskResult> {
  const { result, ...measurement } = await measure(async () => catalogueOf(archive));
  return { ...measurement, numbers: numbersOf(result) };
}

function catalogueOf(archive: string): Catalogue {
  const rows = { urlDays: new Map(), siteBuckets: new Map(), siteDays: new Map() };
  const found: Catalogue = { countedEvents: 0, urlBuckets: new Map(), ...rows };
  const robots = new Set(robotAgentTexts());
  const periods = new Map<string, BenchPeriod[]>();
  for (const period of benchPeriods()) {
    periods.set(period.site, [...(periods.get(period.site) ?? []), period]);
  }
  const seen = new Set<string>();
  for (const path of objectPaths(archive)) {
    const text = gunzipSync(readFileSync(path)).toString('utf8');
    for (let from = 0; from < text.length;) {
      const end = text.indexOf('\n', from);
      const event = JSON.parse(text.slice(from, end)) as Sent;
      from = end + 1;
      const period = acceptedIn(event, periods, robots);
      if (period === undefined) continue;
      const id = `${period.siteIndex}/${period.day}/${event['event_id']}`;
      if (seen.has(id)) continue;
      seen.add(id);
      count(found, event, period);
    }
  }
  addUp(found);
  return found;
}

/** @returns the event's period; undefined where it does not count. */
function acceptedIn(
  event: Sent,
  periods: ReadonlyMap<string, readonly BenchPeriod[]>,
  robots: ReadonlySet<string>,
): BenchPeriod | undefined {
  const ofSite = periods.get(event['apikey'] as string);
  if (ofSite === undefined || robots.has(event['user_agent'] as string)) return undefined;
  if (event['ua_browser'] === 'Googlebot') return undefined;
  const isWhole =
    event['action'] && event['event_id'] && event['visitor_site_id'] && urlOf(event) !== '';
  if (!isWhole) return undefined;
  const session = event['session_id'];
  if (typeof session === 'number' && session < 1) return undefined;
  const engaged = event['engaged_time_inc'];
  const isEngaged = event['action'] === 'heartbeat' || event['action'] === 'vheartbeat';
  if (isEngaged && !(typeof engaged === 'number' && engaged >= 0 && engaged <= 86_400)) {
    return undefined;
  }
  const at = secondOf(event);
  return ofSite.find(({ from, until }) => at >= from && at < until);
}

/** Nearly all times are UTC without saying so. */
function secondOf(event: Sent): number {
  const text = event['ts_action'] as string;
  return Math.floor(Date.parse(text.length === 19 ? `${text}Z` : text) / 1000) || NaN;
}

function urlOf(event: Sent): string {
  const url = (event['url_clean'] || event['url'] || '') as string;
  return url.split(/[?#]/, 1)[0] as string;
}

function count(found: Catalogue, event: Sent, { siteIndex, day }: BenchPeriod): void {
  const session = event['session_id'];
  const visitor = event['visitor_site_id'] as string;
  const counted: CountedEvent = {
    action: event['action'] as string,
    engaged: (event['engaged_time_inc'] ?? 0) as number,
    visitor,
    session: typeof session === 'number' ? `${visitor}_${session}` : undefined,
    ...dimensionsOf(event),
  };
  const bucket = Math.floor(secondOf(event) / bucketSeconds);
  const key = `${siteIndex}/${day}/${bucket}/${urlOf(event)}`;
  let row = found.urlBuckets.get(key);
  if (row === undefined) found.urlBuckets.set(key, (row = new CountedRow()));
  row.count(counted);
  found.countedEvents += 1;
}

function addUp({ urlBuckets, urlDays, siteBuckets, siteDays }: Catalogue): void {
  for (const [key, row] of urlBuckets) {
    const [site = '', day = '', bucket = ''] = key.split('/', 3);
    const url = key.slice(site.length + day.length + bucket.length + 3);
    rowOf(urlDays, `${site}/${day}/${url}`).add(row);
    rowOf(siteBuckets, `${site}/${day}/${bucket}`).add(row);
  }
  for (const [key, row] of siteBuckets) {
    rowOf(siteDays, key.slice(0, key.lastIndexOf('/'))).add(row);
  }
}

function rowOf(rows: Map<string, CountedRow>, key: string): CountedRow {
  let row = rows.get(key);
  if (row === undefined) rows.set(key, (row = new CountedRow()));
  return row;
}

/** Not part of the time. */
function numbersOf(found: Catalogue): FoundNumbers {
  const { urlBuckets, urlDays, siteBuckets, siteDays } = found;
  const sum = (rows: Iterable<CountedRow>, of: (row: CountedRow) => number): number => {
    let total = 0;
    for (const row of rows) total += of(row);
    return total;
  };
  const cells = (rows: Map<string, CountedRow>): number =>
    sum(rows.values(), (row) => row.cells().length);
  const allOf = (name: string) => (row: CountedRow) => row.sums.get(`$all/${name}`) ?? 0;
  return {
    countedEvents: found.countedEvents,
    pageViews: sum(siteDays.values(), allOf('page_views')),
    engagedSeconds: sum(siteDays.values(), allOf('engaged_seconds')),
    rows5m: urlBuckets.size + siteBuckets.size,
    rows1d: urlDays.size + siteDays.size,
    cells5m: cells(urlBuckets) + cells(siteBuckets),
    cells1d: cells(urlDays) + cells(siteDays),
    visitorsOfUrlBuckets: sum(urlBuckets.values(), (row) => row.visitors.size),
    valuesOfUrlBuckets: sum(urlBuckets.values(), (row) =>
      row.cells().reduce((total, value) => total + value, 0),
    ),
  };
}
