/** Parsers of what a service is reached by: its address and its region. */
import { parsed, wrong, type Parsed } from './parsed.ts';
import { withoutCredentials } from './parse-text.ts';

/** Scheme, host, port and path; credentials would stand in process lists and run records. */
export function parseEndpoint(text: string): Parsed<string> {
  const hint = 'write scheme, host and port, as in https://s3.example:9000';
  if (withoutCredentials(text) !== text) {
    return wrong('holds credentials', 'leave them out: they come from the environment of AWS');
  }
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) return wrong('is no address', hint);
  if (url.search !== '' || url.hash !== '') return wrong('has a query', hint);
  return parsed(text);
}

export function parseRegion(text: string): Parsed<string> {
  if (/^[a-z0-9-]+$/i.test(text)) return parsed(text);
  return wrong('is not a region', 'write it as in us-east-1');
}
