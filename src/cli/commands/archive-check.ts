/** `recount archive check`: its page, and what runs it. */
import type { CommandPage } from '../command-page.ts';

export const archiveCheckPage: CommandPage = {
  name: 'archive check',
  summary: 'find gaps and damage before anything is counted',
  about:
    'Looks for hours or days without any object, objects far smaller than their neighbours, ' +
    'and objects without a date in their names. With --deep it reads every object to its end: ' +
    'what is damaged and why, how many lines could be events, and which sites they name. It ' +
    'takes no more memory for a large archive than for a small one. Days are those of UTC, as ' +
    'in the keys.',
  examples: [
    [
      'Is everything there, as far as names and sizes tell?',
      'recount archive check --archive fixtures/archive',
    ],
    [
      'Read every object of a day.',
      'recount archive check --archive fixtures/archive',
      '--from 2026-03-07 --until 2026-03-08 --deep',
    ],
  ],
  codes: [0, 1, 2, 4, 5, 130, 143],
  async run(session, command) {
    const { runArchiveCheck } = await import('../run-archive-check.ts');
    await runArchiveCheck(session, command);
  },
};
