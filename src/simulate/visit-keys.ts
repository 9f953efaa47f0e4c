/** The keys of a full event that stay the same during a visit, written once per visit. */
import type { Spelled } from './python-json.ts';
import { membersOf } from './python-json.ts';
import type { Referrer } from './referrers.ts';
import { plainTime } from './time-texts.ts';
import type { Visit } from './visits.ts';

type VisitKeys = {
  readonly display: Spelled;
  readonly extra: Spelled;
  readonly session: Spelled;
  readonly agent: Spelled;
  readonly visitor: Spelled;
};

/** Weak, so that they go when the visit does. */
const known = new WeakMap<Visit, VisitKeys>();

export function visitKeys(visit: Visit): VisitKeys {
  const found = known.get(visit);
  if (found !== undefined) return found;
  const made: VisitKeys = {
    display: membersOf({ channel: visit.channel, ...displayOf(visit) }),
    extra: membersOf({
      extra_data: visit.isSubscriber ? { subscriber_type: 'premium' } : {},
      flag_is_amp: visit.channel === 'amp',
      ...placeOf(visit),
    }),
    session: sessionOf(visit),
    agent: membersOf(agentOf(visit)),
    visitor: membersOf({
      visitor: true,
      visitor_ip: visit.address,
      visitor_network_id: null,
      visitor_site_id: visit.visitor,
    }),
  };
  known.set(visit, made);
  return made;
}

/** `ref_*` or `sref_*`: a referrer with its parts. */
export function linkKeys(prefix: 'ref' | 'sref', referrer: Referrer): Spelled {
  const { url, category, domain } = referrer;
  const [, scheme = 'https', host = null, path = '/', query = '', fragment = ''] =
    /^(\w+):\/\/([^/?#]*)([^?#]*)\??([^#]*)#?(.*)$/.exec(url ?? '') ?? [];
  const keys = {
    [`${prefix}_category`]: category,
    [`${prefix}_clean`]: url === null ? null : cutQuery(url),
    [`${prefix}_domain`]: domain,
    [`${prefix}_fragment`]: fragment,
    [`${prefix}_netloc`]: host,
    [`${prefix}_params`]: '',
    [`${prefix}_path`]: path,
    [`${prefix}_query`]: query,
    [`${prefix}_scheme`]: scheme,
  };
  return membersOf(prefix === 'sref' ? keys : { ...keys, referrer: url, schema_version: '2.3.0' });
}

/** `url_*` or `surl_*`: a url with its parts; `url` itself stands before its own. */
export function addressKeys(prefix: 'url' | 'surl', url: string): Spelled {
  const clean = cutQuery(url);
  const [, host = '', path = '/'] = /^https:\/\/([^/]*)(.*)$/.exec(clean) ?? [];
  const parts = {
    [`${prefix}_clean`]: clean,
    [`${prefix}_domain`]: host,
    [`${prefix}_fragment`]: '',
    [`${prefix}_netloc`]: host,
    [`${prefix}_params`]: '',
    [`${prefix}_path`]: path,
    [`${prefix}_query`]: url.slice(clean.length + 1),
    [`${prefix}_scheme`]: 'https',
  };
  return membersOf(prefix === 'url' ? { url, ...parts } : parts);
}

function sessionOf(visit: Visit): Spelled {
  const { startedAt, referrer, landing, campaign } = visit;
  const first = membersOf({
    session: true,
    session_id: visit.session,
    session_initial_referrer: referrer.url,
    session_initial_url: landing.url,
    session_last_session_timestamp: (startedAt - 86_400) * 1000,
    session_timestamp: startedAt * 1000,
    slot: false,
    slot_url: null,
    slot_x: null,
    slot_y: null,
    slot_xpath: null,
  });
  const campaignKeys = Object.entries(campaign).map(([name, value]) => [`surl_${name}`, value]);
  return joined([
    first,
    linkKeys('sref', referrer),
    addressKeys('surl', landing.url),
    membersOf(Object.fromEntries(campaignKeys) as Record<string, unknown>),
  ]);
}

function joined(pieces: readonly Spelled[]): Spelled {
  return {
    escaped: pieces.map(({ escaped }) => escaped).join(', '),
    raw: pieces.map(({ raw }) => raw).join(', '),
  };
}

function displayOf({ agent }: Visit): Readonly<Record<string, unknown>> {
  const isMobile = agent.device === 'mobile';
  return {
    display: true,
    display_avail_height: isMobile ? 844 : 738,
    display_avail_width: isMobile ? 390 : 1024,
    display_pixel_depth: 24,
    display_total_height: isMobile ? 844 : 768,
    display_total_width: isMobile ? 390 : 1024,
  };
}

function placeOf({ place }: Visit): Readonly<Record<string, unknown>> {
  return {
    ip_city: place.city,
    ip_continent: place.continent,
    ip_country: place.country,
    ip_lat: 37.5147,
    ip_lon: -122.0423,
    ip_postal: '94560',
    ip_subdivision: place.subdivision,
    ip_timezone: place.zone,
    ip_market_name: 'San Francisco-Oakland-San Jose',
    ip_market_doubleclick: 807,
    ip_market_nielsen: 807,
  };
}

function agentOf({ agent, startedAt }: Visit): Readonly<Record<string, unknown>> {
  return {
    ua_browser: agent.browser,
    ua_browserversion: '133.0.0',
    ua_device: 'Other',
    ua_devicebrand: null,
    ua_devicemodel: null,
    ua_devicetouchcapable: agent.device !== 'desktop',
    ua_devicetype: agent.device,
    ua_os: agent.system,
    ua_osversion: plainTime(startedAt).slice(2, 4),
  };
}

/** The url without query and fragment, as the pipeline writes its `_clean` keys. */
function cutQuery(url: string): string {
  const end = url.search(/[?#]/);
  return end === -1 ? url : url.slice(0, end);
}
