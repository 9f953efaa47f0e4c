/** `recount archive ls`: its page, and what runs it. */
import type { CommandPage } from '../command-page.ts';

export const archiveLsPage: CommandPage = {
  name: 'archive ls',
  summary: 'list the objects of an archive, with sums by day',
  about:
    'Lists every object with the UTC day or hour that its key names and its compressed size, ' +
    'then the sums of each day. It shows what is never read, too: objects without a date in ' +
    'their names (exit code 4), and files with the names of no logs.',
  examples: [
    [
      'What is there of two days?',
      'recount archive ls --archive fixtures/archive',
      '--from 2026-03-07 --until 2026-03-09',
    ],
    ['Only the sums of all days.', 'recount archive ls --archive fixtures/archive --totals'],
  ],
  codes: [0, 1, 2, 4, 5, 130, 143],
  async run(session, command) {
    const { runArchiveLs } = await import('../run-archive-ls.ts');
    await runArchiveLs(session, command);
  },
};
