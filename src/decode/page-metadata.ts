/** What a line says about its page, in whatever form its format holds it. */
import { latestInstant } from '../base/calendar.ts';
import type { PageMetadata } from '../model/page-record.ts';
import { isKnownPage } from '../model/page-record.ts';
import { filledText, wholeNumberFromValue } from './raw-values.ts';

export type SentMetadata = { readonly [Name in keyof PageMetadata]: unknown };

/** Newspapers put pages online that were printed long before 1970: years 0 to 9999. */
const publicationTimes = { min: -62_167_219_200_000, max: latestInstant * 1000 + 999 };

/** A value of another kind counts as absent; undefined where nothing is left. */
export function metadataFromValues(sent: SentMetadata): PageMetadata | undefined {
  const metadata: PageMetadata = {
    title: filledText(sent.title),
    authors: textsFromValue(sent.authors),
    section: filledText(sent.section),
    tags: textsFromValue(sent.tags),
    canonicalUrl: filledText(sent.canonicalUrl),
    pageType: filledText(sent.pageType),
    publishedMs: wholeNumberFromValue(sent.publishedMs, publicationTimes) ?? null,
  };
  return isKnownPage(metadata) ? metadata : undefined;
}

/** A list's texts that are not empty. */
function textsFromValue(value: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [];
  return list.filter((item): item is string => filledText(item) !== null);
}
