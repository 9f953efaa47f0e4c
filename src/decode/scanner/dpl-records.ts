/** Records of Data Pipeline events, read. */
import type { ByteDictionary } from '../../model/byte-dictionary.ts';
import { breakdowns, segments } from '../../model/segments.ts';
import { DplLine } from '../dpl-fields.ts';
import type { RequiredValues } from '../event-values.ts';
import { placeOf, type ScanFieldName } from './dpl-scan-fields.ts';
import { DplValues } from './dpl-values.ts';
import { fillVisitors, type BlockPart, type ScannedFormat } from './scanned-format.ts';
import type { ScannedField, Scanner } from './scanner.ts';
import { addressIn, fieldTables, lastAbsentValue, recordAt } from './scanner.ts';
import type { ValueFacts, ValueTexts } from './value-tables.ts';

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

export class DplRecords implements ScannedFormat {
  readonly #scanner: Scanner;
  readonly #values: DplValues;
  readonly #ruleFields: readonly { readonly name: string; readonly place: number }[];
  readonly siteAt: number;

  constructor(scanner: Scanner, fields: readonly ScannedField[]) {
    this.#scanner = scanner;
    this.#values = new DplValues(scanner);
    this.#ruleFields = fields.flatMap(({ name, treatment }, place) =>
      treatment.startsWith('any') || name === 'visitor_ip' ? [{ name, place }] : [],
    );
    this.siteAt = scanner.fieldsAt + places.site;
  }

  siteName(value: number): unknown {
    return this.#values.kept(value);
  }

  markOtherSite(value: number): void {
    this.#scanner.markOtherSite(value, fieldTables.event);
  }

  findNeeded(): void {
    const actionAt = this.#byteOf(places.action);
    const [cleanAt, sentAt] = [this.#byteOf(places.urlClean), this.#byteOf(places.url)];
    const { action, url } = this.#values;
    this.#scanner.run((steps) =>
      steps.findNeeded(actionAt, cleanAt, sentAt, action.address, url.address),
    );
  }

  line(at: number): DplLine {
    const fields: Record<string, unknown> = {};
    for (const { name, place } of this.#ruleFields) {
      const value = this.#value(at, place);
      if (value > 0) fields[name] = this.#values.kept(value);
    }
    return new DplLine(fields);
  }

  required(record: number): RequiredValues {
    const { words } = this.#scanner;
    return {
      time: words[record + recordAt.time]! >>> 0,
      action: String(this.#values.kept(this.#value(record, places.action))),
      url: this.#values.normalisedUrl(words[record + recordAt.url]!),
      visitor: this.#scanner.textAt(record + recordAt.visitorText),
      id: this.#scanner.textAt(record + recordAt.eventIdText),
      engagedSeconds: words[record + recordAt.engaged]!,
      sessionNumber: words[record + recordAt.sessionNumber]!,
    };
  }

  requiredBySegments(): RequiredValues {
    return noRequired;
  }

  findRobots(): void {
    const { robotBrowser, robotAgent } = this.#values;
    const tables = [
      [places.browser, robotBrowser],
      [places.agent, robotAgent],
    ] as const;
    for (const [place, { address }] of tables) {
      this.#scanner.run((steps) =>
        steps.findRobots(this.#byteOf(place), lastAbsentValue + 1, address),
      );
    }
  }

  writeSegments({ columns, at }: BlockPart): void {
    const { device, channel } = this.#values;
    for (const [index, { name }] of segments.entries()) {
      const target = addressIn(columns.segments[index]!, at);
      switch (name) {
        case 'device':
          this.#fillFacts(places.device, device, target);
          break;
        case 'channel':
          this.#fillFacts(places.channel, channel, target);
          break;
        case 'visitor':
          fillVisitors(this.#scanner, target);
          break;
        case 'ref':
          this.#fillReferrerKinds(target);
      }
    }
  }

  writeTexts({ columns, at }: BlockPart): void {
    const { actionTexts, urlTexts, pageTexts, texts, referrerTexts } = this.#values;
    this.#fillEntries(this.#byteOf(places.action), actionTexts, addressIn(columns.action, at));
    this.#fillEntries(recordAt.url * 4, urlTexts, addressIn(columns.url, at));
    this.#fillEntries(recordAt.page * 4, pageTexts, addressIn(columns.page, at));
    for (const [index, { name }] of breakdowns.entries()) {
      const target = addressIn(columns.breakdowns[index]!, at);
      const field = fieldOfBreakdown[name];
      if (field !== undefined) this.#fillEntries(this.#byteOf(placeOf(field)), texts, target);
      else {
        // The referrer as it was cleaned before it was sent, else cleaned here.
        const [clean, sent] = [this.#byteOf(places.refClean), this.#byteOf(places.referrer)];
        this.#scanner.run((steps) =>
          steps.fillEitherEntries(clean, sent, texts.address, referrerTexts.address, target),
        );
      }
    }
  }

  useTexts(source: ByteDictionary): void {
    this.#values.useTexts(source);
  }

  clear(): void {
    this.#values.clear();
  }

  /** What the category says depends on whether anything of a referrer is there. */
  #fillReferrerKinds(target: number): void {
    const { referred, unreferred } = this.#values;
    const category = this.#byteOf(places.refCategory);
    const [sent, domain] = [this.#byteOf(places.referrer), this.#byteOf(places.refDomain)];
    const [there, missing] = [referred.address, unreferred.address];
    this.#scanner.run((steps) =>
      steps.fillByPresence(category, sent, domain, there, missing, target),
    );
  }

  #fillFacts(place: number, { address }: ValueFacts, target: number): void {
    this.#scanner.run((steps) => steps.fillFacts(this.#byteOf(place), address, target));
  }

  #fillEntries(byte: number, { address }: ValueTexts, target: number): void {
    this.#scanner.run((steps) => steps.fillEntries(byte, address, target));
  }

  /** Byte of a record where the number of a field's value stands. */
  #byteOf(place: number): number {
    return (this.#scanner.fieldsAt + place) * 4;
  }

  #value(record: number, place: number): number {
    return this.#scanner.words[record + this.#scanner.fieldsAt + place]!;
  }
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
