/** Records of hits of the pixel, read. */
import type { EventColumns } from '../../model/event-batch.ts';
import { breakdowns, segments, type Segment } from '../../model/segments.ts';
import type { BatchBuilder } from '../batch-builder.ts';
import { createDeviceReader } from '../device.ts';
import type { RequiredValues } from '../event-values.ts';
import { PixelLine, type PixelReaders } from '../pixel-fields.ts';
import { createReferrerReader, kindOfVisit } from '../referrer.ts';
import { decodedText } from '../request-query.ts';
import { visitorIndex } from '../segments-of-event.ts';
import { urlFacts } from './dpl-values.ts';
import { hitLogPlaces, hitParameters, toldAt } from './hit-scan-fields.ts';
import { campaignNames, HitValues } from './hit-values.ts';
import type { ScannedEvent, ScannedFormat } from './scanned-format.ts';
import { fieldTables, recordAt, unread, type Scanner } from './scanner.ts';

const { idsite, action, url, urlref, metadata } = hitParameters;
const { agent } = hitLogPlaces;

const columnOf = {
  ...{ device: segmentColumn('device'), visitor: segmentColumn('visitor') },
  ...{ ref: segmentColumn('ref'), channel: segmentColumn('channel') },
  referrerDomain: breakdownColumn('ref_domain'),
  referrerUrl: breakdownColumn('ref_url'),
  campaign: campaignNames.map(breakdownColumn),
} as const;

/** A hit comes from the website. */
const website = valuesOf('channel').indexOf('website');

const referrerKinds = new Map(valuesOf('ref').map((name, index) => [name, index]));

export class HitRecords implements ScannedFormat {
  readonly #scanner: Scanner;
  readonly #readers: PixelReaders;
  readonly #values: HitValues;

  constructor(scanner: Scanner) {
    this.#scanner = scanner;
    this.#readers = { device: createDeviceReader(), referrer: createReferrerReader() };
    this.#values = new HitValues(scanner, this.#readers);
  }

  siteValue(at: number): number {
    return this.#value(at, idsite);
  }

  siteName(value: number): unknown {
    return this.#values.texts.of(value);
  }

  markOtherSite(value: number): void {
    this.#scanner.markOtherSite(value, fieldTables.query);
  }

  readNeeded(at: number, event: ScannedEvent): 'incomplete' | 'invalid' | undefined {
    const urlValue = this.#value(at, url);
    const urlFact = this.#values.url.of(urlValue);
    if (urlFact === urlFacts.incomplete) return 'incomplete';
    if (urlFact === urlFacts.invalid) return 'invalid';
    const engaged = this.#scanner.words[at + recordAt.engaged]!;
    const isEngaged = this.#values.isEngaged.of(this.#value(at, action)) === 1;
    if (isEngaged && engaged === unread) return 'invalid';
    event.url = urlValue;
    event.engagedSeconds = isEngaged ? engaged : 0;
    return undefined;
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

  required({ at, url: urlValue, engagedSeconds }: ScannedEvent, time: number): RequiredValues {
    const { visitor, id } = this.line(at).needed();
    return {
      time,
      action: this.#values.texts.of(this.#value(at, action)),
      url: this.#values.normalisedUrl(urlValue),
      visitor: String(visitor),
      id: String(id),
      engagedSeconds,
      sessionNumber: this.#scanner.words[at + recordAt.sessionNumber]!,
    };
  }

  isRobot(at: number): boolean {
    return this.#values.robotAgent.of(this.#value(at, agent)) === 1;
  }

  writeSegments(columns: EventColumns, at: number, event: ScannedEvent): void {
    const { at: record, site } = event;
    const { words } = this.#scanner;
    const shared = columns.segments;
    shared[columnOf.device]![at] = this.#values.device.of(this.#value(record, agent));
    shared[columnOf.visitor]![at] = visitorIndex(words[record + recordAt.sessionNumber]!);
    shared[columnOf.ref]![at] = this.#referrerKind(record, event.url);
    shared[columnOf.channel]![at] = website;
    if (site.segments.length === segments.length) return;
    const line = this.line(record);
    const required = this.required(event, words[record + recordAt.time]! >>> 0);
    for (let index = segments.length; index < site.segments.length; index += 1) {
      columns.segments[index]![at] = site.segments[index]!(line, required);
    }
  }

  writeTexts(
    columns: EventColumns,
    at: number,
    { at: record, url: urlValue }: ScannedEvent,
    batches: BatchBuilder,
  ): void {
    const values = this.#values;
    columns.action[at] = values.actionEntries.of(this.#value(record, action), batches);
    columns.url[at] = values.urlEntries.of(urlValue, batches);
    const page = this.#value(record, metadata);
    if (page > 0) columns.page[at] = values.pageEntries.of(page, batches);
    const referrer = this.#value(record, urlref);
    if (referrer > 0) {
      const { referrerDomain: domain, referrerUrl } = columnOf;
      columns.breakdowns[domain]![at] = values.referrerDomainEntries.of(referrer, batches);
      columns.breakdowns[referrerUrl]![at] = values.referrerEntries.of(referrer, batches);
    }
    if (values.hasCampaign.of(urlValue) === 0) return;
    for (let index = 0; index < columnOf.campaign.length; index += 1) {
      const entry = values.campaignEntries[index]!.of(urlValue, batches);
      columns.breakdowns[columnOf.campaign[index]!]![at] = entry;
    }
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
