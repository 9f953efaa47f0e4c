/**
 * Removes what is not kept: first everything is marked in the records, so that nobody can make it
 * live any more, then the views are brought up to date, and only then is anything deleted. Stopped
 * at any point, the next run finds what is marked and still stored, and deletes it again.
 */
import { textFromDay } from '../base/calendar.ts';
import { RecountError } from '../base/errors.ts';
import type { ExitCode } from '../base/exit-codes.ts';
import { garbageOfPeriod, garbageReasons } from '../model/garbage.ts';
import type { Garbage, GarbageReason } from '../model/garbage.ts';
import type { RunPeriod } from '../model/run-record.ts';
import type { GenerationKey, PeriodKey } from '../model/period.ts';
import type { PeriodRecord } from '../model/period-record.ts';
import { newPeriodRecord } from '../model/period-record.ts';
import { dropGeneration, expireGrain, mayGoAt } from '../model/period-transitions.ts';
import type { Actor, Change, KeepAges } from '../model/period-transitions.ts';
import { changePeriod } from '../store/change-period.ts';
import type { Leftover } from '../store/upkeep.ts';
import { findExpiredRows, type Retention } from './expired-rows.ts';
import { pauseBetweenTries } from './pause-between-tries.ts';
import type { RunIdentity } from './rebuild-types.ts';
import { readSoundRecord, recordsOfStore } from './records-of-store.ts';
import type { UpkeepPorts } from './upkeep-ports.ts';
import { UpkeepRun } from './upkeep-run.ts';

export type GarbagePorts = UpkeepPorts & {
  readonly observer: { garbage?(item: GarbageItem): void; leftover?(leftover: Leftover): void };
};

export type GarbageRequest = {
  /** Without it, what may go is found and told, and nothing is written. */
  readonly isApplied: boolean;
  readonly retentionOf: (site: string) => Retention;
  readonly ages: KeepAges;
  readonly run: RunIdentity;
};

export type GarbageItem = PeriodKey & Garbage & { readonly bytes: number | null };

export type GarbageCounts = {
  readonly items: number;
  readonly bytes: number;
  /** Items of unknown size, of which `bytes` holds nothing; left out where there are none. */
  readonly unsized?: number;
};

export type GarbageResult = {
  /** What was removed, or would be. */
  readonly reasons: ReadonlyMap<GarbageReason, GarbageCounts>;
  readonly leftovers: GarbageCounts;
  /** 5-minute rows past a retention that nobody chose, which somebody once chose to keep. */
  readonly held: GarbageCounts;
  /** Became live, or young again, between being found and being marked. */
  readonly spared: number;
  /** Messages of the records that could not be read: nothing of their periods was touched. */
  readonly unreadable: readonly string[];
  /** Generations and leftovers that are too young, and when the first of them may go. */
  readonly young: number;
  readonly nextAt: number | null;
  readonly causes: readonly ExitCode[];
};

/**
 * Memory: what is to be removed, some 300 bytes each.
 * @throws whatever the store throws; doing it again is safe.
 */
export async function collectGarbage(
  ports: GarbagePorts,
  request: GarbageRequest,
): Promise<GarbageResult> {
  const run = new UpkeepRun(ports, request.run);
  const work = new GarbageWork(ports, request, run);
  for await (const stored of recordsOfStore(ports.store, { sites: [] })) {
    ports.signal.throwIfAborted();
    if (stored.kind === 'unreadable') work.unreadable.push(stored.error.message);
    else await work.findAndMark(stored.key);
  }
  if (request.isApplied && run.isBegun) await ports.store.refreshViews?.();
  await work.removeMarked();
  await work.removeLeftovers();
  const result = work.result();
  await run.end(result.causes);
  return result;
}

class GarbageWork {
  readonly unreadable: string[] = [];
  readonly #ports: GarbagePorts;
  readonly #request: GarbageRequest;
  readonly #run: UpkeepRun;
  readonly #now: number;
  readonly #marked: GarbageItem[] = [];
  readonly #reasons = new Map<GarbageReason, GarbageCounts>();
  #leftovers: GarbageCounts = { items: 0, bytes: 0 };
  #held: GarbageCounts = { items: 0, bytes: 0 };
  #spared = 0;
  #young = 0;
  #nextAt = Infinity;

  constructor(ports: GarbagePorts, request: GarbageRequest, run: UpkeepRun) {
    this.#ports = ports;
    this.#request = request;
    this.#run = run;
    this.#now = ports.now();
  }

