/** What is wrong with a configuration file, told with file, line, column and key. */
import { expect, test } from 'vitest';
import { configFromText } from '../../src/config/config-from-text.ts';

const source = { name: 'recount.yaml', folder: '.' };

function faultsOf(text: string): string {
  return configFromText(text, source)
    .faults.map(({ message, hint }) => `${message}\n  ${hint}`)
    .join('\n');
}

test('a value that is wrong is told with what was expected and what was found', () => {
  const text = `
# A site in a zone that is none.
archive: ./raw

sites:
  news.example:
    late: 2d

  sport.example:
    # since 2024
    zone: Mars
`;
  expect(faultsOf(text)).toBe(
    'recount.yaml:11:5 sites.sport.example.zone: ' +
      'expected a time zone such as America/New_York, found "Mars"\n' +
      '  name it as in America/New_York or Europe/Berlin, or write UTC',
  );
});

test('every kind of general value is told, all at once and in the order of the file', () => {
  const text = `
archive: {place: 's3://key:secret@bucket', layout: '{YYYY}/{MM}', expect: hours}
input_format: dlp
zone: 7
early: 1
late: a while
retain: {5m: 30d}
store: [./a, '']
limits:
  memory: 2G
  spill:
quiet: maybe
`;
  expect(faultsOf(text)).toMatchInlineSnapshot(`
    "recount.yaml:2:11 archive.place: expected a folder or a url without user and password, found "s3://***@bucket"
      leave user and password out; they come from the service's own environment
    recount.yaml:2:44 archive.layout: expected a pattern of keys such as {YYYY}/{MM}/{DD}/[{HH}/], found "{YYYY}/{MM}"
      name {YYYY}, {MM} and {DD} once, {HH} at most once, as in {YYYY}/{MM}/{DD}/[{HH}/]
    recount.yaml:2:67 archive.expect: expected one of auto, hour, day, none, found "hours"
      did you mean hour? write one of auto, hour, day, none
    recount.yaml:3:1 input_format: expected one of auto, dpl, pixel, found "dlp"
      did you mean dpl? write one of auto, dpl, pixel
    recount.yaml:4:1 zone: expected a time zone such as America/New_York, found 7
      for example America/New_York
    recount.yaml:5:1 early: expected a span of time such as 90m, 6h or 2d, found 1
      for example 6h
    recount.yaml:6:1 late: expected a span of time such as 90m, 6h or 2d, found "a while"
      write numbers with s, m, h, d or w, as in 90m, 1h30m or 2d
    recount.yaml:7:1 retain: expected a rule such as 5m=30d or 5m=forever, found the key 5m
      for example 5m=30d
    recount.yaml:8:14 store[1]: expected a folder or a url without user and password, found ""
      write a folder or a url
    recount.yaml:10:3 limits.memory: expected a size such as 512MiB or 2GiB, found "2G"
      write a number and a unit (MiB, GiB), as in 512MiB or 2GiB
    recount.yaml:11:3 limits.spill: expected the path of a folder, found nothing
      for example /var/tmp
    recount.yaml:12:1 quiet: expected true or false, found "maybe"
      for example true"
  `);
});

test('a key that is not known is told with those that are near', () => {
  const text = `
stroe: ./a
limits: {memmory: 1GiB}
sites:
  news.example: {zonne: UTC, segment: {}}
  shop.example: {segments: {loyal: {feild: session_id, atleast: 3}}}
`;
  expect(faultsOf(text)).toMatchInlineSnapshot(`
    "recount.yaml:2:1 stroe: there is no such key
      did you mean store? the keys here are archive, input_format, s3, zone, early, late, look_back, retain, store, metrics_file, erase_key_file, cassandra, limits, quiet, progress, sites
    recount.yaml:3:10 limits.memmory: there is no such key
      did you mean memory? the keys here are max_rate, pause_file, memory, workers, spill
    recount.yaml:5:18 sites.news.example.zonne: there is no such key
      did you mean zone? the keys here are expect, zone, early, late, retain, segments, exclusions
    recount.yaml:5:30 sites.news.example.segment: there is no such key
      did you mean segments? the keys here are expect, zone, early, late, retain, segments, exclusions
    recount.yaml:6:37 sites.shop.example.segments.loyal.feild: there is no such key
      did you mean field? the keys here are field, values, in, at_least, all
    recount.yaml:6:56 sites.shop.example.segments.loyal.atleast: there is no such key
      did you mean at_least? the keys here are field, values, in, at_least, all"
  `);
});

