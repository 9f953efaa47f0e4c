/**
 * The values that a scanner numbers in hits of the pixel, and what follows of each: worked out by
 * the functions of the plain path, once for each value.
 */
import type { ByteDictionary } from '../../model/byte-dictionary.ts';
import { segments, type Segment } from '../../model/segments.ts';
import { textFromPageMetadata } from '../../model/page-record.ts';
import { breakdownText } from '../breakdown-value.ts';
import { cutAtQuery, normaliseUrl } from '../normalise-url.ts';
import { pageFromParameter, type PixelReaders } from '../pixel-fields.ts';
import type { Origin } from '../referrer.ts';
import { decodedText, queryOfUrl } from '../request-query.ts';
import { isEngagedAction, urlFault } from '../required-values.ts';
import { robotAgents } from '../robots.ts';
import { actionFacts, urlFacts } from './dpl-values.ts';
import type { Scanner } from './scanner.ts';
import { KeptFindings, ValueFacts, ValueTexts } from './value-tables.ts';

/** Parameters of a page's own query that break down numbers. */
export const campaignNames = [
  ...['utm_campaign', 'utm_source', 'utm_medium', 'utm_term', 'utm_content'],
] as const;

export class HitValues {
  readonly #scanner: Scanner;

  /** See `actionFacts` and `urlFacts`; `robotAgent`: 1 = yes; `device`: an index of values. */
  readonly action: ValueFacts;
  readonly url: ValueFacts;
  readonly robotAgent: ValueFacts;
  readonly device: ValueFacts;

  /** As they were sent, decoded: kept for rules, which look at them in every line. */
  readonly texts: KeptFindings<string>;
  readonly referrerOrigins: KeptFindings<Origin>;
  readonly urlOrigins: KeptFindings<Origin>;

  readonly actionTexts: ValueTexts;
  readonly urlTexts: ValueTexts;
  readonly pageTexts: ValueTexts;
  readonly referrerTexts: ValueTexts;
  readonly referrerDomainTexts: ValueTexts;
  /** By url, in the order of `campaignNames`. */
  readonly campaignTexts: readonly ValueTexts[];

  constructor(scanner: Scanner, readers: PixelReaders) {
    this.#scanner = scanner;
    const isRobot = robotAgents();
    this.texts = new KeptFindings((value) => this.#text(value));
    this.action = new ValueFacts(scanner, (value) =>
      isEngagedAction(this.#text(value)) ? actionFacts.engaged : actionFacts.plain,
    );
    this.url = new ValueFacts(
      scanner,
      (value) => urlFacts[urlFault(this.normalisedUrl(value)) ?? 'good'],
    );
    this.robotAgent = new ValueFacts(scanner, (value) => Number(isRobot(this.agent(value))));
    this.device = deviceFacts(scanner, (value) => readers.device(this.agent(value)));
    const { referrer } = readers;
    this.referrerOrigins = new KeptFindings((value) => referrer.originOf(this.#text(value)));
    this.urlOrigins = new KeptFindings((value) => referrer.originOf(this.normalisedUrl(value)));
    this.actionTexts = new ValueTexts(scanner, (value) => this.#text(value));
    this.urlTexts = new ValueTexts(scanner, (value) => this.normalisedUrl(value));
    this.pageTexts = new ValueTexts(scanner, (value) => this.#pageText(value));
    this.referrerTexts = new ValueTexts(scanner, (value) =>
      breakdownText(cutAtQuery(this.#text(value))),
    );
    this.referrerDomainTexts = new ValueTexts(scanner, (value) =>
      breakdownText(this.referrerOrigins.of(value).domain),
    );
    this.campaignTexts = campaignNames.map(
      (name) => new ValueTexts(scanner, (value) => this.#campaign(value, name)),
    );
  }

  /** It stands in the log as it is; undefined for 0. */
  agent(value: number): string | undefined {
    return value === 0 ? undefined : this.#scanner.valueText(value);
  }

  normalisedUrl(value: number): string {
    return normaliseUrl(this.#text(value));
  }

  useTexts(source: ByteDictionary): void {
    for (const table of this.#allTexts()) table.use(source);
  }

  clear(): void {
    const facts = [this.action, this.url, this.robotAgent, this.device];
    const found = [this.texts, this.referrerOrigins, this.urlOrigins];
    for (const table of [...facts, ...found, ...this.#allTexts()]) table.clear();
  }

  #allTexts(): readonly ValueTexts[] {
    const { actionTexts, urlTexts, pageTexts, referrerTexts, referrerDomainTexts } = this;
    const all = [actionTexts, urlTexts, pageTexts, referrerTexts, referrerDomainTexts];
    return [...all, ...this.campaignTexts];
  }

  #text(value: number): string {
    return decodedText(this.#scanner.valueText(value));
  }

  #campaign(url: number, name: (typeof campaignNames)[number]): string | undefined {
    return breakdownText(queryOfUrl(this.#text(url)).get(name));
  }

  #pageText(value: number): string | undefined {
    const page = pageFromParameter(this.#text(value));
    return page === undefined ? undefined : textFromPageMetadata(page);
  }
}

function deviceFacts(scanner: Scanner, deviceOf: (agent: number) => string): ValueFacts {
  const { values } = segments.find(({ name }) => name === 'device') as Segment;
  return new ValueFacts(scanner, (value) => values.indexOf(deviceOf(value)));
}
