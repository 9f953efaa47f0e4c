/** Files of numbers that recount did not write: read, sorted, and refused with the line. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { openFolderSpillSpace } from '../../../src/base/folder-spill-space.ts';
import { ZoneClock } from '../../../src/base/zone-clock.ts';
import { parseColumns } from '../../../src/config/parse-columns.ts';
import type { ForeignNumbers } from '../../../src/model/foreign-numbers.ts';
import { textFromBucket } from '../../../src/model/row.ts';
import { openForeignFile } from '../../../src/store/foreign/open-foreign-file.ts';
import { dayOf, removeFolder, temporaryFolder } from '../../support/rebuild-harness.ts';

const folder = temporaryFolder();
const spill = openFolderSpillSpace(folder);
afterAll(() => {
  spill.close();
  removeFolder(folder);
});

type Given = { readonly columns?: string; readonly site?: string; readonly zone?: string };

let files = 0;

async function openText(content: string | Uint8Array, given: Given = {}): Promise<ForeignNumbers> {
  const path = join(folder, `numbers-${String((files += 1))}`);
  writeFileSync(path, content);
  const columns = given.columns === undefined ? undefined : parseColumns(given.columns);
  if (columns?.kind === 'wrong') throw new Error(columns.problem);
  return openForeignFile({
    path,
    columns: columns?.value,
    site: given.site,
    spill,
    heldBytesMax: 300,
    clockOf: () => (given.zone === undefined ? undefined : new ZoneClock(given.zone)),
    isWanted: () => true,
    signal: new AbortController().signal,
  });
}

/** `site day | grain url bucket: key value …` of every row. */
function textsOf(numbers: ForeignNumbers): string[] {
  return numbers.periods.flatMap((period) =>
    Array.from(numbers.rows(period), ({ grain, url, bucket, keys, cells, values }) => {
      const texts = Array.from(
        cells,
        (cell, index) => `${keys.text(cell)} ${String(values[index])}`,
      );
      const name = `${period.site} ${textFromBucket('1d', period.day)}`;
      const row = `${grain} ${url ?? '-'} ${textFromBucket(grain, bucket)}`;
      return `${name} | ${row}: ${texts.join(', ')}`;
    }),
  );
}

async function faultOf(content: string | Uint8Array, given: Given = {}): Promise<string> {
  try {
    await openText(content, given);
  } catch (error) {
    return (error as Error).message.replace(`${folder}/`, '').replace(/numbers-\d+/, 'FILE');
  }
  return 'no fault';
}

test('a wide table is read by a map of its columns, in any order of its lines', async () => {
  const numbers = await openText(
    'pv,customer,day,mobile\n7,b.example,2026-03-09,0\n5,a.example,2026-03-09,2\n' +
      '1000,b.example,2026-03-08,\n',
    { columns: 'site=customer,bucket=day,page_views=pv,device=mobile/page_views=mobile' },
  );
  expect(textsOf(numbers)).toEqual([
    'a.example 2026-03-09 | 1d - 2026-03-09: $all/page_views 5, device=mobile/page_views 2',
    'b.example 2026-03-08 | 1d - 2026-03-08: $all/page_views 1000',
    'b.example 2026-03-09 | 1d - 2026-03-09: $all/page_views 7',
  ]);
  const kind = { grain: '1d', isSiteRow: true, dimension: '$all', metric: 'visitors' } as const;
  expect(numbers.recorded('a.example', kind)).toBe('no');
  expect(numbers.recorded('a.example', { ...kind, metric: 'page_views' })).toBe('value');
});

test('a long table is read as recount exports it; a quoted url may hold anything', async () => {
  const numbers = await openText(
    '\u{feff}site,url,grain,bucket,segment,metric,value\r\n' +
      'a.example,"https://a.example/,""x""",5m,2026-03-08T23:30:00Z,$all,page_views,3\r\n' +
      'a.example,,5m,2026-03-08T22:30:00Z,country=DE,page_views,1\r\n' +
      'a.example,,5m,2026-03-08T22:30:00Z,$all,page_views,2\r\n',
    { zone: 'Europe/Berlin' },
  );
  expect(textsOf(numbers)).toEqual([
    'a.example 2026-03-08 | 5m - 2026-03-08T22:30:00Z: $all/page_views 2, country=DE/page_views 1',
    'a.example 2026-03-09 | 5m https://a.example/,"x" 2026-03-08T23:30:00Z: $all/page_views 3',
  ]);
});

