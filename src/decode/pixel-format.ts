/** Raw pixel hits, as the web server's access log has them. */
import { looksLikeAccessLog, recordFromLine } from './access-log.ts';
import { createDeviceReader } from './device.ts';
import type { LineFormat } from './log-line.ts';
import { PixelLine } from './pixel-fields.ts';
import { createReferrerReader } from './referrer.ts';
import { emptyQuery, Query } from './request-query.ts';

/** Statuses of a request that was answered; any other is no hit. */
const hitStatuses: ReadonlySet<string> = new Set(['200', '204', '304']);

export function createPixelFormat(): LineFormat {
  const readers = { device: createDeviceReader(), referrer: createReferrerReader() };
  return {
    name: 'pixel',
    recognises: looksLikeAccessLog,
    read: (line) => {
      const record = recordFromLine(line);
      if (record === undefined) return 'malformed';
      if (!hitStatuses.has(record.status)) return 'not_a_hit';
      return new PixelLine({ record, query: queryOfRequest(record.request) }, readers);
    },
  };
}

/** `GET /plogger/?… HTTP/1.1`; a request of another form has no query. */
function queryOfRequest(request: string): Query {
  const question = request.indexOf('?');
  const protocol = request.lastIndexOf(' HTTP/');
  if (question === -1) return emptyQuery;
  return new Query(request.slice(question + 1, protocol > question ? protocol : undefined));
}