test('own segments are told by their forms, values and names', () => {
  const text = `
sites:
  news.example:
    segments:
      device: {field: plan, values: [a]}
      utm_source: {field: plan, values: [a]}
      $all: {field: plan, values: [a]}
      Plan: {field: plan, values: [a]}
      no_form: {field: plan}
      two_forms: {field: plan, values: [a], in: [a]}
      without_field: {in: [a]}
      more_than_all: {all: [{field: a, in: [b]}], in: [a]}
      no_values: {field: plan, values: []}
      same_values: {field: plan, values: [1, true, '1']}
      no_number: {field: session_id, at_least: '10'}
      no_field: {field: '', in: [a]}
      in_all:
        all:
          - {field: plan}
          - {field: plan, values: [a]}
          - all: []
      no_rule: premium
`;
  expect(faultsOf(text)).toMatchInlineSnapshot(`
    "recount.yaml:5:7 sites.news.example.segments.device: expected a name of a-z, 0-9 and _ that no segment and no breakdown has, found "device"
      device is in every row already; choose another name
    recount.yaml:6:7 sites.news.example.segments.utm_source: expected a name of a-z, 0-9 and _ that no segment and no breakdown has, found "utm_source"
      utm_source is in every row already; choose another name
    recount.yaml:7:7 sites.news.example.segments.$all: expected a name of a-z, 0-9 and _ that no segment and no breakdown has, found "$all"
      $all is in every row already; choose another name
    recount.yaml:8:7 sites.news.example.segments.Plan: expected a name of a-z, 0-9 and _ that no segment and no breakdown has, found "Plan"
      for example core_region
    recount.yaml:9:7 sites.news.example.segments.no_form: expected field with values, field with in, field with at_least, or all, found the key field
      for example {field: extra_data.subscriber_type, values: [premium, free]}
    recount.yaml:10:7 sites.news.example.segments.two_forms: expected field with values, field with in, field with at_least, or all, found the keys field, values, in
      for example {field: extra_data.subscriber_type, values: [premium, free]}
    recount.yaml:11:7 sites.news.example.segments.without_field: expected field with values, field with in, field with at_least, or all, found the key in
      for example {field: extra_data.subscriber_type, values: [premium, free]}
    recount.yaml:12:7 sites.news.example.segments.more_than_all: expected field with values, field with in, field with at_least, or all, found the keys all, in
      for example {field: extra_data.subscriber_type, values: [premium, free]}
    recount.yaml:13:32 sites.news.example.segments.no_values.values: expected a list of different values such as [premium, free], found an empty list
      for example [premium, free]
    recount.yaml:14:34 sites.news.example.segments.same_values.values: expected a list of different values such as [premium, free], found 1 twice
      leave one of them out
    recount.yaml:15:38 sites.news.example.segments.no_number.at_least: expected a number such as 10, found "10"
      for example 10
    recount.yaml:16:18 sites.news.example.segments.no_field.field: expected the name of a field such as ip_country or extra_data.plan, found ""
      for example extra_data.subscriber_type
    recount.yaml:19:13 sites.news.example.segments.in_all.all[0]: expected field with in, field with at_least, or all, found the key field
      for example {field: ip_country, in: [US, CA]}
    recount.yaml:20:27 sites.news.example.segments.in_all.all[1].values: there is no such key
      the keys here are field, in, at_least, all
    recount.yaml:21:13 sites.news.example.segments.in_all.all[2].all: expected a list of conditions such as [{field: ip_country, in: [US, CA]}], found an empty list
      for example [{field: session_id, at_least: 3}, {field: channel, in: [website, amp]}]
    recount.yaml:22:7 sites.news.example.segments.no_rule: expected field with values, field with in, field with at_least, or all, found "premium"
      for example {field: extra_data.subscriber_type, values: [premium, free]}"
  `);
});

