/** `recount audit`: its page, and what runs it. */
import type { CommandPage } from '../command-page.ts';

export const auditPage: CommandPage = {
  name: 'audit',
  summary: 'prove stored numbers right or wrong, and say why',
  about:
    'Derives the days asked for anew from the raw logs, compares them cell by cell with what the ' +
    'store shows, checks that the stored numbers do not contradict each other, and names the ' +
    'cause of what differs, by evidence only: late logs, logs that were replaced or are gone, ' +
    'rows that were edited, rules that were changed on purpose. A difference is told after a ' +
    'second look. It never writes to a store; exit code 3 says that something is wrong, and what ' +
    'was not checked is named (exit code 4). With --plan it writes what recount repair needs.',
  examples: [
    [
      'Are the numbers of these days right?',
      'recount audit --archive fixtures/archive --site news.example',
      '--zone America/New_York --from 2026-03-07 --until 2026-03-09',
      '--retain 5m=forever',
    ],
    [
      'Every night a seventh of the last year, for two hours at most.',
      'recount audit --from -365d --until today --sample 1/7 --run-time 2h',
      '--resume /var/tmp/audit.jsonl --plan plan.jsonl',
    ],
    [
      'Did anything change in the archive since? Seconds for years.',
      'recount audit --from -365d --until today --quick',
    ],
    [
      'Why is that so, and what do I tell the customer? A page to send, with charts.',
      'recount audit --site news.example --from 2026-03-01',
      '--until 2026-04-01 --diagnose --report march.html',
    ],
    [
      'The old system beside the new store, in a migration; no log is read.',
      'recount audit --site news.example --from 2026-03-01',
      '--until 2026-04-01 --stored --against old.csv',
      '--columns site=customer,bucket=day,page_views=pv',
    ],
  ],
  codes: [0, 1, 2, 3, 4, 5, 130, 143],
  async run(session, command) {
    const { runAudit } = await import('../run-audit.ts');
    await runAudit(session, command);
  },
};
