/** One run over a folder, Cassandra and Elasticsearch: the same numbers, the same bytes. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { useService } from '../services/use-service.ts';
import { newKeyspace, runCql } from '../store/cassandra/cassandra-test-store.ts';
import { newPrefix, removeStore } from '../store/elasticsearch/elasticsearch-test-store.ts';
import { removeFolder, temporaryFolder } from '../support/rebuild-harness.ts';
import { runMain, type MainResult } from './run-main.ts';

const cassandra = await useService('cassandra');
const elasticsearch = await useService('elasticsearch');

const archive = join(import.meta.dirname, '../../fixtures/archive');
const zone = ['--site', 'sport.example', '--zone', 'Europe/Berlin'];
const days = ['--from', '2026-03-08', '--until', '2026-03-10'];
const logs = [...zone, '--archive', archive, '--retain', '5m=forever', '--apply', '--quiet'];

describe.skipIf(cassandra === undefined || elasticsearch === undefined)('three stores', () => {
  const folder = temporaryFolder();
  const keyspace = newKeyspace();
  const prefix = newPrefix();
  const places = [
    join(folder, 'store'),
    `cassandra://${String(cassandra)}/${keyspace}`,
    `elasticsearch://${String(elasticsearch)}/${prefix}`,
  ] as const;
  const all = places.flatMap((place) => ['--store', place]);

  /** With the names of the stores as a reader of this file knows them. */
  async function run(...argv: readonly string[]): Promise<MainResult> {
    const { code, stdout, stderr } = await runMain(argv, { now: () => Date.now() });
    const names = ['FOLDER', 'CASSANDRA', 'ELASTICSEARCH'];
    const shown = (text: string): string =>
      places.reduce((before, place, index) => {
        return before.replaceAll(place, names[index] ?? '');
      }, text);
    return { code, stdout: shown(stdout), stderr: shown(stderr) };
  }

  /** What a command prints about each store, which must be the same. */
  async function sameOfEach(...argv: readonly string[]): Promise<string> {
    const results = [];
    for (const place of places) results.push(await run(...argv, '--store', place));
    const [first] = results;
    expect(results).toEqual([first, first, first]);
    expect(first?.code).toBe(0);
    return first?.stdout ?? '';
  }

  beforeAll(async () => {
    const made = await run('store', 'init', ...all, '--replication', '1');
    expect(made).toMatchObject({ code: 0, stderr: '' });
    const { code, stderr } = await run('rebuild', ...logs, ...days, ...all);
    expect([code, stderr]).toEqual([0, '']);
  });
  afterAll(async () => {
    await runCql(String(cassandra), `DROP KEYSPACE ${keyspace}`);
    await removeStore(String(elasticsearch), prefix);
    removeFolder(folder);
  });

  test('their exports are the same byte for byte', async () => {
    const rows = await sameOfEach('export', ...days, '--sketches', '--quiet');
    const pages = await sameOfEach('export', ...days, '--pages', '--quiet');
    // As the table in the README shows them for the first of these days.
    expect(rows).toContain('"$all/page_views":52');
    expect(pages.trimEnd().split('\n').length).toBeGreaterThan(3);
  });

  test('what is up to date in all of them is not written again', async () => {
    const { code, stdout } = await run('rebuild', ...logs, ...days, ...all, '--json');
    expect(code).toBe(0);
    expect(stdout.match(/"result":"[a-z]+"/g)).toEqual([
      '"result":"current"',
      '"result":"current"',
    ]);
  });

  test('a query has the same answer', async () => {
    const top = await sameOfEach(
      ...['query', ...zone.slice(0, 2), ...days, '--metric', 'page_views', '--metric', 'visitors'],
      ...['--group-by', 'url', '--top', '5', '--format', 'csv', '--quiet'],
    );
    expect(top.trimEnd().split('\n')).toHaveLength(6);
  });

  test('audits of one against another find nothing', async () => {
    for (const [here, there] of [places.slice(0, 2), places.slice(1)]) {
      const stores = ['--store', String(here), '--against', String(there)];
      const { code, stdout } = await run('audit', ...zone, ...days, '--stored', ...stores);
      expect([code, stdout]).toEqual([0, expect.stringContaining('2 days: 2 the same')]);
    }
  });

  test('a day that is in one of them only is seen, and finished by the next run', async () => {
    expect((await run('store', 'status', ...all, '--quiet')).code).toBe(0);
    const next = ['--from', '2026-03-07', '--until', '2026-03-08', '--accept-incomplete'];
    const [own = ''] = places;
    const alone = await run('rebuild', ...logs, ...next, '2026-03-07', '--store', own);
    expect(alone.code).toBe(0);

    const halfDone = await run('store', 'status', ...all);
    expect(halfDone.code).toBe(3);
    expect(halfDone.stdout.slice(halfDone.stdout.indexOf('Not as in'))).toMatchInlineSnapshot(`
      "Not as in FOLDER: 1 day
        sport.example 2026-03-07: live in one of them only
          (CASSANDRA)
        sport.example 2026-03-07: live in one of them only
          (ELASTICSEARCH)
      "
    `);

    const rest = await run('rebuild', ...logs, ...next, '2026-03-07', ...all, '--json');
    expect(rest.code).toBe(0);
    expect(rest.stdout).toContain('in CASSANDRA, ELASTICSEARCH; elsewhere it was there already');
    expect((await run('store', 'status', ...all, '--quiet')).code).toBe(0);
  });
});
