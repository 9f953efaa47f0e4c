/** What a server for tests is: how it is fetched, proven and started. One file and row each. */
import type { ServerProcess } from './server-process.ts';

export type Service = {
  /** As the cache folder names it, with its version: `cassandra-5.0.9`. */
  readonly name: string;
  /** What to install where it cannot be had. */
  readonly needs: string;
  /** Fetches it into an empty folder with a package manager's own client. */
  install(folder: string): Promise<void>;
  /** A digest of what was fetched; anything else than `digest` is not used. */
  digestOf(folder: string): Promise<string>;
  readonly digest: string;
  /** Starts one on loopback, on free ports, with new data. */
  start(installed: string): Promise<StartedServer>;
};

export type StartedServer = {
  /** `host:port`. */
  readonly address: string;
  readonly process: ServerProcess;
  /** Ends it at once, and removes its data. */
  stop(): Promise<void>;
};
