/** recount-services(7): how services are reached that hold logs or numbers, and their faults. */
import { cassandraChapters } from './cassandra-chapters.ts';
import { elasticsearchChapters } from './elasticsearch-chapters.ts';
import { s3Chapters } from './s3-chapters.ts';
import type { ManualPage } from './manual-page.ts';
import { text } from './manual-page.ts';

export const servicesManual: ManualPage = {
  name: 'recount-services',
  section: 7,
  summary: 'the services that recount reads and writes',
  chapters: [
    ...s3Chapters,
    ...cassandraChapters,
    ...elasticsearchChapters,
    {
      title: 'See also',
      blocks: text('`recount`(1), `recount.yaml`(5), `recount-stores`(7), `recount-operations`(7)'),
    },
  ],
};
