/** `recount repair`: its page, and what runs it. */
import type { CommandPage } from '../command-page.ts';

export const repairPage: CommandPage = {
  name: 'repair',
  summary: 'put right what an audit planned, and nothing else',
  about:
    'Rebuilds exactly the days of a plan that recount audit --plan wrote, each only if all is as ' +
    'it was then: what is live, the logs, the rules, and what comes out. What another run ' +
    'changed since is refused, or found done where it is already as planned. What was published ' +
    'is read back and checked: repaired and confirmed. A change that was intended is repaired ' +
    'only by name (--only rule_changed). The same plan may be run again, and twice at once.',
  argument: { name: 'plan', about: 'the file that recount audit --plan wrote' },
  examples: [
    [
      'What would change? Nothing is written.',
      'recount repair plan.jsonl --archive fixtures/archive',
      "--reason 'ticket 7'",
    ],
    [
      'Put right what came late, and nothing else.',
      'recount repair plan.jsonl --archive fixtures/archive --only late_data',
      "--reason 'ticket 7' --apply",
    ],
  ],
  codes: [0, 1, 2, 3, 4, 5, 6, 130, 143],
  async run(session, command, { argument }) {
    const { runRepair } = await import('../run-repair.ts');
    await runRepair(session, command, argument);
  },
};
