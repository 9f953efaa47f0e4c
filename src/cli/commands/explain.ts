/** `recount explain`: its page, and what runs it. */
import type { CommandPage } from '../command-page.ts';

export const explainPage: CommandPage = {
  name: 'explain',
  summary: 'show the raw lines behind one number',
  about:
    'Takes one number (of a site or page, a metric, a day or 5 minutes) apart: what is stored, ' +
    'what the raw logs give, and the lines behind it: those that count and those that were ' +
    'refused, with the reason. Of visitors and other distinct counts it says how many were seen ' +
    'when, and why a day is not the sum of its hours. It reads the logs of that one day and ' +
    'writes nothing. Visitors are masked: the same visitor has the same mask.',
  examples: [
    [
      'Is this number right, and what is it made of?',
      'recount explain --archive fixtures/archive --site news.example',
      '--zone America/New_York --day 2026-03-08 --metric page_views',
    ],
    [
      'Every line behind the mobile visitors of a page in 5 minutes.',
      'recount explain --archive fixtures/archive --site news.example',
      '--zone America/New_York --bucket 2026-03-08T10:05 --metric visitors',
      '--segment device=mobile --url https://news.example/a --lines',
    ],
  ],
  codes: [0, 1, 2, 3, 4, 5, 6, 130, 143],
  async run(session, command) {
    const { runExplain } = await import('../run-explain.ts');
    await runExplain(session, command);
  },
};
