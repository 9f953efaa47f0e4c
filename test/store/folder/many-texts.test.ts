/** More texts than a reader remembers: what it forgets on the way must not show. */
import { expect, test } from 'vitest';
import { openFolderTestStore } from '../folder-test-store.ts';
import { day } from '../records.ts';
import { plainParts, rowPartsFromPlain } from '../row-parts.ts';
import type { PlainPart } from '../row-parts.ts';

/** A reader remembers 4 MB of urls, of segments and of keys; these are 6 and 8 MB. */
const longUrls = 750;
const hotParts = 10;

/**
 * Many long urls of one cell each, then one url of ten parts. Row groups (8,192 cells) end in the
 * middle of its parts, so that its url is numbered anew within a part.
 */
function manyTexts(): PlainPart[] {
  const long = Array.from({ length: longUrls }, (_, index): PlainPart => {
    const url = `https://a.example/${index + 1000}/${'u'.repeat(8000)}`;
    return { grain: '1d', url, bucket: day, part: 0, cells: [['$all/page_views', index + 1]] };
  });
  const hot = Array.from({ length: hotParts }, (_, part): PlainPart => {
    const cells = Array.from({ length: 999 }, (_cell, index) => {
      const value = `${part}-${String(index).padStart(3, '0')}-${'v'.repeat(800)}`;
      return [`ref_url=${value}/page_views`, index + 1] as const;
    });
    // The same in every part: a key that is found again in each new dictionary.
    const url = 'https://b.example/';
    return { grain: '1d', url, bucket: day, part, cells: [['$all/page_views', 7], ...cells] };
  });
  return [...long, ...hot];
}

test('rows with more texts than a reader keeps come back as they were staged', async () => {
  const opened = await openFolderTestStore();
  const { store } = opened;
  const key = { site: 'news.example', day, generation: 'g1' };
  const parts = manyTexts();
  await store.stageRows(key, '1d', rowPartsFromPlain(parts));
  const read = await plainParts(store.readRows(key, '1d', {}));
  expect(read.length).toBe(parts.length);
  // Part by part: the difference of all of them at once would be megabytes of text.
  const differing = read.filter((part, at) => JSON.stringify(part) !== JSON.stringify(parts[at]));
  expect(differing.map(({ url, part }) => [url?.slice(0, 30), part])).toEqual([]);
  await store.close();
  await opened.remove();
});
