/** Hits of the pixel of simulated traffic, written and broken in every way: seeded. */
import type { Random } from '../../../src/simulate/random.ts';
import { mutateBytes } from './mutate-bytes.ts';
import { simulatedLines } from './simulated-lines.ts';

/** Parts of a line of either form, which can be put together in both. */
type Hit = {
  address: string;
  user: string;
  time: string;
  method: string;
  parameters: string[];
  protocol: string;
  status: string;
  bytes: string;
  referrer: string;
  agent: string;
};

const encoding = 'latin1';
const latin1 = (text: string): string => Buffer.from(text).toString(encoding);

/** Values as they may be sent, escapes whole and broken. */
const oddValues: readonly string[] = [
  ...['', '%', '%2', '%zz', '%41', '%4a', '%4A', '+', 'a+b', '%2B', '%25', '%2525', '%+1', '%00'],
  ...['%C3', '%C3%A9', '%c3%a9', '%E2%82', '%E2%82%AC', '%ED%A0%80', '%ED%9F%BF', '%F0%9F%98%80'],
  ...['%F4%90%80%80', '%C0%AF', '%80', '%FF', '%EF%BB%BF', '%E0%80%80', '%F0%80%80%80', '%C3x'],
  ...['%0A', '%0D', '%09', '%20', '%22', '%5C', '%7C%7C', '%20%7C%7C%20', '#', '?', '=', 'a=b'],
  ...['0', '00', '01', '6', '10.0', '-1', '1e2', '2147483647', '2147483648', '86400', '86401'],
  ...['null', 'undefined', '%22%22', 'true', '"', '\\', "'", '|', '||', '[', ']', '{', '}'],
  ...['é', '😀', '\u00a0', '\u2028', '\ufeff'].map(latin1),
  ...['\xc3', '\x80', '\xff', '\xed\xa0\x80', '\0', '\t', '\x7f'],
  ...['news.example', 'NEWS.example', 'heartbeat', 'pageview', 'vheartbeat', 'conversion', 'x y'],
  ...['https%3A%2F%2FNews.Example%3A443%2Fa%3Fb%23c', 'https://news.example/a?utm_source=x%26y'],
  ...['https%3A%2F%2Fwww.google.com%2F', 'https%3A%2F%2Fnews.example%2F', '%3F', '%23', 'a'],
  ...[`https%3A%2F%2Fa.b%2F${'x'.repeat(8180)}`, 'v'.repeat(1024), 'v'.repeat(1025)],
  ...['%C3%A9'.repeat(512), '%C3%A9'.repeat(513)],
];

const dataTexts: readonly string[] = [
  ...['{}', '[]', 'null', '"a"', '{', '{"parsely_site_uuid":"v1"}', '{"parsely_site_uuid": ""}'],
  ...['{"parsely_site_uuid":null}', '{"parsely_site_uuid":7}', '{"parsely_site_uuid":"\\u0076"}'],
  ...['{"parsely_site_uuid":"a","parsely_site_uuid":"b"}', '{"parsely_site_\\u0075uid":"c"}'],
  ...['{"a":{"parsely_site_uuid":"x"},"parsely_site_uuid":"é"}', '{"parsely_site_uuid":"v"} x'],
  ...['\n{"parsely_site_uuid":\n"v"}\n', ' { "parsely_site_uuid" : "v" , "test" : true } ', '{,}'],
  ...['{"parsely_site_uuid":"v","test":"true","kind":"a"}', '{"title":"T","authors":"A"}'],
  ...['{"title":"T","authors":["A",1,""],"tags":"t","pub_date":"2026-03-01","link":"l"}'],
  ...['{"title":"","author":["A"],"type":"post","pub_date_tmsp":1772000000000}', '{"title":7}'],
  `{"parsely_site_uuid":"v","x":"${'y'.repeat(9000)}"}`,
];

const names: readonly string[] = [
  ...['idsite', 'action', 'url', 'urlref', 'metadata', 'u', 'rand', 'data', 'sid', 'inc'],
  ...['ip_address', 'title', 'u%72l', 'acti%6Fn', 'id+site', '', 'url[]', 'URL', '%', 'ur%'],
];

const times: readonly string[] = [
  ...['08/Mar/2026:10:01:10 +0000', '08/Mar/2026:10:01:10 -0130', '08/Mar/2026:10:01:10 +2400'],
  ...['29/Feb/2026:10:01:10 +0000', '29/Feb/2024:10:01:10 +0000', '00/Mar/2026:10:01:10 +0000'],
  ...['31/Dec/1969:23:59:59 +0000', '01/Jan/1970:00:00:00 +0100', '01/Jan/1970:00:00:00 -0100'],
  ...['07/Feb/2106:06:28:15 +0000', '07/Feb/2106:06:28:16 +0000', '31/Dec/2105:23:59:59 -2359'],
  ...['08/mar/2026:10:01:10 +0000', '8/Mar/2026:10:01:10 +0000', '08/Mar/2026:24:00:00 +0000'],
  ...['08/Mar/2026:10:01:10', '08/Mar/2026 10:01:10 +0000', '-', '', ' 08/Mar/2026:10:01:10 +0000'],
];

