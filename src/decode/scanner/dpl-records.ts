/** Records of Data Pipeline events, read. */
import type { EventColumns } from '../../model/event-batch.ts';
import { breakdowns, segments } from '../../model/segments.ts';
import type { BatchBuilder } from '../batch-builder.ts';
import { DplLine } from '../dpl-fields.ts';
import type { RequiredValues } from '../event-values.ts';
import { visitorIndex } from '../segments-of-event.ts';
import { placeOf, type ScanFieldName } from './dpl-scan-fields.ts';
import { actionFacts, DplValues, urlFacts } from './dpl-values.ts';
import type { ScannedEvent, ScannedFormat } from './scanned-format.ts';
import type { ScannedField, Scanner } from './scanner.ts';
import { fieldTables, lastAbsentValue, recordAt, unread } from './scanner.ts';

/** Fields whose values break down numbers as they are; `ref_url` follows of two. */
const fieldOfBreakdown: Readonly<Record<string, ScanFieldName>> = {
  ref_domain: 'ref_domain',
  utm_campaign: 'utm_campaign',
  utm_source: 'utm_source',
  utm_medium: 'utm_medium',
  utm_term: 'utm_term',
  utm_content: 'utm_content',
  country: 'ip_country',
};

const places = {
  site: placeOf('apikey'),
  action: placeOf('action'),
  urlClean: placeOf('url_clean'),
  url: placeOf('url'),
  agent: placeOf('user_agent'),
  browser: placeOf('ua_browser'),
  device: placeOf('ua_devicetype'),
  channel: placeOf('channel'),
  refCategory: placeOf('ref_category'),
  refDomain: placeOf('ref_domain'),
  refClean: placeOf('ref_clean'),
  referrer: placeOf('referrer'),
} as const;

/** Index into the values of one segment. @param at word of the record. */
type SegmentOfRecord = (at: number) => number;

export class DplRecords implements ScannedFormat {
  readonly #scanner: Scanner;
  readonly #values: DplValues;
  readonly #ruleFields: readonly { readonly name: string; readonly place: number }[];
  readonly #segments: readonly SegmentOfRecord[];
  /** Per breakdown: the place of its field; -1 = ref_url. */
  readonly #breakdownPlaces: readonly number[];

