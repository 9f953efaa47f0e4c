/** `recount query`: its page, and what runs it. */
import type { CommandPage } from '../command-page.ts';

export const queryPage: CommandPage = {
  name: 'query',
  summary: 'ask the stored numbers: series, tops, comparisons',
  about:
    'Adds up and groups stored numbers of sites, days and pages. Distinct counts merge their ' +
    'sketches and never add. Steps of 5 minutes and hours are read where they are kept; ' +
    'elsewhere a day stands as a whole, which is said. What is not published or not recorded is ' +
    'a dash, not a zero. A number has one segment or breakdown: what is not stored crossed is ' +
    'refused, with the segment that would make it possible. Pages are grouped by what is known ' +
    'of them today.',
  examples: [
    [
      'Two weeks, day by day, beside the two before.',
      'recount query --site news.example --metric page_views,visitors',
      '--group-by time --from -14d --until today --compare previous',
    ],
    [
      'The pages of a section that engaged longest.',
      'recount query --site news.example --from -30d --until today',
      '--metric engaged_seconds_per_visitor,visitors',
      '--filter section=Sport --group-by url --top 20',
    ],
    [
      'The last 24 hours in steps of 5 minutes, beside those of a week ago, as CSV.',
      'recount query --site news.example --group-by time --step 5m',
      '--from -24h --until now --compare week-ago --format csv',
    ],
    [
      'Where the views of a page came from.',
      'recount query --site news.example --group-by ref_domain --top 10',
      '--filter url=https://news.example/article/1',
    ],
  ],
  codes: [0, 1, 2, 4, 5, 6, 130, 143],
  async run(session, command) {
    const { runQuery } = await import('../run-query.ts');
    await runQuery(session, command);
  },
};
