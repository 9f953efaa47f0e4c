/** What a query was about: sites, days, filters. */
import type { QueryResult } from '../model/query-result.ts';
import { wrappedLines } from './text-lines.ts';

export function* queryTitle(
  { sites, filters, compare }: QueryResult,
  columns: number,
): Generator<string, void, undefined> {
  for (const { site, zone, range, before } of sites) {
    const beside = before === undefined ? '' : `, beside ${before} (${compare ?? ''})`;
    const text = `${site}, ${range}${beside}, in ${zone}`;
    yield* wrappedLines(text, { indent: '', hanging: '  ', columns });
  }
  if (filters.length === 0) return;
  yield* wrappedLines(`only ${filters.join(', ')}`, { indent: '', hanging: '  ', columns });
}
