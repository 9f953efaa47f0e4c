/**
 * What queries ask of every day, by month: copies of manifests, and of totals that are small. A
 * year of one url is then some requests, where asking each day costs two for each copy.
 *
 * Only ever copies: a value that is missing, too large or damaged is read where it belongs. They
 * are written after that, and removed before, so that none is left of what is gone.
 */
import { dayFromText, textFromDay } from '../../base/calendar.ts';
import { sha256FromBytes } from '../../base/sha256.ts';
import type { GenerationKey } from '../../model/period.ts';
import { readAhead } from '../read-ahead.ts';
import type { CassandraSession } from './cassandra-session.ts';

export type SummaryContent = 'manifest' | 'totals';

/** A partition has two of them for each generation of a month: some megabytes. */
const summaryBytesMax = 16 * 1024;

/** Months asked for at once, and days in one answer: 8 MB at most. */
const monthsAhead = 16;
const fetchDays = 500;

/** `2026-03-01` of any day of the month. */
function monthOf(day: number): string {
  return `${textFromDay(day).slice(0, -2)}01`;
}

/** @returns false for a value that is too large to be copied. */
export async function writeSummary(
  session: CassandraSession,
  { site, day, generation }: GenerationKey,
  content: SummaryContent,
  data: Buffer,
): Promise<boolean> {
  if (data.length > summaryBytesMax || !session.hasSummaries) return false;
  await session.write({
    query:
      'INSERT INTO summaries (site, month, content, day, generation, digest, data) ' +
      'VALUES (?, ?, ?, ?, ?, ?, ?)',
    params: [
      ...[site, monthOf(day), content, textFromDay(day), generation],
      ...[sha256FromBytes(data), data],
    ],
  });
  return true;
}

export async function removeSummary(
  session: CassandraSession,
  { site, day, generation }: GenerationKey,
  content: SummaryContent,
): Promise<void> {
  if (!session.hasSummaries) return;
  const query =
    'DELETE FROM summaries ' +
    'WHERE site = ? AND month = ? AND content = ? AND day = ? AND generation = ?';
  const params = [site, monthOf(day), content, textFromDay(day), generation];
  await session.write({ query, params });
}

/** In the order of the keys; undefined where there is none, or a damaged one. Memory: all. */
export async function readSummaries(
  session: CassandraSession,
  keys: readonly GenerationKey[],
  content: SummaryContent,
): Promise<readonly (Buffer | undefined)[]> {
  if (!session.hasSummaries) return keys.map(() => undefined);
  const wanted = new Set(keys.map(nameOf));
  const found = new Map<string, Buffer>();
  const read = (month: MonthOfSite) => readMonth(session, month, content);
  for await (const summaries of readAhead(monthsOf(keys), monthsAhead, read)) {
    for (const { key, data, digest } of summaries) {
      const name = nameOf(key);
      if (wanted.has(name) && sha256FromBytes(data) === digest) found.set(name, data);
    }
  }
  return keys.map((key) => found.get(nameOf(key)));
}

function nameOf({ site, day, generation }: GenerationKey): string {
  return JSON.stringify([site, textFromDay(day), generation]);
}

type MonthOfSite = {
  readonly site: string;
  readonly month: string;
  readonly fromDay: number;
  readonly untilDay: number;
};

function monthsOf(keys: readonly GenerationKey[]): readonly MonthOfSite[] {
  const months = new Map<string, MonthOfSite>();
  for (const { site, day } of keys) {
    const month = monthOf(day);
    const name = `${month} ${site}`;
    const { fromDay = day, untilDay = day + 1 } = months.get(name) ?? {};
    const days = { fromDay: Math.min(fromDay, day), untilDay: Math.max(untilDay, day + 1) };
    months.set(name, { site, month, ...days });
  }
  return [...months.values()];
}

type Summary = { readonly key: GenerationKey; readonly data: Buffer; readonly digest: string };

async function readMonth(
  session: CassandraSession,
  { site, month, fromDay, untilDay }: MonthOfSite,
  content: SummaryContent,
): Promise<readonly Summary[]> {
  const query =
    'SELECT day, generation, digest, data FROM summaries ' +
    'WHERE site = ? AND month = ? AND content = ? AND day >= ? AND day < ?';
  const params = [site, month, content, textFromDay(fromDay), textFromDay(untilDay)];
  const summaries: Summary[] = [];
  for await (const page of session.pages(query, params, fetchDays)) {
    for (const row of page) {
      const day = dayFromText(String(row['day']));
      if (day === undefined) continue;
      const key = { site, day, generation: String(row['generation']) };
      summaries.push({ key, data: row['data'] as Buffer, digest: String(row['digest']) });
    }
  }
  return summaries;
}
