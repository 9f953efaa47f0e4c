/** Segments, breakdowns and page metadata of dpl events, with the expected values by hand. */
import { describe, expect, test } from 'vitest';
import { decode, lines } from './decoded.ts';

const event = {
  ...{ action: 'pageview', apikey: 'news.example', event_id: 'e1', visitor_site_id: 'v1' },
  ...{ ts_action: '2026-03-08 10:01:10', url: 'https://news.example/a' },
};

function decoded(change: object) {
  const [found] = decode(lines({ ...event, ...change })).events;
  if (found === undefined) throw new Error('the event was not accepted');
  return found;
}

describe('closed lists are matched letter by letter', () => {
  test.each([
    ['device', { ua_devicetype: 'desktop' }, 'desktop'],
    ['device', { ua_devicetype: 'tablet' }, 'tablet'],
    ['device', { ua_devicetype: 'Mobile' }, 'other'],
    ['device', { ua_devicetype: 'smarttv' }, 'other'],
    ['device', { ua_devicetype: 'other' }, 'other'],
    ['device', { ua_devicetype: null }, 'other'],
    ['device', { ua_devicetype: 5 }, 'other'],
    ['device', {}, 'other'],
    ['channel', { channel: 'amp' }, 'amp'],
    ['channel', { channel: 'apln' }, 'apln'],
    ['channel', { channel: 'fbia' }, 'fbia'],
    ['channel', { channel: 'website ' }, 'other'],
    ['channel', { channel: 'kiosk' }, 'other'],
    ['channel', {}, 'other'],
    ['visitor', { session_id: 1 }, 'new'],
    ['visitor', { session_id: 2 }, 'returning'],
    ['visitor', {}, 'unknown'],
    ['ref', { ref_category: 'search' }, 'search'],
    ['ref', { ref_category: 'aggregator', referrer: 'x' }, 'aggregator'],
    ['ref', { ref_category: 'ai' }, 'ai'],
    ['ref', { ref_category: 'direct', referrer: 'x' }, 'direct'],
    ['ref', { ref_category: 'other' }, 'other'],
    ['ref', { ref_category: 'Search' }, 'direct'],
    ['ref', { ref_category: 'email' }, 'direct'],
    ['ref', { ref_category: 'email', referrer: 'x' }, 'other'],
    ['ref', { ref_category: 'email', ref_domain: 'x' }, 'other'],
    ['ref', { ref_category: 'email', ref_clean: 'x' }, 'direct'],
    ['ref', { ref_category: 5, referrer: null, ref_domain: '' }, 'direct'],
    ['ref', { referrer: 'x' }, 'other'],
    ['ref', { ref_domain: 'x' }, 'other'],
    ['ref', { referrer: '', ref_domain: '' }, 'direct'],
    ['ref', {}, 'direct'],
  ])('%s of %o is %s', (name, change, expected) => {
    expect(decoded(change).segments).toContain(`${name}=${expected}`);
  });
});

