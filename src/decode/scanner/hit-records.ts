/** Records of hits of the pixel, read. */
import type { ByteDictionary } from '../../model/byte-dictionary.ts';
import { absent } from '../../model/event-batch.ts';
import { breakdowns, segments, type Segment } from '../../model/segments.ts';
import { createDeviceReader } from '../device.ts';
import type { RequiredValues } from '../event-values.ts';
import { PixelLine, type PixelReaders } from '../pixel-fields.ts';
import { createReferrerReader, kindOfVisit } from '../referrer.ts';
import { decodedText } from '../request-query.ts';
import { hitLogPlaces, hitParameters, toldAt } from './hit-scan-fields.ts';
import { campaignNames, HitValues } from './hit-values.ts';
import { fillVisitors, type BlockPart, type ScannedFormat } from './scanned-format.ts';
import { addressIn, fieldTables, recordAt, type Scanner } from './scanner.ts';

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

  findNeeded(): void {
    const { action: actions, url: urls } = this.#values;
    const urlAt = this.#byteOf(url);
    this.#scanner.run((steps) =>
      steps.findNeeded(this.#byteOf(action), urlAt, urlAt, actions.address, urls.address),
    );
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

  required(record: number): RequiredValues {
    const { words } = this.#scanner;
    const { visitor, id } = this.line(record).needed();
    return {
      time: words[record + recordAt.time]! >>> 0,
      action: this.#values.texts.of(this.#value(record, action)),
      url: this.#values.normalisedUrl(words[record + recordAt.url]!),
      visitor: String(visitor),
      id: String(id),
      engagedSeconds: words[record + recordAt.engaged]!,
      sessionNumber: words[record + recordAt.sessionNumber]!,
    };
  }

  requiredBySegments(record: number): RequiredValues {
    return this.required(record);
  }

  findRobots(): void {
    const { address } = this.#values.robotAgent;
    // What names no agent, number 0, is asked about too.
    this.#scanner.run((steps) => steps.findRobots(this.#byteOf(agent), 0, address));
  }

  writeSegments({ from, until, columns, at }: BlockPart): void {
    const shared = columns.segments;
    const { address } = this.#values.device;
    const devices = addressIn(shared[columnOf.device]!, at);
    this.#scanner.run((steps) => steps.fillFacts(this.#byteOf(agent), address, devices));
    fillVisitors(this.#scanner, addressIn(shared[columnOf.visitor]!, at));
    shared[columnOf.channel]!.fill(website, at, at + until - from);
    const kinds = shared[columnOf.ref]!;
    for (let number = from; number < until; number += 1) {
      kinds[at + number - from] = this.#referrerKind(this.#scanner.acceptedRecord(number));
    }
  }

  writeTexts({ from, until, columns, at }: BlockPart): void {
    const values = this.#values;
    const { breakdowns: texts } = columns;
    const byValue = [
      [this.#byteOf(action), values.actionTexts, columns.action],
      [this.#byteOf(metadata), values.pageTexts, columns.page],
      [this.#byteOf(urlref), values.referrerDomainTexts, texts[columnOf.referrerDomain]!],
      [this.#byteOf(urlref), values.referrerTexts, texts[columnOf.referrerUrl]!],
      [recordAt.url * 4, values.urlTexts, columns.url],
    ] as const;
    const campaigns = values.campaignTexts.map(
      (table, index) => [recordAt.url * 4, table, texts[columnOf.campaign[index]!]!] as const,
    );
    for (const [byte, { address }, column] of [...byValue, ...campaigns]) {
      const target = addressIn(column, at);
      this.#scanner.run((steps) => steps.fillEntries(byte, address, target));
    }
    // A hit names no country.
    texts[columnOf.country]!.fill(absent, at, at + until - from);
  }

  useTexts(source: ByteDictionary): void {
    this.#values.useTexts(source);
  }

  clear(): void {
    this.#values.clear();
  }

  #referrerKind(record: number): number {
    const value = this.#value(record, urlref);
    const origin = value === 0 ? undefined : this.#values.referrerOrigins.of(value);
    const urlOrigin = this.#values.urlOrigins.of(this.#scanner.words[record + recordAt.url]!);
    return referrerKinds.get(kindOfVisit(origin, urlOrigin))!;
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

  /** Byte of a record where the number of a field's value stands. */
  #byteOf(place: number): number {
    return (this.#scanner.fieldsAt + place) * 4;
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
