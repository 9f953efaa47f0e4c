/** Answers of S3 as far as an archive needs them, held against what S3 always says. */
import type { Readable } from 'node:stream';
import type { GetObjectCommandOutput, ListObjectsV2CommandOutput } from '@aws-sdk/client-s3';
import { StrangeAnswer } from './s3-fault.ts';

export type ListedKey = {
  readonly key: string;
  readonly bytes: number;
  /** Without its quotes; empty where there is none. */
  readonly etag: string;
};

export type S3Page = {
  readonly keys: readonly ListedKey[];
  /** Each ends in `/`. */
  readonly folders: readonly string[];
  /** Undefined on the last page. */
  readonly nextToken: string | undefined;
};

export type S3Body = {
  readonly body: Readable;
  /** Where it begins: a service may send the whole although a part was asked for. */
  readonly from: number;
  readonly etag: string;
  /** Of the whole object; undefined where the answer does not say. */
  readonly objectBytes: number | undefined;
};

/**
 * A page of anything but S3 reads like an empty one, so what S3 always says is looked for.
 * @throws StrangeAnswer
 */
export function pageFromAnswer(answer: ListObjectsV2CommandOutput, bucket: string): S3Page {
  if (answer.Name !== bucket || typeof answer.IsTruncated !== 'boolean') {
    throw new StrangeAnswer('a listing that is none of this bucket: no S3 service wrote it');
  }
  const { Contents = [], CommonPrefixes = [], IsTruncated, NextContinuationToken } = answer;
  const textOf = answer.EncodingType === 'url' ? textFromUrl : (text: string): string => text;
  if (IsTruncated && !NextContinuationToken) {
    throw new StrangeAnswer('a listing that goes on, and does not say where');
  }
  return {
    keys: Contents.map(({ Key, Size, ETag = '' }) => {
      if (Key === undefined || Size === undefined || !(Size >= 0)) {
        throw new StrangeAnswer('a listing with an object that has no key or size');
      }
      return { key: textOf(Key), bytes: Size, etag: plainEtag(ETag) };
    }),
    folders: CommonPrefixes.map(({ Prefix = '' }) => textOf(Prefix)),
    nextToken: IsTruncated ? NextContinuationToken : undefined,
  };
}

/** @throws StrangeAnswer for a text that is not percent-encoded UTF-8. */
function textFromUrl(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw new StrangeAnswer(`a listing with the key ${JSON.stringify(text)}, wrongly encoded`);
  }
}

/** @throws StrangeAnswer for an answer without a body. */
export function bodyFromAnswer(answer: GetObjectCommandOutput): S3Body {
  const { Body, ETag = '', ContentLength, ContentRange } = answer;
  if (Body === undefined) throw new StrangeAnswer('an answer without a body');
  const [, from = '0', whole] = /^bytes (\d+)-\d+\/(\d+)$/.exec(ContentRange ?? '') ?? [];
  const objectBytes = ContentRange === undefined ? ContentLength : Number(whole);
  return {
    body: Body as Readable,
    from: Number(from),
    etag: plainEtag(ETag),
    objectBytes: Number.isNaN(objectBytes) ? undefined : objectBytes,
  };
}

function plainEtag(etag: string): string {
  return etag.replace(/^"|"$/g, '');
}
