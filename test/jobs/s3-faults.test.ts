/**
 * Rebuilds from S3 while something breaks, into a store that is read all the time: a reader sees
 * the old numbers or the new ones, and a run after mending ends with the same bytes as one in
 * peace.
 */
import { cpSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openS3Archive } from '../../src/archive/s3/open-s3-archive.ts';
import { faultsOfServices } from '../../src/cli/manual/faults-of-services.ts';
import { UnavailableError } from '../../src/base/errors.ts';
import { simulateArchive } from '../../src/simulate/simulate-archive.ts';
import { defaultSimulation } from '../../src/simulate/simulate-options.ts';
import { freePorts } from '../services/loopback.ts';
import type { ServerProcess } from '../services/server-process.ts';
import { useInstalled, useService } from '../services/use-service.ts';
import { startVersitygwOn } from '../services/versitygw.ts';
import {
  dayOf,
  liveRows,
  removeFolder,
  runRebuild,
  siteOf,
  temporaryFolder,
} from '../support/rebuild-harness.ts';
import { newBucket, useS3Environment, type TestBucket } from '../support/s3-bucket.ts';
import { bytesOfObject, writeArchive } from '../support/write-archive.ts';
import { faultCases, type FaultPlace } from './s3-fault-cases.ts';

useS3Environment();
const toxiproxy = await useService('toxiproxy');
const installed = await useInstalled('versitygw');

const dates = ['2026-03-08', '2026-03-09'];
const fromDay = dayOf('2026-03-08');
const request = {
  sites: [siteOf('news.example', 'America/New_York')],
  fromDay,
  untilDay: fromDay + 2,
};
const simulation = {
  ...defaultSimulation,
  sites: [{ site: 'news.example', zone: 'America/New_York', urls: 30, visitors: 60, share: 1 }],
  fromDay: fromDay - 1,
  days: 4,
  eventsPerDay: 500,
};
/** Both days read it; it changes every number of them. */
const key = 'events/2026/03/09/05/late.gz';

describe.skipIf(toxiproxy === undefined || installed === undefined)('a rebuild from S3', () => {
  let root = '';
  let server: ServerProcess;
  let bucket: TestBucket;
  let place: FaultPlace;
  let old: readonly string[];
  let fresh: readonly string[];

  beforeAll(async () => {
    root = temporaryFolder();
    const archive = join(root, 'archive');
    writeArchive(archive, simulateArchive(simulation), { level: 1 });
    await runRebuild({ archive, store: join(root, 'old'), request });
    old = await allRows(join(root, 'old'));
    const more = { ...simulation, seed: 2, fromDay: fromDay + 1, days: 1, layout: 'day' } as const;
    const [late] = simulateArchive(more);
    if (late === undefined) throw new Error('nothing was simulated');
    const bytes = bytesOfObject(late, 1);
    cpSync(archive, join(root, 'with-late'), { recursive: true });
    writeFileSync(join(root, 'with-late', key), bytes);
    await runRebuild({ archive: join(root, 'with-late'), store: join(root, 'fresh'), request });
    fresh = await allRows(join(root, 'fresh'));
    const [port = 0] = await freePorts(1);
    const home = { port, folder: join(root, 'server') };
    server = await startVersitygwOn(installed ?? '', home);
    const address = `127.0.0.1:${port}`;
    bucket = await newBucket(address);
    await putFolder(join(root, 'with-late'), bucket);
    place = {
      bucket,
      server: address,
      toxiproxy: toxiproxy ?? '',
      key,
      bytes,
      otherBytes: gzipSync(gunzipSync(bytes), { level: 9 }),
      async restart() {
        await server.end();
        await wait(300);
        server = await startVersitygwOn(installed ?? '', home);
      },
    };
  });
  afterAll(async () => {
    bucket.close();
    await server.end();
    removeFolder(root);
  });

  test('the old and the new numbers of every day differ', () => {
    expect(fresh.map((day, index) => day === old[index])).toEqual([false, false]);
  });

  test.each(faultCases.map((one) => [one.fault, one] as const))(
    'while %s',
    async (_fault, { outcome, strike }) => {
      const store = join(root, 'store');
      removeFolder(store);
      cpSync(join(root, 'old'), store, { recursive: true });
      await bucket.put(key, place.bytes);
      const struck = await strike(place);
      const found = await watched(store, () => rebuildFrom(struck.address, store, struck.onObject));
      await struck.mend();
      expect(found).toEqual(outcome);
      expect(await allRows(store)).toEqual(outcome === 'published' ? fresh : old);
      await watched(store, () => rebuildFrom(place.server, store));
      expect(await allRows(store)).toEqual(fresh);
    },
  );

  test('every fault stands in the manual, with what becomes of it', () => {
    const inManual = faultsOfServices.filter(({ service }) => service === 's3');
    expect(inManual.map(({ fault }) => fault)).toEqual(faultCases.map(({ fault }) => fault));
  });

  /** Looks at the store again and again while `work` goes on. */
  async function watched<Result>(store: string, work: () => Promise<Result>): Promise<Result> {
    let isOver = false;
    const working = work().finally(() => (isOver = true));
    while (!isOver) {
      for (const [index, day] of (await allRows(store)).entries()) {
        if (day !== fresh[index]) expect(day).toBe(old[index]);
      }
      await wait(10);
    }
    return working;
  }

  async function rebuildFrom(
    address: string,
    store: string,
    onObject?: (count: number) => void,
  ): Promise<string> {
    const archive = await openS3Archive(`s3://${bucket.name}`, {
      endpoint: `http://${address}`,
      region: 'us-east-1',
      timeoutMs: 400,
      triesMax: 8,
      // A tenth of what a person would wait.
      wait: (milliseconds, signal) => wait(milliseconds / 10, undefined, { signal }),
    });
    let count = 0;
    const objectDone = (): void => onObject?.((count += 1));
    try {
      const { periods } = await runRebuild({ archive, store, request, observer: { objectDone } });
      const kinds = new Set(periods.map(({ kind }) => (kind === 'incomplete' ? 'refused' : kind)));
      return [...kinds].join();
    } catch (error) {
      if (error instanceof UnavailableError) return 'unavailable';
      throw error;
    } finally {
      await archive.close();
    }
  }
});

async function allRows(store: string): Promise<string[]> {
  const rows = await Promise.all(dates.map((date) => liveRows(store, 'news.example', date)));
  return rows.map((day) => JSON.stringify(day));
}

async function putFolder(folder: string, bucket: TestBucket): Promise<void> {
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const file = join(folder, path);
    if (statSync(file).isFile()) await bucket.put(path, readFileSync(file));
  }
}
