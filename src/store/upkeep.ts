/**
 * What operators need of a store beyond its rows: how large things are, what killed processes left
 * behind, what is wrong with the storage itself. A store that knows nothing of the kind leaves it
 * out, and the commands say what they could not look at.
 */
import type { GenerationKey } from '../model/period.ts';
import type { Grain } from '../model/row.ts';

export type StoreUpkeep = {
  /** Local days of a site of which anything is stored, readable or not; ascending. */
  listDays(site: string): Promise<readonly number[]>;
  /** Stored bytes of a generation, of one grain of it; 0 where nothing is stored. */
  generationBytes(key: GenerationKey, grain?: Grain): Promise<number>;
  /**
   * What was written on the way to something else and is of no use to anybody once its writer is
   * gone, outside of generations: those are dropped whole.
   */
  listLeftovers(): AsyncIterable<Leftover>;
  /** Removes it for good. May be repeated. */
  removeLeftover(leftover: Leftover): Promise<void>;
  /** Looks at everything that can be looked at without knowing what rows mean. Writes nothing. */
  inspect(): AsyncIterable<StorageFault>;
  /** How rows are kept, where that is a decision of whoever runs the store. */
  facts?(): Promise<readonly StorageFact[]>;
};

/** One line of a status: `copies: 3 in dc1`. */
export type StorageFact = { readonly name: string; readonly text: string };

export type Leftover = {
  /** As the store names it; unique. */
  readonly name: string;
  /** null where the store cannot tell without reading all of it. */
  readonly bytes: number | null;
  /** When anything of it was last written, epoch seconds. */
  readonly changedAt: number;
};

export type StorageFault = {
  /** `fault`: something is lost, or work will fail. `notice`: it does no harm where it is. */
  readonly level: 'fault' | 'notice';
  /** Names the file or table, and what is wrong with it. */
  readonly message: string;
  readonly remedy: string;
};
