/** The client of S3, set up by the options. Loading its package takes a tenth of a second. */
import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { connectTimeoutMs, s3Defaults, type S3Options } from './s3-options.ts';

/** AWS's own default, where neither options, environment nor profile name one. */
const defaultRegion = 'us-east-1';

/** Region and credentials come from the usual chain where no option gives them. */
export async function createS3Client(options: S3Options): Promise<S3Client> {
  const config = configFromOptions(options);
  const client = new S3Client(config);
  try {
    await client.config.region();
    return client;
  } catch {
    // None is named anywhere, which the client takes for an error.
    client.destroy();
    return new S3Client({ ...config, region: defaultRegion });
  }
}

function configFromOptions(options: S3Options): S3ClientConfig {
  const { endpoint, region, addressing = 'auto', isAnonymous = false } = options;
  const { timeoutMs = s3Defaults.timeoutMs, requestsMax = s3Defaults.requestsMax } = options;
  const isPath = addressing === 'path' || (addressing === 'auto' && endpoint !== undefined);
  return {
    ...(endpoint !== undefined && { endpoint }),
    ...(region !== undefined && { region }),
    ...(isAnonymous && anonymous),
    forcePathStyle: isPath,
    followRegionRedirects: true,
    // Tried again by our own rules, which cover bodies too.
    maxAttempts: 1,
    // Logs have their own checksum, and their etag is pinned; the client's is computed in a detour.
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: {
      connectionTimeout: Math.min(connectTimeoutMs, timeoutMs),
      requestTimeout: timeoutMs,
      throwOnRequestTimeout: true,
      // Bodies that are being read do not count as requests, so there are more sockets than those.
      httpAgent: { maxSockets: 2 * requestsMax },
      httpsAgent: { maxSockets: 2 * requestsMax },
    },
  };
}

/** Nothing is signed, so that credentials are not even looked for. */
const anonymous: S3ClientConfig = {
  credentials: { accessKeyId: '', secretAccessKey: '' },
  signer: { sign: (request) => Promise.resolve(request) },
};
