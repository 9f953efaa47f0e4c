-- From the files to the counted events: read, accepted, robots and copies removed.
-- Reads: the variable `files`; periods(site, name, day, from_second, until_second), robots(agent).

create type device as enum ('desktop', 'mobile', 'tablet', 'other');
create type visit as enum ('new', 'returning', 'unknown');
create type origin as enum
  ('search', 'social', 'internal', 'direct', 'aggregator', 'ai', 'other');
create type channel as enum ('website', 'amp', 'apln', 'fbia', 'other');

-- Every column is computed while the files stream past; only what is needed later is kept.
create temp table accepted as
select
  site, day, (second // 300 * 300)::uinteger as bucket, event_id,
  split_part(split_part(coalesce(url_clean, url), '?', 1), '#', 1) as page, action,
  case when action in ('heartbeat', 'vheartbeat') then engaged_time_inc end as engaged,
  hash(visitor_site_id) as visitor,
  case when session_id is not null then hash(visitor_site_id, session_id) end as session,
  coalesce(try_cast(ua_devicetype as device), 'other') as device,
  (case when session_id = 1 then 'new' when session_id > 1 then 'returning' else 'unknown' end)
    ::visit as visit,
  coalesce(
    try_cast(ref_category as origin),
    if(ref_domain is null and referrer is null, 'direct', 'other')) as origin,
  coalesce(try_cast(channel as channel), 'other') as channel,
  ref_domain, coalesce(ref_clean, split_part(referrer, '?', 1)) as ref_url,
  utm_campaign, utm_source, utm_medium, utm_term, utm_content, ip_country as country
from (
  select *, epoch_ms(ts_action) // 1000 as second
  from read_json(getvariable('files'), format = 'newline_delimited', columns = {
    apikey: 'varchar', action: 'varchar', event_id: 'varchar', ts_action: 'timestamp',
    url: 'varchar', url_clean: 'varchar', visitor_site_id: 'varchar', session_id: 'integer',
    engaged_time_inc: 'integer', user_agent: 'varchar', ua_browser: 'varchar',
    ua_devicetype: 'varchar', channel: 'varchar', ref_category: 'varchar',
    ref_domain: 'varchar', ref_clean: 'varchar', referrer: 'varchar', utm_campaign: 'varchar',
    utm_source: 'varchar', utm_medium: 'varchar', utm_term: 'varchar', utm_content: 'varchar',
    ip_country: 'varchar'
  })
  where ua_browser is distinct from 'Googlebot'
    and (user_agent is null or user_agent not in (select agent from robots))
) line
join periods on name = apikey and second >= from_second and second < until_second
where action != '' and event_id != '' and visitor_site_id != '' and page != ''
  and (session_id is null or session_id > 0)
  and (action not in ('heartbeat', 'vheartbeat') or engaged_time_inc between 0 and 86400);

-- Grouping by a number is quicker than by a text.
create temp table urls as
select page, row_number() over ()::uinteger as url from (select distinct page from accepted);

create temp table events as
select accepted.* exclude (page, event_id), url
from accepted join urls using (page)
where accepted.rowid in (select min(rowid) from accepted group by site, day, event_id);
