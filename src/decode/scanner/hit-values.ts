/**
 * The values that a scanner numbers in hits of the pixel, and what follows of each: worked out by
 * the functions of the plain path, once for each value.
 */
import { segments, type Segment } from '../../model/segments.ts';
import { textFromPageMetadata } from '../../model/page-record.ts';
import { breakdownText } from '../breakdown-value.ts';
import { cutAtQuery, normaliseUrl } from '../normalise-url.ts';
import { pageFromParameter, type PixelReaders } from '../pixel-fields.ts';
import type { Origin } from '../referrer.ts';
import { decodedText, queryOfUrl } from '../request-query.ts';
import { isEngagedAction, urlFault } from '../required-values.ts';
import { robotAgents } from '../robots.ts';
import { urlFacts } from './dpl-values.ts';
import type { Scanner } from './scanner.ts';
import { KeptFindings, ValueEntries, ValueFacts } from './value-facts.ts';

/** Parameters of a page's own query that break down numbers. */
export const campaignNames = [
  ...['utm_campaign', 'utm_source', 'utm_medium', 'utm_term', 'utm_content'],
] as const;

export class HitValues {
  readonly #scanner: Scanner;

  /** 1 = yes, but for `url` (see `urlFacts`) and `device`, an index of values. */
  readonly isEngaged: ValueFacts;
  readonly url: ValueFacts;
  readonly robotAgent: ValueFacts;
  readonly device: ValueFacts;

  /** As they were sent, decoded: kept for rules, which look at them in every line. */
  readonly texts: KeptFindings<string>;
  readonly referrerOrigins: KeptFindings<Origin>;
  readonly urlOrigins: KeptFindings<Origin>;

  readonly actionEntries: ValueEntries;
  readonly urlEntries: ValueEntries;
  readonly pageEntries: ValueEntries;
  readonly referrerEntries: ValueEntries;
  readonly referrerDomainEntries: ValueEntries;
  /** By url, in the order of `campaignNames`. */
  readonly campaignEntries: readonly ValueEntries[];

  constructor(scanner: Scanner, readers: PixelReaders) {
    this.#scanner = scanner;
    const isRobot = robotAgents();
    this.texts = new KeptFindings((value) => this.#text(value));
    this.isEngaged = new ValueFacts((value) => Number(isEngagedAction(this.#text(value))));
    this.url = new ValueFacts((value) => urlFacts[urlFault(this.normalisedUrl(value)) ?? 'good']);
    this.robotAgent = new ValueFacts((value) => Number(isRobot(this.agent(value))));
    this.device = deviceFacts((value) => readers.device(this.agent(value)));
    const { referrer } = readers;
    this.referrerOrigins = new KeptFindings((value) => referrer.originOf(this.#text(value)));
    this.urlOrigins = new KeptFindings((value) => referrer.originOf(this.normalisedUrl(value)));
    this.actionEntries = new ValueEntries((value) => this.#text(value));
    this.urlEntries = new ValueEntries((value) => this.normalisedUrl(value));
    this.pageEntries = new ValueEntries((value) => this.#pageText(value));
    this.referrerEntries = new ValueEntries((value) =>
      breakdownText(cutAtQuery(this.#text(value))),
    );
    this.referrerDomainEntries = new ValueEntries((value) =>
      breakdownText(this.referrerOrigins.of(value).domain),
    );
    this.campaignEntries = campaignNames.map(
      (name) => new ValueEntries((value) => this.#campaign(value, name)),
    );
  }

  /** It stands in the log as it is; undefined for 0. */
  agent(value: number): string | undefined {
    return value === 0 ? undefined : this.#scanner.valueText(value);
  }

  normalisedUrl(value: number): string {
    return normaliseUrl(this.#text(value));
  }

  clear(): void {
    const facts = [this.isEngaged, this.url, this.robotAgent, this.device];
    const found = [this.texts, this.referrerOrigins, this.urlOrigins];
    const entries = [this.actionEntries, this.urlEntries, this.pageEntries];
    const referrers = [this.referrerEntries, this.referrerDomainEntries];
    for (const table of [...facts, ...found, ...entries, ...referrers]) table.clear();
    for (const table of this.campaignEntries) table.clear();
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

function deviceFacts(deviceOf: (agent: number) => string): ValueFacts {
  const { values } = segments.find(({ name }) => name === 'device') as Segment;
  return new ValueFacts((value) => values.indexOf(deviceOf(value)));
}
