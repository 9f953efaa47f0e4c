/**
 * What every store must do, whatever it is made of: run over each adapter unchanged. One store
 * serves a whole suite, as opening some takes long; every test uses sites of its own.
 */
import { afterAll, beforeAll, describe } from 'vitest';
import { describeDocuments } from './contract-documents.ts';
import { describeGenerations } from './contract-generations.ts';
import { describePages } from './contract-pages.ts';
import { describeProtocol } from './contract-protocol.ts';
import { describePublishing } from './contract-publishing.ts';
import { describeRecords, describeSiteRecords } from './contract-records.ts';
import { describeRows } from './contract-rows.ts';
import type { Subject, TestStore } from './contract-subject.ts';
import { describeSelection } from './contract-selection.ts';
import { describeUpkeep } from './contract-upkeep.ts';

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
    describeSiteRecords(subject);
    describeDocuments(subject);
    describeRows(subject);
    describePages(subject);
    describeGenerations(subject);
    describePublishing(subject);
    describeProtocol(subject);
    describeSelection(subject);
    describeUpkeep(subject);
  });
}
