/** How rows are kept, ordered, written and proven. */
import { options } from '../../config/options.ts';
import { bucketSeconds, grains, partCellsMax } from '../../model/row.ts';
import { groupedText } from '../../report/number-text.ts';
import { code, terms, text, type Chapter } from './manual-page.ts';

export const rowChapters: readonly Chapter[] = [
  {
    title: 'Retention',
    blocks: text(
      '5-minute rows are kept for a time after the end of their day ' +
        `(\`${options.retain.default}\` unless \`retain\` says otherwise), 1-day rows for ever. ` +
        'The rule is taken at the start of a run and written down in the manifest. Rows outside ' +
        'of it are neither derived, stored nor compared. Manifests stay.',
    ),
  },
  {
    title: 'Order of rows',
    blocks: [
      ...text(
        `Everywhere the same: by grain (${grains.join(', then ')}); by the UTF-8 bytes of the ` +
          'url, the site row first; by bucket. Within a row the cells of segments stand before ' +
          'those of breakdowns, each by the UTF-8 bytes of their keys. `recount export` writes ' +
          'a row a line:',
      ),
      code(
        '{"type":"row","site":"news.example","url":null,"grain":"5m",',
        ' "bucket":"2026-03-08T10:05:00Z",',
        ' "cells":{"$all/page_views":3,"$all/visitors":2}}',
      ),
      ...text(
        'Zeros are left out. Numbers are whole, from 1 to 2^53 - 1. The bucket of a 1-day row ' +
          'is a date. With `--sketches` the sketches follow in hexadecimal digits, under the ' +
          'same keys.',
      ),
    ],
  },
  {
    title: 'Canonical bytes and checksums',
    blocks: [
      ...text(
        `A row is stored, sent and compared in parts of ${groupedText(partCellsMax)} cells in ` +
          'their order, of which the last may have fewer. The canonical bytes of a part are, ' +
          'one after another:',
      ),
      terms(
        ['`url`', 'A text; empty for the site row.'],
        [
          '`bucket`',
          `A number. 5m: seconds since 1970 of its start, a multiple of ${bucketSeconds}; 1d: ` +
            'days since 1970 of the local date.',
        ],
        ['`part`', 'A number, from 0.'],
        ['`cells`', 'Of each its key (a text), its value (a number) and its sketch (bytes).'],
      ),
      ...text(
        'Texts and bytes are their length in 32 bits, then their bytes (texts in UTF-8); no ' +
          'sketch has the length 0. Numbers have 64 bits. All are little endian.',
        'The checksum of a grain is the sum, modulo 2^128, of the Murmur3 x64-128 (seed 0) of ' +
          'its parts. It does not depend on their order. Page records have one as well, over ' +
          'url, time and metadata.',
      ),
    ],
  },
];
