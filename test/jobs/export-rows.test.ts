/** Reading what is live: whole and proven, or not at all; also while others change the store. */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ConflictError, DataError, UsageError } from '../../src/base/errors.ts';
import {
  exportRows,
  type ExportRequest,
  type NotRecordedItem,
} from '../../src/jobs/export-rows.ts';
import type { ExportItem } from '../../src/jobs/read-live-period.ts';
import type { PeriodRecord } from '../../src/model/period-record.ts';
import { openFolderStore } from '../../src/store/folder/open-folder-store.ts';
import type { Store } from '../../src/store/store.ts';
import { writeWorkedArchive } from '../cli/run-main.ts';
import {
  dayOf,
  removeFolder,
  runRebuild,
  siteOf,
  temporaryFolder,
} from '../support/rebuild-harness.ts';

const march8 = dayOf('2026-03-08');
let folder = '';
let store: Store;

beforeAll(async () => {
  folder = temporaryFolder();
  const path = join(folder, 'store');
  await runRebuild({
    archive: writeWorkedArchive(join(folder, 'logs')),
    store: path,
    request: {
      sites: [siteOf('news.example', 'UTC')],
      fromDay: march8,
      untilDay: march8 + 1,
    },
  });
  store = await openFolderStore(path, { create: false });
});
afterAll(async () => {
  await store.close();
  removeFolder(folder);
});

const everything: ExportRequest = {
  sites: [],
  fromDay: undefined,
  untilDay: undefined,
  content: 'rows',
  grain: 'stored',
  url: undefined,
};

async function kindsOf(
  from: Store,
  request: Partial<ExportRequest> = {},
  onItem: (item: ExportItem | NotRecordedItem) => void = () => undefined,
): Promise<string> {
  const kinds: string[] = [];
  const signal = new AbortController().signal;
  for await (const item of exportRows(from, { ...everything, ...request }, signal)) {
    onItem(item);
    kinds.push(item.kind === 'absent' ? `absent: ${item.reason}` : item.kind);
  }
  return kinds.join(' ');
}

/** Three daily rows and five of 5 minutes, each a part, then the proof. */
const wholeDay = `${'part '.repeat(8)}whole`;

test('without dates it takes what the store has a record of', async () => {
  expect(await kindsOf(store)).toBe(wholeDay);
});

test('with dates every day is expected', async () => {
  const days = { fromDay: march8, untilDay: march8 + 2 };
  expect(await kindsOf(store, days)).toBe(`${wholeDay} absent: nothing is published for this day`);
  expect(await kindsOf(store, { fromDay: march8 + 1 })).toBe('');
});

test('one grain and one kind of row can be asked for', async () => {
  expect(await kindsOf(store, { grain: '1d' })).toBe('part part part whole');
  expect(await kindsOf(store, { grain: '1d', url: null })).toBe('part whole');
  expect(await kindsOf(store, { content: 'pages' })).toBe('whole');
});

/** The store with the period record as it would be after `change`, from the `after`th read on. */
function changedLater(after: number, change: (record: PeriodRecord) => PeriodRecord): Store {
  let reads = 0;
  return {
    ...store,
    async readPeriod(key) {
      const record = await store.readPeriod(key);
      reads += 1;
      return record === undefined || reads <= after ? record : change(record);
    },
  };
}

function dropped(record: PeriodRecord): PeriodRecord {
  return { ...record, generations: [], dropped: [record.live ?? ''], live: null };
}

function without5m(record: PeriodRecord): PeriodRecord {
  const generations = record.generations.map((one) => ({ ...one, grains: ['1d'] as const }));
  return { ...record, generations };
}

test('a generation that goes while it is read is no result', async () => {
  await expect(kindsOf(changedLater(1, dropped))).rejects.toThrow(ConflictError);
  await expect(kindsOf(changedLater(1, without5m))).rejects.toThrow(
    'it was removed while it was read',
  );
});

test('a generation that went before its first row was read is left for the next one', async () => {
  let reads = 0;
  const moved: Store = {
    ...changedLater(1, (record) => {
      reads += 1;
      // Gone once, then as it was: another generation has taken its place.
      return reads === 1 ? dropped(record) : record;
    }),
    async readManifest(key) {
      return reads === 0 ? undefined : store.readManifest(key);
    },
  };
  expect(await kindsOf(moved)).toBe(wholeDay);
});

test('a grain that is asked for by name and was not kept is told', async () => {
  const aged = changedLater(0, without5m);
  expect(await kindsOf(aged, { grain: '5m' })).toBe('absent: 5m rows are not kept whole');
  expect(await kindsOf(aged)).toBe('part part part whole');
});

test('rows that are not those of the manifest are an error, and not called whole', async () => {
  const lossy: Store = {
    ...store,
    async *readRows(key, grain, range) {
      let skipped = 0;
      for await (const part of store.readRows(key, grain, range)) {
        if (grain === '5m' && skipped++ === 0) continue;
        yield part;
      }
    },
  };
  const seen: string[] = [];
  const reading = kindsOf(lossy, {}, ({ kind }) => seen.push(kind));
  await expect(reading).rejects.toThrow(DataError);
  await expect(reading).rejects.toThrow(
    /its 5m rows are 4 parts, \d+ cells, .* manifest says 5 parts/,
  );
  expect(seen).not.toContain('whole');
});

test('a value that changed on its way is noticed by the checksum', async () => {
  const altered: Store = {
    ...store,
    async *readRows(key, grain, range) {
      for await (const part of store.readRows(key, grain, range)) {
        yield { ...part, values: part.values.map((value) => value + 1) };
      }
    },
  };
  await expect(kindsOf(altered)).rejects.toThrow('the manifest says');
});

test('a manifest that is missing is an error', async () => {
  const bare: Store = { ...store, readManifest: () => Promise.resolve(undefined) };
  await expect(kindsOf(bare)).rejects.toThrow('its manifest is missing');
});

test('a site that the store does not know is refused with the one that was meant', async () => {
  const error: unknown = await kindsOf(store, { sites: ['nesw.example'] }).catch(
    (caught: unknown) => caught,
  );
  expect(error).toBeInstanceOf(UsageError);
  expect((error as UsageError).hint).toBe('did you mean news.example?');
});

test('an interruption ends it between two parts', async () => {
  const controller = new AbortController();
  const read = async (): Promise<number> => {
    let items = 0;
    for await (const item of exportRows(store, everything, controller.signal)) {
      items += Number(item.kind === 'part');
      controller.abort();
    }
    return items;
  };
  await expect(read()).rejects.toThrow(/abort/);
});
