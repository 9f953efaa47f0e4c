/** The lines behind one cell, as SQL finds them. */
import type { Oracle } from './oracle.ts';
import type { LineOutcome } from './read-oracle.ts';
import { quoted } from './rules-sql.ts';

export type OracleCell = {
  readonly site: string;
  readonly date: string;
  readonly url: string | null;
  /** Epoch seconds of a 5-minute bucket; undefined = the day. */
  readonly bucket: number | undefined;
  /** `$all`, `device=mobile`. */
  readonly dimension: string;
  readonly metric: string;
};

/**
 * In archive order; bots and excluded lines are found under `$all` alone. Events without the value
 * that the metric counts are none of it.
 */
export function readLinesBehind(
  oracle: Oracle,
  { site, date, url, bucket, dimension, metric }: OracleCell,
): Promise<readonly LineOutcome[]> {
  const conditions = [
    `site = ${quoted(site)} and date = date ${quoted(date)}`,
    url === null ? 'true' : `url = ${quoted(url)}`,
    bucket === undefined ? 'true' : `bucket = ${bucket}`,
    `list_contains(dimensions, ${quoted(dimension)})`,
    conditionOf(metric),
  ];
  return oracle.ask(
    `select object, line::double as line, outcome from lines_behind
     where ${conditions.join(' and ')} order by object, lines_behind.line`,
  );
}

const actionOf: Readonly<Record<string, string>> = {
  page_views: `action = 'pageview'`,
  visitors: 'true',
  sessions: 'has_session',
  engaged_seconds: `action = 'heartbeat'`,
  video_starts: `action = 'videostart'`,
  video_engaged_seconds: `action = 'vheartbeat'`,
  video_viewers: `action in ('videostart', 'vheartbeat')`,
  conversions: `action = 'conversion'`,
};

function conditionOf(metric: string): string {
  return actionOf[metric] ?? `'event:' || encoded_name(action) = ${quoted(metric)}`;
}
