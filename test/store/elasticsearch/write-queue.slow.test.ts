/** A server whose queue of writes is full says 429 by itself: nothing is lost, and it is told. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startElasticsearch, type ElasticsearchNode } from '../../services/elasticsearch.ts';
import { useInstalled } from '../../services/use-service.ts';
import { day } from '../records.ts';
import { plainParts, rowPartsFromPlain, type PlainPart } from '../row-parts.ts';
import { askServer, openAt } from './elasticsearch-test-store.ts';

const installed = await useInstalled('elasticsearch');

describe.skipIf(installed === undefined)('a server with a queue of one write', () => {
  let node: ElasticsearchNode;
  beforeAll(async () => {
    node = await startElasticsearch(installed ?? '', {
      settings: ['thread_pool.write.size: 1', 'thread_pool.write.queue_size: 1'],
    });
  });
  afterAll(() => node.stop());

  test('is written whole, by several writers at once', async () => {
    const store = await openAt(`${node.address}/queue`, true);
    const generations = ['g1', 'g2', 'g3', 'g4'];
    await Promise.all(
      generations.map((generation) =>
        store.stageRows(
          { site: 'a.example', day, generation },
          '1d',
          rowPartsFromPlain(rowsOf(generation)),
        ),
      ),
    );
    expect(await rejectedWrites(node.address)).toBeGreaterThan(0);
    for (const generation of generations) {
      const key = { site: 'a.example', day, generation };
      expect(await plainParts(store.readRows(key, '1d', {}))).toEqual(rowsOf(generation));
    }
    await store.close();
  });
});

/** As the server itself has counted them since it was started. */
async function rejectedWrites(address: string): Promise<number> {
  const path = '/_cat/thread_pool/write?h=rejected&format=json';
  const pools = (await askServer(address, 'GET', path)) as readonly { readonly rejected: string }[];
  return pools.reduce((sum, { rejected }) => sum + Number(rejected), 0);
}

/** Ten requests and more. */
function rowsOf(generation: string): PlainPart[] {
  return Array.from({ length: 20_000 }, (_, index) => ({
    grain: '1d' as const,
    url: `https://a.example/${generation}/${100_000 + index}`,
    bucket: day,
    part: 0,
    cells: [['$all/page_views', index + 1] as const],
  }));
}
