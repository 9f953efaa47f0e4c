/** The two calls that an archive makes to its bucket. */
import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { bodyFromAnswer, pageFromAnswer, type S3Body, type S3Page } from './s3-answers.ts';
import { createS3Client } from './s3-client.ts';
import type { S3Options } from './s3-options.ts';
import type { S3Place } from './s3-place.ts';

export type PageQuery = {
  /** Below the bucket, with the archive's own prefix. */
  readonly prefix: string;
  /** `folders`: what lies in folders below is told by the folders' names alone. */
  readonly depth: 'folders' | 'all';
  readonly token?: string | undefined;
};

export type BodyQuery = {
  readonly key: string;
  readonly etag: string;
  /** The first byte wanted. */
  readonly from: number;
};

export type S3Service = {
  readonly listPage: (query: PageQuery, signal: AbortSignal) => Promise<S3Page>;
  readonly openBody: (query: BodyQuery, signal: AbortSignal) => Promise<S3Body>;
  readonly close: () => void;
};

/** Every method throws what the client throws; nothing is tried again here. */
export async function connectS3(place: S3Place, options: S3Options): Promise<S3Service> {
  const client = await createS3Client(options);
  const { bucket } = place;
  return {
    async listPage({ prefix, depth, token }, abortSignal) {
      const command = new ListObjectsV2Command({
        Bucket: bucket,
        Prefix: prefix,
        // Keys may hold characters that XML has no form for.
        EncodingType: 'url',
        ...(depth === 'folders' && { Delimiter: '/' }),
        ...(token !== undefined && { ContinuationToken: token }),
      });
      return pageFromAnswer(await client.send(command, { abortSignal }), bucket);
    },
    async openBody({ key, etag, from }, abortSignal) {
      const command = new GetObjectCommand({
        Bucket: bucket,
        Key: key,
        IfMatch: `"${etag}"`,
        ...(from > 0 && { Range: `bytes=${String(from)}-` }),
      });
      return bodyFromAnswer(await client.send(command, { abortSignal }));
    },
    close: () => client.destroy(),
  };
}
