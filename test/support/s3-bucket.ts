/** Buckets as tests use them: the credentials of the test server stand in the environment. */
import { vi } from 'vitest';
import { s3Environment } from './s3-client.ts';

export { newTestBucket as newBucket, type TestBucket } from './s3-client.ts';

/** For archives that are opened in the process of the tests. */
export function useS3Environment(): void {
  for (const [name, value] of Object.entries(s3Environment)) vi.stubEnv(name, value);
}
