/**
 * Whether an archive is fit to be counted, before any number is computed: gaps, objects far smaller
 * than their neighbours, objects without a place in time; and read deeply, damage and what is in
 * the lines.
 */
import type { Archive, ArchiveObject } from '../archive/archive.ts';
import { findGaps } from '../archive/completeness.ts';
import { floorTo, settleSeconds, type PlacedObject } from '../archive/read-window.ts';
import { findSmallObjects, neighbourDays, type SmallObject } from '../archive/small-objects.ts';
import { daySeconds } from '../base/calendar.ts';
import { UsageError } from '../base/errors.ts';
import type { TimeRange } from '../base/zone-clock.ts';
import { placingOf, TotalsOfArchive, type ArchiveTotals } from './archive-totals.ts';
import { listingRange } from './archive-check-types.ts';
import type {
  ArchiveFinding,
  CheckPorts,
  CheckRequest,
  CheckResult,
} from './archive-check-types.ts';
import { checkObjects } from './check-objects.ts';

/**
 * Memory: one entry per hour of the archive, and the listing of six weeks.
 * @throws UsageError for an archive without any log; whatever its listing throws.
 */
export async function checkArchive(ports: CheckPorts, request: CheckRequest): Promise<CheckResult> {
  const { archive, observer } = ports;
  const findings = { gap: 0, small: 0, unplaced: 0, ignored: 0, rejected: 0 };
  const report = (finding: ArchiveFinding): void => {
    findings[finding.kind] += 1;
    observer.found?.(finding);
  };
  const { totals, ranges } = await listAll(ports, request, report);
  if (totals.placed.objects + totals.unplaced.objects === 0) throw withoutLogs(archive, totals);
  observer.listed?.(totals);
  const range = rangeToCheck(request, ranges, ports.now());
  if (range !== undefined) {
    const gaps = findGaps(range, { objects: ranges, expect: request.expect });
    for (const gap of gaps) report({ kind: 'gap', range: gap });
    for await (const object of smallObjectsOf(ports, range)) report({ kind: 'small', object });
  }
  const deep = request.isDeep ? await checkObjects(ports, request, report) : undefined;
  const isWrong = findings.gap + findings.small + findings.unplaced + findings.rejected > 0;
  return { totals, range, findings, deep, causes: isWrong ? [4] : [0] };
}

async function listAll(
  { archive, signal }: CheckPorts,
  request: CheckRequest,
  report: (finding: ArchiveFinding) => void,
): Promise<{ readonly totals: ArchiveTotals; readonly ranges: readonly PlacedObject[] }> {
  const totals = new TotalsOfArchive();
  // For gaps one object stands for all of its hour.
  const ranges = new Map<string, PlacedObject>();
  for await (const object of archive.list(listingRange(request))) {
    signal.throwIfAborted();
    totals.add(object);
    const placing = placingOf(object);
    if (placing === 'placed') addRange(ranges, object);
    else report({ kind: placing, key: object.key, bytes: object.bytes });
  }
  return { totals: totals.totals(), ranges: [...ranges.values()] };
}

function addRange(ranges: Map<string, PlacedObject>, object: ArchiveObject): void {
  const { range } = object;
  if (range !== undefined) ranges.set(`${range.from}-${range.until}`, { ...object, range });
}

/** What was asked for, or all that there is; nothing that may still be on its way. */
function rangeToCheck(
  { from, until }: CheckRequest,
  ranges: readonly PlacedObject[],
  now: number,
): TimeRange | undefined {
  if (ranges.length === 0 && (from === undefined || until === undefined)) return undefined;
  const first = from ?? ranges.reduce((least, { range }) => Math.min(least, range.from), Infinity);
  const last =
    until ?? ranges.reduce((greatest, { range }) => Math.max(greatest, range.until), -Infinity);
  const settled = floorTo(now - settleSeconds, 3600);
  return { from: first, until: Math.max(first, Math.min(last, settled)) };
}

/** Days that are compared at once; with a week of neighbours on either side. */
const chunkDays = 28;

async function* smallObjectsOf(
  { archive, signal }: CheckPorts,
  range: TimeRange,
): AsyncGenerator<SmallObject, void, undefined> {
  const margin = neighbourDays * daySeconds;
  const chunk = chunkDays * daySeconds;
  const first = floorTo(range.from, daySeconds);
  for (let from = first; from < range.until; from += chunk) {
    const until = Math.min(from + chunk, range.until);
    const listed: PlacedObject[] = [];
    for await (const object of archive.list({ from: from - margin, until: until + margin })) {
      signal.throwIfAborted();
      const { range: named } = object;
      if (placingOf(object) === 'placed' && named) listed.push({ ...object, range: named });
    }
    const own = listed.filter((object) => object.range.from >= from && object.range.from < until);
    yield* findSmallObjects(own, listed);
  }
}

function withoutLogs(archive: Archive, { ignored: { objects } }: ArchiveTotals): UsageError {
  const files = objects === 1 ? '1 file does' : `${String(objects)} files do`;
  return new UsageError(`${archive.location} has no log for what was asked for`, {
    hint:
      objects === 0
        ? 'check --archive and the dates: recount archive ls shows what is there'
        : `${files} not end as logs do (.gz, .json, .jsonl, .log)`,
  });
}
