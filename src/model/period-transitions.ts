/**
 * The protocol of a period: every change that a period record can undergo, as pure functions from
 * one record to the next. Each may be applied again after its answer was lost: it then finds its
 * own mark in the record and says `done`.
 */
import type { Content } from './checksum.ts';
import type { GenerationEntry, PeriodRecord, Transition } from './period-record.ts';
import { grains } from './row.ts';
import type { Grain } from './row.ts';

/** The next record, or the reason why the change may not be made. `by` = the run in the way. */
export type Change =
  | { readonly kind: 'changed'; readonly record: PeriodRecord }
  | { readonly kind: 'done' }
  | { readonly kind: 'refused'; readonly why: Refusal; readonly by: string | null };

export type Refusal =
  | 'epoch_moved'
  | 'intent_gone'
  | 'intent_forgotten'
  | 'below_barrier'
  | 'not_kept'
  | 'is_live'
  | 'is_young';

/** Which run makes the change, and when, in epoch seconds. */
export type Actor = { readonly run: string; readonly at: number };

/** How long `gc` leaves alone what somebody may still need. */
export type KeepAges = {
  /** Since an intent was made or renewed. */
  readonly intentSeconds: number;
  /** Since a generation ceased to be live. */
  readonly keptSeconds: number;
};

/** A day covers the longest pause of a renewing run; a week is time to notice and undo (chosen). */
export const keepAges: KeepAges = { intentSeconds: 86_400, keptSeconds: 7 * 86_400 };

/** How many transitions a record remembers (chosen: two weeks of daily work). */
export const transitionsMax = 16;

export type NewIntent = {
  readonly generation: string;
  /** Barrier number of the site under which it will be derived. */
  readonly barrier: number;
  readonly shards: number;
};

/** Says that rows are about to be staged. Comes before the first row, so that none is unknown. */
export function recordIntent(record: PeriodRecord, intent: NewIntent, actor: Actor): Change {
  const { generation, barrier, shards } = intent;
  const entry = entryOf(record, generation);
  if (entry?.state === 'intent' && entry.run === actor.run) return { kind: 'done' };
  if (entry !== undefined) return refused('intent_gone', entry.run);
  if (record.dropped.includes(generation)) return refusedAsDropped(record, generation);
  if (barrier < record.barrier) return refused('below_barrier', lastRun(record, ['barrier']));
  const added: GenerationEntry = {
    generation,
    state: 'intent',
    run: actor.run,
    barrier,
    shards,
    renewedAt: actor.at,
    retiredAt: null,
    grains: [],
    rows: {},
    pages: null,
  };
  const generations = [...record.generations, added];
  return changed({ ...record, generations }, { kind: 'intent', generation }, actor);
}

/** Keeps an intent young. No transition: a long run would push everything else out of the list. */
export function renewIntent(record: PeriodRecord, generation: string, actor: Actor): Change {
  const entry = entryOf(record, generation);
  if (!isOwnIntent(entry, actor)) return refusedWithoutIntent(record, generation);
  if (entry.renewedAt >= actor.at) return { kind: 'done' };
  const generations = replaceEntry(record, { ...entry, renewedAt: actor.at });
  return { kind: 'changed', record: { ...record, version: record.version + 1, generations } };
}

export type Publication = {
  readonly generation: string;
  /** The epoch that the run saw before it began to derive. */
  readonly epoch: number;
  readonly rows: Readonly<Partial<Record<Grain, Content>>>;
  readonly pages: Content;
};

/** Makes a staged and verified generation live; what was live is kept for a while. */
export function publishGeneration(
  record: PeriodRecord,
  { generation, epoch, rows, pages }: Publication,
  actor: Actor,
): Change {
  const entry = entryOf(record, generation);
  // Only its own publish makes an intent kept, so this one has already happened.
  if (entry?.state === 'kept' && entry.run === actor.run) return { kind: 'done' };
  if (record.epoch !== epoch) return refused('epoch_moved', record.liveBy);
  if (!isOwnIntent(entry, actor)) return refusedWithoutIntent(record, generation);
  if (entry.barrier < record.barrier) return refused('below_barrier', lastRun(record, ['barrier']));
  const present = grains.filter((grain) => rows[grain] !== undefined);
  const published = { ...entry, state: 'kept' as const, grains: present, rows, pages };
  const next = { ...record, pinnedBy: null, generations: replaceEntry(record, published) };
  return changed(makeLive(next, generation, actor), { kind: 'publish', generation }, actor);
}

