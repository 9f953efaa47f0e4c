/** Ends a client without waiting for ever. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Client } from 'cassandra-driver';

/**
 * The driver waits without end for a pool of connections that is being mended at that moment, as
 * after a network that was gone (seen with 4.10.0); nothing of ours is in flight by then.
 */
const closeTimeoutMs = 2000;

/** Never rejects: what was asked was answered before, or has failed with an error of its own. */
export async function closeClient(client: Client): Promise<void> {
  const isOver = new AbortController();
  const closing = client.shutdown().catch(() => undefined);
  const late = wait(closeTimeoutMs, undefined, { signal: isOver.signal }).catch(() => undefined);
  await Promise.race([closing, late]);
  isOver.abort();
}
