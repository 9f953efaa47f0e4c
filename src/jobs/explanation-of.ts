/** The explanation, once everything was read: lines added up, numbers compared, causes named. */
import { assertThat } from '../base/assert.ts';
import type { ExitCode } from '../base/exit-codes.ts';
import { compareBytes } from '../base/bytes.ts';
import type { TimeRange } from '../base/zone-clock.ts';
import type {
  Circumstance,
  DistinctStory,
  ExplainedInput,
  StoredVerdict,
} from '../model/explanation.ts';
import type { InputObject } from '../model/input-set.ts';
import type { Outcome } from '../model/ledger.ts';
import { bucketSeconds } from '../model/row.ts';
import { explicitMax } from '../model/sketch.ts';
import type { ReadingTotals } from './derive-periods.ts';
import type { CellValue } from './derived-cell.ts';
import { distinctStory, type BucketOfDay } from './distinct-story.ts';
import { areLogsWhole, circumstancesOf } from './explain-circumstances.ts';
import type { ExplainPorts, ExplainRequest, ExplainResult } from './explain-types.ts';
import { FateTotals } from './fate-totals.ts';
import { FirstSeen } from './first-seen.ts';
import type { LinesBehind } from './lines-behind.ts';
import type { PreparedPeriod } from './prepare-periods.ts';
import { areRowsEdited, readStoredCell, type StoredCell } from './stored-cell.ts';

/** The cell as the logs give it. */
export type ReadCell = {
  readonly found: CellValue;
  /** Of a distinct count of a day, its 5-minute rows. */
  readonly buckets: readonly BucketOfDay[];
  readonly objects: readonly InputObject[];
  readonly rejected: readonly string[];
  readonly totals: ReadingTotals;
};

type ReadNumber = ReadCell & {
  readonly period: PreparedPeriod;
  readonly range: TimeRange;
  readonly behind: LinesBehind;
};

/** Outcomes of lines that nobody can say the site of, or not without reading them. */
const unreadableOutcomes = ['oversized', 'malformed'] as const satisfies readonly Outcome[];

export async function explanationOf(
  ports: ExplainPorts,
  request: ExplainRequest,
  read: ReadNumber,
): Promise<ExplainResult> {
  const { asked, site } = request;
  const { found, behind, period, range } = read;
  const { fates, distinct } = sumLines(request, read);
  const stored = await storedSecondLook(ports, request, found);
  const { circumstances, verdict } = await judge(ports, request, { read, stored, fates });
  return {
    explanation: {
      asked,
      zone: site.clock.zone,
      range,
      stored: stored.number,
      derived: found.value,
      verdict,
      circumstances,
      input: inputOf(read, period),
      fates: fates.totals(),
      distinct,
    },
    lines: () => behind.lines(),
    causes: causesOf(verdict, circumstances),
    close: () => behind.drop(),
  };
}

/** @throws Error where the lines do not add up to the number: then this code is broken. */
function sumLines(
  { asked, site, eventBytesMax = Infinity }: ExplainRequest,
  { behind, buckets, found }: ReadNumber,
): { readonly fates: FateTotals; readonly distinct: DistinctStory | null } {
  const fates = new FateTotals();
  const firstSeen = new FirstSeen(eventBytesMax);
  for (const line of behind.lines()) {
    fates.add(line);
    if (line.fate !== 'counted' || line.member === null) continue;
    firstSeen.add(line.member, Math.floor((line.time ?? 0) / bucketSeconds));
  }
  if (asked.metric.kind !== 'distinct') {
    const sums = `${String(fates.countedAmount)} = ${String(found.value)}`;
    assertThat(fates.countedAmount === found.value, `the counted lines add up: ${sums}`);
    return { fates, distinct: null };
  }
  const isExact = firstSeen.count !== null && firstSeen.count <= explicitMax;
  assertThat(!isExact || firstSeen.count === found.value, 'the members are as many as counted');
  return { fates, distinct: distinctStory(buckets, firstSeen, site.clock) };
}

/** A difference must survive a second look: another run may have published meanwhile. */
async function storedSecondLook(
  { store }: ExplainPorts,
  { asked }: ExplainRequest,
  derived: CellValue,
): Promise<StoredCell> {
  const first = await readStoredCell(store, asked);
  const isSame = first.found !== undefined && isSameCell(first.found, derived);
  return isSame ? first : readStoredCell(store, asked);
}

function isSameCell(a: CellValue, b: CellValue): boolean {
  return a.value === b.value && compareBytes(a.sketch, b.sketch) === 0;
}

async function judge(
  { store }: ExplainPorts,
  { asked }: ExplainRequest,
  { read, stored, fates }: { read: ReadNumber; stored: StoredCell; fates: FateTotals },
): Promise<{ readonly circumstances: readonly Circumstance[]; readonly verdict: StoredVerdict }> {
  const { manifest } = stored.period;
  const circumstances = circumstancesOf({
    ...read,
    stored: stored.period,
    storedRules: manifest && (await store.readRules(manifest.rules)),
    countedIn: (object) => fates.countedIn(object),
  });
  if (stored.found === undefined) return { circumstances, verdict: 'not_stored' };
  if (isSameCell(stored.found, read.found)) return { circumstances, verdict: 'same' };
  const verdict = areLogsWhole(circumstances) ? 'differs' : 'unproven';
  if (circumstances.length > 0 || manifest === undefined) return { circumstances, verdict };
  return { circumstances: [await unexplained(store, { asked, manifest })], verdict };
}

/** Same logs, same rules, another number. */
async function unexplained(
  store: ExplainPorts['store'],
  {
    asked,
    manifest,
  }: { asked: ExplainRequest['asked']; manifest: Parameters<typeof areRowsEdited>[2] },
): Promise<Circumstance> {
  if (await areRowsEdited(store, asked, manifest)) {
    const text =
      'The stored rows were changed after they were published: their checksum is not the one ' +
      'that was written down with them.';
    return { kind: 'edited_rows', text };
  }
  const text =
    'Logs and rules are those of the stored number, and the stored rows are as they were ' +
    'published: it was derived by other code.';
  return { kind: 'nothing_changed', text };
}

function inputOf({ totals, behind }: ReadNumber, { window }: PreparedPeriod): ExplainedInput {
  const { objects, lines, ledger } = totals;
  const unreadable = unreadableOutcomes.filter((name) => ledger[name] > 0);
  const rejected = objects.filter((object) => object.rejected !== null).length;
  return {
    window,
    objects: objects.length - rejected,
    rejected,
    lines,
    unreadable: Object.fromEntries(unreadable.map((name) => [name, ledger[name]])),
    withoutUrl: behind.withoutUrl,
  };
}

function causesOf(
  verdict: StoredVerdict,
  circumstances: readonly Circumstance[],
): readonly ExitCode[] {
  const causes = new Set<ExitCode>();
  if (verdict === 'differs') causes.add(3);
  if (verdict === 'unproven' || verdict === 'not_stored') causes.add(4);
  if (!areLogsWhole(circumstances)) causes.add(4);
  return [...causes];
}
