/**
 * One piece of work against a Cassandra in a process of its own, printed as JSON:
 * `cassandra-task.js TASK ADDRESS KEYSPACE GENERATION PARTS`.
 */
import { Client, types } from 'cassandra-driver';
import { ByteDictionary } from '../../src/model/byte-dictionary.ts';
import type { RowPart } from '../../src/model/row.ts';
import { readRowContent } from '../../src/store/publish-generation.ts';
import { openStore, type Store } from '../../src/index.ts';
import { blobFromCells, cellsFromBlob } from '../../src/store/cells-blob.ts';
import { services } from './bench-services.ts';
import { mapFromCells, partFromMap } from './cells-map.ts';
import { KeyList, urlOf, wideKeys } from './long-tail-parts.ts';
import { writeAtOnce, type PlainRow } from './plain-writer.ts';
import { measure, type Measurement } from './stopwatch.ts';

export type Timed = Measurement & { readonly result: number };

const site = 'news.example';
const day = 20_454;
const date = '2026-01-01';

/** Of a plain client's partition: what ours hold at most. */
const partitionBytes = 32 * 1024 * 1024;

type Run = {
  readonly address: string;
  readonly keyspace: string;
  readonly generation: string;
  readonly parts: number;
};

/** All of them before the clock starts: how rows are derived is no part of this. */
function partsOf(count: number): readonly RowPart[] {
  const keys = new KeyList(new ByteDictionary(), wideKeys.slice(0, 20));
  return Array.from({ length: count }, (_none, number) =>
    keys.part({ grain: '1d', url: urlOf(number), bucket: day, part: 0 }),
  );
}

async function withClient<Result>(
  { address, keyspace }: Run,
  work: (client: Client) => Promise<Result>,
): Promise<Result> {
  const client = new Client({
    contactPoints: [address],
    localDataCenter: 'datacenter1',
    keyspace,
    queryOptions: { prepare: true, consistency: types.consistencies.localQuorum },
  });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.shutdown();
  }
}

async function withStore(
  { address, keyspace }: Run,
  work: (store: Store) => Promise<Timed>,
): Promise<Timed> {
  const place = `cassandra://${address}/${keyspace}`;
  const store = await openStore(place, { isMade: false, engineBytesMax: 1, services });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/** The rows of a plain client, made as they are written, with partitions cut as ours are. */
function* plainRows(
  parts: readonly RowPart[],
  generation: string,
  cellsOf: (part: RowPart) => { readonly cells: unknown; readonly bytes: number },
): Generator<PlainRow, void, undefined> {
  let [shard, filled] = [0, 0];
  for (const part of parts) {
    const { cells, bytes } = cellsOf(part);
    if (filled + bytes > partitionBytes) [shard, filled] = [shard + 1, 0];
    filled += bytes;
    const key = [site, date, '1d', generation, shard];
    const params = [...key, 1, part.url, new Date(day * 86_400_000), part.part, cells];
    yield { shard, bytes, params };
  }
}

const columns = 'site, day, grain, generation, shard, level, url, bucket, part, cells';
const insertInto = (table: string): string =>
  `INSERT INTO ${table} (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

async function stagePlain(run: Run, table: string, rows: Iterable<PlainRow>): Promise<Timed> {
  return withClient(run, (client) =>
    measure(async () => {
      await writeAtOnce(client, insertInto(table), rows);
      return run.parts;
    }),
  );
}

async function readPlain(
  run: Run,
  table: string,
  cellsOf: (cells: unknown, keys: ByteDictionary) => { readonly cells: Uint32Array },
): Promise<Timed> {
  const read = async (client: Client): Promise<number> => {
    const keys = new ByteDictionary();
    const query =
      `SELECT url, bucket, part, cells FROM ${table} ` +
      'WHERE site = ? AND day = ? AND grain = ? AND generation = ? AND shard = ?';
    let cells = 0;
    for (let shard = 0; ; shard += 1) {
      const before = cells;
      const params = [site, date, '1d', run.generation, shard];
      const rows = client.stream(query, params, { fetchSize: 1000, prepare: true });
      for await (const row of rows as unknown as AsyncIterable<types.Row>) {
        cells += cellsOf(row['cells'], keys).cells.length;
      }
      if (cells === before) return cells;
    }
  };
  return withClient(run, (client) => measure(() => read(client)));
}

export const cassandraTasks = {
  /** Our staging, all of it: encoding, shards, blocks. */
  stage: (run: Run) => {
    const parts = partsOf(run.parts);
    const key = { site, day, generation: run.generation };
    return withStore(run, (store) =>
      measure(async () => {
        await store.stageRows(key, '1d', parts);
        return parts.length;
      }),
    );
  },
  /** What reading back and comparing costs on top. */
  verify: (run: Run) => {
    const key = { site, day, generation: run.generation };
    return withStore(run, (store) =>
      measure(async () => (await readRowContent(store, key, '1d')).cells),
    );
  },
  plain: (run: Run) => {
    const rows = plainRows(partsOf(run.parts), run.generation, (part) => {
      const cells = blobFromCells(part);
      return { cells, bytes: cells.length };
    });
    return stagePlain(run, 'rows', rows);
  },
  map: (run: Run) => {
    const rows = plainRows(partsOf(run.parts), run.generation, (part) => mapFromCells(part));
    return stagePlain(run, 'rows_map', rows);
  },
  readBlob: (run: Run) =>
    readPlain(run, 'rows', (cells, keys) => cellsFromBlob(cells as Buffer, keys)),
  readMap: (run: Run) =>
    readPlain(run, 'rows_map', (cells, keys) => partFromMap(cells as Record<string, Buffer>, keys)),
} as const satisfies Record<string, (run: Run) => Promise<Timed>>;

export type CassandraTaskName = keyof typeof cassandraTasks;

const [task = '', address = '', keyspace = '', generation = '', parts = ''] = process.argv.slice(2);
if (Object.hasOwn(cassandraTasks, task)) {
  const run = { address, keyspace, generation, parts: Number(parts) };
  const found = await cassandraTasks[task as CassandraTaskName](run);
  process.stdout.write(`${JSON.stringify(found)}\n`);
}
