/** Records of hits of the pixel, read. */
import { absent, type EventColumns } from '../../model/event-batch.ts';
import { breakdowns, segments, type Segment } from '../../model/segments.ts';
import type { BatchBuilder } from '../batch-builder.ts';
import { createDeviceReader } from '../device.ts';
import type { RequiredValues } from '../event-values.ts';
import { PixelLine, type PixelReaders } from '../pixel-fields.ts';
import { createReferrerReader, kindOfVisit } from '../referrer.ts';
import { decodedText } from '../request-query.ts';
import { urlFacts } from './dpl-values.ts';
import { hitLogPlaces, hitParameters, toldAt } from './hit-scan-fields.ts';
import { campaignNames, HitValues } from './hit-values.ts';
import {
  fillEntries,
  fillFacts,
  fillUrlEntries,
  fillVisitors,
  type ValueWord,
} from './fill-columns.ts';
import { fates, type BlockPart, type ScannedBlock } from './scanned-block.ts';
import type { ScannedFormat } from './scanned-format.ts';
import { fieldTables, recordAt, unread, type Scanner } from './scanner.ts';

const { idsite, action, url, urlref, metadata } = hitParameters;
const { agent } = hitLogPlaces;

const columnOf = {
  ...{ device: segmentColumn('device'), visitor: segmentColumn('visitor') },
  ...{ ref: segmentColumn('ref'), channel: segmentColumn('channel') },
  referrerDomain: breakdownColumn('ref_domain'),
  referrerUrl: breakdownColumn('ref_url'),
  campaign: campaignNames.map(breakdownColumn),
  country: breakdownColumn('country'),
} as const;

/** A hit comes from the website. */
const website = valuesOf('channel').indexOf('website');

const referrerKinds = new Map(valuesOf('ref').map((name, index) => [name, index]));

export class HitRecords implements ScannedFormat {
  readonly #scanner: Scanner;
  readonly #readers: PixelReaders;
  readonly #values: HitValues;
  readonly siteAt: number;

  constructor(scanner: Scanner) {
    this.#scanner = scanner;
    this.#readers = { device: createDeviceReader(), referrer: createReferrerReader() };
    this.#values = new HitValues(scanner, this.#readers);
    this.siteAt = scanner.fieldsAt + idsite;
  }

  siteName(value: number): unknown {
    return this.#values.texts.of(value);
  }

  markOtherSite(value: number): void {
    this.#scanner.markOtherSite(value, fieldTables.query);
  }

  readNeeded(block: ScannedBlock): void {
    const { words, fieldsAt, valuesUntil } = this.#scanner;
    const { records, fates: found, urls, engagedSeconds, count } = block;
    const { url: urlValues, isEngaged: actions } = this.#values;
    const knownUrls = urlValues.known(valuesUntil);
    const knownActions = actions.known(valuesUntil);
    for (let index = 0; index < count; index += 1) {
      if (found[index] !== fates.accepted) continue;
      const at = records[index]!;
      const urlValue = words[at + fieldsAt + url]!;
      const actionValue = words[at + fieldsAt + action]!;
      const urlFact = (knownUrls[urlValue]! || urlValues.learn(urlValue)) - 1;
      // A fact is told as one more: 2 = yes.
      const isEngaged = (knownActions[actionValue]! || actions.learn(actionValue)) === 2;
      const engaged = isEngaged ? words[at + recordAt.engaged]! : 0;
      urls[index] = urlValue;
      engagedSeconds[index] = engaged;
      if (urlFact === urlFacts.incomplete) found[index] = fates.incomplete;
      else if (urlFact === urlFacts.invalid || engaged === unread) found[index] = fates.invalid;
    }
  }

