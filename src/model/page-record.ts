/** What is known of a page: the metadata of its newest counted event that has any. */

export type PageMetadata = {
  readonly title: string | null;
  readonly authors: readonly string[];
  readonly section: string | null;
  readonly tags: readonly string[];
  readonly canonicalUrl: string | null;
  readonly pageType: string | null;
  /** Publication date, epoch milliseconds. */
  readonly publishedMs: number | null;
};

export type PageRecord = {
  readonly url: string;
  /** Time of the event that carried the metadata, epoch seconds. */
  readonly seenAt: number;
  /** A PageMetadata as canonical JSON: compared, stored and checked as text. */
  readonly metadata: string;
};

/** @throws SyntaxError if the text is no JSON; records are written by `textFromPageMetadata`. */
export function pageMetadataFromText(text: string): PageMetadata {
  return JSON.parse(text) as PageMetadata;
}

/** Canonical JSON: keys in this one order, so equal metadata are equal texts. */
export function textFromPageMetadata(metadata: PageMetadata): string {
  const { title, authors, section, tags, canonicalUrl, pageType, publishedMs } = metadata;
  return JSON.stringify({ title, authors, section, tags, canonicalUrl, pageType, publishedMs });
}

/** True where at least one of the fields says something. */
export function isKnownPage(metadata: PageMetadata): boolean {
  const { authors, tags, ...single } = metadata;
  return authors.length > 0 || tags.length > 0 || Object.values(single).some((v) => v !== null);
}
