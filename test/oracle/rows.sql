-- The rows: every metric of every segment and breakdown value, in both grains, by url and for
-- the whole site. Reads: accepted. Makes: cells.

create view valued as
select *,
  visitor || '_' || session as session_key,
  case when device in ('desktop', 'mobile', 'tablet') then device else 'other' end
    as device_value,
  case when session = 1 then 'new' when session > 1 then 'returning' else 'unknown' end
    as visitor_value,
  case when ref_category in
      ('search', 'social', 'internal', 'direct', 'aggregator', 'ai', 'other') then ref_category
    when ref_domain is null and referrer is null then 'direct'
    else 'other' end as ref_value,
  case when channel in ('website', 'amp', 'apln', 'fbia') then channel else 'other' end
    as channel_value,
  coalesce(ref_clean, regexp_extract(referrer, '^[^?]*')) as ref_url
from accepted;

create view counted as select * exclude (is_duplicate) from valued where not is_duplicate;

-- One line for each counted event and each thing that it counts under.
create view named_occurrences as
select site, date, url, bucket, action, engaged_seconds, visitor, session_key,
  unnest(list_concat(
    ['$all', 'device=' || device_value, 'visitor=' || visitor_value, 'ref=' || ref_value,
     'channel=' || channel_value],
    own_segments)) as dimension,
  false as is_breakdown
from counted
union all
select * from (
  select site, date, url, bucket, action, engaged_seconds, visitor, session_key,
    unnest([
      'ref_domain=' || cut_value(ref_domain), 'ref_url=' || cut_value(nullif(ref_url, '')),
      'utm_campaign=' || cut_value(utm_campaign), 'utm_source=' || cut_value(utm_source),
      'utm_medium=' || cut_value(utm_medium), 'utm_term=' || cut_value(utm_term),
      'utm_content=' || cut_value(utm_content), 'country=' || cut_value(country)
    ]) as dimension,
    true as is_breakdown
  from counted)
where dimension is not null;

-- The same with short names for long texts, because grouping by texts takes many times as long.
create type url_name as enum (select distinct url from counted);
create type visitor_name as enum (select distinct visitor from counted);
create type session_name as enum (select distinct session_key from counted where session_key is not null);
create type action_name as enum (select distinct action from counted);
create type dimension_name as enum (select distinct dimension from named_occurrences);

create table occurrences as
select site, date, url::url_name as url, bucket, action::action_name as action, engaged_seconds,
  visitor::visitor_name as visitor, session_key::session_name as session_key,
  dimension::dimension_name as dimension, is_breakdown
from named_occurrences;

-- Each event stands in four places: a 5-minute bucket and a local date, of its url and of the
-- whole site, whose rows have no url.
create view places as
select 'url 5m' as place, '5m' as grain, bucket as start, * exclude (bucket) from occurrences
union all
select 'url 1d', '1d', 0, * exclude (bucket) from occurrences
union all
select 'site 5m', '5m', bucket, * exclude (bucket) replace (null as url) from occurrences
union all
select 'site 1d', '1d', 0, * exclude (bucket) replace (null as url) from occurrences;

-- Each metric by its definition.
create macro numbers_of(wanted) as table
select site, date, grain, start, url, dimension, is_breakdown,
  count(*) filter (action = 'pageview') as page_views,
  count(distinct visitor) filter (not is_breakdown) as visitors,
  count(distinct session_key) filter (not is_breakdown) as sessions,
  coalesce(sum(engaged_seconds) filter (action = 'heartbeat'), 0)::bigint as engaged_seconds,
  count(*) filter (action = 'videostart') as video_starts,
  coalesce(sum(engaged_seconds) filter (action = 'vheartbeat'), 0)::bigint
    as video_engaged_seconds,
  count(distinct visitor) filter (not is_breakdown and action in ('videostart', 'vheartbeat'))
    as video_viewers,
  count(*) filter (action = 'conversion') as conversions
from places
where place = wanted
group by site, date, grain, start, url, dimension, is_breakdown;

create table numbers as from numbers_of('url 5m');
insert into numbers from numbers_of('url 1d');
insert into numbers from numbers_of('site 5m');
insert into numbers from numbers_of('site 1d');

create table custom_events as
select site, date, grain, start, url, dimension, is_breakdown, action, count(*) as events
from places
where action not in ('pageview', 'heartbeat', 'videostart', 'vheartbeat', 'conversion')
group by site, date, grain, start, url, dimension, is_breakdown, action;

-- Zeros are left out, and breakdowns have no distinct metrics. A 5-minute bucket is named by its
-- start, a day by its local date.
create view cells as
with named as (
  select * replace (dimension || '/' || metric as dimension)
  from (unpivot numbers
    on page_views, visitors, sessions, engaged_seconds, video_starts, video_engaged_seconds,
      video_viewers, conversions
    into name metric value value)
  where value > 0
  union all by name
  select site, date, grain, start, url, is_breakdown,
    dimension || '/event:' || encoded_name(action) as dimension, events as value
  from custom_events
)
select site, date, grain, url::varchar as url,
  if(grain = '5m',
    strftime(make_timestamp(start * 1000000), '%Y-%m-%dT%H:%M:%SZ'),
    strftime(date, '%Y-%m-%d')) as bucket,
  is_breakdown, dimension as key, value::double as value
from named;
