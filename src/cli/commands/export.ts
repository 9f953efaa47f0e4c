/** `recount export`: its page, and what runs it. */
import type { CommandPage } from '../command-page.ts';

export const exportPage: CommandPage = {
  name: 'export',
  summary: 'write stored rows as JSON lines or CSV',
  about:
    'Writes the stored rows of sites and days as JSON lines or CSV, in one order. Every day is ' +
    'read from one published version, and what was read is proven against its checksums. Without ' +
    '--site it takes all sites of the store; with --from and --until it names every day that is ' +
    'not there.',
  examples: [
    [
      'Every number of a day, a row a line.',
      'recount export --site news.example --from 2026-03-08 --until 2026-03-09',
    ],
    [
      'The daily numbers of the site as a whole, for a spreadsheet.',
      'recount export --site news.example --grain 1d --site-rows',
      '--format csv --output news.csv',
    ],
  ],
  codes: [0, 1, 2, 4, 5, 6, 130, 143],
  async run(session, command) {
    const { runExport } = await import('../run-export.ts');
    await runExport(session, command);
  },
};
