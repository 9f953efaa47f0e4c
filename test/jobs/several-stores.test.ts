/** A run over several stores: all are staged before one is published; a rerun does the rest. */
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { UnavailableError } from '../../src/base/errors.ts';
import { compareStores } from '../../src/jobs/compare-stores.ts';
import type { RebuildResult } from '../../src/jobs/rebuild-types.ts';
import type { PeriodRecord } from '../../src/model/period-record.ts';
import { openFolderStore } from '../../src/store/folder/open-folder-store.ts';
import type { Store } from '../../src/store/store.ts';
import { runMain, writeWorkedArchive } from '../cli/run-main.ts';
import { rebuildIn } from '../support/erase-harness.ts';
import { dayOf, removeFolder, siteOf, temporaryFolder } from '../support/rebuild-harness.ts';

const root = temporaryFolder();
const archive = writeWorkedArchive(join(root, 'logs'));
const site = 'news.example';
const day = dayOf('2026-03-08');
const sites = [siteOf(site, 'UTC', { retain5mSeconds: Infinity })];

let first: Store;
let second: Store;

beforeEach(async () => {
  const places = mkdtempSync(join(root, 'stores-'));
  first = await openFolderStore(join(places, 'first'), { create: true });
  second = await openFolderStore(join(places, 'second'), { create: true });
});
afterEach(async () => {
  await first.close();
  await second.close();
});
afterAll(() => {
  removeFolder(root);
});

function rebuildInto(stores: readonly Store[], run: string): Promise<RebuildResult> {
  const request = { sites, fromDay: day, untilDay: day + 1 };
  return rebuildIn({ archive, stores, request, run, now: (day + 30) * 86_400 });
}

/** What a wrapper of ours does in place of the store, once the time for it has come. */
function failing(store: Store, fault: Partial<Store>): Store {
  return { ...store, ...fault };
}

/** The change of a period's record that makes something live. */
function isPublishing(record: PeriodRecord): boolean {
  return record.transitions.at(-1)?.kind === 'publish';
}

async function liveIn(store: Store): Promise<string | null> {
  return (await store.readPeriod({ site, day }))?.live ?? null;
}

async function disagreements(): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const { what } of compareStores([first, second], { sites: [] })) found.push(what);
  return found;
}

test('all of them show the same generation afterwards, and export the same bytes', async () => {
  const { periods } = await rebuildInto([first, second], 'run-1');
  expect(periods.map(({ kind, reasons }) => ({ kind, reasons }))).toEqual([
    { kind: 'published', reasons: [] },
  ]);
  expect([await liveIn(first), await liveIn(second)]).toEqual(['run-1-g1', 'run-1-g1']);
  const exports = await Promise.all(
    [first, second].map(({ location }) => {
      return runMain(['export', '--store', location, '--sketches', '--quiet']);
    }),
  );
  expect(exports[0]?.stdout).toContain('"$all/page_views":2');
  expect(exports[0]?.stdout).toBe(exports[1]?.stdout);
});

test('none is published where one cannot be staged', async () => {
  const full = failing(second, {
    stageRows: () => Promise.reject(new UnavailableError('the second store is away')),
  });
  await expect(rebuildInto([first, full], 'run-1')).rejects.toThrow('the second store is away');
  expect([await liveIn(first), await liveIn(second)]).toEqual([null, null]);
});

test('none is published where one does not read back as written', async () => {
  const forgetful = failing(second, {
    readRows: (key, grain) => second.readRows(key, grain, { url: null }),
  });
  await expect(rebuildInto([first, forgetful], 'run-1')).rejects.toThrow(
    'does not read back as it was written: 1d rows',
  );
  expect([await liveIn(first), await liveIn(second)]).toEqual([null, null]);
});

test('an intent that was confirmed and lost is no conflict, and a rerun publishes', async () => {
  let lost = 0;
  const killed = failing(second, {
    // As a server that is killed before the write is on its disk.
    swapPeriod: (record) => {
      if (record.transitions.at(-1)?.kind !== 'intent') return second.swapPeriod(record);
      lost += 1;
      return Promise.resolve('applied');
    },
  });
  await expect(rebuildInto([killed], 'run-1')).rejects.toMatchObject({
    exitCode: 5,
    message:
      `${site} 2026-03-08 in ${second.location}: ` +
      'the store has lost the intent of this run, which it had confirmed',
    hint: expect.stringMatching(/^run the command again; /) as string,
  });
  expect([lost, await liveIn(second)]).toEqual([1, null]);
  await rebuildInto([second], 'run-2');
  expect(await liveIn(second)).toBe('run-2-g1');
});

test('a publish that stopped half way is told, seen, and finished by a rerun', async () => {
  let isAway = false;
  const leaving = failing(second, {
    swapPeriod: (record) => {
      isAway ||= isPublishing(record);
      return isAway ? Promise.reject(new UnavailableError('gone')) : second.swapPeriod(record);
    },
    readPeriod: (key) => {
      return isAway ? Promise.reject(new UnavailableError('gone')) : second.readPeriod(key);
    },
  });
  const failure = await rebuildInto([first, leaving], 'run-1').catch((error: unknown) => error);
  expect(failure).toMatchObject({
    exitCode: 5,
    message: expect.stringContaining(
      `${site} 2026-03-08 was published in ${first.location}, not in ${second.location}: `,
    ) as string,
    hint: 'run the command again: it publishes where it is missing, and nowhere else',
  });
  expect(await disagreements()).toEqual(['live in one of them only']);

  const { periods } = await rebuildInto([first, second], 'run-2');
  expect(periods.map(({ kind, reasons }) => ({ kind, reasons }))).toEqual([
    {
      kind: 'published',
      reasons: [`in ${second.location}; elsewhere it was there already`],
    },
  ]);
  // The first store was finished, and is left as it is.
  expect([await liveIn(first), await liveIn(second)]).toEqual(['run-1-g1', 'run-2-g1']);
  expect(await disagreements()).toEqual([]);

  const again = await rebuildInto([first, second], 'run-3');
  expect(again.periods.map(({ kind }) => kind)).toEqual(['current']);
});

test('another run that was first in the second store only is a conflict that says so', async () => {
  let isMet = false;
  const raced = failing(second, {
    async swapPeriod(record) {
      if (isPublishing(record) && !isMet) {
        isMet = true;
        await rebuildInto([second], 'run-other');
      }
      return second.swapPeriod(record);
    },
  });
  const { periods, causes } = await rebuildInto([first, raced], 'run-1');
  expect(periods.map(({ kind }) => kind)).toEqual(['conflict']);
  expect(periods[0]?.reasons[0]).toMatch(
    `${site} 2026-03-08 was published in ${first.location}, not in ${second.location}: `,
  );
  expect(causes).toEqual([6]);
  // Both derived the same of the same logs.
  expect(await disagreements()).toEqual([]);
  expect(await liveIn(second)).toBe('run-other-g1');
});
