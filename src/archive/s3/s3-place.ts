/** `s3://bucket/prefix`: the bucket, and the folder in it that is the archive's root. */
import { UsageError } from '../../base/errors.ts';

export type S3Place = {
  readonly bucket: string;
  /** Empty, or ending in `/`. */
  readonly prefix: string;
  /** As it is shown and recorded. */
  readonly location: string;
};

/** What all of S3's kinds of buckets have in common; the service itself knows better. */
const bucketName = /^[a-z0-9][a-z0-9._-]{1,62}$/i;

const hint = 'write s3://bucket or s3://bucket/folder, such as s3://my-logs/events';

/**
 * The prefix names a folder, with or without a `/` at its end: keys are the paths below it.
 * @throws UsageError for anything else.
 */
export function parseS3Place(text: string): S3Place {
  const [, authority = '', path = ''] = /^s3:\/\/([^/]*)\/?(.*)$/is.exec(text) ?? [];
  if (authority.includes('@')) {
    throw new UsageError('the archive s3://***@… holds credentials', {
      hint: 'leave them out: AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY give them',
    });
  }
  if (!bucketName.test(authority)) {
    throw new UsageError(`${text} names no bucket`, { hint });
  }
  if (path.includes('?') || path.includes('//')) {
    throw new UsageError(`${text} has a ${path.includes('?') ? '?' : '//'} in its folder`, {
      hint: `${hint}; --s3-endpoint, --s3-region and --s3-anonymous say how it is reached`,
    });
  }
  const folder = path.replace(/^\/|\/$/g, '');
  const prefix = folder === '' ? '' : `${folder}/`;
  return { bucket: authority, prefix, location: `s3://${authority}/${prefix}` };
}
