/**
 * Explains one number: what is stored, what the logs say by the same core that rebuilds, and the
 * raw lines behind it. Reads the read window of the one period and nothing else.
 */
import { rangesMeet } from '../archive/key-layout.ts';
import { readWindow, type PlacedObject } from '../archive/read-window.ts';
import { textFromDay } from '../base/calendar.ts';
import { UsageError } from '../base/errors.ts';
import type { TimeRange } from '../base/zone-clock.ts';
import { createLineFinder } from '../decode/line-finder.ts';
import { metrics } from '../model/catalogue.ts';
import { nearNames } from '../model/near-names.ts';
import { bucketSeconds } from '../model/row.ts';
import { ArchiveReading, type DerivedItem } from './derive-periods.ts';
import type { DeriveRequest } from './derive-types.ts';
import { derivedBuckets, derivedCell } from './derived-cell.ts';
import type { BucketOfDay } from './distinct-story.ts';
import { explanationOf, type ReadCell } from './explanation-of.ts';
import type { ExplainPorts, ExplainRequest, ExplainResult } from './explain-types.ts';
import { LinesBehind } from './lines-behind.ts';
import { objectsOfPeriods, preparePeriods, type PreparedPeriod } from './prepare-periods.ts';

/** Lines of the same cell this near to a day, or to a bucket, are shown too. */
const edgeSecondsOfGrain = { '1d': 3600, '5m': bucketSeconds } as const;

/**
 * Memory: as a rebuild of the day, and the members of a distinct count within `eventBytesMax`. The
 * lines lie in the spill space until the result is closed.
 * @throws UsageError for a day that the zone does not have, for an archive without logs of it, for
 * a site that nothing names.
 */
export async function explain(
  ports: ExplainPorts,
  request: ExplainRequest,
): Promise<ExplainResult> {
  const deriving = deriveRequest(request);
  const { archive, store, observer, spill } = ports;
  const where = { archive, stores: [store], eraseKey: ports.eraseKey };
  const listed = await preparePeriods(where, deriving, ports.now());
  const [period] = listed.periods;
  if (period === undefined) throw noSuchDay(request);
  const objects = await objectsToRead(ports, request, {
    period,
    own: objectsOfPeriods([period], listed.listing).objects,
  });
  const bytes = objects.reduce((sum, object) => sum + object.bytes, 0);
  observer.planned?.({ objects: objects.length, bytes });
  const { asked, site, inputFormat } = request;
  const range = bucketRange(period, request);
  const edgeSeconds = edgeSecondsOfGrain[asked.grain];
  const behind = new LinesBehind(
    createLineFinder({
      ...asked,
      rules: period.rules.rules,
      clock: site.clock,
      format: inputFormat,
      range,
      edgeSeconds,
    }),
    spill,
  );
  try {
    const plan = { periods: [period], objects };
    const read = await readCell(ports, request, { deriving, plan, behind });
    return await explanationOf(ports, request, { ...read, period, range, behind });
  } catch (error) {
    behind.drop();
    throw error;
  }
}

/** The one period, as whoever derives periods asks for it. */
function deriveRequest({ site, asked, inputFormat, eventBytesMax }: ExplainRequest): DeriveRequest {
  return {
    metrics,
    sites: [{ ...site, days: [asked.day] }],
    fromDay: asked.day,
    untilDay: asked.day + 1,
    inputFormat,
    acceptEmpty: new Set(),
    eventBytesMax,
  };
}

function bucketRange({ range }: PreparedPeriod, { asked }: ExplainRequest): TimeRange {
  const { grain, bucket } = asked;
  return grain === '1d' ? range : { from: bucket, until: bucket + bucketSeconds };
}

async function objectsToRead(
  { archive }: ExplainPorts,
  { site, beyondSeconds }: ExplainRequest,
  { period, own }: { period: PreparedPeriod; own: readonly PlacedObject[] },
): Promise<readonly PlacedObject[]> {
  if (beyondSeconds === 0) return own;
  const { earlySeconds, lateSeconds } = site;
  const wide = readWindow(period.range, { earlySeconds, lateSeconds: lateSeconds + beyondSeconds });
  const objects: PlacedObject[] = [];
  for await (const { range, ...object } of archive.list(wide)) {
    const isRead = object.kind === 'data' && range !== undefined && rangesMeet(range, wide);
    if (isRead) objects.push({ ...object, range });
  }
  return objects;
}

async function readCell(
  ports: ExplainPorts,
  request: ExplainRequest,
  reading: {
    readonly deriving: DeriveRequest;
    readonly plan: ConstructorParameters<typeof ArchiveReading<PreparedPeriod>>[2];
    readonly behind: LinesBehind;
  },
): Promise<ReadCell> {
  const { deriving, plan, behind } = reading;
  const watched = { ...ports, stores: [ports.store], watch: behind };
  const archive = new ArchiveReading(watched, deriving, plan);
  let cell: Omit<ReadCell, 'totals'> | undefined;
  let isUnknown = false;
  for await (const item of archive.items()) {
    if (item.kind === 'period') cell = cellOfPeriod(item, request, behind);
    if (item.kind === 'unknown_site') isUnknown = true;
  }
  const totals = archive.totals();
  if (isUnknown || cell === undefined) throw unknownSite(ports, request, totals.otherSites);
  return { ...cell, totals };
}

function cellOfPeriod(
  item: Extract<DerivedItem<PreparedPeriod>, { kind: 'period' }>,
  { asked }: ExplainRequest,
  behind: LinesBehind,
): Omit<ReadCell, 'totals'> {
  const { derived, objects, rejected } = item;
  behind.settle(derived.duplicateLines());
  const isDayOfMembers = asked.metric.kind === 'distinct' && asked.grain === '1d';
  const buckets: readonly BucketOfDay[] = isDayOfMembers ? [...derivedBuckets(derived, asked)] : [];
  return { found: derivedCell(derived, asked), buckets, objects, rejected };
}

function noSuchDay({ asked: { day }, site }: ExplainRequest): UsageError {
  return new UsageError(`there was no ${textFromDay(day)} in ${site.clock.zone}`, {
    hint: 'the time zone skipped this date; ask for the day before or after',
  });
}

function unknownSite(
  { store, archive }: ExplainPorts,
  { asked: { site } }: ExplainRequest,
  seen: Iterable<string>,
): UsageError {
  const near = nearNames(site, seen);
  const hint =
    near.length > 0
      ? `did you mean ${near.join(' or ')}?`
      : 'check the spelling, --archive and --store: sites are named as the lines name them';
  const places = `neither ${store.location} nor any line of ${archive.location}`;
  return new UsageError(`${places} names the site ${site}`, { hint });
}
