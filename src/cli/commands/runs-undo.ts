/** `recount runs undo`: its page, and what runs it. */
import type { CommandPage } from '../command-page.ts';

export const runsUndoPage: CommandPage = {
  name: 'runs undo',
  summary: 'go back to what was live before a run',
  about:
    'Takes back what a run published: each of its days goes back to what was live before, if ' +
    'that is still kept and no other run has changed the day since (exit code 6 where one ' +
    'has). A day that had never been published before shows nothing again. Nothing is deleted, ' +
    'and the undo is a run of its own, so it can be undone in the same way. It pins its days: ' +
    'rollup leaves them alone until they are rebuilt, or unpinned with recount store unpin.',
  argument: { name: 'run', about: 'its id, or as much of it as tells it from others' },
  examples: [
    ['What would change? Nothing is written.', "recount runs undo 000001 --reason 'wrong logs'"],
    ['Go back.', "recount runs undo 000001 --reason 'wrong logs' --apply"],
  ],
  codes: [0, 1, 2, 4, 5, 6, 130, 143],
  async run(session, command, { argument }) {
    const { runRunsUndo } = await import('../run-runs-undo.ts');
    await runRunsUndo(session, command, argument);
  },
};
