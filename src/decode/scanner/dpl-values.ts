/**
 * The values that a scanner numbers in events, and what follows of each: worked out by the
 * functions of the plain path, once for each value.
 */
import type { ByteDictionary } from '../../model/byte-dictionary.ts';
import { segments, type Segment } from '../../model/segments.ts';
import { textFromPageMetadata } from '../../model/page-record.ts';
import { referrerKindOfFields, referrerUrlOfFields } from '../dpl-fields.ts';
import { metadataFromValues } from '../page-metadata.ts';
import { textFromValue } from '../raw-values.ts';
import { isEngagedAction, urlFault } from '../required-values.ts';
import { breakdownText } from '../breakdown-value.ts';
import { normaliseUrl } from '../normalise-url.ts';
import { robotAgents } from '../robots.ts';
import type { Scanner } from './scanner.ts';
import { KeptFindings, ValueFacts, ValueTexts } from './value-tables.ts';

export const actionFacts = { noText: 0, plain: 1, engaged: 2 } as const;
export const urlFacts = { good: 0, incomplete: 1, invalid: 2 } as const;

export class DplValues {
  readonly #scanner: Scanner;
  readonly #kept = new KeptFindings((value) => this.decoded(value));

  /** See `actionFacts` and `urlFacts`; the others are indexes of values, or 1 = yes. */
  readonly action: ValueFacts;
  readonly url: ValueFacts;
  readonly robotAgent: ValueFacts;
  readonly robotBrowser: ValueFacts;
  readonly device: ValueFacts;
  readonly channel: ValueFacts;
  /** The kind of source where a referrer is there, and where none is. */
  readonly referred: ValueFacts;
  readonly unreferred: ValueFacts;

  readonly actionTexts: ValueTexts;
  readonly urlTexts: ValueTexts;
  readonly pageTexts: ValueTexts;
  readonly texts: ValueTexts;
  readonly referrerTexts: ValueTexts;

  constructor(scanner: Scanner) {
    this.#scanner = scanner;
    const agents = robotAgents();
    this.action = new ValueFacts(scanner, (value) => this.#actionFact(value));
    this.url = new ValueFacts(
      scanner,
      (value) => urlFacts[urlFault(this.#urlText(value)) ?? 'good'],
    );
    this.robotAgent = new ValueFacts(scanner, (value) => Number(agents(this.decoded(value))));
    this.robotBrowser = new ValueFacts(scanner, (value) =>
      Number(this.decoded(value) === 'Googlebot'),
    );
    this.device = this.#indexFacts(scanner, 'device', (sent) => sent);
    this.channel = this.#indexFacts(scanner, 'channel', (sent) => sent);
    this.referred = this.#indexFacts(scanner, 'ref', (ref_category) =>
      referrerKindOfFields({ ref_category, referrer: 'some' }),
    );
    this.unreferred = this.#indexFacts(scanner, 'ref', (ref_category) =>
      referrerKindOfFields({ ref_category }),
    );
    this.actionTexts = new ValueTexts(scanner, (value) => textFromValue(this.decoded(value)));
    this.urlTexts = new ValueTexts(scanner, (value) => textFromValue(this.#urlText(value)));
    this.pageTexts = new ValueTexts(scanner, (value) => this.#pageText(value));
    this.texts = new ValueTexts(scanner, (value) => breakdownText(this.decoded(value)));
    this.referrerTexts = new ValueTexts(scanner, (value) =>
      breakdownText(referrerUrlOfFields({ referrer: this.decoded(value) })),
    );
  }

  /** The value as JSON.parse gives it; undefined for 0. */
  decoded(value: number): unknown {
    if (value === 0) return undefined;
    return JSON.parse(this.#scanner.valueText(value)) as unknown;
  }

  /** The same, kept: for values that rules look at in every line. */
  kept(value: number): unknown {
    return this.#kept.of(value);
  }

  normalisedUrl(value: number): string {
    return String(this.#urlText(value));
  }

  useTexts(source: ByteDictionary): void {
    for (const table of this.#allTexts()) table.use(source);
  }

  clear(): void {
    this.#kept.clear();
    const facts = [this.action, this.url, this.robotAgent, this.robotBrowser, this.device];
    for (const table of [...facts, this.channel, this.referred, this.unreferred]) table.clear();
    for (const table of this.#allTexts()) table.clear();
  }

  #allTexts(): readonly ValueTexts[] {
    return [this.actionTexts, this.urlTexts, this.pageTexts, this.texts, this.referrerTexts];
  }

  #actionFact(value: number): number {
    const action = this.decoded(value);
    if (typeof action !== 'string') return actionFacts.noText;
    return isEngagedAction(action) ? actionFacts.engaged : actionFacts.plain;
  }

  #urlText(value: number): unknown {
    const url = this.decoded(value);
    return typeof url === 'string' ? normaliseUrl(url) : url;
  }

  /** Of the numbers of its fields, in the order in which they are scanned. */
  #pageText(value: number): string | undefined {
    const [title, authors, section, tags, canonicalUrl, pageType, publishedMs] = this.#scanner
      .pageValues(value)
      .map((number) => this.decoded(number));
    const page = { title, authors, section, tags, canonicalUrl, pageType, publishedMs };
    const known = metadataFromValues(page);
    return known === undefined ? undefined : textFromPageMetadata(known);
  }

  #indexFacts(scanner: Scanner, name: string, kindOf: (sent: unknown) => unknown): ValueFacts {
    const { values, otherwise } = segments.find((segment) => segment.name === name) as Segment;
    const indexes = new Map<unknown, number>(values.map((text, index) => [text, index]));
    return new ValueFacts(
      scanner,
      (value) => indexes.get(kindOf(this.decoded(value))) ?? otherwise,
    );
  }
}
