/** Buckets of a test server, filled and changed by the plain client. */
import { randomBytes } from 'node:crypto';
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { s3Credentials } from '../services/versitygw.ts';

/** What the usual chain of credentials finds, and nothing of the machine that tests run on. */
export const s3Environment = {
  AWS_ACCESS_KEY_ID: s3Credentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: s3Credentials.secretAccessKey,
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
} as const;

export type TestBucket = {
  readonly name: string;
  readonly client: S3Client;
  put(key: string, bytes?: string | Uint8Array): Promise<void>;
  remove(key: string): Promise<void>;
  clear(): Promise<void>;
  /** Anybody may list and read it, but for these keys. */
  publish(...deniedKeys: readonly string[]): Promise<void>;
  close(): void;
};

export function testClient(address: string): S3Client {
  return new S3Client({
    endpoint: `http://${address}`,
    region: 'us-east-1',
    credentials: s3Credentials,
    forcePathStyle: true,
  });
}

/** A new bucket on the server at `host:port`. */
export async function newTestBucket(address: string): Promise<TestBucket> {
  const client = testClient(address);
  const name = `test-${randomBytes(6).toString('hex')}`;
  await client.send(new CreateBucketCommand({ Bucket: name }));
  return {
    name,
    client,
    async put(key, bytes = 'x') {
      await client.send(new PutObjectCommand({ Bucket: name, Key: key, Body: Buffer.from(bytes) }));
    },
    async remove(key) {
      await client.send(new DeleteObjectCommand({ Bucket: name, Key: key }));
    },
    async clear() {
      for (;;) {
        const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: name }));
        if (Contents.length === 0) return;
        const keys = Contents.map(({ Key }) => ({ Key }));
        await client.send(new DeleteObjectsCommand({ Bucket: name, Delete: { Objects: keys } }));
      }
    },
    async publish(...deniedKeys) {
      const Policy = JSON.stringify(publicPolicy(name, deniedKeys));
      await client.send(new PutBucketPolicyCommand({ Bucket: name, Policy }));
    },
    close: () => client.destroy(),
  };
}

function publicPolicy(bucket: string, deniedKeys: readonly string[]): object {
  const resource = `arn:aws:s3:::${bucket}`;
  const anybody = { Principal: '*', Effect: 'Allow' };
  const denied = deniedKeys.map((key) => `${resource}/${key}`);
  return {
    Version: '2012-10-17',
    Statement: [
      { ...anybody, Action: 's3:ListBucket', Resource: resource },
      { ...anybody, Action: 's3:GetObject', Resource: `${resource}/*` },
      ...(denied.length === 0
        ? []
        : [{ Principal: '*', Effect: 'Deny', Action: 's3:GetObject', Resource: denied }]),
    ],
  };
}
