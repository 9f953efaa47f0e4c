/** The contract of page records. */
import { expect, test } from 'vitest';
import { compareTexts } from '../../src/base/bytes.ts';
import type { PageRecord } from '../../src/model/page-record.ts';
import type { GenerationKey } from '../../src/model/period.ts';
import { describeGroup } from './contract-subject.ts';
import { day } from './records.ts';
import { collect } from './row-parts.ts';

export const describePages = describeGroup('page records', ({ store, newSite }) => {
  function newKey(): GenerationKey {
    return { site: newSite(), day, generation: 'g1' };
  }

  test('come back as they were staged, ascending by url', async () => {
    const urls = ['', '\0', 'https://a.example/', longUrl, '\uFEFF', '\u{1F600}'];
    const pages = urls
      .sort(compareTexts)
      .map((url, index): PageRecord => ({ url, seenAt: tenOClock + index, metadata: oddJson }));
    const key = newKey();
    await store().stagePages(key, pages);
    expect(await collect(store().readPages(key))).toEqual(pages);
  });

  test('are none where none were staged, or none at all', async () => {
    const key = newKey();
    expect(await collect(store().readPages(key))).toEqual([]);
    await store().stagePages(key, []);
    expect(await collect(store().readPages(key))).toEqual([]);
  });
});

/** 2026-03-08T10:00:00Z. */
const tenOClock = 1_772_964_000;
const longUrl = `https://a.example/${'x'.repeat(8174)}`;
const oddJson = JSON.stringify({
  title: 'Ünïcode \u{1F600} "quoted" \0',
  tags: ['v'.repeat(2048)],
});
