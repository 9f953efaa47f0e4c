-- From the files to the counted events, in ClickHouse: as duckdb-events.sql.
-- Reads: the parameter `files`; periods(site, name, day, from_second, until_second), robots(agent).
-- Every key is a number, and 0 of a segment, a url or a bucket is "all" in what follows.
create table accepted engine = Memory as
select
  site, day, toUInt32(intDiv(second, 300) * 300) as bucket, event_id,
  cityHash64(page) as url, action,
  if(action in ('heartbeat', 'vheartbeat'), toUInt32(assumeNotNull(engaged_time_inc)), 0)
    as engaged,
  cityHash64(visitor_site_id) as visitor,
  if(session_id is null, 0, cityHash64(visitor_site_id, session_id)) as session,
  toUInt8(transform(ua_devicetype, ['desktop', 'mobile', 'tablet'], [1, 2, 3], 4)) as device,
  toUInt8(multiIf(session_id = 1, 1, session_id > 1, 2, 3)) as visit,
  toUInt8(transform(ref_category,
    ['search', 'social', 'internal', 'direct', 'aggregator', 'ai', 'other'], [1, 2, 3, 4, 5, 6, 7],
    if(no_domain and no_referrer, 4, 7))) as origin,
  toUInt8(transform(sent_channel, ['website', 'amp', 'apln', 'fbia'], [1, 2, 3, 4], 5)) as channel,
  ref_domain, if(ref_clean != '', ref_clean, splitByChar('?', referrer)[1]) as ref_url,
  utm_campaign, utm_source, utm_medium, utm_term, utm_content, ip_country as country
from (
  select * except (channel), channel as sent_channel, ref_domain = '' as no_domain,
    referrer = '' as no_referrer,
    toInt64(toUnixTimestamp(parseDateTimeBestEffort(ts_action, 'UTC'))) as second,
    splitByChar('#', splitByChar('?', if(url_clean != '', url_clean, url))[1])[1] as page
  from file({files:String}, 'JSONEachRow', 'apikey String, action String, event_id String,
    ts_action String, url String, url_clean String, visitor_site_id String,
    session_id Nullable(Int64), engaged_time_inc Nullable(Int64), user_agent String,
    ua_browser String, ua_devicetype String, channel String, ref_category String,
    ref_domain String, ref_clean String, referrer String, utm_campaign String, utm_source String,
    utm_medium String, utm_term String, utm_content String, ip_country String')
  where ua_browser != 'Googlebot' and user_agent not in (select agent from robots)
) as line
join periods on name = apikey
where second >= from_second and second < until_second
  and action != '' and event_id != '' and visitor_site_id != '' and page != ''
  and (session_id is null or session_id > 0)
  and (action not in ('heartbeat', 'vheartbeat') or engaged_time_inc between 0 and 86400);

create table events engine = Memory as
select * except (event_id) from accepted limit 1 by site, day, event_id;
