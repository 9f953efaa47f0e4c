/** An archive and its check as JSON lines: a published contract. Keys are added, never renamed. */
import { textFromDay, textFromInstant } from '../base/calendar.ts';
import type { ReportedDeep } from './archive-check-text.ts';
import type { ReportedObject, ReportedTotals } from './archive-text.ts';

type Line = { readonly type: string } & Readonly<Record<string, unknown>>;

type Range = { readonly from: number; readonly until: number };

export function objectLine({ key, bytes, range, kind }: ReportedObject): Line {
  const placing = kind === 'ignored' ? 'ignored' : range === undefined ? 'unplaced' : 'placed';
  return { type: 'object', object: key, bytes, placing, ...rangeFacts(range) };
}

export function* dayLines({ days }: ReportedTotals): Generator<Line, void, undefined> {
  for (const { day, objects, bytes, hours } of days) {
    yield { type: 'day', date: textFromDay(day), objects, bytes, hours };
  }
}

export function totalsFacts({ placed, unplaced, ignored, days }: ReportedTotals): object {
  return {
    objects: placed.objects,
    bytes: placed.bytes,
    days: days.length,
    unplaced: unplaced.objects,
    unplaced_bytes: unplaced.bytes,
    ignored: ignored.objects,
    ignored_bytes: ignored.bytes,
  };
}

export type FindingFacts =
  | { readonly kind: 'gap'; readonly range: Range }
  | {
      readonly kind: 'small';
      readonly object: {
        readonly key: string;
        readonly bytes: number;
        readonly neighbours: number;
        readonly medianBytes: number;
      };
    }
  | { readonly kind: 'unplaced' | 'ignored'; readonly key: string; readonly bytes: number }
  | {
      readonly kind: 'rejected';
      readonly key: string;
      readonly bytes: number;
      readonly fault: string;
      readonly message: string;
    };

/** `message`: the same in words. */
export function findingLine(finding: FindingFacts, message: string): Line {
  const head = { type: 'finding', kind: finding.kind };
  switch (finding.kind) {
    case 'gap':
      return { ...head, ...rangeFacts(finding.range), message };
    case 'small': {
      const { key, bytes, neighbours, medianBytes } = finding.object;
      return { ...head, object: key, bytes, neighbours, median_bytes: medianBytes, message };
    }
    case 'unplaced':
    case 'ignored':
      return { ...head, object: finding.key, bytes: finding.bytes, message };
    case 'rejected': {
      const { key, bytes, fault } = finding;
      return { ...head, object: key, bytes, fault, message };
    }
  }
}

export type CheckFacts = {
  readonly totals: ReportedTotals;
  readonly range: Range | undefined;
  readonly findings: Readonly<Record<string, number>>;
  readonly deep: ReportedDeep | undefined;
};

/** What the last line says besides causes and exit code. */
export function checkSummary({ totals, range, findings, deep }: CheckFacts): object {
  return {
    ...totalsFacts(totals),
    ...rangeFacts(range),
    findings,
    read: deep && {
      objects: deep.objects,
      bytes: deep.bytes,
      inflated_bytes: deep.inflatedBytes,
      lines: deep.lines,
      readable: deep.readable,
      refused: deep.refused,
      sites: Object.fromEntries(deep.sites),
      other_sites: deep.otherSites,
      most_refused: deep.mostRefused.map(({ key, lines, refused }) => {
        return { object: key, lines, refused };
      }),
    },
  };
}

function rangeFacts(range: Range | undefined): object {
  if (range === undefined) return { from: null, until: null };
  return { from: textFromInstant(range.from), until: textFromInstant(range.until) };
}
