/** `recount config`, and what a configuration file changes for the other commands. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { removeFolder, temporaryFolder } from '../support/rebuild-harness.ts';
import { runMain, writeWorkedArchive, type MainResult } from './run-main.ts';

const configuration = `
archive: ./logs
store: ./numbers
retain: 5m=forever
limits: {memory: 512MiB}
sites:
  news.example:
    zone: UTC
    segments:
      core: {field: ip_country, in: [US, CA]}
      plan: {field: extra_data.plan, values: [premium]}
    exclusions:
      office: {ip: [198.51.100.0/24]}
`;

let folder = '';
beforeAll(() => {
  folder = temporaryFolder();
  writeWorkedArchive(join(folder, 'logs'));
  writeFileSync(join(folder, 'recount.yaml'), configuration);
});
afterAll(() => removeFolder(folder));

/** Runs where the configuration lies; paths of the machine are left out of what it says. */
async function run(argv: readonly string[], environment = {}): Promise<MainResult> {
  const result = await runMain(argv, { workingFolder: folder, environment });
  const short = (text: string): string => text.replaceAll(folder, '.');
  return { ...result, stdout: short(result.stdout), stderr: short(result.stderr) };
}

test('every setting is shown with its origin, then every site', async () => {
  const argv = ['config', '--late', '2d'];
  const { code, stdout, stderr } = await run(argv, { RECOUNT_EARLY: '90m' });
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatchInlineSnapshot(`
    "archive.place          recount.yaml:2:1   ./logs
    archive.layout         default            {YYYY}/{MM}/{DD}/[{HH}/]
    archive.expect         default            auto
    input_format           default            auto
    s3.endpoint            not set
    s3.region              not set
    s3.addressing          default            auto
    s3.anonymous           default            false
    s3.timeout             default            30s
    s3.tries               default            10
    s3.requests            default            16
    zone                   not set
    early                  RECOUNT_EARLY      90m
    late                   --late             2d
    look_back              default            7d
    retain                 recount.yaml:4:1   5m=forever
    store                  recount.yaml:3:1   ./numbers
    metrics_file           not set
    erase_key_file         not set
    cassandra.credentials  not set
    limits.max_rate        not set
    limits.pause_file      not set
    limits.memory          recount.yaml:5:10  512MiB
    limits.workers         not set
    limits.spill           not set
    --config               not set
    quiet                  default            false
    progress               default            true

    site news.example (recount.yaml:7:3)
      expect            default            auto
      zone              recount.yaml:8:5   UTC
      early             RECOUNT_EARLY      90m
      late              --late             2d
      retain            recount.yaml:4:1   5m=forever
      segment core      recount.yaml:10:7  yes where ip_country is one of US, CA
      segment plan      recount.yaml:11:7  extra_data.plan: premium; else other, absent none
      exclusion office  recount.yaml:13:7  address in 198.51.100.0/24
    "
  `);
});

test('programs get a record for each setting and each site', async () => {
  const { code, stdout } = await run(['config', '--json', '--no-progress']);
  expect(code).toBe(0);
  const records = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  const byName = new Map(records.map((record) => [record['name'] ?? record['type'], record]));
  expect(byName.get('memory')).toEqual({
    type: 'option',
    name: 'memory',
    flag: '--memory',
    variable: 'RECOUNT_MEMORY',
    key: 'limits.memory',
    value: '512MiB',
    origin: 'file',
    from: 'recount.yaml:5:10',
  });
  expect(byName.get('progress')).toMatchObject({ value: false, from: '--no-progress' });
  expect(byName.get('spill')).toMatchObject({ value: null, origin: null, from: null });
  expect(byName.get('store')).toMatchObject({ value: ['./numbers'] });
  expect(byName.get('site')).toMatchObject({
    site: 'news.example',
    from: 'recount.yaml:7:3',
    options: { zone: { value: 'UTC', origin: 'file', from: 'recount.yaml:8:5' } },
    exclusions: [
      { kind: 'ip', name: 'office', ranges: ['198.51.100.0/24'], from: 'recount.yaml:13:7' },
    ],
  });
  expect(records.at(-1)).toMatchObject({ type: 'summary', exit_code: 0 });
});

