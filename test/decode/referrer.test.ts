/** Kinds and domains of referrers; expected values from the lists' sources, by hand. */
import { describe, expect, test } from 'vitest';
import { createReferrerReader } from '../../src/decode/referrer.ts';
import { referrerLists } from '../../src/decode/referrer-lists.ts';

const page = 'https://www.news.example.co.uk/2026/03/a-story';
const reader = createReferrerReader();

test.each([
  ['', 'direct', undefined],
  ['https://www.google.com/', 'search', 'google.com'],
  ['https://www.google.co.uk/search?q=x', 'search', 'google.co.uk'],
  ['https://google.de', 'search', 'google.de'],
  ['https://news.google.com/articles/x', 'aggregator', 'google.com'],
  ['https://news.google.com.br/', 'aggregator', 'google.com.br'],
  ['https://gemini.google.com/app', 'ai', 'google.com'],
  ['https://plus.google.com/', 'social', 'google.com'],
  ['https://mail.google.com/', 'other', 'google.com'],
  ['https://notgoogle.com/', 'other', 'notgoogle.com'],
  ['https://google.com.evil.example/', 'other', 'evil.example'],
  ['https://google/', 'other', undefined],
  ['https://duckduckgo.com/', 'search', 'duckduckgo.com'],
  ['https://r.search.yahoo.com/_ylt=x', 'search', 'yahoo.com'],
  ['https://search.yahoo.co.jp/', 'search', 'yahoo.co.jp'],
  ['https://mail.yahoo.com/', 'other', 'yahoo.com'],
  ['https://yandex.ru/search', 'search', 'yandex.ru'],
  [
    'android-app://com.google.android.googlequicksearchbox/',
    'search',
    'android.googlequicksearchbox',
  ],
  ['https://l.facebook.com/l.php?u=x', 'social', 'facebook.com'],
  ['https://M.Facebook.COM/', 'social', 'facebook.com'],
  ['https://facebook.com:443/', 'social', 'facebook.com'],
  ['https://t.co/AbCdEf', 'social', 't.co'],
  ['https://not.co/', 'other', 'not.co'],
  ['https://de.pinterest.com/', 'social', 'pinterest.com'],
  ['https://www.pinterest.de/', 'social', 'pinterest.de'],
  ['https://like2buy.curalate.com/x', 'social', 'curalate.com'],
  ['https://curalate.com/x', 'other', 'curalate.com'],
  ['https://flipboard.com/@topic', 'aggregator', 'flipboard.com'],
  ['https://chatgpt.com/', 'ai', 'chatgpt.com'],
  ['https://www.perplexity.ai/search', 'ai', 'perplexity.ai'],
  ['https://copilot.microsoft.com/', 'ai', 'microsoft.com'],
  ['https://www.microsoft.com/', 'other', 'microsoft.com'],
  ['https://www.youtube.com/', 'other', 'youtube.com'],
  ['https://forum-example.net/t/12345', 'other', 'forum-example.net'],
  ['https://bücher.example/', 'other', 'bücher.example'],
  ['https://user:pass@bing.com/x', 'search', 'bing.com'],
  ['https://192.0.2.1/x', 'other', undefined],
  ['https://localhost/', 'other', undefined],
  ['not a url', 'other', undefined],
  ['https://example.co.uk/', 'internal', 'example.co.uk'],
  ['https://shop.example.co.uk/cart?a=b', 'internal', 'example.co.uk'],
  ['https://other.co.uk/', 'other', 'other.co.uk'],
])('%s is %s of %s', (referrer, kind, domain) => {
  expect(reader.kindOf(referrer, page)).toBe(kind);
  expect(reader.domainOf(referrer)).toBe(domain);
});

describe('the page', () => {
  test('that lies on a search engine is internal to it', () => {
    expect(reader.kindOf('https://www.google.com/', 'https://blog.google.com/a')).toBe('internal');
  });

  test('without a registrable domain has no internal referrers', () => {
    expect(reader.kindOf('https://localhost/a', 'https://localhost/b')).toBe('other');
    expect(reader.kindOf('https://192.0.2.1/a', 'https://192.0.2.1/b')).toBe('other');
  });
});

test('no name stands in two lists, and every one of them is found', () => {
  const listed = Object.entries(referrerLists).flatMap(([kind, names]) =>
    names.map((name) => [name, kind] as const),
  );
  expect(new Set(listed.map(([name]) => name)).size).toBe(listed.length);
  for (const [name, kind] of listed) {
    const host = name.replace('.*', '.fr');
    expect([name, reader.kindOf(`https://${host}/x`, page)]).toEqual([name, kind]);
    expect([name, reader.kindOf(`https://sub.${host}/x`, page)]).toEqual([name, kind]);
  }
});
