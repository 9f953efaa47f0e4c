/** How long rows are kept: `5m=30d`, `5m=forever`. */
import { parseDuration } from './parse-duration.ts';
import { parsed, wrong, type Parsed } from './parsed.ts';

/** `retain5mSeconds`: after the end of a row's day; undefined = for ever. */
export type Retention = { readonly retain5mSeconds: number | undefined };

const hint = 'write 5m=forever, or a span of time as in 5m=30d';

export function parseRetention(text: string): Parsed<Retention> {
  const match = /^([^=]+)=(.+)$/.exec(text);
  if (match === null) return wrong('is not a rule of retention', hint);
  const [, grain = '', span = ''] = match;
  if (grain === '1d') return wrong('is not possible: daily rows are kept for ever', hint);
  if (grain !== '5m') return wrong(`names no grain of rows: ${grain}`, hint);
  if (span === 'forever') return parsed({ retain5mSeconds: undefined });
  const duration = parseDuration(span);
  if (duration.kind === 'wrong') return wrong(`has a span that ${duration.problem}`, hint);
  return parsed({ retain5mSeconds: duration.value });
}
