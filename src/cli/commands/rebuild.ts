/** `recount rebuild`: its help, and what runs it. */
import { Command } from '@commander-js/extra-typings';
import type { Session } from '../session.ts';
import { addTableOptions } from '../table-options.ts';
import { helpEnd } from './help-end.ts';

const about =
  'Derives the numbers of the days asked for anew from the raw logs, shows them beside the ' +
  'stored ones, and with --apply publishes them: each day whole or not at all, and only from ' +
  'complete logs. It can be stopped at any time and run again.';

const end = helpEnd({
  examples: [
    [
      'What would change? Nothing is written.',
      'recount rebuild --archive fixtures/archive --site news.example',
      '--zone America/New_York --from 2026-03-07 --until 2026-03-09',
    ],
    [
      'Publish it, with the 5-minute rows however old they are.',
      'recount rebuild --archive fixtures/archive --site news.example',
      '--zone America/New_York --from 2026-03-07 --until 2026-03-09',
      '--retain 5m=forever --apply',
    ],
  ],
  codes: [0, 1, 2, 4, 5, 6, 130, 143],
});

export function rebuildCommand(session: Session): Command {
  const command = new Command('rebuild')
    .summary('derive days anew from the raw logs, and publish them')
    .description(about)
    .usage('[options]')
    .addHelpText('after', end);
  addTableOptions(command, 'rebuild');
  return command.action(async (_options, self) => {
    const { runRebuild } = await import('../run-rebuild.ts');
    await runRebuild(session, self);
  });
}
