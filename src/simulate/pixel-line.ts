/** A hit of the pixel as the collector's web server logs it: piped or in the combined format. */
import { rawShare } from './lean-line.ts';
import { pythonJson } from './python-json.ts';
import type { Random } from './random.ts';
import { serverTime } from './time-texts.ts';
import type { SimulatedEvent } from './visits.ts';

/** Fields between ` || `, as the pixel server writes them. */
export function pipedLine(event: SimulatedEvent, random: Random): string {
  const { visit, at, page } = event;
  const spaces = random.chance(0.5) ? '  ' : ' ';
  const cookie = random.chance(0.2) ? 'parsely_network_uuid=abc; path=/' : '-';
  const where = `/plogger/ || ${visit.address} || - || ${serverTime(at)}${spaces}||`;
  const request = `GET /plogger/?${queryOf(event, random)} HTTP/1.1`;
  const tail = `${encodeURI(page.url)} || ${visit.agent.text} || - || - || ${cookie} || 0.000`;
  return `${where} ${request} || ${statusOf(random)} || 363 || ${tail}`;
}

/** The combined format of web servers. */
export function combinedLine(event: SimulatedEvent, random: Random): string {
  const { visit, at, page } = event;
  const request = `GET /plogger/?${queryOf(event, random)} HTTP/1.1`;
  const where = `${visit.address} - - [${serverTime(at)}]`;
  const tail = `"${encodeURI(page.url)}" "${visit.agent.text}"`;
  return `${where} "${request}" ${statusOf(random)} 363 ${tail}`;
}

/** One hit in a hundred was not answered. */
function statusOf(random: Random): number {
  if (random.chance(0.01)) return random.pick([404, 499, 500]);
  return random.pick([200, 200, 200, 204, 304]);
}

function queryOf(event: SimulatedEvent, random: Random): string {
  const { visit, at, page, query, referrer, action, engagedSeconds } = event;
  const url = query === '' ? page.url : `${page.url}?${query}`;
  const parameters: [string, string | number | null][] = [
    ['rand', at * 1000 + random.below(1000)],
    ['idsite', visit.site.site],
    ['url', random.chance(0.05) ? `${url}#top` : url],
    ['urlref', referrer.url ?? ''],
    ['screen', '1024x768|1024x738|24'],
    ['action', action],
    ['plid', random.word()],
    ['pvid', random.word()],
    ...visitorParameters(event, random),
    ['sid', visit.session],
    ['sts', visit.startedAt * 1000],
    ['surl', visit.landing.url],
    ['sref', visit.referrer.url ?? ''],
    ['inc', engagedSeconds],
    ...metadataParameters(event),
  ];
  return parameters
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name}=${encodeURIComponent(value as string | number)}`)
    .join('&');
}

/** Newer trackers send the visitor as `u`, older ones in the JSON of `data`. */
function visitorParameters({ visit }: SimulatedEvent, random: Random): [string, string][] {
  const own = visit.isSubscriber ? { subscriber: 'yes' } : {};
  if (random.chance(rawShare)) {
    const data = { parsely_uuid: 'net-5f0c', parsely_site_uuid: visit.visitor, ...own };
    return [['data', pythonJson(data)]];
  }
  return [
    ['u', visit.visitor],
    ['data', pythonJson({ parsely_uuid: 'net-5f0c', ...own })],
  ];
}

function metadataParameters({ page, action }: SimulatedEvent): [string, string][] {
  if (page.metadata === undefined || action !== 'pageview') return [];
  const { title, authors, section, tags } = page.metadata;
  return [
    ['title', title],
    ['metadata', pythonJson({ title, authors, section, tags })],
  ];
}
