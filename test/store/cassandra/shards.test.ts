/** A generation of more bytes than a partition may hold is cut into several, and read as one. */
import { Client } from 'cassandra-driver';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Store } from '../../../src/store/store.ts';
import { useService } from '../../services/use-service.ts';
import type { TestStore } from '../contract-subject.ts';
import { day } from '../records.ts';
import { plainFromRowPart, rowPartsFromPlain, type PlainPart } from '../row-parts.ts';
import { openCassandraTestStore } from './cassandra-test-store.ts';

const address = (await useService('cassandra')) ?? '';
const key = { site: 'large.example', day, generation: 'g1' };
const rows = 90;

/** 500 KB of sketches a row that do not shrink, so 45 MB in all. */
function* largeRows(): Generator<PlainPart> {
  for (let row = 0; row < rows; row += 1) {
    const url = `https://large.example/${String(row).padStart(3, '0')}`;
    const sketch = (cell: number): string =>
      Buffer.alloc(5000, `${String(row)}-${String(cell)}-`).toString('hex');
    const cells = Array.from({ length: 100 }, (_, cell) => {
      return [`a=${String(cell).padStart(3, '0')}/visitors`, row + cell, sketch(cell)] as const;
    });
    yield { grain: '1d', url, bucket: day, part: 0, cells };
  }
}

describe.skipIf(address === '')('a day of 45 MB', () => {
  let opened: TestStore | undefined;
  const store = (): Store => (opened as TestStore).store;
  beforeAll(async () => {
    opened = await openCassandraTestStore(address);
    await store().stageRows(key, '1d', rowPartsFromPlain([...largeRows()]));
  });
  afterAll(async () => {
    await opened?.store.close();
    await opened?.remove();
  });

  test('lies in two partitions, each below 50 MB', async () => {
    const [, keyspace = ''] = /\/(recount_[0-9a-f]+)/.exec(store().location) ?? [];
    const client = new Client({ contactPoints: [address], localDataCenter: 'datacenter1' });
    const found = await client.execute(
      `SELECT shard, count(*) AS parts FROM ${keyspace}.rows WHERE site = '${key.site}' ` +
        'GROUP BY site, day, grain, generation, shard ALLOW FILTERING',
    );
    await client.shutdown();
    // A row is 100 cells of 5,018 or 5,019 bytes, and its name: 32 MiB hold 66 of them.
    const parts = found.rows.map((row) => [Number(row['shard']), Number(row['parts'])]);
    expect(parts.sort()).toEqual([
      [0, 66],
      [1, 24],
    ]);
  });

  test('is read whole and in order, and by one url on either side of the cut', async () => {
    const expected = largeRows();
    let read = 0;
    for await (const part of store().readRows(key, '1d', {})) {
      expect(plainFromRowPart(part)).toEqual(expected.next().value);
      read += 1;
    }
    expect(read).toBe(rows);
    for (const row of [65, 66]) {
      const url = `https://large.example/0${String(row)}`;
      const found = [];
      for await (const part of store().readRows(key, '1d', { url })) found.push(part.url);
      expect(found).toEqual([url]);
    }
  });

  test('is gone when it is dropped', async () => {
    await store().dropGeneration(key);
    for await (const part of store().readRows(key, '1d', {})) expect(part).toBeUndefined();
    expect(await store().listGenerations(key)).toEqual([]);
  });
});
