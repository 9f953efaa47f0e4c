/** What is live in a store, day by day and summed up by site. Nothing but records is read. */
import { RecountError } from '../base/errors.ts';
import type { PeriodKey } from '../model/period.ts';
import { statusOfRecord } from '../model/period-status.ts';
import type { PeriodStatus } from '../model/period-status.ts';
import type { KeepAges } from '../model/period-transitions.ts';
import type { PeriodRecord } from '../model/period-record.ts';
import type { Store } from '../store/store.ts';
import { recordsOfStore } from './records-of-store.ts';
import type { RecordSelection } from './records-of-store.ts';

export type StoredStatus = PeriodStatus & {
  /** Of what is live: made from an open day, or without all of its logs. null = not known. */
  readonly isProvisional: boolean | null;
  readonly isIncomplete: boolean | null;
  /** Of all generations; null where the store cannot say. */
  readonly bytes: number | null;
  /** Why less is known than there should be; for a person. */
  readonly fault: string | null;
};

export type SiteStatus = {
  readonly site: string;
  readonly daysLive: number;
  /** The first and the last live day. */
  readonly firstDay: number | null;
  readonly lastDay: number | null;
  /** Stretches without anything live between them: [fromDay, untilDay). */
  readonly gaps: readonly { readonly fromDay: number; readonly untilDay: number }[];
  readonly kept: number;
  readonly intents: number;
  readonly pinned: readonly number[];
  /** Days whose only publication was undone. */
  readonly hidden: readonly number[];
  readonly provisional: readonly number[];
  readonly incomplete: readonly number[];
  readonly bytes: number | null;
  readonly faults: readonly string[];
};

/** Ascending by site and day. Memory: the days of one site. */
export async function* statusOfStore(
  store: Store,
  selection: RecordSelection,
  { ages, signal }: { readonly ages: KeepAges; readonly signal: AbortSignal },
): AsyncGenerator<StoredStatus, void, undefined> {
  for await (const stored of recordsOfStore(store, selection)) {
    signal.throwIfAborted();
    switch (stored.kind) {
      case 'none':
        break;
      case 'unreadable':
        yield unreadableStatus(stored.key, stored.error.message);
        break;
      case 'record':
        yield await statusOfPeriod(store, stored.record, ages);
    }
  }
}

/** Sums up the days of one site, in order. Memory: a few numbers per unusual day. */
export class SiteSummary {
  readonly #site: string;
  readonly #gaps: { readonly fromDay: number; readonly untilDay: number }[] = [];
  readonly #pinned: number[] = [];
  readonly #hidden: number[] = [];
  readonly #provisional: number[] = [];
  readonly #incomplete: number[] = [];
  readonly #faults: string[] = [];
  #daysLive = 0;
  #firstDay: number | null = null;
  #lastDay: number | null = null;
  #kept = 0;
  #intents = 0;
  #bytes: number | null = 0;

  constructor(site: string) {
    this.#site = site;
  }

  add(status: StoredStatus): void {
    const { day, live, kept, intents, bytes } = status;
    if (live !== null) this.#addLive(day);
    if (live === null && status.liveBy !== null) this.#hidden.push(day);
    if (status.pinnedBy !== null) this.#pinned.push(day);
    if (status.isProvisional === true) this.#provisional.push(day);
    if (status.isIncomplete === true) this.#incomplete.push(day);
    if (status.fault !== null) this.#faults.push(status.fault);
    this.#kept += kept.length;
    this.#intents += intents.length;
    this.#bytes = bytes === null || this.#bytes === null ? null : this.#bytes + bytes;
  }

  result(): SiteStatus {
    return {
      site: this.#site,
      daysLive: this.#daysLive,
      firstDay: this.#firstDay,
      lastDay: this.#lastDay,
      gaps: this.#gaps,
      kept: this.#kept,
      intents: this.#intents,
      pinned: this.#pinned,
      hidden: this.#hidden,
      provisional: this.#provisional,
      incomplete: this.#incomplete,
      bytes: this.#bytes,
      faults: this.#faults,
    };
  }

  #addLive(day: number): void {
    const next = (this.#lastDay ?? day - 1) + 1;
    if (day > next) this.#gaps.push({ fromDay: next, untilDay: day });
    this.#firstDay ??= day;
    this.#lastDay = day;
    this.#daysLive += 1;
  }
}

async function statusOfPeriod(
  store: Store,
  record: PeriodRecord,
  ages: KeepAges,
): Promise<StoredStatus> {
  const status = statusOfRecord(record, ages);
  const bytes = await bytesOfPeriod(store, record);
  const unknown = { ...status, bytes, isProvisional: null, isIncomplete: null };
  if (status.live === null) return { ...unknown, fault: null };
  try {
    const key = { site: record.site, day: record.day, generation: status.live };
    const manifest = await store.readManifest(key);
    if (manifest === undefined) return { ...unknown, fault: 'the manifest is missing' };
    const { provisional, complete } = manifest;
    return { ...unknown, isProvisional: provisional, isIncomplete: !complete, fault: null };
  } catch (error) {
    if (!(error instanceof RecountError) || error.exitCode !== 1) throw error;
    return { ...unknown, fault: error.message };
  }
}

async function bytesOfPeriod(store: Store, record: PeriodRecord): Promise<number | null> {
  if (store.upkeep === undefined) return null;
  let bytes = 0;
  for (const { generation } of record.generations) {
    const { site, day } = record;
    bytes += await store.upkeep.generationBytes({ site, day, generation });
  }
  return bytes;
}

function unreadableStatus({ site, day }: PeriodKey, fault: string): StoredStatus {
  return {
    ...{ site, day, live: null, liveBy: null, liveSince: null, grains: [], pinnedBy: null },
    ...{ kept: [], intents: [], isProvisional: null, isIncomplete: null, bytes: null, fault },
  };
}
