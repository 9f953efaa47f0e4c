-- Raw pixel hits as the events that they stand for, under the names of Data Pipeline keys.
-- Reads: raw(object, line, text), agents(agent, device), referrers(url, category, domain).

create macro sent(pairs, name) as
  url_decode(replace(
    substr(list_filter(pairs, lambda pair : split_part(pair, '=', 1) = name)[-1], len(name) + 2),
    '+', ' '));

create macro object_of(text) as case when json_valid(text) then text::json end;

create macro host_of(url) as lower(regexp_extract(url, '^\w+://([^/?#:]*)', 1));

create table records as
with forms as (
  select object, line,
    case when contains(text, ' || ') then string_split(text, ' || ') end as piped,
    regexp_extract(
      text, '^(\S+) \S+ [^\[]*\[([^\]]*)\] "([^"]*)" (\d{3}) \S+ "[^"]*" "([^"]*)"',
      ['address', 'moment', 'request', 'status', 'agent']) as combined
  from raw
)
select object, line,
  coalesce(piped[2], combined['address']) as address,
  trim(coalesce(piped[4], combined['moment'])) as moment,
  coalesce(piped[5], combined['request']) as request,
  coalesce(piped[6], combined['status']) as status,
  nullif(coalesce(piped[9], combined['agent']), '-') as agent
from forms;

create table hits as
with parameters as (
  select *, string_split(regexp_extract(request, '\?(.*) HTTP/', 1), '&') as pairs
  from records where status in ('200', '204', '304')
),
named as (
  select object, line, address, agent,
    try_strptime(moment, '%d/%b/%Y:%H:%M:%S %z') as happened,
    sent(pairs, 'idsite') as site, sent(pairs, 'action') as action, sent(pairs, 'url') as url,
    nullif(sent(pairs, 'rand'), '') as rand, coalesce(sent(pairs, 'urlref'), '') as referrer,
    sent(pairs, 'sid') as session, sent(pairs, 'inc') as engaged,
    sent(pairs, 'ip_address') as forwarded, object_of(sent(pairs, 'metadata')) as page,
    object_of(sent(pairs, 'data')) as data,
    coalesce(
      nullif(sent(pairs, 'u'), ''),
      object_of(sent(pairs, 'data')) ->> '$.parsely_site_uuid') as visitor,
    string_split(regexp_extract(sent(pairs, 'url'), '\?([^#]*)', 1), '&') as campaign
  from parameters
),
placed as (
  select named.*, agents.device,
    case when referrer = '' then 'direct'
      when host_of(referrer) = host_of(named.url) then 'internal'
      else coalesce(referrers.category, 'other') end as category,
    case when host_of(referrer) = host_of(named.url) then host_of(referrer)
      else referrers.domain end as domain
  from named
  left join agents using (agent)
  left join referrers on referrers.url = referrer
)
select object, line, json_object(
  'apikey', site, 'action', action, 'url', url, 'visitor_site_id', visitor,
  'event_id', case when rand is not null
    then md5(concat_ws(chr(10), visitor, action, url, rand)) end,
  'ts_action', strftime(timezone('UTC', happened), '%Y-%m-%d %H:%M:%S'),
  'engaged_time_inc', engaged, 'session_id', session, 'user_agent', agent,
  'visitor_ip', coalesce(nullif(forwarded, ''), address),
  'ua_devicetype', device, 'channel', 'website', 'ref_category', category,
  'ref_domain', domain, 'ref_clean', regexp_extract(referrer, '^[^?#]*'), 'referrer', referrer,
  'utm_campaign', sent(campaign, 'utm_campaign'), 'utm_source', sent(campaign, 'utm_source'),
  'utm_medium', sent(campaign, 'utm_medium'), 'utm_term', sent(campaign, 'utm_term'),
  'utm_content', sent(campaign, 'utm_content'),
  'extra_data', data, 'metadata', page is not null,
  'metadata_title', page -> '$.title', 'metadata_authors', page -> '$.authors',
  'metadata_section', page -> '$.section', 'metadata_tags', page -> '$.tags'
)::varchar as text
from placed;