test('a file that is wrong ends with 2 and everything that is wrong', async () => {
  const path = join(folder, 'wrong.yaml');
  writeFileSync(path, 'sotre: ./a\nsites: {news.example: {zone: Mars}}\n');
  const { code, stdout, stderr } = await run(['config', '--config', path, '--memory', 'lots']);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toMatchInlineSnapshot(`
    "error: ./wrong.yaml:1:1 sotre: there is no such key
    hint: did you mean store? the keys here are archive, input_format, s3, zone,
      early, late, look_back, retain, store, metrics_file, erase_key_file,
      cassandra, limits, quiet, progress, sites
    error: ./wrong.yaml:2:24 sites.news.example.zone: expected a time zone such as America/New_York, found "Mars"
    hint: name it as in America/New_York or Europe/Berlin, or write UTC
    error: --memory lots is not a size
    hint: write a number and a unit (MiB, GiB), as in 512MiB or 2GiB
    "
  `);
});

test('a file that is not there is an error when it was named, by flag or by variable', async () => {
  const none = join(folder, 'none.yaml');
  const complaint = 'error: the configuration ./none.yaml is not there';
  expect((await run(['config', '--config', none])).stderr).toContain(complaint);
  expect((await run(['export'], { RECOUNT_CONFIG: none })).stderr).toContain(complaint);
});

test('without a file the defaults are shown', async () => {
  const { code, stdout } = await runMain(['config']);
  expect(code).toBe(0);
  expect(stdout).toContain('limits.memory          default  1GiB\n');
  expect(stdout).toContain('No site is configured');
});

test('the schema is printed as JSON, and accepts the file', async () => {
  const { code, stdout } = await run(['config', '--schema']);
  expect(code).toBe(0);
  const isRight = new Ajv({ strict: false }).compile(JSON.parse(stdout) as object);
  expect(isRight(parse(configuration))).toBe(true);
  expect(isRight({ sites: { 'news.example': { zonne: 'UTC' } } })).toBe(false);
});

describe('a rebuild', () => {
  const days = ['--from', '2026-03-08', '--until', '2026-03-09'];

  test('takes archive, store, sites and their rules from the file', async () => {
    const rebuilt = await run(['rebuild', ...days, '--apply', '--quiet']);
    expect([rebuilt.code, rebuilt.stderr]).toEqual([0, '']);
    const { code, stdout } = await run(['export', '--grain', '1d', '--site-rows', '--quiet']);
    expect(code).toBe(0);
    const { cells } = JSON.parse(stdout) as { cells: Record<string, number> };
    // Both page views of the example come from the US; none has a plan.
    const own = Object.entries(cells).filter(([key]) => /^(core|plan)=.*\/page_views$/.test(key));
    expect(own).toEqual([
      ['core=yes/page_views', 2],
      ['plan=none/page_views', 2],
    ]);
  });

  test('reads the days of each site in its own zone', async () => {
    // At noon UTC of 10 April it is 11 April on Kiritimati (UTC+14).
    const path = join(folder, 'zones.yaml');
    const sites = '{a.example: {zone: UTC}, b.example: {zone: Pacific/Kiritimati}}';
    writeFileSync(path, `archive: ./logs\nstore: ./none\nsites: ${sites}\n`);
    const argv = ['rebuild', '--config', path, '--from', '-33d', '--until', '-32d'];
    const { stdout } = await run([...argv, '--estimate', '--json']);
    const [, ...lines] = stdout.trimEnd().split('\n');
    expect(lines.slice(0, 2).map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { site: 'a.example', date: '2026-03-08' },
      { site: 'b.example', date: '2026-03-09' },
    ]);
  });

  test('asks for a date where yesterday is not the same day everywhere', async () => {
    const path = join(folder, 'zones.yaml');
    const argv = ['rebuild', '--config', path, '--from', '-3d', '--until', 'today'];
    const { code, stderr } = await run([...argv, '--accept-incomplete', 'yesterday']);
    expect(code).toBe(2);
    expect(stderr).toMatchInlineSnapshot(`
      "error: --accept-incomplete yesterday is 2026-04-09 or 2026-04-10, by the zone of the site
      hint: write the date itself
      "
    `);
  });
});
