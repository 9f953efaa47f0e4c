/** The folder store under the contract of all stores. */
import { describeStoreContract } from './contract.ts';
import { openFolderTestStore } from './folder-test-store.ts';

describeStoreContract('the folder store', openFolderTestStore);
