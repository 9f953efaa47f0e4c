/** Which sites and days there are: written before anything of them, never removed. */
import type { types } from 'cassandra-driver';
import { compareTexts } from '../../base/bytes.ts';
import { dayFromText, textFromDay } from '../../base/calendar.ts';
import type { PeriodKey } from '../../model/period.ts';
import type { CassandraSession } from './cassandra-session.ts';

/** One list: a partition of names, of which there are thousands at most. */
const list = 'all';

export type CassandraNames = {
  nameSite(site: string): Promise<void>;
  nameDay(key: PeriodKey): Promise<void>;
  /** Ascending by UTF-8 bytes. */
  listSites(): Promise<readonly string[]>;
  listDays(site: string): Promise<readonly number[]>;
};

export function cassandraNames(session: CassandraSession): CassandraNames {
  /** Those that this process has written; their days below them. */
  const known = new Map<string, Set<number>>();
  const nameSite = async (site: string): Promise<void> => {
    if (known.has(site)) return;
    const query = 'INSERT INTO site_names (list, site) VALUES (?, ?)';
    await session.write({ query, params: [list, site] });
    if (!known.has(site)) known.set(site, new Set());
  };
  return {
    nameSite,
    async nameDay({ site, day }) {
      await nameSite(site);
      if (known.get(site)?.has(day) === true) return;
      const query = 'INSERT INTO site_days (site, day) VALUES (?, ?)';
      await session.write({ query, params: [site, textFromDay(day)] });
      known.get(site)?.add(day);
    },
    async listSites() {
      const rows = await session.read('SELECT site FROM site_names WHERE list = ?', [list]);
      return textsAscending(rows, 'site');
    },
    async listDays(site) {
      return daysAscending(await session.read('SELECT day FROM site_days WHERE site = ?', [site]));
    },
  };
}

function daysAscending(rows: readonly types.Row[]): readonly number[] {
  return rows
    .map((row) => dayFromText(String(row['day'])))
    .filter((day) => day !== undefined)
    .sort((a, b) => a - b);
}

function textsAscending(rows: readonly types.Row[], column: string): readonly string[] {
  return rows.map((row) => String(row[column])).sort(compareTexts);
}
