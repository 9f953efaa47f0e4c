/** recount-stores(7): what a store holds and how, how large it gets, how others read it. */
import { partCellsMax } from '../../model/row.ts';
import { groupedText } from '../../report/number-text.ts';
import { cassandraLayout } from './cassandra-chapters.ts';
import { elasticsearchLayout } from './elasticsearch-chapters.ts';
import { code, terms, text, type Chapter, type ManualPage } from './manual-page.ts';

export const storesManual: ManualPage = {
  name: 'recount-stores',
  section: 7,
  summary: 'how stores keep numbers, how large they get, and how others read them',
  chapters: [
    generationsChapter(),
    folderChapter(),
    cassandraLayout,
    elasticsearchLayout,
    sizeChapter(),
    readersChapter(),
    {
      title: 'See also',
      blocks: text(
        '`recount`(1), `recount-metrics`(7), `recount-operations`(7), `recount-services`(7), ' +
          '`recount-store-init`(1), `recount-export`(1)',
      ),
    },
  ],
};

function generationsChapter(): Chapter {
  return {
    title: 'What every store holds',
    blocks: [
      ...text(
        'Numbers are written day by day and never changed in place. A rebuild writes a new ' +
          '`generation` of a day of a site beside the old one, reads all of it back, compares ' +
          'counts and checksums, and then moves one pointer. Who reads sees the day before or ' +
          'after, and nothing in between. The one that was replaced is kept for a week, so that ' +
          '`recount runs undo` can go back to it. A store holds:',
      ),
      terms(
        [
          'a record of each day',
          'Which generation is live, which ones are kept, staged or dropped, and the last 16 ' +
            'changes with their runs. It is the only thing that is ever updated, by compare and ' +
            'set on its version: two runs need no lock, and the second one is told.',
        ],
        [
          'a record of each site',
          'Erasures and changes of zone, by number. What was derived before one of them can no ' +
            'longer be published.',
        ],
        [
          'rows',
          'Of each generation, by grain, url and bucket, in parts of ' +
            `${groupedText(partCellsMax)} cells. A cell is a segment or a breakdown value, a ` +
            'metric, a number, and for distinct counts a sketch.',
        ],
        [
          'page records',
          'What was last known of each url of the day: title, authors, section, tags',
        ],
        [
          'a manifest',
          'With each generation: what it was made from and by which rules, what is in it, ' +
            'counts and checksums.',
        ],
        [
          'input sets, rules, runs',
          'The lists of objects that days were derived from, the rules, each under its digest, ' +
            'and what every run did. They are small, and never removed.',
        ],
      ),
    ],
  };
}

function folderChapter(): Chapter {
  return {
    title: 'A folder',
    blocks: [
      ...text(
        'The default. Records are a file for each version, made under another name, synced, and ' +
          'linked to a name that must not be there yet: that is the compare and set, so the file ' +
          'system must know hard links and be consistent between the machines that write (a ' +
          'local disk; not every network share). Rows are Parquet files.',
      ),
      code(
        'recount-store.json            says what the folder is',
        'live.sql                      views of the live rows',
        'sites/SITE/record/v1.json     what concerns the site as a whole',
        'sites/SITE/2026-03-08/record/v1.json',
        'sites/SITE/2026-03-08/generations/ID/site-1d.parquet',
        'sites/SITE/2026-03-08/generations/ID/site-5m.parquet',
        'sites/SITE/2026-03-08/generations/ID/urls-1d.parquet',
        'sites/SITE/2026-03-08/generations/ID/urls-5m.parquet',
        'sites/SITE/2026-03-08/generations/ID/totals-1d.bin',
        'sites/SITE/2026-03-08/generations/ID/pages.parquet',
        'sites/SITE/2026-03-08/generations/ID/manifest.json',
        'inputs/DIGEST.json  rules/DIGEST.json  runs/RUN.json',
      ),
      ...text(
        'A row of a Parquet file is a cell: `site`, `date`, `url` (null for the whole site), ' +
          '`bucket`, `part`, `segment`, `metric`, `value`, `sketch`. `live.sql` has views over ' +
          'the files that are live, and is written anew by every run that changes what is live. ' +
          'The totals of urls are a copy of their sums, made with the rows: queries of a url, ' +
          'and of the largest ones, read them in place of the rows.',
      ),
      code(
        'cd recount-store && duckdb -init live.sql',
        'SELECT date, value FROM rows_1d',
        "WHERE url IS NULL AND segment = '$all' AND metric = 'page_views';",
      ),
    ],
  };
}

/** Measured on 2026-11-26: `recount simulate` with 300,000 lines a day of one site. */
function sizeChapter(): Chapter {
  return {
    title: 'How large it gets',
    blocks: text(
      'Count cells: each metric of each segment that occurs in a row is one, and each value of a ' +
        'breakdown with each of its metrics. Sketches are two thirds of all bytes: 8 for every ' +
        'visitor and session of each segment of each row, up to 10 KB.',
      'Measured on a simulated day of 285,000 events on 5,700 urls, in a folder: 418,000 cells ' +
        'of 1-day rows are 3.6 MB (9 bytes a cell, 550 bytes a url), 1,836,000 cells of 5-minute ' +
        'rows 6.7 MB (4 bytes a cell). So a million urls a day with that much traffic each (50 ' +
        'events) take 0.55 GB a day for 1-day rows, which are kept for ever, and 0.9 GB for ' +
        '5-minute rows, which are kept for as long as `retain` says. The same day is 99 MiB of ' +
        'rows in Cassandra before its tables are compressed, which leaves about a third, and 39 ' +
        'MiB on the disk of Elasticsearch; times the number of copies.',
      'A value of a breakdown costs 2 to 3 bytes in a folder for each metric that it has; it ' +
        'has no sketch. A segment of your own costs what a built-in one costs: its share of the ' +
        'visitors again.',
    ),
  };
}

function readersChapter(): Chapter {
  return {
    title: 'Reading without recount',
    blocks: text(
      'Take the generation that is `live` in the record of the day, and no other: what is staged ' +
        'and what is kept stand beside it. Look at the record again after the last row: where ' +
        'another generation is live by then, and the one that was read is dropped, read again. ' +
        '`recount export` and `recount query` do that.',
      'The row without a url is the whole site, and not the sum of the others to be added to ' +
        'them. Values of `visitors`, `sessions` and `video_viewers` must not be added up, ' +
        'neither over buckets nor over urls nor over segments: their sketches can be merged ' +
        '(they are those of the hll extension of PostgreSQL), their numbers cannot. A 1-day row ' +
        'is a local day of the site, a 5-minute row five minutes in UTC.',
      'A number that is not there is 0 where the metric is in the catalogue of the manifest, and ' +
        'was not recorded where it is not.',
    ),
  };
}
