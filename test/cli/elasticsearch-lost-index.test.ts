/** An index of Elasticsearch is lost: who is told what, and the remedy as the doctor words it. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { useService } from '../services/use-service.ts';
import {
  askServer,
  newPrefix,
  removeStore,
} from '../store/elasticsearch/elasticsearch-test-store.ts';
import { removeFolder, temporaryFolder } from '../support/rebuild-harness.ts';
import { runMain, writeWorkedArchive, type MainResult } from './run-main.ts';

const address = (await useService('elasticsearch')) ?? '';
const prefix = newPrefix();
const index = `${prefix}-1d-2026.03-1`;

describe.skipIf(address === '')('a store that has lost an index', () => {
  let folder = '';
  let logs = '';
  beforeAll(async () => {
    folder = temporaryFolder();
    logs = writeWorkedArchive(join(folder, 'logs'));
    await run('store', 'init', '--replication', '1');
    const days = ['--from', '2026-03-08', '--until', '2026-03-09'];
    for (const more of [[], ['--force']]) {
      const { code, stderr } = await rebuild(...days, ...more);
      expect([code, stderr]).toEqual([0, '']);
    }
    await askServer(address, 'DELETE', `/${index}`);
  });
  afterAll(async () => {
    removeFolder(folder);
    await removeStore(address, prefix);
  });

  const run = (...argv: readonly string[]): Promise<MainResult> =>
    runMain([...argv, '--store', `elasticsearch://${address}/${prefix}`], {
      columns: 1000,
      now: () => Date.now(),
      randomHex: (bytes) => randomBytes(bytes).toString('hex'),
    });
  const rebuild = (...more: readonly string[]): Promise<MainResult> =>
    run(
      ...['rebuild', '--archive', logs, '--site', 'news.example', '--zone', 'UTC'],
      ...['--retain', '5m=forever', ...more, '--apply'],
    );
  const exported = (): Promise<MainResult> =>
    run('export', '--site', 'news.example', '--from', '2026-03-08', '--until', '2026-03-09');

  test('shows no part of a day for the whole', async () => {
    const { code, stderr } = await exported();
    expect(code).toBe(1);
    expect(stderr).toMatch(/: its 1d rows are 0 parts, 0 cells, .*; the manifest says 3 parts, /);
    expect(stderr).toContain(
      'hint: do not use what was exported of this day; rebuild it with --force\n',
    );
  });

  test('is told by the doctor what to do, which puts live days right', async () => {
    const { stdout } = await run('store', 'doctor');
    const lost = `the index ${index} is gone; contents in it of news.example, 2026-03-08: 2`;
    expect(stdout).toContain(lost);
    const [, remedy = ''] = /recount (rebuild --site \S+ --from .* --force)/.exec(stdout) ?? [];
    const [, ...flags] = remedy.split(' ');
    expect(flags.slice(0, 2)).toEqual(['--site', 'news.example']);
    expect((await rebuild(...flags.slice(2))).code).toBe(0);
    expect((await exported()).code).toBe(0);
    const after = await run('store', 'doctor');
    // Notices alone.
    expect(after.code).toBe(4);
    expect(after.stdout).not.toMatch(/^fault/m);
    // The two that were there before, of which the one was live.
    expect(after.stdout.match(/it is kept for an undo, which is no longer/g)).toHaveLength(2);
  });
});
