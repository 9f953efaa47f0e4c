/** Period and site records: JSON, changed by one conditional write on what was read before. */
import type { estypes } from '@elastic/elasticsearch';
import { textFromDay } from '../../base/calendar.ts';
import { canonicalJson } from '../../base/canonical-json.ts';
import { periodRecordSchema, type PeriodRecord } from '../../model/period-record.ts';
import type { PeriodKey } from '../../model/period.ts';
import { siteRecordSchema, type SiteRecord } from '../../model/site-record.ts';
import { recordFromText } from '../record-from-text.ts';
import type { PeriodRange, StoreRecords } from '../store.ts';
import { idFromParts } from './document-ids.ts';
import { indexName } from './elasticsearch-schema.ts';
import type { ElasticsearchSession } from './elasticsearch-session.ts';
import { searchPages } from './search-pages.ts';
import { changeSingle, readSingle, refresh, type Place } from './single-documents.ts';
import { siteNames } from './stored-names.ts';

type Stored = { readonly version: number; readonly record: string };

/** Records in one page of a listing; each is some kilobytes. */
const pageRecords = 500;

export function elasticsearchRecords(session: ElasticsearchSession): StoreRecords {
  const index = indexName(session, 'records');
  const periodPlace = ({ site, day }: PeriodKey): Place => {
    return { index, id: idFromParts(['period', site, day]) };
  };
  const sitePlace = (site: string): Place => ({ index, id: idFromParts(['site', site]) });

  /** The version before must be there, and stay until the change is made. */
  const swap = async (
    place: Place,
    version: number,
    document: object,
  ): Promise<'applied' | 'lost'> => {
    const seen = version === 1 ? undefined : await readSingle<Stored>(session, place);
    if (version !== 1 && seen?.source.version !== version - 1) return 'lost';
    return changeSingle(session, place, { seen, document });
  };
  return {
    async readPeriod(key) {
      const seen = await readSingle<Stored>(session, periodPlace(key));
      return seen && periodFromText(seen.source.record, key);
    },
    swapPeriod(record) {
      const { site, day, version, live } = record;
      const text = canonicalJson(record);
      const date = textFromDay(day);
      const document = { kind: 'period', site, day: date, version, live, record: text };
      return swap(periodPlace(record), version, document);
    },
    listPeriods: (range) => listPeriods(session, range),
    async readSite(site) {
      const seen = await readSingle<Stored>(session, sitePlace(site));
      const about = { schema: siteRecordSchema, name: site };
      return seen && recordFromText<SiteRecord>(seen.source.record, about);
    },
    swapSite(record) {
      const { site, version } = record;
      const document = { kind: 'site', site, version, record: canonicalJson(record) };
      return swap(sitePlace(site), version, document);
    },
    listSites: () => siteNames(session),
  };
}

function periodFromText(text: string, { site, day }: PeriodKey): PeriodRecord {
  const name = `${site} ${textFromDay(day)}`;
  return recordFromText<PeriodRecord>(text, { schema: periodRecordSchema, name });
}

async function* listPeriods(
  session: ElasticsearchSession,
  { site, fromDay, untilDay }: PeriodRange,
): AsyncGenerator<PeriodRecord, void, undefined> {
  const index = indexName(session, 'records');
  await refresh(session, index);
  const days = {
    ...(fromDay !== undefined && { gte: textFromDay(fromDay) }),
    ...(untilDay !== undefined && { lt: textFromDay(untilDay) }),
  };
  const filter: estypes.QueryDslQueryContainer[] = [
    { term: { kind: 'period' } },
    ...(site === undefined ? [] : [{ term: { site } }]),
    ...(Object.keys(days).length === 0 ? [] : [{ range: { day: days } }]),
  ];
  const pages = searchPages<{ record: string; site: string }>(session, {
    index,
    query: { bool: { filter } },
    sort: [{ site: 'asc' }, { day: 'asc' }],
    size: pageRecords,
    source: ['record', 'site'],
    isMostlyOnePage: true,
  });
  for await (const page of pages) {
    for (const { _source: source } of page) {
      if (source === undefined) continue;
      const { record, site: name } = source;
      yield recordFromText<PeriodRecord>(record, { schema: periodRecordSchema, name });
    }
  }
}