/** @returns a function that makes one line after another, without its line feed. */
export function mutatedHits(random: Random): () => Buffer {
  const pool = simulatedLines({ format: 'pixel-combined', detail: 'lean' }, 3000).map(hitOfLine);
  const make = (): Buffer => {
    const hit = random.pick(pool);
    const copy = { ...hit, parameters: [...hit.parameters] };
    for (let left = random.below(4); left > 0; left -= 1) mutateHit(copy, random);
    const text = random.chance(0.5) ? pipedText(copy, random) : combinedText(copy, random);
    return Buffer.from(text.replaceAll('\n', ''), encoding);
  };
  return () => {
    let line = make();
    if (!random.chance(0.2)) return line;
    for (let left = 1 + random.below(2); left > 0; left -= 1) {
      line = mutateBytes(line, random, make());
    }
    return line;
  };
}

const combinedForm =
  /^(\S+) - - \[([^\]]+)\] "(GET \/plogger\/\?)(\S*)( HTTP\/1.1)" (\d+) (\d+) "(\S*)" "(.*)"$/;

function hitOfLine(line: string): Hit {
  const match = combinedForm.exec(latin1(line));
  if (match === null) throw new Error(`the simulated line has another form: ${line}`);
  const [, address = '', time = '', method = '', query = '', protocol = ''] = match;
  const [status = '', bytes = '', referrer = '', agent = ''] = match.slice(6);
  const log = { address, user: '-', time, method, protocol, status, bytes, referrer, agent };
  return { ...log, parameters: query.split('&') };
}

function mutateHit(hit: Hit, random: Random): void {
  const { parameters } = hit;
  const at = random.below(parameters.length);
  const [name = ''] = (parameters[at] ?? '').split('=', 1);
  switch (random.below(10)) {
    case 0:
      parameters[at] = `${name}=${random.pick(oddValues)}`;
      break;
    case 1:
      parameters.push(`${random.pick(names)}=${random.pick(oddValues)}`);
      break;
    case 2:
      parameters.splice(at, 1);
      break;
    case 3:
      parameters[at] = (parameters[at] ?? '') + random.pick(oddValues);
      break;
    case 4:
      parameters.push(`${random.pick(['data', 'metadata'])}=${dataValue(random)}`);
      break;
    case 5:
      parameters.splice(at, 0, random.pick(['', name, '=', '=x', '&', `${name}==`]));
      break;
    case 6:
      parameters.push(parameters.splice(at, 1)[0] ?? '');
      break;
    case 7:
      // Without `u` the visitor is that of the data.
      hit.parameters = parameters.filter((one) => !one.startsWith('u='));
      hit.parameters.push(`data=${dataValue(random)}`);
      break;
    default:
      mutateLog(hit, random);
  }
}

function dataValue(random: Random): string {
  const text = random.pick(dataTexts);
  const sent = encodeURIComponent(text);
  if (random.chance(0.7)) return sent;
  return random.chance(0.5) ? latin1(text.replaceAll(' ', '+')) : sent.replaceAll('%22', '"');
}

/** What may stand in the other fields of the log. */
const oddFields: Readonly<Record<Exclude<keyof Hit, 'parameters'>, readonly string[]>> = {
  time: times,
  status: ['200', '204', '304', '404', '20', '2000', 'abc', '', ' 200', latin1('２00')],
  protocol: [' HTTP/2', ' HTTP/2.0', '', ' HTTP/', ' HTTP/1.1 HTTP/1.1', ' x'],
  agent: ['-', '', 'a || b', 'Googlebot/2.1', 'a\\"b', 'x "y" z', latin1('ü')],
  address: ['192.0.2.7', '', '-', '::1', 'a b', latin1('a\u00a0b'), '[::1]'],
  method: ['GET ?', 'GET /plogger/', 'POST /?a?', '?', 'GET /x HTTP/1.1?', ''],
  user: ['-', 'joe', 'a b', '', '[x', 'x] "y'],
  referrer: ['-', '', 'a || b', 'a"b', 'a\\\\', latin1('https://ä.example/')],
  bytes: ['-', '', '0', 'a b', latin1('\u3000')],
};
const oddFieldNames = Object.keys(oddFields) as readonly (keyof typeof oddFields)[];

function mutateLog(hit: Hit, random: Random): void {
  const name = random.pick(oddFieldNames);
  hit[name] = random.pick(oddFields[name]);
}

function requestOf({ method, parameters, protocol }: Hit): string {
  return method + parameters.join('&') + protocol;
}

function pipedText(hit: Hit, random: Random): string {
  const bar = random.chance(0.03)
    ? random.pick(['||', ' ||', ' |||| ', ' || || ', ' ||  || '])
    : '';
  const tail = random.chance(0.03)
    ? random.pick([['-'], ['-', '-'], ['-', '-', '-', '0', '1']])
    : [];
  const first = [
    '/plogger/',
    hit.address,
    hit.user,
    random.chance(0.5) ? `${hit.time} ` : hit.time,
  ];
  const second = [requestOf(hit), hit.status, hit.bytes, hit.referrer, hit.agent];
  const rest = tail.length > 0 ? tail : ['-', '-', 'parsely_network_uuid=abc; path=/', '0.000'];
  return [...first, ...second, ...rest].join(' || ') + bar;
}

function combinedText(hit: Hit, random: Random): string {
  const tail = random.chance(0.1) ? random.pick([' "-"', ' ', 'x', ' 0.1 || a', '"', ' \\']) : '';
  const where = `${hit.address} - ${hit.user} [${hit.time}]`;
  const answer = `${hit.status} ${hit.bytes} "${hit.referrer}" "${hit.agent}"`;
  return `${where} "${requestOf(hit)}" ${answer}${tail}`;
}
