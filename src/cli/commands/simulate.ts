/** `recount simulate`: its page, and what runs it. */
import type { CommandPage } from '../command-page.ts';

export const simulatePage: CommandPage = {
  name: 'simulate',
  summary: 'write an archive of synthetic traffic',
  about:
    'Writes synthetic raw logs into a folder: visitors that come again, sessions, referrers, ' +
    'campaigns, video, conversions, a few robots and copies, over a daily curve in each ' +
    "site's own time zone. The same seed gives the same bytes, in constant memory. With --fault " +
    'it plants what goes wrong in real archives: "--fault help" lists what there is.',
  examples: [
    [
      'A week of two sites.',
      'recount simulate --into raw-logs --from 2026-03-02 --days 7',
      '--events 20000 --traffic news.example=America/New_York',
      '--traffic sport.example=Europe/Berlin',
    ],
    [
      'A day whose object of 12:00 UTC is cut off.',
      'recount simulate --into cut-logs --from 2026-03-08 --events 5000',
      '--fault truncated_object:12',
    ],
  ],
  codes: [0, 1, 2, 130, 143],
  async run(session, command) {
    const { runSimulate } = await import('../run-simulate.ts');
    await runSimulate(session, command);
  },
};
