/** Requests of S3: how many at once, what pins an object, and where a bucket is looked for. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Archive } from '../../../src/archive/archive.ts';
import { openS3Archive, type S3ArchiveOptions } from '../../../src/archive/s3/open-s3-archive.ts';
import { useService } from '../../services/use-service.ts';
import { startDeafServer } from '../../support/deaf-server.ts';
import { openFaultProxy, s3ErrorBody, type FaultProxy } from '../../support/fault-proxy.ts';
import { newBucket, useS3Environment, type TestBucket } from '../../support/s3-bucket.ts';
import { bytesOf, listed, objectAt } from '../contract-subject.ts';

useS3Environment();
const address = await useService('versitygw');
/** Of the event loop, some for each step of a request. */
const turnsMax = 200;
const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const keys = Array.from({ length: 12 }, (_none, index) => `2026/03/08/${10 + index}/a.gz`);

describe.skipIf(address === undefined)('requests to a bucket', () => {
  let bucket: TestBucket;
  const opened: (FaultProxy | Archive)[] = [];
  beforeEach(async () => {
    bucket = await newBucket(address ?? '');
    for (const key of keys) await bucket.put(key);
  });
  afterEach(async () => {
    for (const one of opened.splice(0)) await one.close();
    bucket.close();
  });

  async function openAt(proxy: FaultProxy, options: S3ArchiveOptions): Promise<Archive> {
    const archive = await openS3Archive(`s3://${bucket.name}`, {
      endpoint: `http://${proxy.address}`,
      region: 'us-east-1',
      wait: () => Promise.resolve(),
      ...options,
    });
    opened.push(archive, proxy);
    return archive;
  }

  /** Reads all objects at once; how many of the requests came before the first was answered. */
  async function firstAtOnce({ refused }: { readonly refused: number }): Promise<number> {
    let [left, held, first] = [refused, 0, 0];
    const proxy = await openFaultProxy(address ?? '', async ({ isListing }) => {
      if (isListing) return undefined;
      if (left > 0) {
        left -= 1;
        return { kind: 'answer', status: 503, body: s3ErrorBody('SlowDown') };
      }
      held += 1;
      // What is under way arrives meanwhile.
      for (let turn = 0; turn < turnsMax; turn += 1) await nextTurn();
      first ||= held;
      return undefined;
    });
    const archive = await openAt(proxy, { requestsMax: 4 });
    const objects = await listed(archive);
    await Promise.all(objects.map((object) => bytesOf(archive, object)));
    return first;
  }

  test('are as many at once as the option says, never more', async () => {
    expect(await firstAtOnce({ refused: 0 })).toBe(4);
  });

  test('are half as many once S3 asked for fewer', async () => {
    expect(await firstAtOnce({ refused: 4 })).toBe(2);
  });

  test('for an object name its etag, those for the rest of it too', async () => {
    let asked = 0;
    const proxy = await openFaultProxy(address ?? '', ({ isListing }) => {
      if (isListing || (asked += 1) > 1) return undefined;
      return { kind: 'cut', afterBytes: 100 };
    });
    await bucket.put(keys[0] ?? '', Buffer.alloc(1000));
    const archive = await openAt(proxy, {});
    await bytesOf(archive, await objectAt(archive, keys[0] ?? ''));
    // The MD5 of 1,000 zeros.
    const etag = '"ede3d3b685b4e137ba4cb2521329a75e"';
    expect(
      proxy.requests
        .filter(({ isListing }) => !isListing)
        .map((seen) => [seen.range, seen.ifMatch]),
    ).toEqual([
      [undefined, etag],
      ['bytes=100-', etag],
    ]);
  });
});

test.each([
  ['path', 's3.invalid'],
  ['auto', 's3.invalid'],
  ['host', 'my-logs.s3.invalid'],
] as const)('with addressing %s a bucket is looked for at %s', async (addressing, host) => {
  // No name ends in .invalid, so that the lookup fails with the name that was looked up.
  const archive = await openS3Archive('s3://my-logs', {
    ...{ endpoint: 'http://s3.invalid', region: 'us-east-1', addressing },
    ...{ triesMax: 1, isAnonymous: true },
  });
  await expect(listed(archive)).rejects.toThrow(new RegExp(` (ENOTFOUND|EAI_AGAIN) ${host}$`));
  await archive.close();
});

test('an address where no connection is made in time is tried three times', async () => {
  const deaf = await startDeafServer();
  const archive = await openS3Archive('s3://my-logs', {
    ...{ endpoint: `http://${deaf.address}`, region: 'us-east-1', isAnonymous: true },
    ...{ timeoutMs: 200, triesMax: 10, wait: () => Promise.resolve() },
  });
  const listing = listed(archive);
  await expect(listing).rejects.toMatchObject({ name: 'UnavailableError', exitCode: 5 });
  await expect(listing).rejects.toThrow(
    's3://my-logs/: cannot be listed (tried 3 times): TimeoutError: the request socket did not ' +
      'establish a connection with the server within the configured timeout of 200 ms.',
  );
  await archive.close();
  deaf.close();
});
