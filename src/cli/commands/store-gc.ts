/** `recount store gc`: its page, and what runs it. */
import type { CommandPage } from '../command-page.ts';

export const storeGcPage: CommandPage = {
  name: 'store gc',
  summary: 'remove what is not kept any more',
  about:
    'Finds what is not kept: generations that were replaced more than a week ago, what was left ' +
    'unfinished more than a day ago, 5-minute rows past their retention, files that killed ' +
    'processes left. Shows how much that is, and with --apply removes it: first marked, then ' +
    'deleted, so that it can run beside everything else and be stopped at any time. What is live ' +
    'is never touched, manifests and the records of runs stay.',
  examples: [
    ['What may go, and how much?', 'recount store gc'],
    [
      'Remove it, with 5-minute rows older than two months.',
      'recount store gc --retain 5m=60d --apply',
    ],
  ],
  codes: [0, 1, 2, 4, 5, 130, 143],
  async run(session, command) {
    const { runStoreGc } = await import('../run-store-gc.ts');
    await runStoreGc(session, command);
  },
};
