/** What the tests of the store contract work on. */
import { describe } from 'vitest';
import type { Store } from '../../src/store/store.ts';

export type TestStore = {
  readonly store: Store;
  /** Another handle on the same data, as another process would have it. */
  openAgain(): Promise<Store>;
  remove(): Promise<void>;
};

/** What the tests of the suite share. Good once tests run. */
export type Subject = {
  readonly store: () => Store;
  readonly openAgain: () => Promise<Store>;
  /** A site that no other test uses. */
  readonly newSite: () => string;
};

/** A part of the contract, to be run over any store. */
export function describeGroup(
  name: string,
  tests: (subject: Subject) => void,
): (subject: Subject) => void {
  return (subject) => {
    describe(name, () => {
      tests(subject);
    });
  };
}
