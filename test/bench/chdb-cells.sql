-- From the counted events to every number of the catalogue: as duckdb-cells.sql.
-- In the shape that was quickest in DuckDB: see duckdb-cells.sql.

-- What one visitor did with one page in five minutes.
create table visits engine = Memory as
select site, day, bucket, url, device, visit, origin, channel, visitor, session,
  countIf(action = 'pageview') as page_views,
  sumIf(engaged, action = 'heartbeat') as engaged_seconds,
  countIf(action = 'videostart') as video_starts,
  sumIf(engaged, action = 'vheartbeat') as video_engaged_seconds,
  countIf(action = 'conversion') as conversions,
  max(action in ('videostart', 'vheartbeat')) as has_video
from events
group by site, day, bucket, url, device, visit, origin, channel, visitor, session;

create table url_sums engine = Memory as
select site, day, bucket, url, device, visit, origin, channel,
  sum(page_views) as page_views, sum(engaged_seconds) as engaged_seconds,
  sum(video_starts) as video_starts, sum(video_engaged_seconds) as video_engaged_seconds,
  sum(conversions) as conversions
from visits
group by grouping sets (
  (site, day, bucket, url), (site, day, bucket, url, device), (site, day, bucket, url, visit),
  (site, day, bucket, url, origin), (site, day, bucket, url, channel));

-- The other rows (a url's day, the site's five minutes, the site's day) add these up.
create table other_sums engine = Memory as
select site, day, bucket, url, device, visit, origin, channel,
  sum(page_views) as page_views, sum(engaged_seconds) as engaged_seconds,
  sum(video_starts) as video_starts, sum(video_engaged_seconds) as video_engaged_seconds,
  sum(conversions) as conversions
from url_sums
group by grouping sets (
  (site, day, url, device, visit, origin, channel),
  (site, day, bucket, device, visit, origin, channel),
  (site, day, device, visit, origin, channel));

create table distinct_visitors engine = Memory as
select site, day, bucket, url, device, visit, origin, channel, uniqExact(visitor) as members
from visits
group by grouping sets (
    (site, day, bucket, url), (site, day, bucket, url, device), (site, day, bucket, url, visit),
    (site, day, bucket, url, origin), (site, day, bucket, url, channel), (site, day, url),
    (site, day, url, device), (site, day, url, visit), (site, day, url, origin),
    (site, day, url, channel), (site, day, bucket), (site, day, bucket, device),
    (site, day, bucket, visit), (site, day, bucket, origin), (site, day, bucket, channel),
    (site, day), (site, day, device), (site, day, visit), (site, day, origin),
    (site, day, channel));

create table distinct_sessions engine = Memory as
select site, day, bucket, url, device, visit, origin, channel, uniqExact(session) as members
from visits
where session != 0
group by grouping sets (
    (site, day, bucket, url), (site, day, bucket, url, device), (site, day, bucket, url, visit),
    (site, day, bucket, url, origin), (site, day, bucket, url, channel), (site, day, url),
    (site, day, url, device), (site, day, url, visit), (site, day, url, origin),
    (site, day, url, channel), (site, day, bucket), (site, day, bucket, device),
    (site, day, bucket, visit), (site, day, bucket, origin), (site, day, bucket, channel),
    (site, day), (site, day, device), (site, day, visit), (site, day, origin),
    (site, day, channel));

create table distinct_viewers engine = Memory as
select site, day, bucket, url, device, visit, origin, channel, uniqExact(visitor) as members
from visits
where has_video
group by grouping sets (
    (site, day, bucket, url), (site, day, bucket, url, device), (site, day, bucket, url, visit),
    (site, day, bucket, url, origin), (site, day, bucket, url, channel), (site, day, url),
    (site, day, url, device), (site, day, url, visit), (site, day, url, origin),
    (site, day, url, channel), (site, day, bucket), (site, day, bucket, device),
    (site, day, bucket, visit), (site, day, bucket, origin), (site, day, bucket, channel),
    (site, day), (site, day, device), (site, day, visit), (site, day, origin),
    (site, day, channel));

create table url_breakdowns engine = Memory as
select site, day, bucket, url, breakdown, value,
  countIf(action = 'pageview') as page_views,
  sumIf(engaged, action = 'heartbeat') as engaged_seconds,
  countIf(action = 'videostart') as video_starts,
  sumIf(engaged, action = 'vheartbeat') as video_engaged_seconds,
  countIf(action = 'conversion') as conversions
from events
array join
  [1, 2, 3, 4, 5, 6, 7, 8] as breakdown,
  [ref_domain, ref_url, utm_campaign, utm_source, utm_medium, utm_term, utm_content, country]
    as value
where value != ''
group by site, day, bucket, url, breakdown, value;

create table other_breakdowns engine = Memory as
select site, day, bucket, url, breakdown, value,
  sum(page_views) as page_views, sum(engaged_seconds) as engaged_seconds,
  sum(video_starts) as video_starts, sum(video_engaged_seconds) as video_engaged_seconds,
  sum(conversions) as conversions
from url_breakdowns
group by grouping sets ((site, day, url, breakdown, value), (site, day, bucket, breakdown, value),
  (site, day, breakdown, value));

create table custom_events engine = Memory as
select site, day, bucket, url, dimension, value, action, count() as events
from events
array join
  range(0, 13) as dimension,
  ['all', toString(device), toString(visit), toString(origin), toString(channel), ref_domain,
    ref_url, utm_campaign, utm_source, utm_medium, utm_term, utm_content, country] as value
where action not in ('pageview', 'heartbeat', 'videostart', 'vheartbeat', 'conversion')
  and value != ''
group by grouping sets (
  (site, day, bucket, url, dimension, value, action), (site, day, url, dimension, value, action),
  (site, day, bucket, dimension, value, action), (site, day, dimension, value, action));
