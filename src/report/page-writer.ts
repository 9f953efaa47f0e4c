/** Page records as text: JSON lines or CSV. */
import { textFromDay, textFromInstant } from '../base/calendar.ts';
import { pageMetadataFromText, type PageRecord } from '../model/page-record.ts';
import type { PeriodKey } from '../model/period.ts';
import { csvField } from './csv-field.ts';

export type PageWriter = {
  readonly header: string;
  /** One line. */
  add(period: PeriodKey, page: PageRecord): string;
};

export const jsonPageWriter: PageWriter = {
  header: '',
  add: (period, page) => `${JSON.stringify({ type: 'page', ...pageFacts(period, page) })}\n`,
};

export const csvPageWriter: PageWriter = {
  header: 'site,date,url,seen_at,title,authors,section,tags,canonical_url,page_type,published_ms\n',
  add: (period, page) => {
    const fields = Object.values(pageFacts(period, page)).map((value) => {
      // Lists stand as JSON: a name may hold any separator.
      return csvField(Array.isArray(value) ? JSON.stringify(value) : String(value ?? ''));
    });
    return `${fields.join(',')}\n`;
  },
};

/** In the order of the CSV columns. */
function pageFacts(
  { site, day }: PeriodKey,
  { url, seenAt, metadata }: PageRecord,
): Readonly<Record<string, string | number | null | readonly string[]>> {
  const known = pageMetadataFromText(metadata);
  return {
    site,
    date: textFromDay(day),
    url,
    seen_at: textFromInstant(seenAt),
    title: known.title,
    authors: known.authors,
    section: known.section,
    tags: known.tags,
    canonical_url: known.canonicalUrl,
    page_type: known.pageType,
    published_ms: known.publishedMs,
  };
}
