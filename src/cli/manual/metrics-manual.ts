/** The manual of the numbers: what is counted, how, and how it can be computed by other means. */
import { invariants } from '../../model/invariant.ts';
import { acceptanceChapters } from './acceptance-chapters.ts';
import { countingChapters } from './counting-chapters.ts';
import { terms, text, type Chapter, type ManualPage } from './manual-page.ts';
import { sentenceFrom } from './option-terms.ts';
import { rowChapters } from './row-chapters.ts';

export const metricsManual: ManualPage = {
  name: 'recount-metrics',
  section: 7,
  summary: 'what every number means and how it is computed',
  chapters: [
    {
      title: 'Description',
      blocks: text(
        'This page defines every number that `recount` derives, stores and compares. It is ' +
          'made from the tables that the program itself works by. The base metrics are those ' +
          'that Parse.ly documents in "Data Pipeline metrics overview", each as one SQL query ' +
          'over the raw events; here the same queries hold over the events that are left after ' +
          'the rules of acceptance below. Who runs SQL over the same accepted lines gets the ' +
          'same numbers.',
      ),
    },
    termsChapter(),
    ...acceptanceChapters,
    ...countingChapters,
    ...rowChapters,
    {
      title: 'Invariants',
      blocks: [
        ...text(
          'What must hold between the numbers of one generation, whatever was counted. It is ' +
            'checked of all derived rows before they are published.',
        ),
        terms(
          ...invariants.map(({ name, about }) => [`\`${name}\``, sentenceFrom(about)] as const),
        ),
      ],
    },
    { title: 'See also', blocks: text('`recount`(1), `recount-rebuild`(1), `recount.yaml`(5)') },
  ],
};

function termsChapter(): Chapter {
  return {
    title: 'Terms',
    blocks: [
      terms(
        ['`event`', 'A line of a log that was accepted.'],
        ['`site`', "The customer's key, as the lines name it."],
        ['`url`', 'The address of a page in its one spelling, see READINGS.'],
        [
          '`period`',
          'One day of one site in the time zone of the site. It is what is rebuilt, published, ' +
            'checked and undone as one.',
        ],
        [
          '`bucket`',
          '5 minutes, beginning at multiples of 300 seconds UTC (grain `5m`), or a local date of ' +
            'the site (grain `1d`), which has 23, 24 or 25 hours.',
        ],
        ['`row`', 'All numbers of a url in a bucket. The site row has those of all urls together.'],
        ['`cell`', 'One number of a row, under a key such as `device=mobile/visitors`.'],
        ['`sketch`', 'The set behind a distinct count, in a form that can be merged.'],
        ['`ledger`', 'How many lines were read, and what became of each.'],
        ['`generation`', 'One written version of a period in a store. One of them is live.'],
        ['`manifest`', 'The evidence of a generation: from what, by which rules, with what in it.'],
      ),
    ],
  };
}
