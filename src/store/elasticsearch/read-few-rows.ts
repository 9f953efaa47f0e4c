/** Rows of many indices of which there are mostly few in each, as of one url in a month. */
import type { RowPart } from '../../model/row.ts';
import type { ElasticsearchSession } from './elasticsearch-session.ts';
import { partsOf, readFilteredRows, type RowChoice } from './row-reader.ts';
import { searchMany, type OneSearch } from './search-many.ts';
import type { PagedSearch } from './search-pages.ts';

/** What is read in one answer; more is read page by page (chosen: a month has 31 of a kilobyte). */
const fewRows = 1000;
const fewBytesMax = 512 * 1024;

type Size = { readonly count: number; readonly sum: number };

type Few = { readonly piece: RowChoice; readonly search: OneSearch };

/**
 * As readFilteredRows of each piece, in any order of the pieces: how large all of them are is asked
 * for in one request, their rows in another. Were they found first and then asked for by their ids,
 * the server would inflate what lies around each of them twice.
 */
export async function* readFewRows(
  session: ElasticsearchSession,
  pieces: readonly RowChoice[],
  order: PagedSearch['sort'],
): AsyncGenerator<RowPart, void, undefined> {
  const sizes = await readSizes(session, pieces);
  const few: Few[] = [];
  for (const [place, piece] of pieces.entries()) {
    const { count, sum } = sizes[place] ?? { count: 0, sum: 0 };
    if (count > fewRows || sum > fewBytesMax) {
      yield* readFilteredRows(session, { ...piece, order });
    } else if (count > 0) {
      const body = { ...queryOf(piece), sort: [...order], size: count, _source: ['cells'] };
      few.push({ piece, search: { index: piece.index, body } });
    }
  }
  const searches = few.map(({ search }) => search);
  const answers = await searchMany<{ readonly cells: string }>(session, 'reading', searches);
  for (const [place, { piece }] of few.entries()) {
    const rows = (answers[place]?.hits.hits ?? []).map(({ sort = [], _source: source }) => {
      const names = sort as readonly (string | number | null)[];
      return { hit: { sort: names }, cells: Buffer.from(source?.cells ?? '', 'base64') };
    });
    yield* partsOf(piece.grain, rows);
  }
}

async function readSizes(
  session: ElasticsearchSession,
  pieces: readonly RowChoice[],
): Promise<readonly (Size | undefined)[]> {
  const aggs = { bytes: { stats: { field: 'bytes' } } };
  const searches = pieces.map((piece) => {
    return { index: piece.index, body: { ...queryOf(piece), size: 0, aggs } };
  });
  const answers = await searchMany(session, 'reading', searches);
  return answers.map(({ aggregations }) => aggregations?.['bytes'] as Size | undefined);
}

function queryOf({ filter }: RowChoice): OneSearch['body'] {
  return { query: { bool: { filter: [...filter] } } };
}
