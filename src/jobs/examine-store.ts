/**
 * Looks for everything that is wrong with a store and writes nothing. Whatever is bad in one place,
 * the others are looked at too.
 */
import type { ExitCode } from '../base/exit-codes.ts';
import { RecountError, UnavailableError } from '../base/errors.ts';
import { garbageOfPeriod, garbageReasons } from '../model/garbage.ts';
import type { Manifest } from '../model/manifest.ts';
import { textFromPeriod } from '../model/period.ts';
import type { PeriodKey } from '../model/period.ts';
import { newPeriodRecord } from '../model/period-record.ts';
import type { PeriodRecord } from '../model/period-record.ts';
import type { KeepAges } from '../model/period-transitions.ts';
import type { Store } from '../store/store.ts';
import { ClockExaminer } from './examine-clocks.ts';
import { DocumentExaminer } from './examine-documents.ts';
import { examineManifest, examineRows, generationsToExamine } from './examine-generation.ts';
import type { Examined } from './examine-generation.ts';
import { listRuns } from './list-runs.ts';
import { recordsOfStore } from './records-of-store.ts';
import { rebuildCommand } from '../model/store-finding.ts';
import type { FindingKind, StoreFinding } from '../model/store-finding.ts';
import type { UpkeepPorts } from './upkeep-ports.ts';

export type ExamineRequest = {
  /** Empty = every site. */
  readonly sites: readonly string[];
  /** Read all rows, too. */
  readonly isDeep: boolean;
  readonly ages: KeepAges;
};

export type ExaminePorts = UpkeepPorts & {
  readonly observer: { periodDone?(key: PeriodKey): void };
};

type Findings = AsyncGenerator<StoreFinding, void, undefined>;

/** The exit codes that findings give cause for. */
export const causeOfLevel: Readonly<Record<StoreFinding['level'], ExitCode>> = {
  fault: 1,
  notice: 4,
};

/** Memory: the days of one site, and the digests of what manifests name. */
export async function* examineStore(ports: ExaminePorts, request: ExamineRequest): Findings {
  const { store } = ports;
  yield* examineStorage(store);
  try {
    yield* examinePeriods(ports, request);
  } catch (error) {
    yield unreadable('site', null, error);
  }
  yield* examineRuns(ports);
  yield* examineLeftovers(ports, request);
}

async function* examineStorage({ upkeep }: Store): Findings {
  for await (const { level, message, remedy } of upkeep?.inspect() ?? []) {
    yield { level, kind: 'storage', period: null, generation: null, message, remedy };
  }
}

async function* examinePeriods(ports: ExaminePorts, request: ExamineRequest): Findings {
  const { store, signal, observer } = ports;
  const clocks = new ClockExaminer(ports.now());
  const documents = new DocumentExaminer(store);
  let site: string | undefined;
  for await (const stored of recordsOfStore(store, request)) {
    signal.throwIfAborted();
    const { key } = stored;
    if (key.site !== site) yield* examineSite(store, key.site);
    site = key.site;
    if (stored.kind === 'unreadable') yield unreadable('record', key, stored.error);
    else yield* examineGenerations(ports, request, { key, documents });
    if (stored.kind === 'record') clocks.add(key, stored.record);
    observer.periodDone?.(key);
  }
  yield* clocks.findings();
}

async function* examineSite(store: Store, site: string): Findings {
  try {
    await store.readSite(site);
  } catch (error) {
    yield unreadable('site', null, error);
  }
}

