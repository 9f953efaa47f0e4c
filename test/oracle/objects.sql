-- Which objects are read for which period.
-- Reads: keys(object), sites(site, zone, early_seconds, late_seconds), days(date).

-- A period is a local date of a site: from its first instant to that of the next date.
create table periods as
with ranges as (
  select site, date, early_seconds, late_seconds,
    epoch(timezone(zone, date::timestamp))::bigint as starts_at,
    epoch(timezone(zone, (date + 1)::timestamp))::bigint as ends_at
  from sites cross join days
)
select site, date, starts_at, ends_at,
  starts_at - early_seconds as window_from, ends_at + late_seconds as window_until
from ranges;

-- The range of an object is the UTC hour that its key names, or the day.
create table objects as
with named as (
  select object,
    regexp_extract(
      object, '(?:^|/)(\d{4})/(\d{2})/(\d{2})/(?:([01]\d|2[0-3])/)?',
      ['year', 'month', 'day', 'hour']) as part
  from keys
),
started as (
  select object, part['hour'] != '' as is_hour,
    epoch(make_timestamp(
      part['year']::int, part['month']::int, part['day']::int,
      coalesce(nullif(part['hour'], '')::int, 0), 0, 0))::bigint as range_from
  from named where part['year'] != ''
)
select object, range_from, range_from + if(is_hour, 3600, 86400) as range_until,
  exists (
    from periods
    where range_from < window_until and range_from + if(is_hour, 3600, 86400) > window_from
  ) as is_read
from started;
