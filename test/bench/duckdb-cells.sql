-- From the counted events to every number of the catalogue: both grains, by url and by site.
-- Less than recount does: no sketches that could be merged, no page records, no order of rows.
-- Measured against one table of all aggregates, against unnesting and against approximate
-- distinct counts: sums that are made once and added up, and a table for each distinct count,
-- were the quickest. Approximate counts are no quicker where most groups are small.

-- What one visitor did with one page in five minutes.
create temp table visits as
select site, day, bucket, url, device, visit, origin, channel, visitor, session,
  count(*) filter (action = 'pageview') as page_views,
  sum(engaged) filter (action = 'heartbeat') as engaged_seconds,
  count(*) filter (action = 'videostart') as video_starts,
  sum(engaged) filter (action = 'vheartbeat') as video_engaged_seconds,
  count(*) filter (action = 'conversion') as conversions,
  bool_or(action in ('videostart', 'vheartbeat')) as has_video
from events
group by all;

create temp table url_sums as
select site, day, bucket, url, device, visit, origin, channel,
  grouping(device, visit, origin, channel) as segment,
  sum(page_views) as page_views, sum(engaged_seconds) as engaged_seconds,
  sum(video_starts) as video_starts, sum(video_engaged_seconds) as video_engaged_seconds,
  sum(conversions) as conversions
from visits
group by grouping sets (
  (site, day, bucket, url), (site, day, bucket, url, device), (site, day, bucket, url, visit),
  (site, day, bucket, url, origin), (site, day, bucket, url, channel));

-- The other rows (a url's day, the site's five minutes, the site's day) add these up.
create temp table other_sums as
select site, day, bucket, url, device, visit, origin, channel, segment,
  sum(page_views) as page_views, sum(engaged_seconds) as engaged_seconds,
  sum(video_starts) as video_starts, sum(video_engaged_seconds) as video_engaged_seconds,
  sum(conversions) as conversions
from url_sums
group by segment, device, visit, origin, channel,
  grouping sets ((site, day, url), (site, day, bucket), (site, day));

create temp table viewers as
select site, day, bucket, url, device, visit, origin, channel, visitor,
  bool_or(has_video) as has_video
from visits
group by all;

create temp table distinct_visitors as
select site, day, bucket, url, device, visit, origin, channel, count(distinct visitor) as visitors
from viewers
group by
  grouping sets ((site, day, bucket, url), (site, day, url), (site, day, bucket), (site, day)),
  grouping sets ((), (device), (visit), (origin), (channel));

create temp table distinct_sessions as
select site, day, bucket, url, device, visit, origin, channel, count(distinct session) as sessions
from visits
where session is not null
group by
  grouping sets ((site, day, bucket, url), (site, day, url), (site, day, bucket), (site, day)),
  grouping sets ((), (device), (visit), (origin), (channel));

create temp table distinct_viewers as
select site, day, bucket, url, device, visit, origin, channel,
  count(distinct visitor) as video_viewers
from viewers
where has_video
group by
  grouping sets ((site, day, bucket, url), (site, day, url), (site, day, bucket), (site, day)),
  grouping sets ((), (device), (visit), (origin), (channel));

create temp table url_breakdowns as
select site, day, bucket, url, breakdown, value,
  count(*) filter (action = 'pageview') as page_views,
  sum(engaged) filter (action = 'heartbeat') as engaged_seconds,
  count(*) filter (action = 'videostart') as video_starts,
  sum(engaged) filter (action = 'vheartbeat') as video_engaged_seconds,
  count(*) filter (action = 'conversion') as conversions
from (unpivot events on ref_domain, ref_url, utm_campaign, utm_source, utm_medium, utm_term,
  utm_content, country into name breakdown value value)
where value != ''
group by all;

create temp table other_breakdowns as
select site, day, bucket, url, breakdown, value,
  sum(page_views) as page_views, sum(engaged_seconds) as engaged_seconds,
  sum(video_starts) as video_starts, sum(video_engaged_seconds) as video_engaged_seconds,
  sum(conversions) as conversions
from url_breakdowns
group by breakdown, value,
  grouping sets ((site, day, url), (site, day, bucket), (site, day));

-- Few events are of the customers' own kinds, so that plain text and one unnesting will do.
create temp table custom_events as
select site, day, bucket, url, dimension, action, count(*) as events
from (
  select site, day, bucket, url, action, unnest([
    '$all', 'device=' || device, 'visitor=' || visit, 'ref=' || origin, 'channel=' || channel,
    'ref_domain=' || ref_domain, 'ref_url=' || nullif(ref_url, ''),
    'utm_campaign=' || utm_campaign, 'utm_source=' || utm_source, 'utm_medium=' || utm_medium,
    'utm_term=' || utm_term, 'utm_content=' || utm_content, 'country=' || country
  ]) as dimension
  from events
  where action not in ('pageview', 'heartbeat', 'videostart', 'vheartbeat', 'conversion'))
where dimension is not null
group by dimension, action,
  grouping sets ((site, day, bucket, url), (site, day, url), (site, day, bucket), (site, day));
