/** The contract of what operators need of a store. */
import { describe, expect, test } from 'vitest';
import type { StoreUpkeep } from '../../src/store/upkeep.ts';
import type { Subject } from './contract-subject.ts';
import { day, manifestOf, recordOfVersion } from './records.ts';
import { rowPartsFromPlain } from './row-parts.ts';

export function describeUpkeep({ store, newSite }: Subject): void {
  function upkeep(): StoreUpkeep {
    const found = store().upkeep;
    if (found === undefined) throw new Error('this store has no upkeep');
    return found;
  }

  describe('upkeep', () => {
    test('lists the days of a site of which anything is stored', async () => {
      const site = newSite();
      expect(await upkeep().listDays(site)).toEqual([]);
      for (const one of [20_000, 9, 11_000]) {
        await store().swapPeriod({ ...recordOfVersion(site, 1), day: one });
      }
      await store().stageManifest(
        { site, day, generation: 'g1' },
        manifestOf({ site, day, generation: 'g1' }),
      );
      expect(await upkeep().listDays(site)).toEqual([9, 11_000, 20_000, day]);
    });

    test('says how many bytes a generation and its grains take, until they go', async () => {
      const key = { site: newSite(), day, generation: 'g1' };
      expect(await upkeep().generationBytes(key)).toBe(0);
      for (const grain of ['1d', '5m'] as const) {
        const bucket = grain === '1d' ? day : day * 86_400;
        const cells = [['$all/page_views', 1]] as const;
        const part = { grain, url: null, bucket, part: 0, cells };
        await store().stageRows(key, grain, rowPartsFromPlain([part]));
      }
      const [all, day1, minutes] = await Promise.all([
        upkeep().generationBytes(key),
        upkeep().generationBytes(key, '1d'),
        upkeep().generationBytes(key, '5m'),
      ]);
      expect([day1 > 0, minutes > 0, all >= day1 + minutes]).toEqual([true, true, true]);
      await store().dropGeneration(key, '5m');
      expect(await upkeep().generationBytes(key, '5m')).toBe(0);
      expect(await upkeep().generationBytes(key)).toBeGreaterThan(0);
      await store().dropGeneration(key);
      expect(await upkeep().generationBytes(key)).toBe(0);
    });
  });
}
