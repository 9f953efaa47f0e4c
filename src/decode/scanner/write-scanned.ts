/** Puts scanned events into the columns of the batch that is being filled. */
import type { EventColumns } from '../../model/event-batch.ts';
import { hashWords, identityWords } from '../../model/event-batch.ts';
import { breakdowns, segments } from '../../model/segments.ts';
import type { BatchBuilder } from '../batch-builder.ts';
import type { RequiredValues } from '../event-values.ts';
import { visitorIndex } from '../segments-of-event.ts';
import { placeOf, type ScanFieldName } from './dpl-scan-fields.ts';
import type { ScannedEvent, ScannedEvents } from './scanned-events.ts';
import type { ScannedValues } from './scanned-values.ts';
import { lastAbsentValue, recordAt, type Scanner } from './scanner.ts';

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
  action: placeOf('action'),
  device: placeOf('ua_devicetype'),
  channel: placeOf('channel'),
  refCategory: placeOf('ref_category'),
  refDomain: placeOf('ref_domain'),
  refClean: placeOf('ref_clean'),
  referrer: placeOf('referrer'),
} as const;

/** Index into the values of one segment. @param at word of the record. */
type SegmentOfRecord = (at: number) => number;

export class ScannedWriter {
  readonly #scanner: Scanner;
  readonly #values: ScannedValues;
  readonly #events: ScannedEvents;
  readonly #segments: readonly SegmentOfRecord[];
  /** Per breakdown: the place of its field; -1 = ref_url. */
  readonly #breakdownPlaces: readonly number[];

  constructor(scanner: Scanner, values: ScannedValues, events: ScannedEvents) {
    this.#scanner = scanner;
    this.#values = values;
    this.#events = events;
    this.#segments = segments.map(({ name }) => this.#segmentOf(name));
    this.#breakdownPlaces = breakdowns.map(({ name }) => {
      const field = fieldOfBreakdown[name];
      return field === undefined ? -1 : placeOf(field);
    });
  }

  /** @param place of the object and the line that the event is of. */
  write(
    event: ScannedEvent,
    place: { readonly object: number; readonly line: number },
    batches: BatchBuilder,
  ): void {
    const { columns, at } = batches.place();
    const { words } = this.#scanner;
    const record = event.at;
    columns.site[at] = event.site.index;
    columns.day[at] = event.day;
    columns.time[at] = words[record + recordAt.time]!;
    columns.object[at] = place.object;
    columns.line[at] = place.line;
    columns.engagedSeconds[at] = event.engagedSeconds;
    columns.sessionNumber[at] = words[record + recordAt.sessionNumber]!;
    this.#writeHashes(columns, at, record);
    this.#writeSegments(columns, at, event);
    this.#writeTexts(columns, at, event, batches);
    batches.placed(words[record + recordAt.end]! - words[record + recordAt.start]!);
  }

  #writeHashes(columns: EventColumns, at: number, record: number): void {
    const { words } = this.#scanner;
    for (let word = 0; word < identityWords; word += 1) {
      columns.identity[at * identityWords + word] = words[record + recordAt.identity + word]!;
    }
    for (let word = 0; word < hashWords; word += 1) {
      columns.visitor[at * hashWords + word] = words[record + recordAt.visitor + word]!;
    }
    if (words[record + recordAt.sessionNumber] === 0) return;
    for (let word = 0; word < hashWords; word += 1) {
      columns.session[at * hashWords + word] = words[record + recordAt.session + word]!;
    }
  }

  #writeSegments(columns: EventColumns, at: number, { site, at: record }: ScannedEvent): void {
    const shared = this.#segments.length;
    for (let index = 0; index < shared; index += 1) {
      columns.segments[index]![at] = this.#segments[index]!(record);
    }
    if (site.segments.length === shared) return;
    const line = this.#events.line(record);
    for (let index = shared; index < site.segments.length; index += 1) {
      columns.segments[index]![at] = site.segments[index]!(line, noRequired);
    }
  }

  #writeTexts(
    columns: EventColumns,
    at: number,
    { at: record, url }: ScannedEvent,
    batches: BatchBuilder,
  ): void {
    const { actionEntries, urlEntries, pageEntries, textEntries } = this.#values;
    const intern = batches.intern;
    const batch = batches.number;
    columns.action[at] = actionEntries.of(this.#value(record, places.action), batch, intern);
    columns.url[at] = urlEntries.of(url, batch, intern);
    const page = this.#scanner.words[record + recordAt.page]!;
    if (page > 0) columns.page[at] = pageEntries.of(page, batch, intern);
    for (let index = 0; index < this.#breakdownPlaces.length; index += 1) {
      const place = this.#breakdownPlaces[index]!;
      const value = place === -1 ? 0 : this.#value(record, place);
      if (value > lastAbsentValue) {
        columns.breakdowns[index]![at] = textEntries.of(value, batch, intern);
      } else if (place === -1) columns.breakdowns[index]![at] = this.#referrer(record, batches);
    }
  }

  #referrer(record: number, { number, intern }: BatchBuilder): number {
    const clean = this.#value(record, places.refClean);
    if (clean > lastAbsentValue) return this.#values.textEntries.of(clean, number, intern);
    const referrer = this.#value(record, places.referrer);
    if (referrer <= lastAbsentValue) return 0;
    return this.#values.referrerEntries.of(referrer, number, intern);
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
