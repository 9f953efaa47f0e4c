/**
 * Were the stored numbers counted in another way? The period is recounted under every hypothesis
 * of the table; a hypothesis is found only where it gives the stored numbers exactly.
 */
import { Aggregator } from '../aggregate/aggregator.ts';
import type { DerivedPeriod } from '../aggregate/derived-period.ts';
import { GatheredEvents } from '../aggregate/gathered-events.ts';
import { rangesMeet } from '../archive/key-layout.ts';
import type { PlacedObject } from '../archive/read-window.ts';
import { compareRows } from '../compare/compare-rows.ts';
import { narrowRows } from '../compare/narrow-rows.ts';
import { identityWords, type EventBatch } from '../model/event-batch.ts';
import type { Recorded, ValueKind } from '../model/foreign-numbers.ts';
import { grains, type RowPart } from '../model/row.ts';
import type { PeriodNumbers } from './against-types.ts';
import type { DerivePorts, DeriveRequest } from './derive-types.ts';
import { hypotheses, reachSeconds, signatureOf, byRules } from './hypotheses.ts';
import type { Hypothesis, HypothesisCase, Variant } from './hypotheses.ts';
import { listObjects, type PreparedPeriod } from './prepare-periods.ts';
import { recordEvents, type RecordedEvents } from './recorded-events.ts';
import { rowShapeOfSite } from './row-shape-of-site.ts';

export type DiagnosedHypothesis = {
  readonly hypothesis: string;
  /** The end of a sentence that begins with "It was counted". */
  readonly text: string;
  /** Other ways of the same hypothesis that give the same: another hour, another object. */
  readonly alike: number;
};

export type Diagnosis =
  | {
      readonly kind: 'tried';
      /** Ways that were tried; those that hold the same events count once. */
      readonly tried: number;
      /** Those that give the numbers exactly, in the order of the table. */
      readonly found: readonly DiagnosedHypothesis[];
    }
  | { readonly kind: 'not_possible'; readonly reason: string };

/**
 * Memory: as one derivation; the events of three days lie on the spill space meanwhile. Time: up to
 * three readings of the day's logs, and a derivation for each way that is tried.
 * @param target the numbers in question. Nothing is tolerated: only exactness is evidence.
 */
export async function diagnose(
  ports: Pick<DerivePorts, 'archive' | 'spill' | 'signal'>,
  request: DeriveRequest,
  { period, target }: { readonly period: PreparedPeriod; readonly target: PeriodNumbers },
): Promise<Diagnosis> {
  const site = request.sites[period.siteIndex]!;
  const reach = {
    from: period.range.from - reachSeconds,
    until: period.range.until + reachSeconds,
  };
  const listed = (await listObjects(ports.archive, reach)).data;
  const objects = listed.filter(({ range }) => rangesMeet(range, reach));
  const given: HypothesisCase = { site, period, objects, erasure: period.barriers.erasure };
  const events = await recordEvents(ports, request, given);
  if (typeof events === 'string') return { kind: 'not_possible', reason: events };
  try {
    return await tryAll({ given, events, target, ports, request, period });
  } finally {
    events.drop();
  }
}

type Trial = {
  readonly given: HypothesisCase;
  readonly events: RecordedEvents;
  readonly target: PeriodNumbers;
  readonly ports: Pick<DerivePorts, 'spill' | 'signal'>;
  readonly request: DeriveRequest;
  readonly period: PreparedPeriod;
};

async function tryAll(trial: Trial): Promise<Diagnosis> {
  // What the rules give was compared already, and is not the numbers in question.
  const seen = new Set([signatureOf(trial.given, { ...byRules(trial.given), text: '' })]);
  const found: DiagnosedHypothesis[] = [];
  for (const hypothesis of hypotheses) {
    const exact: Variant[] = [];
    for (const variant of hypothesis.variants(trial.given)) {
      trial.ports.signal.throwIfAborted();
      const signature = signatureOf(trial.given, variant);
      if (seen.has(signature)) continue;
      seen.add(signature);
      if (await isExact(trial, variant)) exact.push(variant);
    }
    if (exact.length > 0) found.push(foundBy(hypothesis, exact));
  }
  return { kind: 'tried', tried: seen.size - 1, found };
}

