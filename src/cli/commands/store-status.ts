/** `recount store status`: its page, and what runs it. */
import type { CommandPage } from '../command-page.ts';

export const storeStatusPage: CommandPage = {
  name: 'store status',
  summary: 'show what is live, what is missing and what is kept',
  about:
    'Shows for each site which days are live, which are missing between them, which were ' +
    'published while still open or from incomplete logs, which are pinned by an undo, and what ' +
    'can be gone back to. Of several stores it says which days they do not show the same of, ' +
    'by their checksums, and the exit code is 3.',
  examples: [
    ['Everything, site by site.', 'recount store status'],
    [
      'A few days of one site, day by day.',
      'recount store status --site news.example',
      '--from 2026-03-07 --until 2026-03-09 --by-day',
    ],
  ],
  codes: [0, 1, 2, 3, 4, 5, 130, 143],
  async run(session, command) {
    const { runStoreStatus } = await import('../run-store-status.ts');
    await runStoreStatus(session, command);
  },
};
