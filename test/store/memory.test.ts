/** The store that tests step through keeps the contract of every store. */
import { emptyMemory, memoryStore } from '../support/memory-store.ts';
import { describeStoreContract } from './contract.ts';

describeStoreContract('memory store', async () => {
  const data = emptyMemory();
  return {
    store: memoryStore(data),
    openAgain: async () => memoryStore(data),
    remove: () => Promise.resolve(),
  };
});
