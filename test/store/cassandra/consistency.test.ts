/** Consistency levels that a place names: what the cluster is asked, and what people are told. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { useService } from '../../services/use-service.ts';
import { openCqlProxy, type CqlProxy, type SeenStatement } from '../../support/cql-proxy.ts';
import { removeFolder, temporaryFolder } from '../../support/rebuild-harness.ts';
import { jsonLines, runMain, writeWorkedArchive, type MainResult } from '../../cli/run-main.ts';
import { newKeyspace, runCql } from './cassandra-test-store.ts';
import { momentOf } from './cassandra-faults.ts';

const server = (await useService('cassandra')) ?? '';

/** Numbers of the protocol. */
const one = 1;
const localSerial = 9;
const told = 'ONE for rows, LOCAL_SERIAL for records';

describe.skipIf(server === '')('a place that names its levels', () => {
  const keyspace = newKeyspace();
  const seen: SeenStatement[] = [];
  let folder = '';
  let proxy: CqlProxy;
  beforeAll(async () => {
    folder = temporaryFolder();
    proxy = await openCqlProxy(server, (statement) => {
      seen.push(statement);
      return undefined;
    });
    const logs = writeWorkedArchive(join(folder, 'logs'));
    const init = await run('store', 'init', '--replication', '1');
    const made = await run(
      ...['rebuild', '--archive', logs, '--site', 'news.example', '--zone', 'UTC'],
      ...['--from', '2026-03-08', '--until', '2026-03-09', '--retain', '5m=forever', '--apply'],
    );
    expect([init.code, made.code, made.stderr]).toEqual([0, 0, '']);
  });
  afterAll(async () => {
    proxy.close();
    removeFolder(folder);
    await runCql(server, `DROP KEYSPACE ${keyspace}`);
  });

  function run(...argv: readonly string[]): Promise<MainResult> {
    const place = `cassandra://${proxy.address}/${keyspace}?consistency=one&serial=local_serial`;
    return runMain([...argv, '--store', place], { columns: 500, now: () => Date.now() });
  }

  test('is asked at them, for rows and for records', () => {
    const levels = (isMeant: (statement: SeenStatement) => boolean): Set<number> =>
      new Set(seen.filter(isMeant).map(levelOf));
    expect(levels((statement) => momentOf(statement) === 'reading')).toEqual(new Set([one]));
    expect(levels(({ query }) => query.startsWith('SELECT record FROM periods'))).toEqual(
      new Set([localSerial]),
    );
    const publications = seen.filter((statement) => momentOf(statement) === 'publication');
    expect(publications.map(levelOf)).toEqual([one]);
    expect(publications.map(serialLevelOf)).toEqual([localSerial]);
  });

  test('has them told by status, doctor and the record of each run', async () => {
    expect((await run('store', 'status')).stdout).toContain(`  consistency ${told}\n`);
    const looked = await run('store', 'doctor');
    expect(looked.stdout).toContain(`/${keyspace} (${told}): 1 day looked at; `);
    const [listed] = jsonLines(await run('runs', 'list', '--json'));
    const shown = await run('runs', 'show', String(listed?.['run']));
    expect(shown.stdout).toContain(`  written  at ${told}\n`);
    const [line] = jsonLines(await run('runs', 'show', String(listed?.['run']), '--json'));
    expect(line).toMatchObject({ type: 'run', consistency: told });
    const examined = jsonLines(await run('store', 'doctor', '--json'));
    expect(examined.find(({ type }) => type === 'store')).toMatchObject({ consistency: told });
  });
});

/** Of a prepared statement: behind its id. */
function levelOf({ body }: SeenStatement): number {
  return body.readUInt16BE(2 + body.readUInt16BE(0));
}

const flags = { serialConsistency: 0x10, timestamp: 0x20 } as const;

/** Under which a conditional change is decided: behind its values, before a time stamp. */
function serialLevelOf({ body }: SeenStatement): number | undefined {
  const given = body.readUInt8(2 + body.readUInt16BE(0) + 2);
  if ((given & flags.serialConsistency) === 0) return undefined;
  const timestampBytes = (given & flags.timestamp) === 0 ? 0 : 8;
  return body.readUInt16BE(body.length - timestampBytes - 2);
}