test('exclusions are told by their forms and values', () => {
  const text = `
sites:
  news.example:
    exclusions:
      office: {ip: [192.0.2.0/24, 192.0.2.0/33, 300.0.0.1]}
      home: {ip: 192.0.2.9-192.0.2.1}
      staff: {extra_data: {role: staff, plan: none}}
      empty: {extra_data: {role: ''}}
      query: {url_prefix: 'https://news.example/?preview'}
      host: {url_prefix: 'https://News.example/preview'}
      both: {ip: 192.0.2.1, url_prefix: 'https://news.example/a'}
      Loud: {ip: 192.0.2.1}
`;
  expect(faultsOf(text)).toMatchInlineSnapshot(`
    "recount.yaml:5:35 sites.news.example.exclusions.office.ip[1]: expected a range of IP addresses such as 192.0.2.0/24, found "192.0.2.0/33"
      write it as in 192.0.2.0/24, 2001:db8::/32 or 192.0.2.1-192.0.2.9
    recount.yaml:5:49 sites.news.example.exclusions.office.ip[2]: expected a range of IP addresses such as 192.0.2.0/24, found "300.0.0.1"
      write it as in 192.0.2.0/24, 2001:db8::/32 or 192.0.2.1-192.0.2.9
    recount.yaml:6:14 sites.news.example.exclusions.home.ip: expected a range of IP addresses such as 192.0.2.0/24, found "192.0.2.9-192.0.2.1"
      write it as in 192.0.2.0/24, 2001:db8::/32 or 192.0.2.1-192.0.2.9
    recount.yaml:7:15 sites.news.example.exclusions.staff.extra_data: expected one key and its value such as {internal: true}, found the keys role, plan
      for example {internal: true}
    recount.yaml:8:28 sites.news.example.exclusions.empty.extra_data.role: expected a text, a number, true or false, found ""
      for example premium
    recount.yaml:9:15 sites.news.example.exclusions.query.url_prefix: expected the beginning of stored urls such as https://news.example/preview/, found "https://news.example/?preview"
      leave out ? and # and what follows: no stored url has it
    recount.yaml:10:14 sites.news.example.exclusions.host.url_prefix: expected the beginning of stored urls such as https://news.example/preview/, found "https://News.example/preview"
      write scheme and host in lower case
    recount.yaml:11:7 sites.news.example.exclusions.both: expected one of ip, extra_data and url_prefix, found the keys ip, url_prefix
      for example {ip: [192.0.2.0/24]}
    recount.yaml:12:7 sites.news.example.exclusions.Loud: expected a name of a-z, 0-9 and _ that begins with a letter, found "Loud"
      for example office"
  `);
});

test('a site is told by its name, and everything by the form of the whole', () => {
  expect(faultsOf('sites: {" news.example": {zone: UTC}}')).toMatchInlineSnapshot(`
    "recount.yaml:1:9 sites. news.example: expected a site as the lines of the log name it, found " news.example"
      write it as the lines of the log name it, as in news.example"
  `);
  expect(faultsOf('sites: [news.example]')).toMatchInlineSnapshot(`
    "recount.yaml:1:1 sites: expected sites by their names in the log, found a list
      for example {news.example: {zone: America/New_York}}"
  `);
  expect(faultsOf('sites: {news.example: America/New_York}')).toMatchInlineSnapshot(`
    "recount.yaml:1:9 sites.news.example: expected the keys of a site such as zone, found "America/New_York"
      for example {zone: America/New_York}"
  `);
  expect(faultsOf('- archive: ./raw')).toMatchInlineSnapshot(`
    "recount.yaml:1:1: expected keys such as archive, store and sites, found a list
      recount.yaml(5) explains every key"
  `);
});

