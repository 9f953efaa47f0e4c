/** Period and site records: JSON, changed by one conditional statement on the version. */
import type { types } from 'cassandra-driver';
import { textFromDay } from '../../base/calendar.ts';
import { canonicalJson } from '../../base/canonical-json.ts';
import { periodRecordSchema, type PeriodRecord } from '../../model/period-record.ts';
import { siteRecordSchema, type SiteRecord } from '../../model/site-record.ts';
import type { PeriodRange, StoreRecords } from '../store.ts';
import type { CassandraNames } from './cassandra-names.ts';
import type { CassandraSession } from './cassandra-session.ts';
import { readAhead } from '../read-ahead.ts';
import { recordFromText } from '../record-from-text.ts';

/** Records asked for at once while a site's days are listed. */
const recordsAhead = 32;

export function cassandraRecords(session: CassandraSession, names: CassandraNames): StoreRecords {
  const readPeriod = async (key: {
    readonly site: string;
    readonly day: number;
  }): Promise<PeriodRecord | undefined> => {
    const params = [key.site, textFromDay(key.day)];
    const row = await session.readSerial(
      'SELECT record FROM periods WHERE site = ? AND day = ?',
      params,
    );
    return recordFromRow<PeriodRecord>(row, { schema: periodRecordSchema, name: params.join(' ') });
  };
  return {
    readPeriod,
    async swapPeriod(record) {
      await names.nameDay(record);
      const { site, day, version } = record;
      return session.change(periodChange([site, textFromDay(day)], version, record));
    },
    async *listPeriods(range) {
      for (const { site, days } of await daysOf(names, range)) {
        const keys = days.map((day) => ({ site, day }));
        const records = session.seesChanges
          ? await readPeriods(session, site, days)
          : readAhead(keys, recordsAhead, readPeriod);
        for await (const record of records) if (record !== undefined) yield record;
      }
    },
    async readSite(site) {
      const row = await session.readSerial('SELECT record FROM sites WHERE site = ?', [site]);
      return recordFromRow<SiteRecord>(row, { schema: siteRecordSchema, name: site });
    },
    async swapSite(record) {
      await names.nameSite(record.site);
      return session.change(siteChange(record));
    },
    listSites: () => names.listSites(),
  };
}

/** The first version where none is, any other in the place of the one before. */
function periodChange(key: readonly [string, string], version: number, record: PeriodRecord) {
  const text = canonicalJson(record);
  if (version === 1) {
    const query =
      'INSERT INTO periods (site, day, version, record) VALUES (?, ?, ?, ?) IF NOT EXISTS';
    return { query, params: [...key, version, text] };
  }
  const query =
    'UPDATE periods SET version = ?, record = ? WHERE site = ? AND day = ? IF version = ?';
  return { query, params: [version, text, ...key, version - 1] };
}

function siteChange(record: SiteRecord) {
  const { site, version } = record;
  const text = canonicalJson(record);
  if (version === 1) {
    const query = 'INSERT INTO sites (site, version, record) VALUES (?, ?, ?) IF NOT EXISTS';
    return { query, params: [site, version, text] };
  }
  const query = 'UPDATE sites SET version = ?, record = ? WHERE site = ? IF version = ?';
  return { query, params: [version, text, site, version - 1] };
}

/** In the order of the days. */
async function readPeriods(
  session: CassandraSession,
  site: string,
  days: readonly number[],
): Promise<readonly (PeriodRecord | undefined)[]> {
  const query = 'SELECT day, record FROM periods WHERE site = ? AND day IN ?';
  const records = new Map<string, PeriodRecord | undefined>();
  const rows = session.readOfMany(days.map(textFromDay), (some) => [query, [site, some]]);
  for await (const row of rows) {
    const day = String(row['day']);
    const about = { schema: periodRecordSchema, name: `${site} ${day}` };
    records.set(day, recordFromRow<PeriodRecord>(row, about));
  }
  return days.map((day) => records.get(textFromDay(day)));
}

type SiteDays = { readonly site: string; readonly days: readonly number[] };

async function daysOf(names: CassandraNames, range: PeriodRange): Promise<readonly SiteDays[]> {
  const { site, fromDay = -Infinity, untilDay = Infinity } = range;
  const sites = site === undefined ? await names.listSites() : [site];
  const all: SiteDays[] = [];
  for (const one of sites) {
    const days = await names.listDays(one);
    all.push({ site: one, days: days.filter((day) => day >= fromDay && day < untilDay) });
  }
  return all;
}

function recordFromRow<Record extends { readonly schema: number }>(
  row: types.Row | undefined,
  about: { readonly schema: number; readonly name: string },
): Record | undefined {
  const text: unknown = row?.['record'];
  return typeof text === 'string' ? recordFromText<Record>(text, about) : undefined;
}
