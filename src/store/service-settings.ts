/** What stores that are services take from their surroundings, and nothing of how they work. */
import type { RequestPace } from '../base/request-pace.ts';

export type ServiceSettings = {
  /** Names of users and passwords; nothing else is looked up. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Shared by all services of a run; none = as fast as they let. */
  readonly pace?: RequestPace;
  /** Told in a line what is waited for, where it takes longer than it should. */
  readonly notify?: (text: string) => void;
  /** A file that holds user and password. */
  readonly credentialsFile?: string;
  /** Copies that a store keeps which is made: `3`, or `dc1=3,dc2=2`. */
  readonly replication?: string;
};
