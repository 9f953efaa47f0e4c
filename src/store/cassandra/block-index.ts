/**
 * What is stored of a period: its generations, and where each run of their rows lies. A block is
 * about a megabyte of rows that follow one another; it says with which row it begins, in which
 * partition (shard) it lies, and how much it holds. Reading by blocks bounds what is in memory, and
 * finds a url without looking everywhere.
 */
import type { types } from 'cassandra-driver';
import { compareTexts } from '../../base/bytes.ts';
import { textFromDay } from '../../base/calendar.ts';
import type { GenerationKey, PeriodKey } from '../../model/period.ts';
import type { Grain } from '../../model/row.ts';
import type { CassandraSession, Query } from './cassandra-session.ts';

/** What a block is of. A manifest has one block too, so that no generation is unknown. */
export type BlockContent = Grain | 'pages' | 'manifest';

/** Where a row stands among those of its generation and grain, in the order of all stores. */
export type RowPlace = {
  /** 0: the site row; 1: a url's. */
  readonly level: 0 | 1;
  readonly url: string;
  /** Epoch milliseconds of the bucket's start, in UTC also for a day. */
  readonly bucketMs: number;
  readonly part: number;
};

export type Block = {
  readonly content: BlockContent;
  readonly first: RowPlace;
  readonly shard: number;
  /** Rows of the table; 0 while they are being written. */
  readonly parts: number;
  /** Of keys and values as they are sent, before the server compresses them. */
  readonly bytes: number;
};

export function compareRowPlaces(a: RowPlace, b: RowPlace): number {
  if (a.level !== b.level) return a.level - b.level;
  return compareTexts(a.url, b.url) || a.bucketMs - b.bucketMs || a.part - b.part;
}

/** The key of the partition in which everything of a period is listed. */
export function periodParams({ site, day }: PeriodKey): readonly [string, string] {
  return [site, textFromDay(day)];
}

export function placeParams({ level, url, bucketMs, part }: RowPlace): readonly unknown[] {
  return [level, url, new Date(bucketMs), part];
}

export function blockInsert(key: GenerationKey, block: Block): Query {
  const { content, first, shard, parts, bytes } = block;
  return {
    query:
      'INSERT INTO blocks (site, day, generation, content, level, url, bucket, part, ' +
      'shard, parts, bytes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    params: [
      ...periodParams(key),
      ...[key.generation, content],
      ...placeParams(first),
      ...[shard, parts, bytes],
    ],
  };
}

const columns = 'generation, content, level, url, bucket, part, shard, parts, bytes';

/** In the order of rows. */
export async function readBlocks(
  session: CassandraSession,
  key: GenerationKey,
  content?: BlockContent,
): Promise<readonly Block[]> {
  const ofContent = content === undefined ? '' : ' AND content = ?';
  const rows = await session.read(
    `SELECT ${columns} FROM blocks WHERE site = ? AND day = ? AND generation = ?${ofContent}`,
    [...periodParams(key), key.generation, ...(content === undefined ? [] : [content])],
  );
  return rows.map(blockFromRow);
}

/** The blocks that can hold rows of a url: those that begin with it, and the one before. */
export async function readBlocksOfUrl(
  session: CassandraSession,
  key: GenerationKey,
  { content, level, url }: Pick<RowPlace, 'level' | 'url'> & { readonly content: Grain },
): Promise<readonly Block[]> {
  const where =
    `SELECT ${columns} FROM blocks ` +
    'WHERE site = ? AND day = ? AND generation = ? AND content = ?';
  const params = [...periodParams(key), key.generation, content, level, url];
  const [before, within] = await Promise.all([
    session.read(
      `${where} AND (level, url) < (?, ?) ` +
        'ORDER BY generation DESC, content DESC, level DESC, url DESC, bucket DESC, part DESC ' +
        'LIMIT 1',
      params,
    ),
    session.read(`${where} AND level = ? AND url = ?`, params),
  ]);
  return [...before, ...within].map(blockFromRow);
}

export async function readGenerations(
  session: CassandraSession,
  key: PeriodKey,
): Promise<readonly string[]> {
  const rows = await session.read(
    'SELECT generation FROM blocks WHERE site = ? AND day = ? GROUP BY generation',
    periodParams(key),
  );
  return rows.map((row) => String(row['generation']));
}

/** Also those of a grain alone. */
export async function removeBlocks(
  session: CassandraSession,
  key: GenerationKey,
  content?: BlockContent,
): Promise<void> {
  const ofContent = content === undefined ? '' : ' AND content = ?';
  await session.write({
    query: `DELETE FROM blocks WHERE site = ? AND day = ? AND generation = ?${ofContent}`,
    params: [...periodParams(key), key.generation, ...(content === undefined ? [] : [content])],
  });
}

function blockFromRow(row: types.Row): Block {
  return {
    content: row['content'] as BlockContent,
    first: {
      level: row['level'] as 0 | 1,
      url: String(row['url']),
      bucketMs: (row['bucket'] as Date).getTime(),
      part: Number(row['part']),
    },
    shard: Number(row['shard']),
    parts: Number(row['parts']),
    bytes: Number(row['bytes']),
  };
}
