/** Decodes text with few words, and shows what came out as plain values. */
import { ZoneClock } from '../../src/base/zone-clock.ts';
import type { TimeRange } from '../../src/base/zone-clock.ts';
import type { InputFormat, ObjectTally } from '../../src/decode/decode.ts';
import { createDecoder } from '../../src/decode/object-decoder.ts';
import type { VisitorErasure } from '../../src/model/erasure.ts';
import type { EventBatch } from '../../src/model/event-batch.ts';
import type { Outcome } from '../../src/model/ledger.ts';
import type { Exclusion, OwnSegment, SiteRules } from '../../src/model/rules.ts';
import { segmentsOfSite } from '../../src/model/rules.ts';
import { breakdowns, segments } from '../../src/model/segments.ts';

/** 2026-03-08, days since 1970. */
export const sunday = 20_520;

/** 2026-03-08T10:00:00Z, epoch seconds. */
export const sundayAtTen = 1_772_964_000;

export type SiteSetting = {
  readonly name?: string;
  readonly zone?: string;
  readonly days?: readonly number[];
  readonly window?: TimeRange;
  readonly ownSegments?: readonly OwnSegment[];
  readonly exclusions?: readonly Exclusion[];
  readonly erasure?: VisitorErasure;
};

export type Setting = {
  readonly sites?: readonly SiteSetting[];
  readonly format?: InputFormat;
  /** The time range of the object's key; the hour from ten on Sunday. */
  readonly range?: TimeRange;
  readonly ordinal?: number;
  /** Lengths of the pieces that the bytes come in, over and over. */
  readonly pieces?: readonly number[];
  /** The decoder that runs use, or the plain path by which it is tested. */
  readonly makeDecoder?: typeof createDecoder;
};

export type PlainEvent = {
  readonly site: number;
  readonly day: number;
  readonly time: number;
  readonly object: number;
  readonly line: number;
  readonly action: string;
  readonly url: string;
  readonly engagedSeconds: number;
  readonly sessionNumber: number;
  /** Hashes in hexadecimal, most significant digits first. */
  readonly identity: string;
  readonly visitor: string;
  readonly session: string;
  readonly page: string;
  /** `device=mobile` and so on, in column order. */
  readonly segments: readonly string[];
  /** Those that are not absent. */
  readonly breakdowns: Readonly<Record<string, string>>;
};

export type Decoded = {
  readonly events: readonly PlainEvent[];
  /** By line; `accepted` where no outcome was reported. */
  readonly outcomes: readonly (Outcome | 'accepted')[];
  readonly tally: ObjectTally;
  readonly batches: readonly EventBatch[];
};

export function decode(input: string | Uint8Array, setting: Setting = {}): Decoded {
  const { format = 'dpl', range = hourFrom(sundayAtTen), ordinal = 0 } = setting;
  const sites = (setting.sites ?? [{}]).map(siteFromSetting);
  const refused = new Map<number, Outcome>();
  const batches: EventBatch[] = [];
  const sink = {
    batch: (batch: EventBatch) => void batches.push(batch),
    rejected: (line: number, outcome: Outcome) => void refused.set(line, outcome),
  };
  const { makeDecoder = createDecoder } = setting;
  const decoder = makeDecoder({ sites, format }).decodeObject({ ordinal, range }, sink);
  const bytes = typeof input === 'string' ? new TextEncoder().encode(input) : input;
  for (const piece of cut(bytes, setting.pieces ?? [65_536])) decoder.push(piece);
  const tally = decoder.finish();
  const outcomes = Array.from({ length: tally.lines }, (_, i) => refused.get(i + 1) ?? 'accepted');
  const rules = sites.map((site) => site.rules);
  return { events: batches.flatMap((b) => eventsOfBatch(b, rules)), outcomes, tally, batches };
}

/** One line of JSON per value; texts stand as they are. */
export function lines(...values: readonly unknown[]): string {
  const texts = values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value)));
  return texts.join('\n');
}

export function hourFrom(from: number): TimeRange {
  return { from, until: from + 3600 };
}

function siteFromSetting(setting: SiteSetting) {
  const { name = 'news.example', zone = 'UTC', days = [sunday] } = setting;
  const window = setting.window ?? { from: sundayAtTen - 36_000, until: sundayAtTen + 72_000 };
  const rules: SiteRules = {
    rulesVersion: 1,
    site: name,
    zone,
    transitions: [],
    ownSegments: setting.ownSegments ?? [],
    exclusions: setting.exclusions ?? [],
    earlySeconds: 3600,
    lateSeconds: 21_600,
    libraries: {},
  };
  const periods = new Map(days.map((day) => [day, window]));
  return { rules, clock: new ZoneClock(zone), periods, erasure: setting.erasure };
}

/** Each piece is a buffer of its own that is overwritten once the next one is asked for. */
function* cut(bytes: Uint8Array, pieces: readonly number[]): Generator<Uint8Array> {
  let at = 0;
  for (let index = 0; at < bytes.length; index += 1) {
    const length = pieces[index % pieces.length] as number;
    const piece = Uint8Array.from(bytes.subarray(at, at + length));
    at += piece.length;
    yield piece;
    piece.fill(0x23);
  }
}

function eventsOfBatch(batch: EventBatch, rules: readonly SiteRules[]): PlainEvent[] {
  const { columns, dictionary } = batch;
  return Array.from({ length: batch.count }, (_, at) => {
    const site = columns.site[at] as number;
    const siteSegments = segmentsOfSite(segments, rules[site]?.ownSegments ?? []);
    const values = breakdowns.map(({ name }, index) => {
      return [name, dictionary.text(columns.breakdowns[index]?.[at] ?? 0)] as const;
    });
    return {
      site,
      day: columns.day[at] as number,
      time: columns.time[at] as number,
      object: columns.object[at] as number,
      line: columns.line[at] as number,
      action: dictionary.text(columns.action[at] as number),
      url: dictionary.text(columns.url[at] as number),
      engagedSeconds: columns.engagedSeconds[at] as number,
      sessionNumber: columns.sessionNumber[at] as number,
      identity: hex(columns.identity, at * 4 + 2) + hex(columns.identity, at * 4),
      visitor: hex(columns.visitor, at * 2),
      session: hex(columns.session, at * 2),
      page: dictionary.text(columns.page[at] as number),
      segments: siteSegments.map(({ name, values: named }, index) => {
        return `${name}=${named[columns.segments[index]?.[at] as number] ?? 'no value'}`;
      }),
      breakdowns: Object.fromEntries(values.filter(([, text]) => text !== '')),
    };
  });
}

/** Two words, the low one first, as 16 digits. */
export function hex(words: Uint32Array, at: number): string {
  return [words[at + 1], words[at]]
    .map((word) => (word as number).toString(16).padStart(8, '0'))
    .join('');
}