function foundBy({ name }: Hypothesis, exact: readonly Variant[]): DiagnosedHypothesis {
  return { hypothesis: name, text: exact[0]!.text, alike: exact.length - 1 };
}

/** Ends at the first value that is another: the site's day comes first, so most end there. */
async function isExact(trial: Trial, variant: Variant): Promise<boolean> {
  const { target, period } = trial;
  const derived = deriveVariant(trial, variant);
  const recorded = (kind: ValueKind): Recorded =>
    period.grains.includes(kind.grain) ? target.recorded(kind) : 'no';
  const none = (): void => undefined;
  try {
    const differences = compareRows(
      narrowRows(rowsOf(derived, period), recorded, none),
      narrowRows(target.rows(), recorded, none),
    );
    for await (const difference of differences) return difference === undefined;
    return true;
  } finally {
    derived.close();
  }
}

function* rowsOf(derived: DerivedPeriod, period: PreparedPeriod): Iterable<RowPart> {
  for (const grain of grains.filter((one) => period.grains.includes(one))) {
    yield* derived.rows(grain);
  }
}

function deriveVariant(
  { given, events, ports, request, period }: Trial,
  variant: Variant,
): DerivedPeriod {
  const { siteIndex, day } = period;
  const shape = rowShapeOfSite(request, siteIndex);
  const { eventBytesMax } = request;
  const aggregator = new Aggregator({
    shapes: [shape],
    ...(eventBytesMax !== undefined && { spill: { space: ports.spill, eventBytesMax } }),
  });
  const counts = { segments: shape.segments.length, breakdowns: shape.breakdowns.length };
  let marks = 0;
  for (const { object, times } of readings(given, variant)) {
    for (const batch of events.batches(variant.layer, object.key)) {
      const chosen = chosenEvents(batch, variant, new GatheredEvents(counts, batch.count));
      if (chosen.count === 0) continue;
      chosen.columns.day.fill(day);
      // Events that are not to be taken for copies of others get an identity of their own.
      if (variant.copies === 'counted') marks = markEach(chosen, marks);
      else if (times > 1) markSecondReading(chosen, object);
      aggregator.add(chosen);
    }
  }
  return aggregator.finish({ site: 0, day });
}

type Reading = { readonly object: PlacedObject; readonly times: number };

/** In archive order; an object that is read again follows itself. */
function* readings({ objects }: HypothesisCase, { timesOf }: Variant): Generator<Reading> {
  for (const object of objects) {
    for (let times = 1; times <= timesOf(object); times += 1) yield { object, times };
  }
}

function chosenEvents(batch: EventBatch, { range }: Variant, gathered: GatheredEvents): EventBatch {
  const { time } = batch.columns;
  const indexes: number[] = [];
  for (let event = 0; event < batch.count; event += 1) {
    const at = time[event]!;
    if (at >= range.from && at < range.until) indexes.push(event);
  }
  gathered.append(batch, Uint32Array.from(indexes));
  return gathered.batch();
}

function markEach({ count, columns }: EventBatch, marks: number): number {
  for (let event = 0; event < count; event += 1) {
    columns.identity[event * identityWords] = marks + event;
    columns.identity[event * identityWords + 1] = 0;
    columns.identity[event * identityWords + 2] = 0;
    // Partitions are made by the last word, and are to be of one size.
    columns.identity[event * identityWords + 3] = Math.imul(marks + event, 0x9e3779b1);
  }
  return marks + count;
}

/** The second reading has copies of its own, and none of the first. */
function markSecondReading({ count, columns }: EventBatch, { range }: PlacedObject): void {
  for (let event = 0; event < count; event += 1) {
    columns.identity[event * identityWords + 1]! ^= 0x5bd1e995 ^ range.from;
  }
}
