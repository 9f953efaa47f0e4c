/** The loop around a change: what it does when answers are lost and when others are faster. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { UnavailableError } from '../../src/base/errors.ts';
import { newPeriodRecord } from '../../src/model/period-record.ts';
import { raiseBarrier, undoTo } from '../../src/model/period-transitions.ts';
import { changePeriod, errorFromRefusal } from '../../src/store/change-period.ts';
import type { Store } from '../../src/store/store.ts';
import type { TestStore } from './contract-subject.ts';
import { openFolderTestStore } from './folder-test-store.ts';
import { day, recordOfVersion } from './records.ts';

const key = { site: 'news.example', day };
const actor = { run: 'erase', at: 9 };

let opened: TestStore;
beforeEach(async () => {
  opened = await openFolderTestStore();
});
afterEach(async () => {
  await opened.store.close();
  await opened.remove();
});

test('a store whose answers are lost is given up after twenty tries, with pauses', async () => {
  const store = { ...opened.store, swapPeriod: () => Promise.reject(new UnavailableError('down')) };
  const pauses: number[] = [];
  const changing = changePeriod(
    store,
    key,
    (old) => raiseBarrier(old, 1, actor),
    (tries) => {
      pauses.push(tries);
      return Promise.resolve();
    },
  );
  await expect(changing).rejects.toMatchObject({
    name: 'UnavailableError',
    exitCode: 5,
    message: `${store.location} did not settle news.example 2026-03-08 in 20 tries`,
    cause: new UnavailableError('down'),
  });
  expect(pauses).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
});

test('a record that cannot be read is not tried again: stores do that themselves', async () => {
  const store = { ...opened.store, readPeriod: () => Promise.reject(new UnavailableError('down')) };
  const changing = changePeriod(store, key, (old) => raiseBarrier(old, 1, actor), noPause);
  await expect(changing).rejects.toThrow(new UnavailableError('down'));
});

test('another error is not tried again', async () => {
  let reads = 0;
  const store: Store = {
    ...opened.store,
    readPeriod() {
      reads += 1;
      return Promise.reject(new RangeError('broken'));
    },
  };
  const changing = changePeriod(store, key, (old) => raiseBarrier(old, 1, actor), noPause);
  await expect(changing).rejects.toThrow(new RangeError('broken'));
  expect(reads).toBe(1);
});

test('a lost race is tried again on the record that won', async () => {
  const { store } = opened;
  let tries = 0;
  const result = await changePeriod(
    store,
    key,
    (old) => {
      tries += 1;
      return raiseBarrier(old, 1, actor);
    },
    // Somebody is faster once, between the read and the swap of the first try.
    noPause,
  );
  expect([result.kind, tries]).toEqual(['changed', 1]);
  const slow: Store = {
    ...store,
    async swapPeriod(record) {
      if (tries < 3) await store.swapPeriod({ ...recordOfVersion(key.site, record.version) });
      return store.swapPeriod(record);
    },
  };
  tries = 1;
  const second = await changePeriod(
    slow,
    key,
    (old) => {
      tries += 1;
      return raiseBarrier(old, 2, actor);
    },
    noPause,
  );
  expect([second.kind, second.record.version, tries]).toEqual(['changed', 3, 3]);
});

test('a refusal becomes an error that names period, store and the run in the way', () => {
  const store = { ...opened.store, location: '/data/store' };
  const record = { ...newPeriodRecord(key), epoch: 3 };
  const change = undoTo(record, { generation: 'g1', epoch: 2 }, actor);
  if (change.kind !== 'refused') throw new Error('not refused');
  const error = errorFromRefusal(store, { ...change, by: 'run-7', record });
  expect(error).toMatchObject({
    name: 'ConflictError',
    exitCode: 6,
    message:
      'news.example 2026-03-08 in /data/store: ' +
      'another run changed what is live since this one looked (run run-7)',
    hint: 'look at that run with recount runs show; run this command again if it is still wanted',
  });
});

async function noPause(): Promise<void> {
  await Promise.resolve();
}
