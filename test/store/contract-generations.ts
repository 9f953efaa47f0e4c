/** The contract of generations: side by side, staged again, dropped again. */
import { expect, test } from 'vitest';
import type { PageRecord } from '../../src/model/page-record.ts';
import type { GenerationKey } from '../../src/model/period.ts';
import type { Grain } from '../../src/model/row.ts';
import { describeGroup } from './contract-subject.ts';
import { day, manifestOf } from './records.ts';
import { collect, plainParts, rowPartsFromPlain } from './row-parts.ts';
import type { PlainPart } from './row-parts.ts';

export const describeGenerations = describeGroup('generations', ({ store, openAgain, newSite }) => {
  function newKey(): GenerationKey {
    return { site: newSite(), day, generation: 'g1' };
  }

  async function stageAll(key: GenerationKey, views: number): Promise<void> {
    await Promise.all([
      store().stageRows(key, '1d', rowPartsFromPlain(partsOf('1d', views))),
      store().stageRows(key, '5m', rowPartsFromPlain(partsOf('5m', views))),
      store().stagePages(key, [pageOf(views)]),
      store().stageManifest(key, manifestOf(key)),
    ]);
  }

  async function expectWhole(key: GenerationKey, views: number): Promise<void> {
    for (const grain of ['1d', '5m'] as const) {
      const read = await plainParts(store().readRows(key, grain, {}));
      expect(read).toEqual(partsOf(grain, views));
    }
    expect(await collect(store().readPages(key))).toEqual([pageOf(views)]);
    expect(await store().readManifest(key)).toEqual(manifestOf(key));
  }

  async function expectGone(key: GenerationKey): Promise<void> {
    for (const grain of ['1d', '5m'] as const) {
      expect(await collect(store().readRows(key, grain, {}))).toEqual([]);
    }
    expect(await collect(store().readPages(key))).toEqual([]);
    expect(await store().readManifest(key)).toBeUndefined();
  }

  test('are whole for another handle as soon as they are staged, and are not live', async () => {
    const key = newKey();
    await stageAll(key, 7);
    const other = await openAgain();
    const read = await plainParts(other.readRows(key, '1d', {}));
    expect(read).toEqual(partsOf('1d', 7));
    expect(await other.readManifest(key)).toEqual(manifestOf(key));
    await other.close();
    expect(await store().readPeriod(key)).toBeUndefined();
  });

  test('staged again are the same', async () => {
    const key = newKey();
    await stageAll(key, 7);
    await stageAll(key, 7);
    await expectWhole(key, 7);
  });

  test('of one period and of neighbours lie beside each other', async () => {
    const key = newKey();
    const keys = [key, { ...key, generation: 'g2' }, { ...key, day: day + 1 }];
    for (const [index, one] of keys.entries()) await stageAll(one, index + 1);
    for (const [index, one] of keys.entries()) await expectWhole(one, index + 1);
    expect([...(await store().listGenerations(key))].sort()).toEqual(['g1', 'g2']);
  });

  test('are dropped alone, and dropped again without an error', async () => {
    const key = newKey();
    const other = { ...key, generation: 'g2' };
    await stageAll(key, 1);
    await stageAll(other, 2);
    await store().dropGeneration(key);
    await store().dropGeneration(key);
    await expectGone(key);
    await expectWhole(other, 2);
    expect(await store().listGenerations(key)).toEqual(['g2']);
  });

  test('lose one grain and keep the rest', async () => {
    const key = newKey();
    await stageAll(key, 1);
    await store().dropGeneration(key, '5m');
    await store().dropGeneration(key, '5m');
    expect(await collect(store().readRows(key, '5m', {}))).toEqual([]);
    expect(await plainParts(store().readRows(key, '1d', {}))).toEqual(partsOf('1d', 1));
    expect(await collect(store().readPages(key))).toEqual([pageOf(1)]);
    expect(await store().readManifest(key)).toEqual(manifestOf(key));
  });

  test('that never were are dropped without an error, and none are listed', async () => {
    const key = newKey();
    await store().dropGeneration(key);
    await store().dropGeneration(key, '1d');
    expect(await store().listGenerations(key)).toEqual([]);
  });

  test('are listed whatever was staged of them, known to a record or not', async () => {
    const key = newKey();
    await store().stageRows(
      { ...key, generation: 'rows' },
      '1d',
      rowPartsFromPlain(partsOf('1d', 1)),
    );
    await store().stagePages({ ...key, generation: 'pages' }, [pageOf(1)]);
    await store().stageManifest({ ...key, generation: 'manifest' }, manifestOf(key));
    const listed = [...(await store().listGenerations(key))].sort();
    expect(listed).toEqual(['manifest', 'pages', 'rows']);
  });
});

function partsOf(grain: Grain, views: number): PlainPart[] {
  const buckets = grain === '1d' ? [day] : [1_772_964_000, 1_772_964_300];
  return [null, 'https://a.example/'].flatMap((url) =>
    buckets.map((bucket): PlainPart => {
      return { grain, url, bucket, part: 0, cells: [['$all/page_views', views]] };
    }),
  );
}

function pageOf(views: number): PageRecord {
  const metadata = JSON.stringify({ title: `read ${views} times` });
  return { url: 'https://a.example/', seenAt: 1_772_964_000, metadata };
}