  line(at: number): PixelLine {
    const record = {
      address: this.#told(at, hitLogPlaces.address),
      userAgent: this.#values.agent(this.#value(at, agent)) ?? '-',
      ...readBefore,
    };
    return new PixelLine(
      { record, query: { get: (name) => this.#parameter(at, name) } },
      this.#readers,
    );
  }

  required(block: ScannedBlock, index: number): RequiredValues {
    const { words } = this.#scanner;
    const at = block.records[index]!;
    const { visitor, id } = this.line(at).needed();
    return {
      time: words[at + recordAt.time]! >>> 0,
      action: this.#values.texts.of(this.#value(at, action)),
      url: this.#values.normalisedUrl(block.urls[index]!),
      visitor: String(visitor),
      id: String(id),
      engagedSeconds: block.engagedSeconds[index]!,
      sessionNumber: words[at + recordAt.sessionNumber]!,
    };
  }

  requiredBySegments(block: ScannedBlock, index: number): RequiredValues {
    return this.required(block, index);
  }

  findRobots(block: ScannedBlock): void {
    const { words, fieldsAt, valuesUntil } = this.#scanner;
    const { records, fates: found, count } = block;
    const { robotAgent: agents } = this.#values;
    const known = agents.known(valuesUntil);
    for (let index = 0; index < count; index += 1) {
      if (found[index] !== fates.accepted) continue;
      const value = words[records[index]! + fieldsAt + agent]!;
      // A fact is told as one more: 2 = a robot's.
      if ((known[value]! || agents.learn(value)) === 2) found[index] = fates.bot;
    }
  }

  writeSegments(columns: EventColumns, part: BlockPart): void {
    const { block, from, until, at } = part;
    const shared = columns.segments;
    const devices = { column: shared[columnOf.device]!, facts: this.#values.device };
    fillFacts(this.#word(agent), part, devices);
    fillVisitors(this.#scanner.words, part, shared[columnOf.visitor]!);
    shared[columnOf.channel]!.fill(website, at, at + until - from);
    const kinds = shared[columnOf.ref]!;
    for (let index = from; index < until; index += 1) {
      const kind = this.#referrerKind(block.records[index]!, block.urls[index]!);
      kinds[at + index - from] = kind;
    }
  }

  writeTexts(columns: EventColumns, part: BlockPart, batches: BatchBuilder): void {
    const { valuesUntil } = this.#scanner;
    const values = this.#values;
    const { breakdowns: texts } = columns;
    const domains = texts[columnOf.referrerDomain]!;
    const referrers = texts[columnOf.referrerUrl]!;
    const byValue = [
      { place: action, column: columns.action, entries: values.actionEntries },
      { place: metadata, column: columns.page, entries: values.pageEntries },
      { place: urlref, column: domains, entries: values.referrerDomainEntries },
      { place: urlref, column: referrers, entries: values.referrerEntries },
    ];
    for (const { place, column, entries } of byValue) {
      fillEntries(this.#word(place), part, { column, entries, batches });
    }
    fillUrlEntries(valuesUntil, part, { column: columns.url, entries: values.urlEntries, batches });
    for (const [index, entries] of values.campaignEntries.entries()) {
      const column = texts[columnOf.campaign[index]!]!;
      fillUrlEntries(valuesUntil, part, { column, entries, batches });
    }
    // A hit names no country.
    texts[columnOf.country]!.fill(absent, part.at, part.at + part.until - part.from);
  }

  clear(): void {
    this.#values.clear();
  }

  #referrerKind(record: number, urlValue: number): number {
    const value = this.#value(record, urlref);
    const origin = value === 0 ? undefined : this.#values.referrerOrigins.of(value);
    return referrerKinds.get(kindOfVisit(origin, this.#values.urlOrigins.of(urlValue)))!;
  }

  /** A parameter of the query, decoded; undefined where it is empty or no rule reads it. */
  #parameter(at: number, name: string): string | undefined {
    const place = hitParameters[name as keyof typeof hitParameters] as number | undefined;
    if (place === undefined) return undefined;
    if (place > agent) return decodedText(this.#told(at, place));
    const value = this.#value(at, place);
    return value === 0 ? undefined : this.#values.texts.of(value);
  }

  #told(at: number, place: number): string {
    return this.#scanner.textAt(at + this.#scanner.fieldsAt + toldAt(place));
  }

  #word(place: number): ValueWord {
    const { words, fieldsAt, valuesUntil } = this.#scanner;
    return { words, at: fieldsAt + place, lastAbsent: 0, valuesUntil };
  }

  #value(record: number, place: number): number {
    return this.#scanner.words[record + this.#scanner.fieldsAt + place]!;
  }
}

/** What the scanner has read of the log already. */
const readBefore = { time: '', request: '', status: '' } as const;

function valuesOf(name: string): readonly string[] {
  return (segments.find((segment) => segment.name === name) as Segment).values;
}

function segmentColumn(name: string): number {
  return segments.findIndex((segment) => segment.name === name);
}

function breakdownColumn(name: string): number {
  return breakdowns.findIndex((breakdown) => breakdown.name === name);
}
