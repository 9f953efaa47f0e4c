/** `recount rebuild`: its page, and what runs it. */
import type { CommandPage } from '../command-page.ts';

export const rebuildPage: CommandPage = {
  name: 'rebuild',
  summary: 'derive days anew from the raw logs, and publish them',
  about:
    'Derives the numbers of the days asked for anew from the raw logs, shows them beside the ' +
    'stored ones, and with --apply publishes them: each day whole or not at all, and only from ' +
    'complete logs. It can be stopped at any time and run again.',
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
  async run(session, command) {
    const { runRebuild } = await import('../run-rebuild.ts');
    await runRebuild(session, command);
  },
};
