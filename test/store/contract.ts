/**
 * What every store must do, whatever it is made of: run over each adapter unchanged. One store
 * serves a whole suite, as opening some takes long; every test uses sites of its own.
 */
import { afterAll, beforeAll, describe } from 'vitest';
import type { Store } from '../../src/store/store.ts';
import { describeDocuments } from './contract-documents.ts';
import { describeGenerations } from './contract-generations.ts';
import { describeProtocol } from './contract-protocol.ts';
import { describePublishing } from './contract-publishing.ts';
import { describeRecords } from './contract-records.ts';
import { describeRows } from './contract-rows.ts';

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

export function describeStoreContract(name: string, openTestStore: () => Promise<TestStore>): void {
  describe(name, () => {
    let opened: TestStore | undefined;
    let sites = 0;
    beforeAll(async () => {
      opened = await openTestStore();
    });
    afterAll(async () => {
      await opened?.store.close();
      await opened?.remove();
    });
    const testStore = (): TestStore => {
      if (opened === undefined) throw new Error('the store is not open yet');
      return opened;
    };
    const subject: Subject = {
      store: () => testStore().store,
      openAgain: () => testStore().openAgain(),
      newSite() {
        sites += 1;
        return `site-${sites}.example`;
      },
    };
    describeRecords(subject);
    describeDocuments(subject);
    describeRows(subject);
    describeGenerations(subject);
    describePublishing(subject);
    describeProtocol(subject);
  });
}
