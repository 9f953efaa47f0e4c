/**
 * Rows are staged on a server that somebody else overloads for a while: fewer requests are in
 * flight then, slowly more again, and every row is there in the end.
 */
import { Client, types } from 'cassandra-driver';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ContentTally } from '../../../src/model/checksum.ts';
import type { RowPart } from '../../../src/model/row.ts';
import { readRowContent } from '../../../src/store/publish-generation.ts';
import { runMain } from '../../cli/run-main.ts';
import { startCassandra, type CassandraNode } from '../../services/cassandra.ts';
import { useInstalled } from '../../services/use-service.ts';
import { openCqlProxy, type CqlProxy } from '../../support/cql-proxy.ts';
import { day } from '../records.ts';
import { rowPartsFromPlain } from '../row-parts.ts';
import { openStoreAt } from './cassandra-test-store.ts';
import { momentOf } from './cassandra-faults.ts';

const installed = await useInstalled('cassandra');

/** Two threads write, and what they do not come to in time is given up. */
const settings = ['concurrent_writes: 2', 'write_request_timeout: 60ms'];

/** In flight at most where nothing is wrong, and where the throttle is closed and open again. */
const [closedMax, openMin] = [16, 48];

/** Of what others write at once, each so large. */
const [othersAtOnce, otherBytes] = [1024, 32 * 1024];

/** Requests of which the most in flight together are told. */
const windowRequests = 100;
const windowsMax = 3000;

describe.skipIf(installed === undefined)('a server that is overloaded by others', () => {
  let node: CassandraNode;
  let proxy: CqlProxy;
  const windows: number[] = [];
  let [seen, most] = [0, 0];

  beforeAll(async () => {
    node = await startCassandra(installed ?? '', { settings, heapMegabytes: 384 });
    proxy = await openCqlProxy(node.address, (statement) => {
      if (momentOf(statement) !== 'staging') return undefined;
      seen += 1;
      most = Math.max(most, proxy.waiting() + 1);
      if (seen % windowRequests === 0) {
        windows.push(most);
        most = 0;
      }
      return undefined;
    });
    const place = `cassandra://${node.address}/recount`;
    const made = await runMain(['store', 'init', '--store', place, '--replication', '1']);
    expect(made.code, made.stderr).toBe(0);
  });
  afterAll(async () => {
    proxy.close();
    await node.stop();
  });

  test('is asked for less, then for as much as before, and has every row', async () => {
    const store = await openStoreAt(`cassandra://${proxy.address}/recount?tries=60&timeout=10s`);
    const others = await connectOthers(node.address);
    const key = { site: 'news.example', day, generation: 'g1' };
    const timeOuts = (): number => proxy.errors.get(types.responseErrorCodes.writeTimeout) ?? 0;
    const phases: Phase[] = [
      { name: 'open', isOver: (inFlight) => inFlight >= openMin, then: () => others.begin() },
      {
        name: 'overloaded',
        // Fewer may be in flight for other reasons, such as a client that is slow itself.
        isOver: (inFlight) => inFlight <= closedMax && timeOuts() > 0,
        then: () => others.end(),
      },
      { name: 'open again', isOver: (inFlight) => inFlight >= openMin, then: () => undefined },
    ];
    const tally = new ContentTally();
    await store.stageRows(key, '1d', rowsThrough(phases, windows, tally));
    await others.close();
    expect(phases, `most in flight: ${windows.join(', ')}`).toEqual([]);
    expect(await readRowContent(store, key, '1d')).toEqual(tally.content());
    await store.close();
  });
});

type Phase = {
  readonly name: string;
  /** Told the most that was in flight in each window, one after another. */
  readonly isOver: (inFlight: number) => boolean;
  readonly then: () => void;
};

/** Rows without end, until the last phase is over; those that are over are taken off the list. */
function* rowsThrough(
  phases: Phase[],
  windows: readonly number[],
  tally: ContentTally,
): Generator<RowPart> {
  let looked = 0;
  for (let row = 0; phases.length > 0 && looked < windowsMax; row += 1) {
    const part = { ...manyCells, url: `https://news.example/${String(row).padStart(9, '0')}` };
    tally.addRowPart(part);
    yield part;
    for (; looked < windows.length; looked += 1) {
      const [phase] = phases;
      if (phase?.isOver(windows[looked] ?? 0) !== true) continue;
      phases.shift();
      phase.then();
    }
  }
}

/** Some ten of them make a batch. */
const manyCells = rowPartsFromPlain([
  {
    ...({ grain: '1d', url: '', bucket: day, part: 0 } as const),
    cells: Array.from({ length: 100 }, (_none, cell) => {
      return [`ref_url=https://a.example/${String(cell + 100)}/page_views`, cell] as const;
    }),
  },
])[0] as RowPart;

type Others = { begin(): void; end(): void; close(): Promise<void> };

/** Whoever else uses the server, and does not care how it fares. */
async function connectOthers(address: string): Promise<Others> {
  const client = new Client({ contactPoints: [address], localDataCenter: 'datacenter1' });
  await client.execute(
    'CREATE KEYSPACE others WITH replication = ' +
      "{'class': 'NetworkTopologyStrategy', 'datacenter1': 1}",
  );
  await client.execute('CREATE TABLE others.writes (id int PRIMARY KEY, value blob)');
  const value = Buffer.alloc(otherBytes);
  const query = 'INSERT INTO others.writes (id, value) VALUES (?, ?)';
  let isWriting = false;
  const writeOn = async (id: number): Promise<void> => {
    while (isWriting) {
      await client.execute(query, [id, value], { prepare: true }).catch(() => undefined);
    }
  };
  let writing: Promise<unknown> = Promise.resolve();
  return {
    begin() {
      isWriting = true;
      writing = Promise.all(Array.from({ length: othersAtOnce }, (_none, id) => writeOn(id)));
    },
    end() {
      isWriting = false;
    },
    async close() {
      isWriting = false;
      await writing;
      await client.shutdown();
    },
  };
}