  constructor(scanner: Scanner, fields: readonly ScannedField[]) {
    this.#scanner = scanner;
    this.#values = new DplValues(scanner);
    this.#ruleFields = fields.flatMap(({ name, treatment }, place) =>
      treatment.startsWith('any') || name === 'visitor_ip' ? [{ name, place }] : [],
    );
    this.#segments = segments.map(({ name }) => this.#segmentOf(name));
    this.#breakdownPlaces = breakdowns.map(({ name }) => {
      const field = fieldOfBreakdown[name];
      return field === undefined ? -1 : placeOf(field);
    });
  }

  siteValue(at: number): number {
    return this.#value(at, places.site);
  }

  siteName(value: number): unknown {
    return this.#values.kept(value);
  }

  markOtherSite(value: number): void {
    this.#scanner.markOtherSite(value, fieldTables.event);
  }

  readNeeded(at: number, event: ScannedEvent): 'incomplete' | 'invalid' | undefined {
    const action = this.#value(at, places.action);
    const clean = this.#value(at, places.urlClean);
    const url = clean > lastAbsentValue ? clean : this.#value(at, places.url);
    if (action <= lastAbsentValue || url <= lastAbsentValue) return 'incomplete';
    const urlFact = this.#values.url.of(url);
    if (urlFact === urlFacts.incomplete) return 'incomplete';
    const actionFact = this.#values.action.of(action);
    if (urlFact === urlFacts.invalid || actionFact === actionFacts.noText) return 'invalid';
    const engaged = this.#scanner.words[at + recordAt.engaged]!;
    if (actionFact === actionFacts.engaged && engaged === unread) return 'invalid';
    event.url = url;
    event.engagedSeconds = actionFact === actionFacts.engaged ? engaged : 0;
    return undefined;
  }

  line(at: number): DplLine {
    const fields: Record<string, unknown> = {};
    for (const { name, place } of this.#ruleFields) {
      const value = this.#value(at, place);
      if (value > 0) fields[name] = this.#values.kept(value);
    }
    return new DplLine(fields);
  }

  required({ at, url, engagedSeconds }: ScannedEvent, time: number): RequiredValues {
    return {
      time,
      action: String(this.#values.kept(this.#value(at, places.action))),
      url: this.#values.normalisedUrl(url),
      visitor: this.#scanner.textAt(at + recordAt.visitorText),
      id: this.#scanner.textAt(at + recordAt.eventIdText),
      engagedSeconds,
      sessionNumber: this.#scanner.words[at + recordAt.sessionNumber]!,
    };
  }

  isRobot(at: number): boolean {
    const browser = this.#value(at, places.browser);
    if (browser > lastAbsentValue && this.#values.robotBrowser.of(browser) === 1) return true;
    const agent = this.#value(at, places.agent);
    return agent > lastAbsentValue && this.#values.robotAgent.of(agent) === 1;
  }

  writeSegments(columns: EventColumns, at: number, { site, at: record }: ScannedEvent): void {
    const shared = this.#segments.length;
    for (let index = 0; index < shared; index += 1) {
      columns.segments[index]![at] = this.#segments[index]!(record);
    }
    if (site.segments.length === shared) return;
    const line = this.line(record);
    for (let index = shared; index < site.segments.length; index += 1) {
      columns.segments[index]![at] = site.segments[index]!(line, noRequired);
    }
  }

  writeTexts(
    columns: EventColumns,
    at: number,
    { at: record, url }: ScannedEvent,
    batches: BatchBuilder,
  ): void {
    const { actionEntries, urlEntries, pageEntries, textEntries } = this.#values;
    columns.action[at] = actionEntries.of(this.#value(record, places.action), batches);
    columns.url[at] = urlEntries.of(url, batches);
    const page = this.#scanner.words[record + recordAt.page]!;
    if (page > 0) columns.page[at] = pageEntries.of(page, batches);
    for (let index = 0; index < this.#breakdownPlaces.length; index += 1) {
      const place = this.#breakdownPlaces[index]!;
      const value = place === -1 ? 0 : this.#value(record, place);
      if (value > lastAbsentValue) {
        columns.breakdowns[index]![at] = textEntries.of(value, batches);
      } else if (place === -1) columns.breakdowns[index]![at] = this.#referrer(record, batches);
    }
  }

  clear(): void {
    this.#values.clear();
  }

  #referrer(record: number, batches: BatchBuilder): number {
    const clean = this.#value(record, places.refClean);
    if (clean > lastAbsentValue) return this.#values.textEntries.of(clean, batches);
    const referrer = this.#value(record, places.referrer);
    if (referrer <= lastAbsentValue) return 0;
    return this.#values.referrerEntries.of(referrer, batches);
  }

  #segmentOf(name: (typeof segments)[number]['name']): SegmentOfRecord {
    const { device, channel, referred, unreferred } = this.#values;
    switch (name) {
      case 'device':
        return (at) => device.of(this.#value(at, places.device));
      case 'channel':
        return (at) => channel.of(this.#value(at, places.channel));
      case 'visitor':
        return (at) => visitorIndex(this.#scanner.words[at + recordAt.sessionNumber]!);
      case 'ref':
        return (at) => {
          const isReferred =
            isPresent(this.#value(at, places.referrer)) ||
            isPresent(this.#value(at, places.refDomain));
          return (isReferred ? referred : unreferred).of(this.#value(at, places.refCategory));
        };
    }
  }

  #value(record: number, place: number): number {
    return this.#scanner.words[record + this.#scanner.fieldsAt + place]!;
  }
}

/** A value that was not looked at is there all the same. */
function isPresent(value: number): boolean {
  return value > lastAbsentValue || value < 0;
}

/** A site's own segments read fields only, by the line. */
const noRequired: RequiredValues = {
  time: 0,
  action: '',
  url: '',
  visitor: '',
  id: '',
  engagedSeconds: 0,
  sessionNumber: 0,
};
