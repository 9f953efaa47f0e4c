/** `recount rollup`: its page, and what runs it. */
import type { CommandPage } from '../command-page.ts';

export const rollupPage: CommandPage = {
  name: 'rollup',
  summary: 'publish yesterday, and what came late; for cron',
  about:
    'Looks at yesterday and the days before it (--look-back) of every configured site, and ' +
    'publishes those that have closed and that nothing is live of, or whose logs appeared or ' +
    'changed since: all of them in one reading of the logs. A day whose logs have vanished is ' +
    'reported and stays as it is, a pinned one too. What is up to date is not read again, so it ' +
    'can run every hour; started twice, it does no harm.',
  examples: [
    [
      'Every site of the configuration.',
      'recount rollup --config /etc/recount.yaml',
      '--metrics-file /var/lib/node_exporter/recount.prom',
    ],
    [
      'What is due? Nothing is written to a store.',
      'recount rollup --archive fixtures/archive --site news.example',
      '--zone America/New_York --dry-run',
    ],
  ],
  codes: [0, 1, 2, 4, 5, 6, 130, 143],
  async run(session, command) {
    const { runRollup } = await import('../run-rollup.ts');
    await runRollup(session, command);
  },
};