test('a key that stands twice is told at its second place', () => {
  const text = `
late: 6h
sites:
  news.example: {zone: UTC}
late: 7h
`;
  expect(faultsOf(text)).toMatchInlineSnapshot(`
    "recount.yaml:5:1 late: stands in line 2 already
      leave one of them out"
  `);
});

test.each([
  ['sites:\n\tnews.example: {}\n', '2:1', 'tabs are not allowed as indentation'],
  ['store: [./a, ./b\nlate: 6h\n', '2:1', 'flow sequence in block collection must be'],
  ['zone: "UTC\nlate: 6h\n', '3:1', 'missing closing "quote'],
  ['store: a: b\n', '1:8', 'nested mappings are not allowed in compact mappings'],
  ['late: 6h\n---\nlate: 7h\n', '2:1', 'source contains multiple documents'],
  ['store: !secret ./a\n', '1:8', 'unresolved tag: !secret'],
])('what is no YAML is told with its place: %j', (text, place, problem) => {
  const [first = ''] = faultsOf(text).split('\n');
  expect(first).toContain(`recount.yaml:${place}: this is no YAML: ${problem}`);
});

test('an alias of nothing is told', () => {
  expect(faultsOf('late: 6h\nstore: *place\n')).toBe(
    'recount.yaml:2:1 store: *place stands for nothing\n' +
      '  write &place before the value it is to mean',
  );
});

test('tabs are told with what to write in their place', () => {
  expect(faultsOf('sites:\n\tnews.example: {}\n')).toContain('\n  indent with spaces');
});

test('a list as a key, a large number and what is too deep are told', () => {
  expect(faultsOf('? [a, b]\n: 1\n')).toMatchInlineSnapshot(`
    "recount.yaml:1:3: a key is no text
      write a name and a colon: "name: value""
  `);
  const segments = '{plan: {field: plan, values: [9007199254740993]}}';
  expect(faultsOf(`sites: {a: {segments: ${segments}}}`)).toMatchInlineSnapshot(`
    "recount.yaml:1:53 sites.a.segments.plan.values[0]: the number 9007199254740993 is too large to be kept to its last digit
      write it in quotes, if it is a name"
  `);
  const itself = '{plan: {all: &own [{all: *own}]}}';
  expect(faultsOf(`sites: {a: {segments: ${itself}}}`)).toMatchInlineSnapshot(`
    "recount.yaml:1:43 sites.a.segments.plan.all[0].all[0].all[0].all[0].all[0].all[0].all[0].all[0].all[0].all[0].all: is nested too deep
      an alias may not hold itself"
  `);
});

test('aliases that make a million values of a few are refused, not followed', () => {
  const levels = Array.from({ length: 12 }, (_, level) => {
    const inner =
      level === 0
        ? '[x]'
        : `[${Array(4)
            .fill(`*l${level - 1}`)
            .join(', ')}]`;
    return `l${level}: &l${level} ${inner}`;
  });
  expect(faultsOf(levels.join('\n'))).toContain('is more than 200000 values');
});

test('a secret in a value that is refused is not repeated', () => {
  const text = 'store: cassandra://ada:secret@db/stats';
  expect(faultsOf(text)).toContain('cassandra://***@db/stats');
  expect(faultsOf(text)).not.toContain('secret');
});

test('a whole number may stand without quotes where one is expected, and nowhere else', () => {
  expect(faultsOf('s3: {tries: 5, requests: "8"}\nlimits: {max_rate: 1000}')).toBe('');
  expect(faultsOf('s3: {tries: 0}\nlimits: {memory: 7}\nlook_back: 3')).toBe(
    'recount.yaml:1:6 s3.tries: expected a whole number above 0, found 0\n' +
      '  write a whole number above 0\n' +
      'recount.yaml:2:10 limits.memory: expected a size such as 512MiB or 2GiB, found 7\n' +
      '  for example 512MiB\n' +
      'recount.yaml:3:1 look_back: expected a span of time such as 90m, 6h or 2d, found 3\n' +
      '  for example 6h',
  );
});