export type Undo = {
  /** What to go back to; null = nothing live, as before the first publish. */
  readonly generation: string | null;
  /** The epoch at which that was decided. */
  readonly epoch: number;
};

/**
 * Makes a kept generation live again, or nothing, and pins the period, so that rollup leaves it
 * alone. What was live stays kept, so that an undo can be undone.
 */
export function undoTo(record: PeriodRecord, { generation, epoch }: Undo, actor: Actor): Change {
  if (isOwnUndo(record, generation, actor)) return { kind: 'done' };
  if (record.epoch !== epoch) return refused('epoch_moved', record.liveBy);
  if (record.live === generation) return refused('is_live', null);
  const refusal = generation === null ? undefined : refusalOfTarget(record, generation);
  if (refusal !== undefined) return refusal;
  const next = { ...record, pinnedBy: actor.run };
  return changed(makeLive(next, generation, actor), { kind: 'undo', generation }, actor);
}

function refusalOfTarget(record: PeriodRecord, generation: string): Change | undefined {
  const entry = entryOf(record, generation);
  if (entry?.state !== 'kept') return refused('not_kept', lastRun(record, ['drop'], generation));
  if (entry.barrier >= record.barrier) return undefined;
  return refused('below_barrier', lastRun(record, ['barrier']));
}

/** Lets rollup have the period again without a rebuild. */
export function unpin(record: PeriodRecord, actor: Actor): Change {
  if (record.pinnedBy === null) return { kind: 'done' };
  return changed({ ...record, pinnedBy: null }, { kind: 'unpin', generation: null }, actor);
}

export type Drop = { readonly generation: string; readonly ages: KeepAges };

/**
 * Marks a generation as gone before its rows are deleted. Its id is remembered for ever, known or
 * not, so that a late publish of it fails. What stands below the barrier may go at any age, since
 * nothing can make it live again; so may the run's own intent.
 */
export function dropGeneration(record: PeriodRecord, drop: Drop, actor: Actor): Change {
  const { generation, ages } = drop;
  if (record.dropped.includes(generation)) return { kind: 'done' };
  if (record.live === generation) return refused('is_live', record.liveBy);
  const entry = entryOf(record, generation);
  if (entry !== undefined && !mayGo(entry)) return refused('is_young', entry.run);
  const generations = record.generations.filter((other) => other !== entry);
  const dropped = [...record.dropped, generation];
  return changed({ ...record, generations, dropped }, { kind: 'drop', generation }, actor);

  function mayGo(candidate: GenerationEntry): boolean {
    if (candidate.barrier < record.barrier || isOwnIntent(candidate, actor)) return true;
    return actor.at >= mayGoAt(candidate, ages);
  }
}

/** Marks the rows of one grain of a live or kept generation as gone; its counts stay. */
export function expireGrain(
  record: PeriodRecord,
  { generation, grain }: { readonly generation: string; readonly grain: Grain },
  actor: Actor,
): Change {
  const entry = entryOf(record, generation);
  if (entry?.state !== 'kept') return refused('not_kept', lastRun(record, ['drop'], generation));
  if (!entry.grains.includes(grain)) return { kind: 'done' };
  const left = { ...entry, grains: entry.grains.filter((other) => other !== grain) };
  const next = { ...record, generations: replaceEntry(record, left) };
  return changed(next, { kind: 'expire_grain', generation }, actor);
}

/** From now on, nothing derived under a lower number may be published, kept or undone to. */
export function raiseBarrier(record: PeriodRecord, barrier: number, actor: Actor): Change {
  if (record.barrier >= barrier) return { kind: 'done' };
  return changed({ ...record, barrier }, { kind: 'barrier', generation: null }, actor);
}

