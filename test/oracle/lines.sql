-- The lines behind the cells: each accepted line with everything that it counts under, and each
-- line refused for a reason of its site. Lines are counted from 1 in their object. Reads: valued,
-- judged, unreadable. Makes: lines_behind.

create table first_lines as
select object, min(line) as first_line from (
  select object, line from judged union all select object, line from unreadable)
group by object;

create table lines_behind as
select object, line - first_line + 1 as line, site, date, bucket, url, action,
  if(is_duplicate, 'duplicate', 'counted') as outcome,
  list_concat(
    ['$all', 'device=' || device_value, 'visitor=' || visitor_value, 'ref=' || ref_value,
     'channel=' || channel_value],
    own_segments,
    ['ref_domain=' || cut_value(ref_domain), 'ref_url=' || cut_value(nullif(ref_url, '')),
     'utm_campaign=' || cut_value(utm_campaign), 'utm_source=' || cut_value(utm_source),
     'utm_medium=' || cut_value(utm_medium), 'utm_term=' || cut_value(utm_term),
     'utm_content=' || cut_value(utm_content), 'country=' || cut_value(country)]) as dimensions,
  session_key is not null as has_session,
  coalesce(engaged_seconds, 0) as seconds
from valued join first_lines using (object)
union all
select object, line - first_line + 1, site, date, happened_at - happened_at % 300, page,
  text_of(action), outcome, ['$all'], is_whole(number_of(session), 1, 2147483647),
  coalesce(number_of(engaged)::bigint, 0)
from judged join first_lines using (object)
where outcome in ('bot', 'excluded');
