/** What is known of pages today: of each url the metadata of the newest record of any day. */
import type { PageDimension } from '../model/query-words.ts';
import { ByteDictionary } from '../model/byte-dictionary.ts';
import { pageMetadataFromText, type PageMetadata, type PageRecord } from '../model/page-record.ts';

/** Urls there is room for at first. */
const capacityMin = 1024;

/** Memory: the urls, and each distinct metadata text once. */
export class PageBook {
  readonly #urls = new ByteDictionary();
  readonly #texts = new ByteDictionary();
  #seenAt = new Float64Array(capacityMin);
  #text = new Uint32Array(capacityMin);
  /** By dimension and entry of #texts: read when asked for. */
  readonly #values = new Map<PageDimension, Map<number, readonly (string | null)[]>>();

  get memoryBytes(): number {
    return this.#urls.memoryBytes + this.#texts.memoryBytes + this.#seenAt.length * 12;
  }

  /** Keeps the record where it is the newest of its url. */
  add({ url, seenAt, metadata }: PageRecord): void {
    // Entry 0 of a dictionary is the empty text, which no url is.
    const entry = this.#urls.internText(url);
    if (entry >= this.#seenAt.length) this.#grow();
    if ((this.#text[entry] ?? 0) !== 0 && (this.#seenAt[entry] ?? 0) >= seenAt) return;
    this.#seenAt[entry] = seenAt;
    this.#text[entry] = this.#texts.internText(metadata);
  }

  /** Different values in their order, as of several tags; one null where there is none. */
  valuesOf(url: string, dimension: PageDimension): readonly (string | null)[] {
    const text = this.#text[this.#urls.internText(url)] ?? 0;
    if (dimension === 'post' && this.#valuesOfText(text, dimension)[0] === null) return [url];
    return this.#valuesOfText(text, dimension);
  }

  #valuesOfText(text: number, dimension: PageDimension): readonly (string | null)[] {
    const byText = this.#values.get(dimension) ?? new Map<number, readonly (string | null)[]>();
    this.#values.set(dimension, byText);
    const known = byText.get(text);
    if (known !== undefined) return known;
    const values = text === 0 ? [null] : valuesIn(this.#texts.text(text), dimension);
    byText.set(text, values);
    return values;
  }

  #grow(): void {
    const seenAt = new Float64Array(this.#seenAt.length * 2);
    seenAt.set(this.#seenAt);
    this.#seenAt = seenAt;
    const text = new Uint32Array(this.#text.length * 2);
    text.set(this.#text);
    this.#text = text;
  }
}

/** Where the metadata have it. */
export const fieldOfDimension: Readonly<Record<PageDimension, keyof PageMetadata>> = {
  section: 'section',
  author: 'authors',
  tag: 'tags',
  post: 'canonicalUrl',
  page_type: 'pageType',
};

function valuesIn(metadata: string, dimension: PageDimension): readonly (string | null)[] {
  const value = pageMetadataFromText(metadata)[fieldOfDimension[dimension]];
  return Array.isArray(value) ? listed(value as readonly string[]) : [value as string | null];
}

function listed(values: readonly string[]): readonly (string | null)[] {
  return values.length === 0 ? [null] : [...new Set(values)];
}
