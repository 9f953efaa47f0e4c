-- The light query: robots and copies removed, four numbers of each url and five minutes.
-- Reads: the variable `files`; sites(name), robots(agent).
with accepted as (
  select apikey, url, ts_action, event_id, action, visitor_site_id, engaged_time_inc
  from read_json(getvariable('files'), format = 'newline_delimited', columns = {
    apikey: 'varchar', action: 'varchar', event_id: 'varchar', ts_action: 'timestamp',
    url: 'varchar', visitor_site_id: 'varchar', engaged_time_inc: 'integer',
    user_agent: 'varchar'
  })
  where apikey in (select name from sites)
    and (user_agent is null or user_agent not in (select agent from robots))
),
events as (select distinct on (event_id) * from accepted),
buckets as (
  select apikey, url, time_bucket(interval 5 minute, ts_action) as bucket,
    count(*) filter (action = 'pageview') as page_views,
    count(*) filter (action = 'heartbeat') as heartbeats,
    sum(engaged_time_inc) filter (action = 'heartbeat') as engaged_seconds,
    approx_count_distinct(visitor_site_id) as visitors
  from events
  group by all
)
select sum(page_views)::bigint as "pageViews", sum(engaged_seconds)::bigint as "engagedSeconds",
  sum(heartbeats)::bigint as heartbeats, sum(visitors)::bigint as "visitorsAbout",
  count(*) as buckets
from buckets;
