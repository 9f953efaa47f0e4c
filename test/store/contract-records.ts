/** The contract of period and site records: compare-and-set, and listing. */
import { expect, test } from 'vitest';
import { siteRecordSchema } from '../../src/model/site-record.ts';
import type { SiteRecord } from '../../src/model/site-record.ts';
import { describeGroup } from './contract-subject.ts';
import { day, recordOfVersion } from './records.ts';
import { collect } from './row-parts.ts';

export const describeRecords = describeGroup('period records', ({ store, openAgain, newSite }) => {
  test('are not there before the first version', async () => {
    expect(await store().readPeriod({ site: newSite(), day })).toBeUndefined();
  });

  test('are replaced version by version and read as they were written', async () => {
    const site = newSite();
    for (const version of [1, 2, 3]) {
      expect(await store().swapPeriod(recordOfVersion(site, version))).toBe('applied');
      expect(await store().readPeriod({ site, day })).toEqual(recordOfVersion(site, version));
    }
  });

  test('are not replaced where another version is there', async () => {
    const site = newSite();
    await store().swapPeriod(recordOfVersion(site, 1, 'first'));
    await store().swapPeriod(recordOfVersion(site, 2, 'second'));
    for (const version of [1, 2, 4]) {
      expect(await store().swapPeriod(recordOfVersion(site, version, 'late'))).toBe('lost');
    }
    expect(await store().readPeriod({ site, day })).toEqual(recordOfVersion(site, 2, 'second'));
  });

  test('a first version that is not 1 is lost', async () => {
    const site = newSite();
    expect(await store().swapPeriod(recordOfVersion(site, 2))).toBe('lost');
    expect(await store().readPeriod({ site, day })).toBeUndefined();
  });

  test('of a hundred swaps at once from two handles exactly one wins per version', async () => {
    const site = newSite();
    const other = await openAgain();
    for (const version of [1, 2]) {
      const runs = Array.from({ length: 100 }, (_, index) => `run-${index}`);
      const outcomes = await Promise.all(
        runs.map((run, index) =>
          (index % 2 === 0 ? store() : other).swapPeriod(recordOfVersion(site, version, run)),
        ),
      );
      const winners = runs.filter((_, index) => outcomes[index] === 'applied');
      expect(winners).toHaveLength(1);
      const read = await other.readPeriod({ site, day });
      expect(read).toEqual(recordOfVersion(site, version, winners[0]));
    }
    await other.close();
  });

  test('of every site are listed by site and day, those of one site by its days', async () => {
    const [b, a] = [newSite(), newSite()].sort().reverse();
    if (a === undefined || b === undefined) throw new Error('no sites');
    const keys = [
      { site: b, day: 5 },
      { site: a, day: 11_000 },
      { site: a, day: 9 },
      { site: a, day: 20_000 },
    ];
    for (const key of keys) {
      await store().swapPeriod({ ...recordOfVersion(key.site, 1), ...key });
    }
    const own = (await collect(store().listPeriods({}))).filter(({ site }) =>
      [a, b].includes(site),
    );
    expect(own.map((record) => [record.site, record.day])).toEqual([
      [a, 9],
      [a, 11_000],
      [a, 20_000],
      [b, 5],
    ]);
    const range = { site: a, fromDay: 9, untilDay: 20_000 };
    const days = (await collect(store().listPeriods(range))).map((record) => record.day);
    expect(days).toEqual([9, 11_000]);
    expect(await collect(store().listPeriods({ site: newSite() }))).toEqual([]);
  });

  test('belong to one site whatever signs its name is made of', async () => {
    const names = [
      ...['', '.', '..', '/', 'a/b', 'A', 'a', 'ä', 'a%2fb', '%', 'con', '-', '\u{1F600}', 'a b'],
      ...['\0', "o'brien", `${'long-'.repeat(60)}1`, `${'long-'.repeat(60)}2`],
    ].map((name) => `${name} of ${newSite()}`.slice(0, 400));
    names.push('..', '/', 'Upper', 'upper');
    for (const site of names) await store().swapPeriod(recordOfVersion(site, 1, site));
    for (const site of names) {
      expect(await store().readPeriod({ site, day })).toEqual(recordOfVersion(site, 1, site));
    }
    expect(await store().listSites()).toEqual(expect.arrayContaining(names));
  });
});

export const describeSiteRecords = describeGroup('site records', ({ store, newSite }) => {
  test('are replaced version by version, and only so', async () => {
    const site = newSite();
    expect(await store().readSite(site)).toBeUndefined();
    expect(await store().swapSite(siteRecord(site, 1))).toBe('applied');
    expect(await store().swapSite(siteRecord(site, 1))).toBe('lost');
    expect(await store().swapSite(siteRecord(site, 3))).toBe('lost');
    expect(await store().swapSite(siteRecord(site, 2))).toBe('applied');
    expect(await store().readSite(site)).toEqual(siteRecord(site, 2));
  });

  test('a site is listed once it has a record of either kind, by its bytes', async () => {
    const [first, second] = [newSite(), newSite()];
    // U+FF5E comes before U+1F600 by UTF-8 bytes, though not by UTF-16 units.
    const [tilde, smile] = [`\u{FF5E} ${first}`, `\u{1F600} ${first}`];
    for (const site of [smile, tilde, first]) await store().swapSite(siteRecord(site, 1));
    await store().swapPeriod(recordOfVersion(second, 1));
    const sites = await store().listSites();
    expect(sites.filter((site) => [first, second, tilde, smile].includes(site))).toEqual([
      first,
      second,
      tilde,
      smile,
    ]);
  });
});

function siteRecord(site: string, version: number): SiteRecord {
  const barrier = {
    number: version,
    kind: 'erasure',
    run: 'run-1',
    at: 5,
    reason: 'asked',
  } as const;
  return { schema: siteRecordSchema, site, version, barriers: [barrier] };
}