test('semicolons, other spellings of days, constants and gzip are understood', async () => {
  const numbers = await openText(gzipSync('tag;wann;n\nx;20260308;4\ny;2026-03-09 00:00:00;5\n'), {
    columns: 'bucket=wann,page_views=n,grain:=1d',
    site: 'a.example',
  });
  expect(textsOf(numbers)).toEqual([
    'a.example 2026-03-08 | 1d - 2026-03-08: $all/page_views 4',
    'a.example 2026-03-09 | 1d - 2026-03-09: $all/page_views 5',
  ]);
});

test('rows in the export format come with their sketches', async () => {
  const row = {
    type: 'row',
    ...{ site: 'a.example', url: null, grain: '1d', bucket: '2026-03-08' },
    cells: { '$all/page_views': 2, '$all/visitors': 1 },
    sketches: { '$all/visitors': `128e7f${'0000000000000001'}` },
  };
  const numbers = await openText(`{"type":"not_recorded"}\n${JSON.stringify(row)}\n`);
  const [part] = numbers.rows({ site: 'a.example', day: dayOf('2026-03-08') });
  expect([...(part?.sketchEnds ?? [])]).toEqual([0, 11]);
  const kind = { grain: '1d', isSiteRow: true, dimension: '$all', metric: 'visitors' } as const;
  expect(numbers.recorded('a.example', kind)).toBe('sketch');
});

test('a row of zeros is a day that is there', async () => {
  const numbers = await openText('site,bucket,page_views\na.example,2026-03-08,0\n');
  expect(numbers.periods).toEqual([{ site: 'a.example', day: dayOf('2026-03-08') }]);
  expect(textsOf(numbers)).toEqual([]);
});

const table = 'site,bucket,page_views\n';

test.each([
  ['', 'FILE:1: the file is empty'],
  ['site,bucket\n', 'FILE:1: no column is the metric: there are "site", "bucket"'],
  ['bucket,page_views\n', 'FILE:1: no column is the site: there are "bucket", "page_views"'],
  ['site,site,bucket,page_views\n', 'FILE:1: the column "site" stands there twice'],
  [
    `${table}a.example,2026-03-08,"1,000"\n`,
    'FILE:2: the value of $all/page_views is "1,000", not a whole number of 0 or more',
  ],
  [
    `${table}a.example,2026-03-08,-1\n`,
    'FILE:2: the value of $all/page_views is "-1", not a whole number of 0 or more',
  ],
  [`${table}a.example,08.03.2026,1\n`, 'FILE:2: "08.03.2026" is no bucket'],
  [`${table}a.example,2026-02-30,1\n`, 'FILE:2: "2026-02-30" is no bucket'],
  [
    `${table}a.example,2026-03-08T10:01:00Z,1\n`,
    'FILE:2: "2026-03-08T10:01:00Z" is no start of a 5-minute bucket',
  ],
  [
    `${table}a.example,2026-03-08T10:05:00Z,1\n`,
    /^FILE:2: which day the 5-minute rows of a.example belong to depends on its time zone/,
  ],
  [`${table},2026-03-08,1\n`, 'FILE:2: the site is empty'],
  [
    `${table}a.example,2026-03-08,1\na.example,2026-03-09,1\na.example,2026-03-08,2\n`,
    'FILE:4: $all/page_views of the 1d site row at 2026-03-08 stands on line 2 already',
  ],
  [`${table}a.example,2026-03-08\n`, /^FILE:2: the line is no CSV: Invalid Record Length/],
  ['{"type":"row"}\n', 'FILE:1: "site" of the row is no text'],
  ['{"type":"row"\n', 'FILE:1: the line is no JSON object: "{\\"type\\":\\"row\\""'],
  [Uint8Array.of(0x73, 0xff, 0x0a), 'FILE is not written in UTF-8'],
  [gzipSync(`${table}a.example,2026-03-08,1\n`).subarray(0, -9), /^FILE is a damaged gzip file/],
])('%j is refused with its place', async (content, message) => {
  expect(await faultOf(content)).toMatch(message);
});

test.each([
  [
    'page_view=pv',
    'names page_view, which is neither a field nor a metric; did you mean page_views?',
  ],
  ['site', 'has an entry that is no assignment: "site"'],
  ['site=a,site=b', 'names site twice'],
  ['page_views:=3', 'gives page_views a constant, which is no field'],
  ['metric=m,page_views=pv', 'names both metric or value and cells'],
])('the map %s is refused', (text, problem) => {
  expect(parseColumns(text)).toMatchObject({ kind: 'wrong', problem });
});

test('a column that is not there is told with one that is near', async () => {
  expect(await faultOf(table, { columns: 'page_views=page_view' })).toBe(
    'FILE:1: there is no column "page_view": there are "site", "bucket", "page_views"',
  );
});
