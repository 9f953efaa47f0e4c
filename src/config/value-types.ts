/** Every type of value: one table. Options, the configuration file and the manual refer to it. */
import { defaultLayout } from '../model/layout-pattern.ts';
import { parseColumns } from './parse-columns.ts';
import { parseDate, parseMoment } from './parse-date.ts';
import { parseSample, parseTolerance } from './parse-audit.ts';
import { parseDuration } from './parse-duration.ts';
import { parseEndpoint, parseRegion } from './parse-endpoint.ts';
import { parseLayout } from './parse-layout.ts';
import { parseCount, parseSiteInZone } from './parse-simulated.ts';
import { parseReplication } from './parse-replication.ts';
import { parseRetention } from './parse-retention.ts';
import { parseSize } from './parse-size.ts';
import { parseTime } from './parse-time.ts';
import { parsePlace, parserOfChoice, parserOfPath } from './parse-text.ts';
import { parseSite, parseText, parseZone } from './parse-text.ts';
import { wrong } from './parsed.ts';
import type { ValueType } from './value-type.ts';

const span = '([0-9]+[smhdw])+';

export const valueTypes = {
  place: {
    parse: parsePlace,
    expected: 'a folder or a url without user and password',
    examples: ['./raw-logs', 's3://my-logs/events'],
    pattern: '\\S',
    path: 'folder',
  },
  store: {
    parse: parsePlace,
    expected: 'a folder or a url without user and password',
    examples: ['./recount-store', '/var/lib/recount', 'cassandra://host1,host2/recount'],
    pattern: '\\S',
    path: 'folder',
  },
  file: {
    parse: parserOfPath('file'),
    expected: 'the path of a file',
    examples: ['./rows.jsonl'],
    pattern: '\\S',
    path: 'file',
  },
  folder: {
    parse: parserOfPath('folder'),
    expected: 'the path of a folder',
    examples: ['/var/tmp'],
    pattern: '\\S',
    path: 'folder',
  },
  endpoint: {
    parse: parseEndpoint,
    expected: 'the address of a service without user and password',
    examples: ['https://s3.example:9000'],
    pattern: '^[Hh][Tt][Tt][Pp][Ss]?://',
  },
  region: {
    parse: parseRegion,
    expected: 'a region such as eu-west-1',
    examples: ['us-east-1', 'eu-west-1'],
    pattern: '^[A-Za-z0-9-]+$',
  },
  text: { parse: parseText, expected: 'a text', examples: ['late logs of 8 March'] },
  site: {
    parse: parseSite,
    expected: 'a site as the lines of the log name it',
    examples: ['news.example'],
  },
  siteInZone: {
    parse: parseSiteInZone,
    expected: 'a site and its time zone, as in news.example=America/New_York',
    examples: ['news.example=America/New_York'],
    pattern: '^.+=.+$',
  },
  count: {
    parse: parseCount,
    expected: 'a whole number',
    examples: ['100000'],
    pattern: '^[0-9][0-9_,]*$',
    isWholeNumber: true,
  },
  zone: {
    parse: parseZone,
    expected: 'a time zone such as America/New_York',
    examples: ['America/New_York', 'UTC'],
  },
  date: {
    parse: parseDate,
    expected: 'a date such as 2026-03-14, yesterday or -7d',
    examples: ['2026-03-14', 'yesterday', '-7d'],
  },
  moment: {
    parse: parseMoment,
    expected: 'a date such as 2026-03-14, yesterday or -7d',
    examples: ['2026-03-14', 'yesterday', '-7d', '-24h'],
  },
  time: {
    parse: parseTime,
    expected: 'a date with a time such as 2026-03-08T10:05',
    examples: ['2026-03-08T10:05', '2026-03-08T15:05Z'],
  },
  span: {
    parse: parseDuration,
    expected: 'a span of time such as 90m, 6h or 2d',
    examples: ['6h', '1h30m', '2d'],
    pattern: `^${span}$`,
  },
  retention: {
    parse: parseRetention,
    expected: 'a rule such as 5m=30d or 5m=forever',
    examples: ['5m=30d', '5m=forever'],
    pattern: `^5m=(forever|${span})$`,
  },
  replication: {
    parse: parseReplication,
    expected: 'copies in every data centre, or in each: dc1=3,dc2=2',
    examples: ['3', 'dc1=3,dc2=2'],
    pattern: '^([1-9][0-9]?|[A-Za-z0-9_.-]+=[1-9][0-9]?(,[A-Za-z0-9_.-]+=[1-9][0-9]?)*)$',
  },
  size: {
    parse: parseSize,
    expected: 'a size such as 512MiB or 2GiB',
    examples: ['512MiB', '2GiB'],
    pattern: '^[0-9]+(\\.[0-9]+)?\\s*([KMGTkmgt][Ii]?)?[Bb]$',
  },
  sample: {
    parse: parseSample,
    expected: 'a part of all such as 1/7',
    examples: ['1/7'],
    pattern: '^[0-9]+/[0-9]+$',
  },
  numbers: {
    parse: parsePlace,
    expected: 'a file or the place of a store',
    examples: ['./old-numbers.csv', './other-store'],
    pattern: '\\S',
    path: 'file',
  },
  columns: {
    parse: parseColumns,
    expected: 'a map of columns such as site=customer,bucket=day,page_views=pv',
    examples: ['site=customer,bucket=day,page_views=pv', 'bucket=day,grain:=1d'],
    pattern: '=',
  },
  tolerance: {
    parse: parseTolerance,
    expected: 'a metric and how far it may be, as in visitors=1%',
    examples: ['visitors=1%', 'video_starts=5'],
    pattern: '^.+=[0-9.]+%?$',
  },
  layout: {
    parse: parseLayout,
    expected: `a pattern of keys such as ${defaultLayout}`,
    examples: [defaultLayout, 'dt={YYYY}-{MM}-{DD}/'],
    pattern: '^[^/].*$',
  },
} as const satisfies Readonly<Record<string, ValueType<unknown>>>;

/** Numbers and spans of a type of which 0 means nothing. */
export function positiveType(type: ValueType<number>): ValueType<number> {
  return {
    ...type,
    parse(text) {
      const result = type.parse(text);
      if (result.kind === 'wrong' || result.value > 0) return result;
      return wrong('is nothing', `write ${type.expected} above 0`);
    },
    expected: `${type.expected} above 0`,
  };
}

/** One word of a closed list. */
export function choiceType<const Choice extends string>(
  choices: readonly [Choice, ...Choice[]],
): ValueType<Choice> {
  return {
    parse: parserOfChoice(choices),
    expected: `one of ${choices.join(', ')}`,
    examples: choices,
    choices,
  };
}
