/** `recount runs show`: its page, and what runs it. */
import type { CommandPage } from '../command-page.ts';

export const runsShowPage: CommandPage = {
  name: 'runs show',
  summary: 'tell the story of one run',
  about:
    'Tells who began a run, when, why and with which options; what became of every line it read; ' +
    'what each day showed before and after; and which of its days are still as it left them. The ' +
    'id may be cut short, and its end alone (9f3c2a) will do.',
  argument: { name: 'run', about: 'its id, or as much of it as tells it from others' },
  examples: [
    ['The story of a run.', 'recount runs show 20260410T120000Z-000001'],
    ['For a program.', 'recount runs show 000001 --json'],
  ],
  codes: [0, 1, 2, 4, 5, 130, 143],
  async run(session, command, { argument }) {
    const { runRunsShow } = await import('../run-runs-show.ts');
    await runRunsShow(session, command, argument);
  },
};
