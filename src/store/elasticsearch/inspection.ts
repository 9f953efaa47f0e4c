/** What a look at the storage is given and what it yields. */
import type { StorageFault } from '../upkeep.ts';
import type { ElasticsearchSession } from './elasticsearch-session.ts';

export type Faults = AsyncGenerator<StorageFault, void, undefined>;

export type Inspection = {
  /** Epoch milliseconds. */
  readonly now: () => number;
};

export type Look = (session: ElasticsearchSession, inspection: Inspection) => Faults;
