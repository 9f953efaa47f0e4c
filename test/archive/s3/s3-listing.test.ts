/** Listings of S3: which folders are asked for, and answers that cannot be believed. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Archive } from '../../../src/archive/archive.ts';
import { openS3Archive } from '../../../src/archive/s3/open-s3-archive.ts';
import { textFromDay } from '../../../src/base/calendar.ts';
import { parseKeyLayout } from '../../../src/archive/key-layout.ts';
import { useService } from '../../services/use-service.ts';
import { openFaultProxy, s3ErrorBody, type FaultChoice } from '../../support/fault-proxy.ts';
import type { FaultProxy } from '../../support/fault-proxy.ts';
import { newBucket, useS3Environment, type TestBucket } from '../../support/s3-bucket.ts';
import { listed, march8 } from '../contract-subject.ts';

useS3Environment();
const address = await useService('versitygw');

describe.skipIf(address === undefined)('a listing', () => {
  let bucket: TestBucket;
  const opened: (FaultProxy | Archive)[] = [];
  beforeEach(async () => {
    bucket = await newBucket(address ?? '');
    for (const day of ['2025/03/08', '2026/02/28', '2026/03/07', '2026/03/08', '2026/03/09']) {
      await bucket.put(`events/${day}/10/a.gz`);
      await bucket.put(`events/${day}/11/a.gz`);
    }
  });
  afterEach(async () => {
    for (const one of opened.splice(0)) await one.close();
    bucket.close();
  });

  /** `choose` is given how often the same was asked for. */
  async function openBehind(choose: (time: number) => ReturnType<FaultChoice>, layout?: string) {
    const times = new Map<string, number>();
    const proxy = await openFaultProxy(address ?? '', ({ url }) => {
      const time = (times.get(url) ?? 0) + 1;
      times.set(url, time);
      return choose(time);
    });
    const archive = await openS3Archive(`s3://${bucket.name}`, {
      endpoint: `http://${proxy.address}`,
      region: 'us-east-1',
      triesMax: 3,
      layout: parseKeyLayout(layout),
      wait: () => Promise.resolve(),
    });
    opened.push(archive, proxy);
    return { archive, proxy };
  }

  const prefixes = (proxy: FaultProxy): string[] =>
    proxy.requests.map(({ url }) => new URL(url, 'http://s3').searchParams.get('prefix') ?? '');

  const march8Keys = ['events/2026/03/08/10/a.gz', 'events/2026/03/08/11/a.gz'];

  test('of a range asks for the folders that lead to its days, and for those', async () => {
    const { archive, proxy } = await openBehind(() => undefined);
    expect((await listed(archive, march8)).map(({ key }) => key)).toEqual(march8Keys);
    expect(prefixes(proxy).sort()).toEqual([
      '',
      'events/',
      'events/2025/',
      'events/2025/03/',
      'events/2026/',
      'events/2026/02/',
      'events/2026/03/',
      'events/2026/03/08/',
    ]);
  });

  test('of everything is one listing, page after page', async () => {
    const { archive, proxy } = await openBehind(() => undefined);
    expect(await listed(archive)).toHaveLength(10);
    expect(prefixes(proxy)).toEqual(['']);
  });

  test('of a layout without folders of days is of all days, and says so', async () => {
    const names = Array.from({ length: 40 }, (_none, day) => textFromDay(20_500 + day)).flatMap(
      (date) => Array.from({ length: 30 }, (_none, part) => `cdn/E1.${date}-10.${10 + part}.gz`),
    );
    const contents = names.map((key) => `<Contents><Key>${key}</Key><Size>1</Size></Contents>`);
    const body =
      `<ListBucketResult><Name>${bucket.name}</Name><IsTruncated>false</IsTruncated>` +
      `${contents.join('')}</ListBucketResult>`;
    const proxy = await openFaultProxy(address ?? '', () => ({
      kind: 'answer',
      status: 200,
      body,
    }));
    const told: string[] = [];
    const archive = await openS3Archive(`s3://${bucket.name}`, {
      endpoint: `http://${proxy.address}`,
      layout: parseKeyLayout('*.{YYYY}-{MM}-{DD}-{HH}.'),
      notify: (text) => told.push(text),
    });
    opened.push(archive, proxy);
    const from = 20_510 * 86_400;
    expect(await listed(archive, { from, until: from + 86_400 })).toHaveLength(30);
    expect(told).toEqual([
      `s3://${bucket.name}/: 1,170 objects of other days were listed to find 30, because the ` +
        'layout "*.{YYYY}-{MM}-{DD}-{HH}." has no folder for each day',
    ]);
  });

  const page = '<html><body>Please log in to the network</body></html>';
  test.each<[string, Awaited<ReturnType<FaultChoice>>]>([
    ['a page of something else', { kind: 'answer', status: 200, body: page }],
    ['nothing', { kind: 'answer', status: 200, body: '' }],
    ['an answer cut in the middle', { kind: 'change', body: (xml) => xml.slice(0, -80) }],
    ['a broken connection', { kind: 'cut', afterBytes: 120 }],
    ['503 SlowDown', { kind: 'answer', status: 503, body: s3ErrorBody('SlowDown') }],
    ['500 InternalError', { kind: 'answer', status: 500, body: s3ErrorBody('InternalError') }],
    ['another bucket', { kind: 'change', body: (xml) => xml.replace(/<Name>.*?<\/Name>/, '') }],
    [
      'no word where it goes on',
      { kind: 'change', body: (xml) => xml.replace('<IsTruncated>false', '<IsTruncated>true') },
    ],
    [
      'keys of elsewhere',
      { kind: 'change', body: (xml) => xml.replaceAll(/events\/2026\/03/g, 'events/2027') },
    ],
    ['keys in disorder', { kind: 'change', body: (xml) => xml.replaceAll('/10/', '/19/') }],
  ])('is asked for again where there is %s, and is never taken for it', async (_what, fault) => {
    const twice = await openBehind((time) => (time === 3 ? undefined : fault));
    // A range of one day is listed one folder after another.
    const expected = march8Keys.map((key) => key.replace('events/', ''));
    const root = await openRoot(twice.proxy);
    expect((await listed(root)).map(({ key }) => key)).toEqual(expected);
    const always = await openBehind(() => fault);
    const never = await openRoot(always.proxy);
    await expect(listed(never)).rejects.toMatchObject({
      name: 'UnavailableError',
      message: expect.stringContaining('cannot be listed (tried 3 times)') as string,
    });
  });

  /** Below the month, where every fault of the table shows. */
  async function openRoot(proxy: FaultProxy): Promise<Archive> {
    const archive = await openS3Archive(`s3://${bucket.name}/events`, {
      endpoint: `http://${proxy.address}`,
      region: 'us-east-1',
      triesMax: 3,
      wait: () => Promise.resolve(),
    });
    opened.push(archive);
    return { ...archive, list: () => archive.list(march8) };
  }
});