describe('breakdowns', () => {
  test('are taken from their fields', () => {
    const campaign = {
      ...{ utm_campaign: 'a', utm_source: 'b', utm_medium: 'c', utm_term: 'd', utm_content: 'e' },
    };
    const change = {
      ...campaign,
      ip_country: 'US',
      ref_domain: 'x.example',
      ref_clean: 'https://x/',
    };
    expect(decoded(change).breakdowns).toEqual({
      ...campaign,
      ...{ country: 'US', ref_domain: 'x.example', ref_url: 'https://x/' },
    });
  });

  test.each([
    ['the clean referrer', { ref_clean: 'a', referrer: 'b' }, 'a'],
    ['the clean referrer uncut', { ref_clean: 'a?b#c' }, 'a?b#c'],
    ['else the referrer up to its query', { ref_clean: '', referrer: 'a#b?c?d' }, 'a#b'],
    ['else the referrer', { ref_clean: null, referrer: 'https://a/#b' }, 'https://a/#b'],
    ['nothing where the referrer is only a query', { referrer: '?a' }, undefined],
    ['nothing', {}, undefined],
  ])('the url of the referrer is %s', (_name, change, expected) => {
    expect(decoded(change).breakdowns.ref_url).toBe(expected);
  });

  test.each([
    [null, undefined],
    ['', undefined],
    [2026, '2026'],
    [0, '0'],
    [true, 'true'],
    [['a', 1], '["a",1]'],
    [{ a: [] }, '{"a":[]}'],
    [' ', ' '],
    ['a/page_views=1', 'a/page_views=1'],
    ['\ud800', '\ufffd'],
  ])('%o becomes %s', (utm_campaign, expected) => {
    expect(decoded({ utm_campaign }).breakdowns.utm_campaign).toBe(expected);
  });

  test('that are nested beyond all measure are left out', () => {
    const deep = '['.repeat(400_000) + ']'.repeat(400_000);
    const line = JSON.stringify({ ...event, utm_term: 'x' }).replace('"x"', deep);
    expect(decode(line).events.map(({ breakdowns }) => breakdowns)).toEqual([{}]);
  });

  test.each([
    ['at the limit', 'x'.repeat(2048), 'x'.repeat(2048)],
    ['above it', 'x'.repeat(2049), 'x'.repeat(2048)],
    ['above it in the middle of two bytes', `x${'é'.repeat(1024)}`, `x${'é'.repeat(1023)}`],
    ['above it in the middle of three', '€'.repeat(683), '€'.repeat(682)],
    ['above it in the middle of four', `xx${'😀'.repeat(512)}`, `xx${'😀'.repeat(511)}`],
    ['at the limit with four', '😀'.repeat(512), '😀'.repeat(512)],
    ['above it with lone surrogates', '\ud800'.repeat(683), '\ufffd'.repeat(682)],
  ])('a value %s is cut behind a whole character', (_name, utm_term, expected) => {
    expect(decoded({ utm_term }).breakdowns.utm_term).toBe(expected);
  });
});

describe('page metadata', () => {
  const nothing = {
    ...{ title: null, authors: [], section: null, tags: [] },
    ...{ canonicalUrl: null, pageType: null, publishedMs: null },
  };
  const pageOf = (change: object): unknown => {
    const { page } = decoded({ metadata: true, ...change });
    return page === '' ? undefined : JSON.parse(page);
  };

  test.each([
    [{ metadata_title: 'T' }, { title: 'T' }],
    [{ metadata_section: 'S' }, { section: 'S' }],
    [{ metadata_canonical_url: 'https://a/?b' }, { canonicalUrl: 'https://a/?b' }],
    [{ metadata_page_type: 'post' }, { pageType: 'post' }],
    [{ metadata_authors: ['A', '', null, 5, 'B'] }, { authors: ['A', 'B'] }],
    [{ metadata_tags: ['b', 'a', 'b'] }, { tags: ['b', 'a', 'b'] }],
    [{ metadata_pub_date_tmsp: 1_772_013_097_896 }, { publishedMs: 1_772_013_097_896 }],
    [{ metadata_pub_date_tmsp: '-1000' }, { publishedMs: -1000 }],
    [{ metadata_title: 'T', metadata_section: 5, metadata_pub_date_tmsp: 'x' }, { title: 'T' }],
  ])('%o', (change, expected) => {
    expect(pageOf(change)).toEqual({ ...nothing, ...expected });
  });

  test.each([
    { metadata_title: '' },
    { metadata_authors: [], metadata_tags: [''] },
    { metadata_authors: 'A', metadata_tags: {}, metadata_title: 5, metadata_pub_date_tmsp: 1.5 },
    { metadata_image_url: 'https://a/b.jpg', metadata_post_id: '1' },
    { metadata: false, metadata_title: 'T' },
    { metadata: 'true', metadata_title: 'T' },
    { metadata: 1, metadata_title: 'T' },
    { metadata: null, metadata_title: 'T' },
  ])('%o says nothing', (change) => {
    expect(pageOf(change)).toBeUndefined();
  });
});