  async findAndMark(key: PeriodKey): Promise<void> {
    const { store } = this.#ports;
    // Listed before the record is read: whatever was staged by then has its intent in the record.
    const stored = await store.listGenerations(key);
    const record = (await readSoundRecord(store, key)) ?? newPeriodRecord(key);
    const { ages, retentionOf } = this.#request;
    const retention = retentionOf(key.site);
    const expired = await findExpiredRows(store, record, { retention, now: this.#now });
    this.#noteYoung(record);
    const found = garbageOfPeriod(record, stored, {
      ages,
      now: this.#now,
      isExpired: ({ generation }, grain) => grain === '5m' && expired.expired.has(generation),
    });
    for (const garbage of found) await this.#mark(key, garbage);
    const goesWhole = new Set(
      found.filter(({ grain }) => grain === null).map(({ generation }) => generation),
    );
    await this.#noteHeld(key, expired.held, goesWhole);
  }

  async removeMarked(): Promise<void> {
    const { store, observer, signal } = this.#ports;
    for (const item of this.#marked) {
      signal.throwIfAborted();
      if (this.#request.isApplied) {
        await store.dropGeneration(generationOf(item), item.grain ?? undefined);
        this.#run.add(runPeriodOf(item));
      }
      this.#reasons.set(item.why, plus(this.#reasons.get(item.why), item.bytes));
      observer.garbage?.(item);
    }
  }

  /** Nobody looks for them again, so they need no mark; only their writer may still be there. */
  async removeLeftovers(): Promise<void> {
    try {
      await this.#removeLeftovers();
    } catch (error) {
      if (!(error instanceof RecountError) || error.exitCode !== 1) throw error;
      this.unreadable.push(error.message);
    }
  }

  async #removeLeftovers(): Promise<void> {
    const { store, observer, signal } = this.#ports;
    for await (const leftover of store.upkeep?.listLeftovers() ?? []) {
      signal.throwIfAborted();
      const mayGo = leftover.changedAt + this.#request.ages.intentSeconds;
      if (mayGo > this.#now) {
        this.#noteAge(mayGo);
        continue;
      }
      if (this.#request.isApplied) {
        await this.#run.begin();
        await store.upkeep?.removeLeftover(leftover);
      }
      this.#leftovers = plus(this.#leftovers, leftover.bytes);
      observer.leftover?.(leftover);
    }
  }

  result(): GarbageResult {
    return {
      reasons: this.#reasons,
      leftovers: this.#leftovers,
      held: this.#held,
      spared: this.#spared,
      unreadable: this.unreadable,
      young: this.#young,
      nextAt: this.#young === 0 ? null : this.#nextAt,
      causes: this.unreadable.length === 0 ? [0] : [4],
    };
  }

  async #mark(key: PeriodKey, garbage: Garbage): Promise<void> {
    const { store } = this.#ports;
    const item = { ...key, ...garbage };
    const bytes = await this.#bytesOf(item);
    // Rows of an expired grain are looked for at every run, and are mostly gone.
    if (garbage.why === 'marked' && garbage.grain !== null && bytes === 0) return;
    if (this.#request.isApplied && garbage.why !== 'marked') {
      await this.#run.begin();
      const actor: Actor = { run: this.#request.run.id, at: this.#ports.now() };
      const change = await changePeriod(
        store,
        key,
        (record) => this.#changeOf(record, garbage, actor),
        pauseBetweenTries(this.#ports),
      );
      if (change.kind === 'refused') {
        this.#spared += 1;
        return;
      }
    }
    this.#marked.push({ ...item, bytes });
  }

  #changeOf(record: PeriodRecord, { generation, grain }: Garbage, actor: Actor): Change {
    const { ages } = this.#request;
    if (grain === null) return dropGeneration(record, { generation, ages }, actor);
    return expireGrain(record, { generation, grain }, actor);
  }

  async #bytesOf(item: PeriodKey & Garbage): Promise<number | null> {
    const { upkeep } = this.#ports.store;
    if (upkeep === undefined) return null;
    return upkeep.generationBytes(generationOf(item), item.grain ?? undefined);
  }

  async #noteHeld(
    key: PeriodKey,
    held: ReadonlySet<string>,
    goesWhole: ReadonlySet<string>,
  ): Promise<void> {
    for (const generation of held) {
      if (goesWhole.has(generation)) continue;
      const bytes = await this.#bytesOf({ ...key, generation, grain: '5m', why: 'expired' });
      this.#held = plus(this.#held, bytes);
    }
  }

  #noteYoung({ live, generations, barrier }: PeriodRecord): void {
    for (const entry of generations) {
      if (entry.generation === live || entry.barrier < barrier) continue;
      const at = mayGoAt(entry, this.#request.ages);
      if (at > this.#now) this.#noteAge(at);
    }
  }

  #noteAge(mayGo: number): void {
    this.#young += 1;
    this.#nextAt = Math.min(this.#nextAt, mayGo);
  }
}

function runPeriodOf({ site, day, generation, grain, why }: GarbageItem): RunPeriod {
  const what = grain === null ? '' : `${grain} rows: `;
  return {
    site,
    date: textFromDay(day),
    result: 'removed',
    reason: what + garbageReasons[why],
    generationBefore: generation,
    generationAfter: grain === null ? null : generation,
    before: null,
    after: null,
  };
}

function generationOf({ site, day, generation }: PeriodKey & Garbage): GenerationKey {
  return { site, day, generation };
}

function plus(
  { items, bytes, unsized = 0 }: GarbageCounts = { items: 0, bytes: 0 },
  more: number | null,
): GarbageCounts {
  const unknown = unsized + (more === null ? 1 : 0);
  return {
    items: items + 1,
    bytes: bytes + (more ?? 0),
    ...(unknown > 0 && { unsized: unknown }),
  };
}
