-- What becomes of each line, up to `accepted`: the acceptance rules in their order.
-- Reads: lines(object, line, text), whose lines ascend in each object; unreadable(object, line,
-- outcome), sites, periods, objects, robots.
-- {{own_segments}} and {{exclusion}} stand for expressions made from the rules of the sites.

create table fields as
with parts as (
  select object, line, text::json as event, json_extract(text, [
    '$.apikey', '$.action', '$.url_clean', '$.url', '$.visitor_site_id', '$.event_id',
    '$.ts_action', '$.timestamp_info_override_ms', '$.timestamp_info_nginx_ms',
    '$.engaged_time_inc', '$.session_id', '$.user_agent', '$.ua_browser', '$.visitor_ip',
    '$.ua_devicetype', '$.channel', '$.ref_category', '$.ref_domain', '$.ref_clean', '$.referrer',
    '$.utm_campaign', '$.utm_source', '$.utm_medium', '$.utm_term', '$.utm_content',
    '$.ip_country',
    '$.metadata', '$.metadata_title', '$.metadata_authors', '$.metadata_section',
    '$.metadata_tags', '$.metadata_canonical_url', '$.metadata_page_type',
    '$.metadata_pub_date_tmsp'
  ]) as part
  from lines
)
select
  object, line,
  part[1] as apikey, part[2] as action, if(is_absent(part[3]), part[4], part[3]) as url,
  part[5] as visitor, part[6] as event_id,
  event_seconds(part[7], part[8], part[9]) as happened_at,
  part[10] as engaged, part[11] as session,
  text_of(part[12]) as agent, text_of(part[13]) as browser, text_of(part[14]) as address,
  text_of(part[15]) as device, text_of(part[16]) as channel,
  text_of(part[17]) as ref_category, text_of(part[18]) as ref_domain,
  text_of(part[19]) as ref_clean, text_of(part[20]) as referrer,
  text_of(part[21]) as utm_campaign, text_of(part[22]) as utm_source,
  text_of(part[23]) as utm_medium, text_of(part[24]) as utm_term,
  text_of(part[25]) as utm_content, text_of(part[26]) as country,
  case when part[27]::varchar = 'true' then part[28:34] end as metadata,
  {{own_segments}} as own_segments,
  {{exclusion}} as exclusion
from parts;

create table named_urls as select distinct url from fields where url is not null;

create table judged as
with pages as (
  select url, case when is_text(url) then normal_url(text_of(url)) end as page from named_urls
),
placed as (
  select fields.*,
    sites.site is not null as is_asked,
    pages.page,
    periods.date, periods.window_from, periods.window_until
  from fields
  left join pages using (url)
  left join sites on is_text(fields.apikey) and sites.site = text_of(fields.apikey)
  left join periods on periods.site = sites.site
    and happened_at >= periods.starts_at and happened_at < periods.ends_at
)
select
  placed.* exclude (is_asked, window_from, window_until),
  text_of(apikey) as site,
  case
    when not is_absent(apikey) and not is_asked then 'other_site'
    when is_absent(apikey) or is_absent(action) or is_absent(visitor) or is_absent(event_id)
      or is_absent(url) or page = '' or happened_at is null then 'incomplete'
    when not (is_text(action) and is_text(url) and is_text(visitor) and is_text(event_id))
      then 'invalid'
    when text_of(action) in ('heartbeat', 'vheartbeat')
      and not is_whole(number_of(engaged), 0, 86400) then 'invalid'
    when not is_absent(session) and not is_whole(number_of(session), 1, 2147483647)
      then 'invalid'
    when strlen(page) > 8192 or strlen(text_of(visitor)) > 1024
      or strlen(text_of(event_id)) > 1024 then 'invalid'
    when date is null then 'other_period'
    when objects.range_from >= window_until or objects.range_until <= window_from
      then 'out_of_window'
    when exclusion is not null then 'excluded'
    when robots.agent is not null or browser is not distinct from 'Googlebot' then 'bot'
    else 'accepted'
  end as outcome
from placed
join objects using (object)
left join robots on robots.agent = placed.agent;

drop table fields;

-- Of the copies of an event the first in the archive counts: by the bytes of its object's key,
-- then by its line. A copy in another 5-minute bucket is a conflict.
create table accepted as
select * exclude (action, visitor, session, engaged, url, page),
  text_of(action) as action,
  page as url,
  text_of(visitor) as visitor,
  number_of(session)::bigint as session,
  case when text_of(action) in ('heartbeat', 'vheartbeat') then number_of(engaged)::bigint end
    as engaged_seconds,
  happened_at - happened_at % 300 as bucket,
  row_number() over copies > 1 as is_duplicate,
  happened_at - happened_at % 300 != first(happened_at - happened_at % 300) over copies as is_conflict
from judged
where outcome = 'accepted'
window copies as (partition by site, date, text_of(event_id) order by object, line);

-- Every line that was read. Those of an object are counted from 1 here, wherever they began.
create view outcomes as
with known as (
  select judged.object, judged.line,
    case when judged.outcome != 'accepted' then judged.outcome
      when accepted.is_duplicate then 'duplicate' else 'counted' end as outcome
  from judged left join accepted using (object, line)
  union all
  select object, line, outcome from unreadable
)
select object, line - min(line) over (partition by object) + 1 as line, outcome from known;
