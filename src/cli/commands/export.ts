/** `recount export`: its help, and what runs it. */
import { Command } from '@commander-js/extra-typings';
import type { Session } from '../session.ts';
import { addTableOptions } from '../table-options.ts';
import { helpEnd } from './help-end.ts';

const about =
  'Writes the stored rows of sites and days as JSON lines or CSV, in one order. Every day is ' +
  'read from one published version, and what was read is proven against its checksums. Without ' +
  '--site it takes all sites of the store; with --from and --until it names every day that is ' +
  'not there.';

const end = helpEnd({
  examples: [
    [
      'Every number of a day, a row a line.',
      'recount export --site news.example --from 2026-03-08 --until 2026-03-09',
    ],
    [
      'The daily numbers of the site as a whole, for a spreadsheet.',
      'recount export --site news.example --grain 1d --site-rows --format csv',
      '--output news.csv',
    ],
  ],
  codes: [0, 1, 2, 4, 5, 6, 130, 143],
});

export function exportCommand(session: Session): Command {
  const command = new Command('export')
    .summary('write stored rows as JSON lines or CSV')
    .description(about)
    .usage('[options]')
    .addHelpText('after', end);
  addTableOptions(command, 'export');
  return command.action(async (_options, self) => {
    const { runExport } = await import('../run-export.ts');
    await runExport(session, self);
  });
}
