-- What is compared with recount, from the tables of duckdb-cells.sql. Not part of the time.
with sums as (
  select bucket, url, segment = 15 as is_all, page_views, engaged_seconds, video_starts,
    video_engaged_seconds, conversions
  from (from url_sums union all by name from other_sums)
  union all
  select bucket, url, false, page_views, engaged_seconds, video_starts, video_engaged_seconds,
    conversions
  from (from url_breakdowns union all by name from other_breakdowns)
),
cells as (
  select bucket, url, value::bigint as value
  from (unpivot sums on page_views, engaged_seconds, video_starts, video_engaged_seconds,
    conversions into name metric value value)
  where value > 0
  union all from (select bucket, url, visitors from distinct_visitors)
  union all from (select bucket, url, sessions from distinct_sessions)
  union all from (select bucket, url, video_viewers from distinct_viewers)
  union all from (select bucket, url, events from custom_events)
)
select
  (select count(*) from events) as "countedEvents",
  (select sum(page_views)::bigint from sums where is_all and bucket is null and url is null)
    as "pageViews",
  (select sum(engaged_seconds)::bigint from sums where is_all and bucket is null and url is null)
    as "engagedSeconds",
  (select count(*) from sums where is_all and bucket is not null) as "rows5m",
  (select count(*) from sums where is_all and bucket is null) as "rows1d",
  (select count(*) from cells where bucket is not null) as "cells5m",
  (select count(*) from cells where bucket is null) as "cells1d",
  (select sum(visitors)::bigint from distinct_visitors
    where bucket is not null and url is not null and device is null and visit is null
      and origin is null and channel is null) as "visitorsOfUrlBuckets",
  (select sum(value)::bigint from cells where bucket is not null and url is not null)
    as "valuesOfUrlBuckets";
