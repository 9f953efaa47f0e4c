/** `recount runs list`: its page, and what runs it. */
import type { CommandPage } from '../command-page.ts';

export const runsListPage: CommandPage = {
  name: 'runs list',
  summary: 'list what was done, newest first',
  about:
    'Lists the runs that changed a store: their ids, who began them and why, and what became of ' +
    'the days they were about. A run that was killed has no end on record.',
  examples: [
    ['The last twenty.', 'recount runs list'],
    ['Who changed this site last?', 'recount runs list --site news.example --last 5'],
  ],
  codes: [0, 1, 2, 4, 5, 130, 143],
  async run(session, command) {
    const { runRunsList } = await import('../run-runs-list.ts');
    await runRunsList(session, command);
  },
};
