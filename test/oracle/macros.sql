-- Readings of single values, as functions of SQL. A value is a piece of JSON as it stands in the
-- line; NULL where the key is not there.

create macro is_absent(value) as value is null or value::varchar in ('null', '""');

create macro is_text(value) as coalesce(starts_with(value::varchar, '"'), false);

create macro text_of(value) as case when not is_absent(value) then value ->> '$' end;

-- Numbers may be written as texts: any JSON number, nothing else.
create macro number_of(value) as
  case when regexp_full_match(text_of(value), '-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?')
    then text_of(value)::double end;

create macro is_whole(number, least, greatest) as
  coalesce(number = floor(number) and number between least and greatest, false);

-- Event times. Fractions of a second are dropped; a time without an offset is UTC.
create macro time_parts(text) as regexp_extract(
  text,
  '^(\d{4}-\d{2}-\d{2})[ T]((?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d)(?:\.\d+)?(?:Z|([+-])(\d{2}):(\d{2}))?$',
  ['date', 'clock', 'sign', 'hours', 'minutes']);

create macro seconds_of_parts(parts) as
  epoch(try_cast(parts['date'] || ' ' || parts['clock'] as timestamp))::bigint
  - case when parts['sign'] = '' then 0
      else (parts['sign'] || '1')::int
        * (parts['hours']::int * 3600 + parts['minutes']::int * 60) end;

create macro seconds_of_text(text) as
  case when time_parts(text)['date'] != '' then seconds_of_parts(time_parts(text)) end;

-- 253402300799999 is the last millisecond of the year 9999.
create macro seconds_of_milliseconds(value) as
  case when is_whole(number_of(value), 0, 253402300799999)
    then floor(number_of(value) / 1000)::bigint end;

-- The first time that is there decides, also when it cannot be read.
create macro event_seconds(ts_action, override_ms, nginx_ms) as
  case
    when not is_absent(ts_action) then
      case when is_text(ts_action) then seconds_of_text(text_of(ts_action)) end
    when not is_absent(override_ms) then seconds_of_milliseconds(override_ms)
    else seconds_of_milliseconds(nginx_ms)
  end;

-- Urls: no query, no fragment; scheme and host in small letters, without user and default port.
create macro url_parts(text) as regexp_extract(
  regexp_extract(text, '^[^?#]*'),
  '(?s)^([A-Za-z][A-Za-z0-9+.-]*)://([^/]*)(.*)$',
  ['scheme', 'authority', 'path']);

create macro host_of_parts(parts) as regexp_replace(
  lower(regexp_replace(parts['authority'], '^.*@', '')),
  case lower(parts['scheme']) when 'http' then ':80$' when 'https' then ':443$' else '$^' end,
  '');

create macro url_of_parts(parts) as
  lower(parts['scheme']) || '://' || host_of_parts(parts)
  || if(parts['path'] = '', '/', parts['path']);

create macro normal_url(text) as
  case when url_parts(text)['scheme'] = '' then regexp_extract(text, '^[^?#]*')
    else url_of_parts(url_parts(text)) end;

-- The longest beginning of at most 2,048 bytes that ends with a whole character. Every byte of a
-- character but its first is one of 80 to bf.
create macro byte_continues(bytes, number) as
  substr(bytes, 2 * number - 1, 2) between '80' and 'BF';

create macro whole_bytes(bytes) as
  case when not byte_continues(bytes, 2049) then 2048
    when not byte_continues(bytes, 2048) then 2047
    when not byte_continues(bytes, 2047) then 2046
    else 2045 end;

create macro cut_value(text) as
  case when strlen(text) <= 2048 then text
    else decode(unhex(left(hex(text), 2 * whole_bytes(hex(text))))) end;

-- Names of custom events as encodeURIComponent writes them: it leaves five characters more as
-- they are than the url_encode of DuckDB does.
create macro encoded_name(text) as
  replace(replace(replace(replace(replace(
    url_encode(text), '%21', '!'), '%27', ''''), '%28', '('), '%29', ')'), '%2A', '*');

-- IPv4 addresses as numbers; NULL for anything else.
create macro address_number(text) as
  case when regexp_full_match(text, '\d{1,3}(\.\d{1,3}){3}') then
    list_reduce(
      [part::bigint for part in string_split(text, '.')],
      lambda number, part : number * 256 + part) end;
