/** The archive in a bucket of S3, or of a service that speaks its language. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Archive } from '../archive.ts';
import { parseKeyLayout, type KeyLayout } from '../key-layout.ts';
import { listS3 } from './list-s3.ts';
import { readS3Object } from './read-s3-object.ts';
import { retryPolicy, s3Defaults, type S3Options, type S3Surroundings } from './s3-options.ts';
import { parseS3Place } from './s3-place.ts';
import { S3Requests } from './s3-requests.ts';
import { connectS3 } from './s3-service.ts';

export type S3ArchiveOptions = S3Options &
  S3Surroundings & {
    readonly layout?: KeyLayout;
  };

/**
 * Etag and size are the identity; every request for an object names the etag. Content is
 * `sha256:<hex>` as in a folder, so that a copy of an archive is the same input.
 *
 * Nothing is sent before the first listing.
 * @throws UsageError for a place that is none.
 */
export async function openS3Archive(
  location: string,
  options: S3ArchiveOptions = {},
): Promise<Archive> {
  const { timeoutMs = s3Defaults.timeoutMs, triesMax = s3Defaults.triesMax } = options;
  const { layout = parseKeyLayout(), notify = (): void => undefined } = options;
  const place = parseS3Place(location);
  const service = await connectS3(place, options);
  const requests = new S3Requests({
    place,
    policy: retryPolicy(triesMax),
    requestsMax: options.requestsMax ?? s3Defaults.requestsMax,
    random: options.random ?? Math.random,
    wait: options.wait ?? pause,
    notify,
  });
  return {
    location: place.location,
    list: (range) => listS3({ place, service, requests, layout, notify }, range),
    open: (object, signal) => readS3Object({ place, service, requests, timeoutMs }, object, signal),
    contentOf: (_object, sha256) => `sha256:${sha256}`,
    close() {
      requests.close();
      service.close();
      return Promise.resolve();
    },
  };
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await wait(milliseconds, undefined, { signal });
}
