/** The archive in S3 keeps the contract of archives, on a real server. */
import { describe } from 'vitest';
import { openS3Archive } from '../../../src/archive/s3/open-s3-archive.ts';
import { parseKeyLayout } from '../../../src/archive/key-layout.ts';
import { useService } from '../../services/use-service.ts';
import { newBucket, useS3Environment } from '../../support/s3-bucket.ts';
import { describeArchiveContract } from '../contract.ts';

useS3Environment();
const address = await useService('versitygw');

describe.skipIf(address === undefined).each([
  ['a bucket', ''],
  ['a folder of a bucket', 'raw/logs/'],
])('%s', (_what, prefix) => {
  describeArchiveContract(async () => {
    const bucket = await newBucket(address ?? '');
    const location = `s3://${bucket.name}/${prefix}`;
    // What lies beside the archive is none of its business.
    if (prefix !== '') await bucket.put('raw/logs-old/2026/03/08/a.gz');
    return {
      location,
      put: (key, bytes) => bucket.put(prefix + key, bytes),
      remove: (key) => bucket.remove(prefix + key),
      clear: () => bucket.clear(),
      open: ({ layout } = {}) =>
        openS3Archive(location, {
          endpoint: `http://${address ?? ''}`,
          region: 'us-east-1',
          layout: parseKeyLayout(layout),
        }),
      end: () => Promise.resolve(bucket.close()),
    };
  });
});
