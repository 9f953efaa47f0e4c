/** What a right configuration file says, with the place of everything. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ConfigFile } from '../../src/config/config-file.ts';
import { configFromText } from '../../src/config/config-from-text.ts';
import { readConfigFile } from '../../src/config/read-config-file.ts';
import type { Exclusion, OwnSegment } from '../../src/model/rules.ts';
import { removeFolder, temporaryFolder } from '../support/rebuild-harness.ts';

const fixtures = join(import.meta.dirname, '../../fixtures');

function read(text: string, folder = '.'): ConfigFile {
  const file = configFromText(text, { name: 'recount.yaml', folder });
  expect(file.faults).toEqual([]);
  return file;
}

function textsOf({ values }: ConfigFile): Record<string, readonly string[]> {
  return Object.fromEntries([...values].map(([key, { texts }]) => [key, texts]));
}

test('every general key is read with its place', () => {
  const { values } = read(`
archive:
  place: s3://logs/events
  layout: dt={YYYY}-{MM}-{DD}/
  expect: day
input_format: pixel
zone: UTC
early: 2h
late: 2d
retain: 5m=forever
store: [./a, ./b]
limits:
  memory: 2GiB
  spill: /var/tmp
quiet: true
progress: false
`);
  expect([...values.values()].map(({ key, place, texts }) => [key, place, ...texts])).toEqual([
    ['archive.place', 'recount.yaml:3:3', 's3://logs/events'],
    ['archive.layout', 'recount.yaml:4:3', 'dt={YYYY}-{MM}-{DD}/'],
    ['archive.expect', 'recount.yaml:5:3', 'day'],
    ['input_format', 'recount.yaml:6:1', 'pixel'],
    ['zone', 'recount.yaml:7:1', 'UTC'],
    ['early', 'recount.yaml:8:1', '2h'],
    ['late', 'recount.yaml:9:1', '2d'],
    ['retain', 'recount.yaml:10:1', '5m=forever'],
    ['store', 'recount.yaml:11:1', './a', './b'],
    ['limits.memory', 'recount.yaml:13:3', '2GiB'],
    ['limits.spill', 'recount.yaml:14:3', '/var/tmp'],
    ['quiet', 'recount.yaml:15:1', 'true'],
    ['progress', 'recount.yaml:16:1', 'false'],
  ]);
});

test('an archive and a single store may be given by their place alone', () => {
  const file = read('archive: ./raw\nstore: ./numbers\n');
  expect(textsOf(file)).toEqual({ 'archive.place': ['./raw'], store: ['./numbers'] });
  expect(file.values.get('archive.place')?.place).toBe('recount.yaml:1:1');
});

test('paths are relative to the folder of the file; urls and whole paths stay', () => {
  const text = 'archive: ./raw\nstore: [numbers, /mnt/store, s3://x/y]\nlimits: {spill: ../tmp}\n';
  expect(textsOf(read(text, 'conf/live'))).toEqual({
    'archive.place': ['conf/live/raw'],
    store: ['conf/live/numbers', '/mnt/store', 's3://x/y'],
    'limits.spill': ['conf/tmp'],
  });
});

test('an empty file and one of comments say nothing', () => {
  for (const text of ['', '\n', '# archive: ./raw\n', '---\n']) {
    expect(read(text)).toMatchObject({ values: new Map(), sites: new Map() });
  }
});

test('sites keep their order and may have nothing of their own', () => {
  const { sites } = read('sites:\n  b.example:\n  a.example: {}\n  "2024": {zone: UTC}\n');
  expect([...sites.keys()].sort()).toEqual(['2024', 'a.example', 'b.example']);
  expect([...sites.values()].every(({ ownSegments }) => ownSegments.length === 0)).toBe(true);
});

test('a site has values, segments and exclusions of its own', () => {
  const site = read(`
sites:
  news.example:
    zone: America/New_York
    late: 2d
    expect: none
    segments:
      plan: {field: extra_data.plan, values: [premium, 1, true]}
      core: {field: ip_country, in: [US, NO]}
      loyal: {field: session_id, at_least: 10}
      both: {all: [{field: a, in: [b]}, {all: [{field: c, at_least: 0.5}]}]}
    exclusions:
      office: {ip: 192.0.2.0/24}
      homes: {ip: ['2001:db8::/32', 192.0.2.1-192.0.2.9]}
      staff: {extra_data: {internal: true}}
      preview: {url_prefix: https://news.example/preview/}
`).sites.get('news.example');
  expect(site?.place).toBe('recount.yaml:3:3');
  expect([...(site?.values.values() ?? [])].map(({ place, texts }) => [place, ...texts])).toEqual([
    ['recount.yaml:6:5', 'none'],
    ['recount.yaml:4:5', 'America/New_York'],
    ['recount.yaml:5:5', '2d'],
  ]);
  const segments: readonly OwnSegment[] = [
    { kind: 'field', name: 'plan', field: 'extra_data.plan', values: ['premium', '1', 'true'] },
    {
      kind: 'rule',
      name: 'core',
      when: { kind: 'in', field: 'ip_country', values: ['US', 'NO'] },
    },
    { kind: 'rule', name: 'loyal', when: { kind: 'at_least', field: 'session_id', value: 10 } },
    {
      kind: 'rule',
      name: 'both',
      when: {
        kind: 'all',
        conditions: [
          { kind: 'in', field: 'a', values: ['b'] },
          { kind: 'all', conditions: [{ kind: 'at_least', field: 'c', value: 0.5 }] },
        ],
      },
    },
  ];
  const exclusions: readonly Exclusion[] = [
    { kind: 'ip', name: 'office', ranges: ['192.0.2.0/24'] },
    { kind: 'ip', name: 'homes', ranges: ['2001:db8::/32', '192.0.2.1-192.0.2.9'] },
    { kind: 'extra_data', name: 'staff', key: 'internal', value: 'true' },
    { kind: 'url_prefix', name: 'preview', prefix: 'https://news.example/preview/' },
  ];
  expect(site?.ownSegments.map(({ rule }) => rule)).toEqual(segments);
  expect(site?.exclusions.map(({ rule }) => rule)).toEqual(exclusions);
  expect(site?.exclusions.map(({ place }) => place)).toEqual(
    [13, 14, 15, 16].map((line) => `recount.yaml:${line}:7`),
  );
});

test('what is written once may be meant several times', () => {
  const { sites } = read(`
sites:
  a.example:
    zone: UTC
    segments: &segments
      plan: {field: extra_data.plan, values: [premium]}
  b.example: {zone: UTC, segments: *segments}
`);
  expect(sites.get('b.example')?.ownSegments).toEqual(sites.get('a.example')?.ownSegments);
});

test('the configuration of the fixtures says what their table of sites says', async () => {
  const { sites, faults } = await readConfigFile({
    named: join(fixtures, 'recount.yaml'),
    folder: '.',
  });
  const table: unknown = JSON.parse(readFileSync(join(fixtures, 'sites.json'), 'utf8'));
  expect(faults).toEqual([]);
  expect(
    [...sites.values()].map(({ site, values, ownSegments, exclusions }) => ({
      site,
      zone: values.get('zone')?.texts[0],
      ownSegments: ownSegments.map(({ rule }) => rule),
      exclusions: exclusions.map(({ rule }) => rule),
    })),
  ).toEqual(table);
});

describe('the file', () => {
  let folder = '';
  beforeAll(() => {
    folder = temporaryFolder();
  });
  afterAll(() => removeFolder(folder));

  test('is recount.yaml where the program runs, or the one that is named', async () => {
    writeFileSync(join(folder, 'recount.yaml'), 'late: 2h\n');
    writeFileSync(join(folder, 'other.yaml'), '\u{FEFF}late: 3h\r\nstore: ./a\r\n');
    const usual = await readConfigFile({ named: undefined, folder });
    expect([usual.name, textsOf(usual)]).toEqual(['recount.yaml', { late: ['2h'] }]);
    const other = await readConfigFile({ named: join(folder, 'other.yaml'), folder });
    expect(textsOf(other)).toEqual({ late: ['3h'], store: [join(folder, 'a')] });
  });

  test('may be missing, unless it was named', async () => {
    const named = join(folder, 'none.yaml');
    const none = await readConfigFile({ named: undefined, folder: join(folder, 'none') });
    expect([none.name, none.values.size]).toEqual([undefined, 0]);
    await expect(readConfigFile({ named, folder })).rejects.toMatchObject({
      message: `the configuration ${named} is not there`,
      exitCode: 2,
    });
  });

  test('must be a text', async () => {
    const named = join(folder, 'latin.yaml');
    writeFileSync(named, Buffer.from([0x7a, 0x3a, 0x20, 0xe9, 0x0a]));
    await expect(readConfigFile({ named, folder })).rejects.toMatchObject({
      message: `the configuration ${named} is no text in UTF-8`,
      exitCode: 2,
    });
    mkdirSync(join(folder, 'folder.yaml'));
    await expect(
      readConfigFile({ named: join(folder, 'folder.yaml'), folder }),
    ).rejects.toMatchObject({ exitCode: 2 });
  });
});
