-- What is compared with recount, from the tables of chdb-cells.sql. Not part of the time.
with
  sums as (
    select bucket, url, device + visit + origin + channel = 0 as is_all, page_views,
      engaged_seconds, video_starts, video_engaged_seconds, conversions
    from (select * from url_sums union all select * from other_sums)
    union all
    select bucket, url, false, page_views, engaged_seconds, video_starts, video_engaged_seconds,
      conversions
    from (select * from url_breakdowns union all select * from other_breakdowns)
  ),
  cells as (
    select bucket, url, value
    from sums
    array join [page_views, engaged_seconds, video_starts, video_engaged_seconds, conversions]
      as value
    where value > 0
    union all select bucket, url, members from distinct_visitors
    union all select bucket, url, members from distinct_sessions
    union all select bucket, url, members from distinct_viewers
    union all select bucket, url, events from custom_events
  )
select
  (select count() from events) as countedEvents,
  (select sum(page_views) from sums where is_all and bucket = 0 and url = 0) as pageViews,
  (select sum(engaged_seconds) from sums where is_all and bucket = 0 and url = 0)
    as engagedSeconds,
  (select count() from sums where is_all and bucket != 0) as rows5m,
  (select count() from sums where is_all and bucket = 0) as rows1d,
  (select count() from cells where bucket != 0) as cells5m,
  (select count() from cells where bucket = 0) as cells1d,
  (select sum(members) from distinct_visitors
    where bucket != 0 and url != 0 and device + visit + origin + channel = 0)
    as visitorsOfUrlBuckets,
  (select sum(value) from cells where bucket != 0 and url != 0) as valuesOfUrlBuckets
format JSONEachRow
