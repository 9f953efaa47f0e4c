/** Bodies that break: the rest of them is read, under the same etag, and no byte twice. */
import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Archive } from '../../../src/archive/archive.ts';
import { openS3Archive } from '../../../src/archive/s3/open-s3-archive.ts';
import { useService } from '../../services/use-service.ts';
import { openFaultProxy, s3ErrorBody, type FaultChoice } from '../../support/fault-proxy.ts';
import type { FaultProxy } from '../../support/fault-proxy.ts';
import { newBucket, useS3Environment, type TestBucket } from '../../support/s3-bucket.ts';
import { bytesOf, faultOf, objectAt } from '../contract-subject.ts';

useS3Environment();
const address = await useService('versitygw');
const key = '2026/03/08/a.gz';
const bytes = createHash('shake256', { outputLength: 900_000 }).update('body').digest();

describe.skipIf(address === undefined)('a body', () => {
  let bucket: TestBucket;
  const opened: (FaultProxy | Archive)[] = [];
  beforeEach(async () => {
    bucket = await newBucket(address ?? '');
    await bucket.put(key, bytes);
    await bucket.publish();
  });
  afterEach(async () => {
    for (const one of opened.splice(0)) await one.close();
    bucket.close();
  });

  /** An archive behind a proxy that breaks the requests of objects, `choose` given their number. */
  async function openBehind(
    choose: (time: number, seen: Seen) => ReturnType<FaultChoice>,
    { triesMax = 4 }: { readonly triesMax?: number } = {},
  ) {
    let times = 0;
    const proxy = await openFaultProxy(address ?? '', (seen) =>
      seen.isListing ? undefined : choose((times += 1), seen),
    );
    const told: string[] = [];
    const archive = await openS3Archive(`s3://${bucket.name}`, {
      endpoint: `http://${proxy.address}`,
      // A signature would cover the range, which one of the faults leaves out.
      isAnonymous: true,
      timeoutMs: 300,
      triesMax,
      wait: () => Promise.resolve(),
      random: () => 1,
      notify: (text) => told.push(text),
    });
    opened.push(archive, proxy);
    return { archive, proxy, told };
  }

  const ranges = (proxy: FaultProxy): (string | undefined)[] =>
    proxy.requests.filter(({ isListing }) => !isListing).map(({ range }) => range);

  test.each(['cut', 'stall'] as const)(
    'that ends early (%s) is asked for the rest',
    async (kind) => {
      const { archive, proxy } = await openBehind((time) =>
        time < 4 ? { kind, afterBytes: 200_000 } : undefined,
      );
      const read = await bytesOf(archive, await objectAt(archive, key));
      expect(read.equals(bytes)).toBe(true);
      expect(ranges(proxy)).toEqual([undefined, 'bytes=200000-', 'bytes=400000-', 'bytes=600000-']);
    },
  );

  test('of a service that knows no ranges is read anew, and no byte given twice', async () => {
    const { archive } = await openBehind((time) =>
      time === 1 ? { kind: 'cut', afterBytes: 200_000 } : { kind: 'ignore_range' },
    );
    expect((await bytesOf(archive, await objectAt(archive, key))).equals(bytes)).toBe(true);
  });

  test('that breaks again and again without progress ends the reading', async () => {
    const { archive, proxy } = await openBehind(() => ({ kind: 'cut', afterBytes: 100 }));
    const object = await objectAt(archive, key);
    await expect(bytesOf(archive, object)).rejects.toMatchObject({
      name: 'UnavailableError',
      exitCode: 5,
      message: expect.stringMatching(
        /^s3:\/\/test-.*\/2026\/03\/08\/a\.gz: cannot be read \(tried 4 times\): /,
      ) as string,
    });
    expect(ranges(proxy)).toEqual([undefined, 'bytes=100-', 'bytes=200-', 'bytes=300-']);
  });

  test('whose object is replaced in the middle is no part of it', async () => {
    const { archive } = await openBehind(async (time) => {
      if (time === 1) return { kind: 'cut', afterBytes: 200_000 };
      await bucket.put(key, Buffer.alloc(900_000));
      return undefined;
    });
    expect(await faultOf(bytesOf(archive, await objectAt(archive, key)))).toBe('changed');
  });

  test('whose object is removed in the middle is no part of it', async () => {
    const { archive } = await openBehind(async (time) => {
      if (time === 1) return { kind: 'cut', afterBytes: 200_000 };
      await bucket.remove(key);
      return undefined;
    });
    expect(await faultOf(bytesOf(archive, await objectAt(archive, key)))).toBe('vanished');
  });

  test('in cold storage is refused with what to do', async () => {
    const { archive } = await openBehind(() => ({
      kind: 'answer',
      status: 403,
      body: s3ErrorBody('InvalidObjectState'),
    }));
    await expect(bytesOf(archive, await objectAt(archive, key))).rejects.toMatchObject({
      fault: 'archived',
      message:
        `${key} lies in cold storage and has to be restored first: ` +
        'InvalidObjectState (403): as told',
    });
  });

  test('of an object that is listed without an etag is not read at all', async () => {
    const { archive, proxy } = await openBehind(() => undefined);
    const object = { ...(await objectAt(archive, key)), identity: '' };
    expect(await faultOf(bytesOf(archive, object))).toBe('unpinned');
    expect(ranges(proxy)).toEqual([]);
  });

  test('that is asked for in the wrong region says so', async () => {
    const { archive } = await openBehind(() => ({
      kind: 'answer',
      status: 301,
      body: s3ErrorBody('PermanentRedirect'),
    }));
    await expect(bytesOf(archive, await objectAt(archive, key))).rejects.toMatchObject({
      exitCode: 2,
      hint: 'name the region of the bucket, as in --s3-region eu-west-1',
    });
  });

  test('is waited for through a storm of 503, with longer and longer pauses', async () => {
    const { archive, told } = await openBehind((time) =>
      time < 4 ? { kind: 'answer', status: 503, body: s3ErrorBody('SlowDown') } : undefined,
    );
    expect((await bytesOf(archive, await objectAt(archive, key))).equals(bytes)).toBe(true);
    // Of 0.2, 0.4 and 0.8 s none is long enough to be told.
    expect(told).toEqual([]);
  });

  test('that is waited for in vain by many is told once for all of them', async () => {
    const { archive, told } = await openBehind(
      () => ({ kind: 'answer', status: 503, body: s3ErrorBody('SlowDown') }),
      { triesMax: 5 },
    );
    const object = await objectAt(archive, key);
    const all = await Promise.allSettled([1, 2, 3].map(() => bytesOf(archive, object)));
    expect(all.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    const location = `s3://${bucket.name}/`;
    expect(told).toEqual([`${location}: SlowDown (503): as told: try 5 of 5 in 1.6 s`]);
  });

  test('may be received slowly: only the service’s own silence is a stall', async () => {
    const { archive, proxy } = await openBehind(() => undefined);
    const object = await objectAt(archive, key);
    let length = 0;
    for await (const piece of archive.open(object)) {
      if (length === 0) await new Promise((resolve) => setTimeout(resolve, 700));
      length += piece.length;
    }
    expect(length).toBe(bytes.length);
    expect(ranges(proxy)).toEqual([undefined]);
  });
});

type Seen = Parameters<FaultChoice>[0];
