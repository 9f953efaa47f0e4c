/**
 * One reading of a bucket in a process of its own, printed as JSON: `s3-read-task.js TASK ADDRESS
 * BUCKET`. `bare` is what the plain client reads at its best; `archive` what recount reads.
 */
import { GetObjectCommand, paginateListObjectsV2 } from '@aws-sdk/client-s3';
import { openS3Archive } from '../../src/archive/s3/open-s3-archive.ts';
import { readAhead } from '../../src/archive/read-ahead.ts';
import { testClient } from '../support/s3-client.ts';
import { measure } from './stopwatch.ts';

export type S3Reading = { readonly objects: number; readonly bytes: number };

const requestsAtOnce = 16;

export const s3Tasks = {
  async bare(address, bucket): Promise<S3Reading> {
    const client = testClient(address);
    const keys: string[] = [];
    for await (const page of paginateListObjectsV2({ client }, { Bucket: bucket })) {
      keys.push(...(page.Contents ?? []).map(({ Key = '' }) => Key));
    }
    let bytes = 0;
    let next = 0;
    const readSome = async (): Promise<void> => {
      for (let key = keys[next++]; key !== undefined; key = keys[next++]) {
        const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
        for await (const piece of Body as AsyncIterable<Uint8Array>) bytes += piece.length;
      }
    };
    await Promise.all(Array.from({ length: requestsAtOnce }, readSome));
    client.destroy();
    return { objects: keys.length, bytes };
  },
  async archive(address, bucket): Promise<S3Reading> {
    const archive = await openS3Archive(`s3://${bucket}`, { endpoint: `http://${address}` });
    const { signal } = new AbortController();
    let objects = 0;
    let bytes = 0;
    for await (const { pieces } of readAhead({ archive, objects: archive.list(), signal })) {
      objects += 1;
      for await (const piece of pieces) bytes += piece.length;
    }
    await archive.close();
    return { objects, bytes };
  },
} as const satisfies Record<string, (address: string, bucket: string) => Promise<S3Reading>>;

export type S3TaskName = keyof typeof s3Tasks;

const [task = '', address = '', bucket = ''] = process.argv.slice(2);
if (Object.hasOwn(s3Tasks, task)) {
  const found = await measure(() => s3Tasks[task as S3TaskName](address, bucket));
  process.stdout.write(`${JSON.stringify(found)}\n`);
}
