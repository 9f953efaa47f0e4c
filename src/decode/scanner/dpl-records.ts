/** Records of Data Pipeline events, read. */
import { absent, type EventColumns } from '../../model/event-batch.ts';
import { breakdowns, segments } from '../../model/segments.ts';
import type { BatchBuilder } from '../batch-builder.ts';
import { DplLine } from '../dpl-fields.ts';
import type { RequiredValues } from '../event-values.ts';
import { placeOf, type ScanFieldName } from './dpl-scan-fields.ts';
import { actionFacts, DplValues, urlFacts } from './dpl-values.ts';
import {
  fillEntries,
  fillFacts,
  fillUrlEntries,
  fillVisitors,
  type ValueWord,
} from './fill-columns.ts';
import { fates, type BlockPart, type ScannedBlock } from './scanned-block.ts';
import type { ScannedFormat } from './scanned-format.ts';
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

  readNeeded(block: ScannedBlock): void {
    const { words, fieldsAt, valuesUntil } = this.#scanner;
    const { records, fates: found, urls, engagedSeconds, count } = block;
    const { action: actions, url: urlValues } = this.#values;
    const knownActions = actions.known(valuesUntil);
    const knownUrls = urlValues.known(valuesUntil);
    for (let index = 0; index < count; index += 1) {
      if (found[index] !== fates.accepted) continue;
      const at = records[index]! + fieldsAt;
      const action = words[at + places.action]!;
      const clean = words[at + places.urlClean]!;
      const url = clean > lastAbsentValue ? clean : words[at + places.url]!;
      if (action <= lastAbsentValue || url <= lastAbsentValue) {
        found[index] = fates.incomplete;
        continue;
      }
      const urlFact = (knownUrls[url]! || urlValues.learn(url)) - 1;
      const actionFact = (knownActions[action]! || actions.learn(action)) - 1;
      const isEngaged = actionFact === actionFacts.engaged;
      const engaged = isEngaged ? words[records[index]! + recordAt.engaged]! : 0;
      urls[index] = url;
      engagedSeconds[index] = engaged;
      if (urlFact === urlFacts.incomplete) found[index] = fates.incomplete;
      else if (urlFact === urlFacts.invalid || actionFact === actionFacts.noText) {
        found[index] = fates.invalid;
      } else if (engaged === unread) found[index] = fates.invalid;
    }
  }

  line(at: number): DplLine {
    const fields: Record<string, unknown> = {};
    for (const { name, place } of this.#ruleFields) {
      const value = this.#value(at, place);
      if (value > 0) fields[name] = this.#values.kept(value);
    }
    return new DplLine(fields);
  }

  required(block: ScannedBlock, index: number): RequiredValues {
    const { words } = this.#scanner;
    const at = block.records[index]!;
    return {
      time: words[at + recordAt.time]! >>> 0,
      action: String(this.#values.kept(this.#value(at, places.action))),
      url: this.#values.normalisedUrl(block.urls[index]!),
      visitor: this.#scanner.textAt(at + recordAt.visitorText),
      id: this.#scanner.textAt(at + recordAt.eventIdText),
      engagedSeconds: block.engagedSeconds[index]!,
      sessionNumber: words[at + recordAt.sessionNumber]!,
    };
  }

  requiredBySegments(): RequiredValues {
    return noRequired;
  }

  findRobots(block: ScannedBlock): void {
    const { words, fieldsAt, valuesUntil } = this.#scanner;
    const { records, fates: found, count } = block;
    const { robotBrowser: browsers, robotAgent: agents } = this.#values;
    const knownBrowsers = browsers.known(valuesUntil);
    const knownAgents = agents.known(valuesUntil);
    for (let index = 0; index < count; index += 1) {
      if (found[index] !== fates.accepted) continue;
      const at = records[index]! + fieldsAt;
      const browser = words[at + places.browser]!;
      const agent = words[at + places.agent]!;
      // A fact is told as one more: 2 = a robot's.
      const isRobot =
        (browser > lastAbsentValue && (knownBrowsers[browser]! || browsers.learn(browser)) === 2) ||
        (agent > lastAbsentValue && (knownAgents[agent]! || agents.learn(agent)) === 2);
      if (isRobot) found[index] = fates.bot;
    }
  }

  writeSegments(columns: EventColumns, part: BlockPart): void {
    const { device, channel } = this.#values;
    for (const [index, { name }] of segments.entries()) {
      const column = columns.segments[index]!;
      switch (name) {
        case 'device':
          fillFacts(this.#word(places.device), part, { column, facts: device });
          break;
        case 'channel':
          fillFacts(this.#word(places.channel), part, { column, facts: channel });
          break;
        case 'visitor':
          fillVisitors(this.#scanner.words, part, column);
          break;
        case 'ref':
          this.#fillReferrerKinds(column, part);
      }
    }
  }

  writeTexts(columns: EventColumns, part: BlockPart, batches: BatchBuilder): void {
    const { actionEntries, urlEntries, pageEntries, textEntries } = this.#values;
    const { words, valuesUntil } = this.#scanner;
    const pageWord = { words, at: recordAt.page, lastAbsent: lastAbsentValue, valuesUntil };
    const actions = { column: columns.action, entries: actionEntries, batches };
    fillEntries(this.#word(places.action), part, actions);
    fillUrlEntries(valuesUntil, part, { column: columns.url, entries: urlEntries, batches });
    const pages = { column: columns.page, entries: pageEntries, batches };
    fillEntries(pageWord, part, pages);
    for (const [index, { name }] of breakdowns.entries()) {
      const column = columns.breakdowns[index]!;
      const field = fieldOfBreakdown[name];
      if (field === undefined) this.#fillReferrers(column, part, batches);
      else fillEntries(this.#word(placeOf(field)), part, { column, entries: textEntries, batches });
    }
  }

  clear(): void {
    this.#values.clear();
  }

  #fillReferrerKinds(column: Uint16Array, { block, from, until, at }: BlockPart): void {
    const { words, fieldsAt, valuesUntil } = this.#scanner;
    const { referred, unreferred } = this.#values;
    const knownReferred = referred.known(valuesUntil);
    const knownUnreferred = unreferred.known(valuesUntil);
    for (let index = from; index < until; index += 1) {
      const fields = block.records[index]! + fieldsAt;
      const category = words[fields + places.refCategory]!;
      const isReferred =
        isPresent(words[fields + places.referrer]!) || isPresent(words[fields + places.refDomain]!);
      const known = isReferred
        ? knownReferred[category]! || referred.learn(category)
        : knownUnreferred[category]! || unreferred.learn(category);
      column[at + index - from] = known - 1;
    }
  }

  /** The referrer as it was cleaned before it was sent, else cleaned here. */
  #fillReferrers(
    column: Uint32Array,
    { block, from, until, at }: BlockPart,
    batches: BatchBuilder,
  ): void {
    const { words, fieldsAt, valuesUntil } = this.#scanner;
    const { textEntries, referrerEntries } = this.#values;
    const knownTexts = textEntries.known(valuesUntil, batches);
    const knownReferrers = referrerEntries.known(valuesUntil, batches);
    for (let index = from; index < until; index += 1) {
      const fields = block.records[index]! + fieldsAt;
      const clean = words[fields + places.refClean]!;
      const referrer = words[fields + places.referrer]!;
      let entry = absent;
      if (clean > lastAbsentValue) {
        entry = knownTexts[clean]! || textEntries.enter(clean, batches);
      } else if (referrer > lastAbsentValue) {
        entry = knownReferrers[referrer]! || referrerEntries.enter(referrer, batches);
      }
      column[at + index - from] = entry > 0 ? entry : absent;
    }
  }

  #word(place: number): ValueWord {
    const { words, fieldsAt, valuesUntil } = this.#scanner;
    return { words, at: fieldsAt + place, lastAbsent: lastAbsentValue, valuesUntil };
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
