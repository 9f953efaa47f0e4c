/** The oracle itself: against rows worked out by hand, and against values written out. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ExportedRow } from './exported.ts';
import { sourceOfLines } from './line-sources.ts';
import type { Oracle } from './oracle.ts';
import { openOracle } from './oracle.ts';

const example = new URL('../../fixtures/worked-example/', import.meta.url);
const object = 'events/2026/03/08/10/part-0.gz';

function linesOf(name: string): readonly string[] {
  return readFileSync(new URL(name, example), 'utf8').trimEnd().split('\n');
}

describe('the worked example', () => {
  // The last line is cut off: no reader of JSON can be asked about it.
  const malformed = { object, line: 11, outcome: 'malformed' };
  const lines = linesOf('lines.jsonl').slice(0, 10);
  const source = sourceOfLines(
    [object],
    lines.map((text, index) => ({ object, line: index + 1, text })),
    [malformed],
  );
  let oracle: Oracle;

  beforeAll(async () => {
    oracle = await openOracle({
      sites: [{ site: 'news.example', zone: 'UTC' }],
      from: '2026-03-08',
      until: '2026-03-09',
      robots: ['Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)'],
      source,
    });
  });
  afterAll(() => {
    oracle.close();
  });

  test('has the rows that were worked out by hand, cell for cell in the same order', async () => {
    const rows: string[] = [];
    for await (const row of oracle.rows('news.example')) rows.push(JSON.stringify(row));
    expect(rows).toEqual([...linesOf('rows-1d.jsonl'), ...linesOf('rows-5m.jsonl')]);
  });

  test('has the outcomes that were worked out by hand', async () => {
    const outcomes = await oracle.outcomes();
    expect(outcomes.map(({ line, outcome }) => `${line} ${outcome}`)).toEqual(
      linesOf('outcomes.txt'),
    );
  });

  test('has the tally of its one period', async () => {
    expect(await oracle.tallies()).toEqual([
      {
        site: 'news.example',
        date: '2026-03-08',
        ...{ excluded: 0, bot: 1, duplicate: 1, counted: 5, duplicateConflict: 0 },
        countedByAction: { conversion: 1, heartbeat: 1, 'newsletter/sign up': 1, pageview: 2 },
        excludedByRule: {},
      },
    ]);
  });
});

type Keys = Readonly<Record<string, unknown>>;

/** Page views that differ in some keys, at 10:00 UTC on 8 March, as the oracle sees them. */
async function derive(events: readonly Keys[], zone = 'UTC') {
  const lines = events.map((keys, index) => {
    const event = {
      ...{ action: 'pageview', apikey: 's', event_id: `e${index}`, visitor_site_id: 'v' },
      ...{ url: `https://s/${index}`, ts_action: '2026-03-08 10:00:00', ...keys },
    };
    return { object, line: index + 1, text: JSON.stringify(event) };
  });
  const source = sourceOfLines([object], lines);
  const oracle = await openOracle({
    ...{ sites: [{ site: 's', zone }], from: '2026-03-07', until: '2026-03-10' },
    ...{ robots: [], source },
  });
  const rows: ExportedRow[] = [];
  for await (const row of oracle.rows('s')) rows.push(row);
  const pages = await oracle.pages('s');
  oracle.close();
  return { rows, pages };
}

describe('single values', () => {
  test('urls are normalised', async () => {
    const urls = [
      ['HTTPS://News.Example:443/a?x#y', 'https://news.example/a'],
      ['http://news.example:443/', 'http://news.example:443/'],
      ['https://user:p@ss@bare.example', 'https://bare.example/'],
      ['https://B\u00dcCHER.example/\u00c4', 'https://b\u00fccher.example/\u00c4'],
      ['https://[2001:DB8::1]:443/v6', 'https://[2001:db8::1]/v6'],
      ['https://x.example/a@b:443/c', 'https://x.example/a@b:443/c'],
      ['No.Scheme/Path?x', 'No.Scheme/Path'],
      ['android-app://com.Example/Path', 'android-app://com.example/Path'],
    ] as const;
    const { rows } = await derive(urls.map(([url]) => ({ url })));
    const found = rows.filter(({ grain, url }) => grain === '1d' && url !== null);
    expect(found.map(({ url }) => url)).toEqual(urls.map(([, expected]) => expected).sort());
  });

  test('custom events have the names that encodeURIComponent gives', async () => {
    const names = [
      ['newsletter/sign up', 'newsletter%2Fsign%20up'],
      ['gr\u00f6\u00dfe', 'gr%C3%B6%C3%9Fe'],
      ["it's (really) new!", "it's%20(really)%20new!"],
      ['a=b&c*~-_.', 'a%3Db%26c*~-_.'],
      ['100%', '100%25'],
      ['\ud83d\udd25', '%F0%9F%94%A5'],
    ] as const;
    const { rows } = await derive(names.map(([action]) => ({ action })));
    const found = Object.keys(rows[0]?.cells ?? {}).filter((key) => key.startsWith('$all/event:'));
    expect(found).toEqual(names.map(([, name]) => `$all/event:${name}`).sort());
  });

  test('a value is cut at the last whole character before 2,048 bytes', async () => {
    const { rows } = await derive([
      { utm_term: `${'h'.repeat(2045)}\ud83d\ude00` },
      { utm_term: `${'u'.repeat(2046)}\u00fcx` },
    ]);
    const found = Object.keys(rows[0]?.cells ?? {}).filter((key) => key.startsWith('utm_term='));
    expect(found).toEqual([
      `utm_term=${'h'.repeat(2045)}/page_views`,
      `utm_term=${'u'.repeat(2046)}\u00fc/page_views`,
    ]);
  });

  test('a day is the local date of its site', async () => {
    const at = { ts_action: '2026-03-08 04:30:00' };
    const { rows } = await derive([{ ...at, url: 'https://s/' }], 'America/New_York');
    expect(rows.map(({ bucket }) => bucket)).toEqual([
      ...['2026-03-07', '2026-03-07'],
      ...['2026-03-08T04:30:00Z', '2026-03-08T04:30:00Z'],
    ]);
  });

  test('a page record holds the metadata whole', async () => {
    const metadata = { metadata: true, metadata_title: 'A "b"', metadata_tags: [] };
    const { pages } = await derive([{ url: 'https://s/', ...metadata }]);
    expect(pages).toEqual([
      {
        date: '2026-03-08',
        url: 'https://s/',
        seenAt: Date.UTC(2026, 2, 8, 10) / 1000,
        metadata:
          '{"title":"A \\"b\\"","authors":[],"section":null,"tags":[],' +
          '"canonicalUrl":null,"pageType":null,"publishedMs":null}',
      },
    ]);
  });
});
