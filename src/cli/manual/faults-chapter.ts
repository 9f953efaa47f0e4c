/** The table of what breaks in a service, and what becomes of a run that meets it. */
import { faultsOfServices, type ServiceFault } from './faults-of-services.ts';
import { terms, text, type Chapter, type Term } from './manual-page.ts';
import { sentenceFrom } from './option-terms.ts';

const names: Readonly<Record<ServiceFault['service'], string>> = {
  s3: 'S3',
  cassandra: 'Cassandra',
  elasticsearch: 'Elasticsearch',
};

export function faultsChapter(service: ServiceFault['service']): Chapter {
  const rows = faultsOfServices.filter((fault) => fault.service === service);
  return {
    title: `Faults of ${names[service]}`,
    blocks: [
      ...text(
        'What becomes of a run while something breaks. Each row is tried out on a real server, ' +
          'with a reader that looks at the store all the time: it sees the old numbers of a day ' +
          'or the new ones, and the same command afterwards ends with the same bytes as one in ' +
          'peace.',
      ),
      terms(...rows.map(({ fault, result }): Term => [fault, sentenceFrom(result)])),
    ],
  };
}