async function* examineGenerations(
  ports: ExaminePorts,
  { isDeep, ages }: ExamineRequest,
  { key, documents }: { readonly key: PeriodKey; readonly documents: DocumentExaminer },
): Findings {
  const { store, signal } = ports;
  // Listed before the record is read again: whatever was staged by then has its intent there.
  const stored = await store.listGenerations(key);
  const record = (await store.readPeriod(key)) ?? newPeriodRecord(key);
  yield* examineBarrier(record);
  for (const examined of generationsToExamine(record)) {
    signal.throwIfAborted();
    const found = await collect(examineGeneration(store, examined, { isDeep, documents }));
    // A finding must survive a second look: it may have been replaced and removed meanwhile.
    if (found.length > 0 && (await isUnchanged(store, examined))) yield* found;
  }
  const garbage = garbageOfPeriod(record, stored, {
    ages,
    now: ports.now(),
    isExpired: () => false,
  });
  // What is merely old enough to go is no finding; what nobody can use is.
  const useless = garbage.filter(({ why, grain }) => why !== 'retired' && grain === null);
  for (const { generation, why } of useless) {
    const message = `${textFromPeriod(key)}, generation ${generation}: ${garbageReasons[why]}`;
    const remedy = `recount store gc --store ${store.location} --apply removes it`;
    yield { level: 'notice', kind: 'garbage', period: key, generation, message, remedy };
  }
}

async function* examineGeneration(
  store: Store,
  examined: Examined,
  { isDeep, documents }: { readonly isDeep: boolean; readonly documents: DocumentExaminer },
): Findings {
  let manifest: Manifest | undefined;
  yield* examineManifest(store, examined, (found) => (manifest = found));
  if (manifest !== undefined) yield* documents.examine(examined.key, manifest);
  if (isDeep) yield* examineRows(store, examined);
}

async function collect(findings: Findings): Promise<readonly StoreFinding[]> {
  const all: StoreFinding[] = [];
  for await (const finding of findings) all.push(finding);
  return all;
}

async function isUnchanged(store: Store, { key, entry, isLive }: Examined): Promise<boolean> {
  const record = await store.readPeriod(key);
  const now = record?.generations.find(({ generation }) => generation === key.generation);
  if (now === undefined || (record?.live === key.generation) !== isLive) return false;
  return now.grains.length === entry.grains.length;
}

async function* examineBarrier(record: PeriodRecord): Findings {
  const live = record.generations.find(({ generation }) => generation === record.live);
  if (live === undefined || live.barrier >= record.barrier) return;
  const { site, day } = record;
  yield {
    level: 'fault',
    kind: 'barrier',
    period: { site, day },
    generation: live.generation,
    message: `${textFromPeriod(record)} still shows what it was before an erasure or another zone`,
    remedy: `finish what was begun: ${rebuildCommand(record)}`,
  };
}

async function* examineRuns({ store, signal }: ExaminePorts): Findings {
  for await (const listed of listRuns(store, { sites: [], runsMax: Infinity })) {
    signal.throwIfAborted();
    if (listed.kind === 'run') continue;
    yield {
      level: 'fault',
      kind: 'run',
      period: null,
      generation: null,
      message: `run ${listed.id}: ${listed.message}`,
      remedy: 'restore it from a backup; without it, what it did cannot be told or undone',
    };
  }
}

async function* examineLeftovers(ports: ExaminePorts, { ages }: ExamineRequest): Findings {
  const { store, now } = ports;
  let [count, bytes, unsized] = [0, 0, 0];
  for await (const leftover of store.upkeep?.listLeftovers() ?? []) {
    if (leftover.changedAt + ages.intentSeconds > now()) continue;
    count += 1;
    bytes += leftover.bytes ?? 0;
    unsized += leftover.bytes === null ? 1 : 0;
  }
  if (count === 0) return;
  const [items, least] = [count === 1 ? '1 item' : `${count} items`, `${bytes} bytes`];
  const partly = unsized === count ? 'of unknown size' : `over ${least}`;
  yield {
    level: 'notice',
    kind: 'garbage',
    period: null,
    generation: null,
    message: `killed runs left something behind: ${items}, ${unsized === 0 ? least : partly}`,
    remedy: `recount store gc --store ${store.location} --apply removes them`,
  };
}

/** @throws the error itself where the store does not answer: then nothing else would be found. */
function unreadable(kind: FindingKind, period: PeriodKey | null, error: unknown): StoreFinding {
  const isOfRecount = error instanceof RecountError && error.exitCode === 1;
  if (!isOfRecount || error instanceof UnavailableError) throw error;
  const { message, hint = 'restore it from a backup' } = error;
  return { level: 'fault', kind, period, generation: null, message, remedy: hint };
}
