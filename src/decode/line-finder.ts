/**
 * Finds the lines behind one number while an object is decoded: those that count in its cell, and
 * those that would if they had not been refused, as far as they can be read.
 */
import { bytesFromText, textFromBytes } from '../base/bytes.ts';
import type { TimeRange, ZoneClock } from '../base/zone-clock.ts';
import { additiveMetricsOfAction, type Metric } from '../model/catalogue.ts';
import type { FoundLine } from '../model/explained-line.ts';
import { erasedVisitorRule } from '../model/erasure.ts';
import type { Outcome } from '../model/ledger.ts';
import { segmentsOfSite, type SiteRules } from '../model/rules.ts';
import { allSegment, breakdowns, segments, type CellName } from '../model/segments.ts';
import type { AcceptedEvent } from './accepted-event.ts';
import { breakdownValue } from './breakdown-value.ts';
import { formatChooser } from './choose-format.ts';
import type { InputFormat } from './decode.ts';
import type { NeededValues, RequiredValues } from './event-values.ts';
import { exclusionFinder } from './exclusions.ts';
import type { LogLine } from './log-line.ts';
import { normaliseUrl } from './normalise-url.ts';
import { filledText } from './raw-values.ts';
import { requiredFromNeeded } from './required-values.ts';
import { segmentReaders } from './segments-of-event.ts';

export type SoughtCell = {
  readonly rules: SiteRules;
  readonly clock: ZoneClock;
  readonly format: InputFormat;
  /** The local day that the cell belongs to. */
  readonly day: number;
  /** The instants of its bucket. */
  readonly range: TimeRange;
  /** Lines of the same cell this near to the bucket are found too. */
  readonly edgeSeconds: number;
  /** null = every url. */
  readonly url: string | null;
  readonly cell: CellName;
  readonly metric: Metric;
};

export type LineFinder = {
  accepted(accepted: AcceptedEvent): FoundLine | undefined;
  /** A line with an outcome up to `bot`. `no_url`: of the site, but its url cannot be read. */
  refused(
    line: number,
    outcome: Outcome,
    text: string | undefined,
  ): FoundLine | 'no_url' | undefined;
};

type EventTest = (log: LogLine, event: RequiredValues) => boolean;

/** @throws UsageError if an exclusion's range of addresses cannot be read. */
export function createLineFinder(sought: SoughtCell): LineFinder {
  const formatOf = formatChooser(sought.format);
  const isInSegment = segmentTest(sought);
  const ruleOf = exclusionFinder(sought.rules, undefined);
  const matches: EventTest = (log, event) =>
    (sought.url === null || wellFormed(event.url) === sought.url) &&
    countsIn(sought.metric, event) &&
    isInSegment(log, event);
  return {
    accepted({ log, event, line, day }) {
      if (!matches(log, event)) return undefined;
      const place = placeOf(event.time, sought);
      if (place === 'inside' && day === sought.day)
        return foundLine(line, 'accepted', event, sought);
      return place === 'near' && day === sought.day
        ? foundLine(line, 'other_bucket', event, sought)
        : undefined;
    },
    refused(line, outcome, text) {
      if (text === undefined || !isFate(outcome)) return undefined;
      const log = formatOf(text)?.read(text);
      if (log === undefined || typeof log === 'string' || log.site() !== sought.rules.site) {
        return undefined;
      }
      const needed = log.needed();
      const event = requiredFromNeeded(needed);
      if (typeof event === 'string') return partlyRead({ line, fate: outcome, needed }, sought);
      if (!matches(log, event)) return undefined;
      const wanted = outcome === 'other_period' ? 'near' : 'inside';
      if (placeOf(event.time, sought) !== wanted) return undefined;
      const found = foundLine(line, outcome, event, sought);
      if (outcome !== 'excluded') return found;
      const rule = ruleOf(log, event);
      // What none of the site's rules excludes is an erased visitor's, who is named no more.
      return rule === undefined
        ? { ...found, rule: erasedVisitorRule, visitor: null, member: null }
        : { ...found, rule };
    },
  };
}

const refusedFates = [
  'bot',
  'excluded',
  'other_period',
  'out_of_window',
  'incomplete',
  'invalid',
] as const;
type RefusedFate = (typeof refusedFates)[number];

function isFate(outcome: Outcome): outcome is RefusedFate {
  return (refusedFates as readonly Outcome[]).includes(outcome);
}

/** Whether an event counts in a metric at all, whatever its cell. */
function countsIn(metric: Metric, event: RequiredValues): boolean {
  if (metric.value === 'session' && event.sessionNumber === 0) return false;
  return actionCounts(metric, event.action);
}

function actionCounts(metric: Metric, action: string): boolean {
  const { kind, name, actions } = metric;
  if (kind === 'distinct') return actions === 'any' || actions.includes(action);
  return additiveMetricsOfAction(wellFormed(action)).some((one) => one.name === name);
}

function segmentTest({ cell: { dimension, value }, rules }: SoughtCell): EventTest {
  if (dimension === allSegment) return () => true;
  const breakdown = breakdowns.find(({ name }) => name === dimension);
  if (breakdown !== undefined) {
    return (log, event) => {
      const found = breakdownValue(log, event, breakdown.name);
      return found !== undefined && wellFormed(found) === value;
    };
  }
  const all = segmentsOfSite(segments, rules.ownSegments);
  const index = all.findIndex(({ name }) => name === dimension);
  const wanted = all[index]?.values.indexOf(value ?? '') ?? -1;
  const read = segmentReaders(rules)[index];
  return (log, event) => wanted !== -1 && read?.(log, event) === wanted;
}

const surrogates = /[\ud800-\udfff]/;

/** Half a surrogate becomes U+FFFD when it is stored, so it must be compared as that. */
function wellFormed(text: string): string {
  return surrogates.test(text) ? textFromBytes(bytesFromText(text)) : text;
}

function placeOf(time: number, { range, edgeSeconds }: SoughtCell): 'inside' | 'near' | 'far' {
  if (time >= range.from && time < range.until) return 'inside';
  return time >= range.from - edgeSeconds && time < range.until + edgeSeconds ? 'near' : 'far';
}

function foundLine<Fate extends FoundLine['fate']>(
  line: number,
  fate: Fate,
  event: RequiredValues,
  { metric: { kind, value } }: SoughtCell,
): FoundLine {
  const { time, url, action, visitor, sessionNumber, engagedSeconds } = event;
  const member = value === 'session' ? `${visitor}_${String(sessionNumber)}` : visitor;
  return {
    line,
    fate,
    time,
    url,
    action,
    visitor,
    rule: null,
    amount: value === 'engaged_seconds' ? engagedSeconds : 1,
    member: kind === 'distinct' ? member : null,
  };
}

/** A line that lacks something: it is of the cell unless what can be read of it says otherwise. */
function partlyRead(
  { line, fate, needed }: { line: number; fate: RefusedFate; needed: NeededValues },
  sought: SoughtCell,
): FoundLine | 'no_url' | undefined {
  const time = needed.time ?? null;
  const action = filledText(needed.action);
  if (time !== null && placeOf(time, sought) !== 'inside') return undefined;
  if (action !== null && !actionCounts(sought.metric, action)) return undefined;
  const sent = filledText(needed.url);
  const url = sent === null ? null : filledText(wellFormed(normaliseUrl(sent)));
  if (sought.url !== null && url === null) return 'no_url';
  if (sought.url !== null && url !== sought.url) return undefined;
  const visitor = filledText(needed.visitor);
  return { line, fate, time, url, action, visitor, rule: null, amount: 0, member: null };
}
