/** `recount store init`: its page, and what runs it. */
import type { CommandPage } from '../command-page.ts';

export const storeInitPage: CommandPage = {
  name: 'store init',
  summary: 'make a store where there is none',
  about:
    'Makes an empty store, so that a misspelt --store is noticed by every other command. Where a ' +
    'store is already, nothing happens to it.',
  examples: [
    ['In the default place.', 'recount store init'],
    ['In two places.', 'recount store init --store ./numbers --store ./copy'],
  ],
  codes: [0, 1, 2, 5, 130, 143],
  async run(session, command) {
    const { runStoreInit } = await import('../run-store-init.ts');
    await runStoreInit(session, command);
  },
};