export type Lift = { readonly generation: string; readonly barrier: number };

/**
 * Raises the number of a generation that was proven to hold nothing of what the barriers up to
 * `barrier` bar. What it holds never changes, so that the proof stands whenever this is applied.
 */
export function liftGeneration(
  record: PeriodRecord,
  { generation, barrier }: Lift,
  actor: Actor,
): Change {
  const entry = entryOf(record, generation);
  if (entry?.state !== 'kept') return refused('not_kept', lastRun(record, ['drop'], generation));
  if (entry.barrier >= barrier) return { kind: 'done' };
  const generations = replaceEntry(record, { ...entry, barrier });
  return changed({ ...record, generations }, { kind: 'lift', generation }, actor);
}

function entryOf(record: PeriodRecord, generation: string): GenerationEntry | undefined {
  return record.generations.find((entry) => entry.generation === generation);
}

function isOwnIntent(entry: GenerationEntry | undefined, actor: Actor): entry is GenerationEntry {
  return entry?.state === 'intent' && entry.run === actor.run;
}

/** The instant (epoch seconds) from which on what is not live may go by its age. */
export function mayGoAt({ state, renewedAt, retiredAt }: GenerationEntry, ages: KeepAges): number {
  if (state === 'intent') return renewedAt + ages.intentSeconds;
  return retiredAt === null ? Infinity : retiredAt + ages.keptSeconds;
}

function makeLive(
  record: PeriodRecord,
  generation: string | null,
  { run, at }: Actor,
): PeriodRecord {
  const generations = record.generations.map((entry) => {
    if (entry.generation === generation) return { ...entry, retiredAt: null };
    return entry.generation === record.live ? { ...entry, retiredAt: at } : entry;
  });
  const moved = { live: generation, liveBy: run, liveBefore: record.live };
  return { ...record, ...moved, epoch: record.epoch + 1, generations };
}

function replaceEntry(
  { generations }: PeriodRecord,
  replaced: GenerationEntry,
): readonly GenerationEntry[] {
  return generations.map((entry) => (entry.generation === replaced.generation ? replaced : entry));
}

function changed(
  next: PeriodRecord,
  { kind, generation }: Pick<Transition, 'kind' | 'generation'>,
  { run, at }: Actor,
): Change {
  const version = next.version + 1;
  const transition: Transition = { version, kind, run, generation, at };
  const transitions = [...next.transitions, transition].slice(-transitionsMax);
  return { kind: 'changed', record: { ...next, version, transitions } };
}

function refused(why: Refusal, by: string | null): Change {
  return { kind: 'refused', why, by };
}

function refusedAsDropped(record: PeriodRecord, generation: string): Change {
  return refused('intent_gone', lastRun(record, ['drop'], generation));
}

function refusedWithoutIntent(record: PeriodRecord, generation: string): Change {
  const entry = entryOf(record, generation);
  if (entry !== undefined) return refused('intent_gone', entry.run);
  if (record.dropped.includes(generation)) return refusedAsDropped(record, generation);
  // Nothing takes an intent away but a drop, which leaves its mark: the store lost a write.
  return refused('intent_forgotten', null);
}

/** Its mark is the pin, and where a later change took that off, the transition. */
function isOwnUndo(record: PeriodRecord, generation: string | null, { run }: Actor): boolean {
  if (record.live === generation && record.pinnedBy === run) return true;
  return record.transitions.some(
    (made) => made.kind === 'undo' && made.generation === generation && made.run === run,
  );
}

/** The run of the newest transition of these kinds (of this generation), if it is still listed. */
function lastRun(
  { transitions }: PeriodRecord,
  kinds: readonly Transition['kind'][],
  generation?: string,
): string | null {
  const made = transitions.findLast(
    (one) =>
      kinds.includes(one.kind) && (generation === undefined || one.generation === generation),
  );
  return made?.run ?? null;
}
