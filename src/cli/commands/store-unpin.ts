/** `recount store unpin`: its page, and what runs it. */
import type { CommandPage } from '../command-page.ts';

export const storeUnpinPage: CommandPage = {
  name: 'store unpin',
  summary: 'let rollup have the days again that an undo pinned',
  about:
    'An undo pins its days: rollup leaves them alone, so that it does not publish again what a ' +
    'person took back. A rebuild ends that; so does this, without touching what is live. Without ' +
    '--site and dates it is about every pinned day.',
  examples: [
    ['Which days are pinned?', 'recount store unpin'],
    [
      'Take the pins off the days of one site.',
      'recount store unpin --site news.example',
      "--reason 'the log was mended' --apply",
    ],
  ],
  codes: [0, 1, 2, 4, 5, 6, 130, 143],
  async run(session, command) {
    const { runStoreUnpin } = await import('../run-store-unpin.ts');
    await runStoreUnpin(session, command);
  },
};
