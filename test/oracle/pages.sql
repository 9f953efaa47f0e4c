-- The page records: the metadata of the newest counted event of each url that has any, whole;
-- of events in one second the first in the archive. Reads: accepted.

create macro filled_text(value) as case when is_text(value) then nullif(text_of(value), '') end;

create macro filled_list(value) as
  case when json_type(value) = 'ARRAY' then coalesce(value ->> '$[*]', []) else []::varchar[] end;

create table page_records as
with described as (
  select site, date, url, happened_at, object, line,
    filled_text(metadata[1]) as title,
    filled_list(metadata[2]) as authors,
    filled_text(metadata[3]) as section,
    filled_list(metadata[4]) as tags,
    filled_text(metadata[5]) as canonical_url,
    filled_text(metadata[6]) as page_type,
    number_of(metadata[7])::bigint as published_ms
  from accepted
  where not is_duplicate and metadata is not null
)
select site, date, url, happened_at as seen_at,
  '{"title":' || coalesce(to_json(title), 'null')
  || ',"authors":' || to_json(authors)
  || ',"section":' || coalesce(to_json(section), 'null')
  || ',"tags":' || to_json(tags)
  || ',"canonicalUrl":' || coalesce(to_json(canonical_url), 'null')
  || ',"pageType":' || coalesce(to_json(page_type), 'null')
  || ',"publishedMs":' || coalesce(published_ms::varchar, 'null') || '}' as metadata
from described
where title is not null or len(authors) > 0 or section is not null or len(tags) > 0
  or canonical_url is not null or page_type is not null or published_ms is not null
qualify row_number() over (partition by site, date, url order by happened_at desc, object, line) = 1;
