/** What a real Elasticsearch refuses by itself: documents that do not fit, an index that is red. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BulkWriter } from '../../../src/store/elasticsearch/bulk-writer.ts';
import type { Store } from '../../../src/store/store.ts';
import { runMain } from '../../cli/run-main.ts';
import { useService } from '../../services/use-service.ts';
import { day } from '../records.ts';
import { plainParts, rowPartsFromPlain, type PlainPart } from '../row-parts.ts';
import { newSession } from './broken-answers.ts';
import { askServer, newPrefix, openAt, removeStore } from './elasticsearch-test-store.ts';

const address = (await useService('elasticsearch')) ?? '';
const key = { site: 'a.example', day, generation: 'g1' };

describe.skipIf(address === '')('a server', () => {
  let prefix = '';
  let store: Store;
  const index = (): string => `${prefix}-1d-2026.03-1`;

  beforeEach(async () => {
    prefix = newPrefix();
    store = await openAt(`${address}/${prefix}?tries=2`, true);
    await store.stageRows(key, '1d', rowPartsFromPlain(rows));
  });
  afterEach(async () => {
    await store.close();
    await removeStore(address, prefix);
  });

  const put = (path: string, body: object): Promise<unknown> =>
    askServer(address, 'PUT', path, body);

  test('takes the others of a bulk in which documents do not fit, and those are told', async () => {
    const session = await newSession(`${address}/${prefix}`);
    const writer = new BulkWriter(session, `${prefix}-write-1d-2026.03-1`);
    const good = { site: 'b.example', day: '2026-03-08', generation: 'g2', part: 0 };
    await writer.index('first', JSON.stringify(good));
    await writer.index('of-another-type', JSON.stringify({ ...good, part: 'two' }));
    await writer.index('with-another-field', JSON.stringify({ ...good, colour: 'red' }));
    await writer.index('last', JSON.stringify(good));
    await expect(writer.finish()).rejects.toMatchObject({
      name: 'SystemError',
      message: expect.stringMatching(
        `: 2 of 4 documents were refused; first of-another-type: 400 ${unparsed('integer')}`,
      ) as string,
    });
    await session.client.close();
    await askServer(address, 'POST', `/${index()}/_refresh`);
    const query = { query: { term: { site: 'b.example' } } };
    const { hits } = (await askServer(address, 'POST', `/${index()}/_search`, query)) as {
      hits: { hits: { _id: string }[] };
    };
    expect(hits.hits.map(({ _id: id }) => id).sort()).toEqual(['first', 'last']);
  });

  test('whose index has a field of another type is told, and the doctor says why', async () => {
    const properties = { part: { type: 'boolean' } };
    await put(`/_index_template/${prefix}-1d`, {
      index_patterns: [`${prefix}-1d-*`],
      priority: 500,
      template: { settings: { number_of_replicas: 0 }, mappings: { properties } },
    });
    const later = { ...key, day: day + 60 };
    await expect(store.stageRows(later, '1d', rowPartsFromPlain(rows))).rejects.toMatchObject({
      message: expect.stringMatching(
        `: 3 of 3 documents were refused; first \\S+: 400 ${unparsed('boolean')}`,
      ) as string,
      hint: 'recount store doctor --store with this place says more',
    });
    const { stdout } = await runMain([
      ...['store', 'doctor', '--store', `elasticsearch://${address}/${prefix}`],
    ]);
    expect(stdout.replaceAll(prefix, 'P').replaceAll(/\s+/g, ' ')).toContain(
      'the index P-1d-2026.05-1 has part as boolean, not as integer',
    );
  });

  test('whose index is red is unavailable: no part of it passes for the whole', async () => {
    // A shard that was there once would be taken by any node that has it.
    await askServer(address, 'DELETE', `/${index()}`);
    await put(`/${index()}?wait_for_active_shards=0&timeout=1s`, {
      settings: { 'index.routing.allocation.require._name': 'nowhere' },
    });
    const { status } = (await askServer(address, 'GET', `/_cluster/health/${index()}`)) as {
      status: string;
    };
    expect(status).toBe('red');
    await expect(plainParts(store.readRows(key, '1d', {}))).rejects.toMatchObject({
      name: 'UnavailableError',
      message: expect.stringMatching(
        /: opening a point in time \(tried 2 times\): status 503: .*: .*missing shards \[\[.*-1\]/,
      ) as string,
      hint:
        'recount store doctor --store with this place says what ails the cluster; ' +
        'then run it again',
    });
    await askServer(address, 'DELETE', `/${index()}`);
    await store.stageRows(key, '1d', rowPartsFromPlain(rows));
    expect(await plainParts(store.readRows(key, '1d', {}))).toEqual(rows);
  });
});

/** A regular expression. */
function unparsed(type: string): string {
  return `document_parsing_exception .*failed to parse field \\[part\\] of type \\[${type}\\]`;
}

const rows: readonly PlainPart[] = [1, 2, 3].map((number) => ({
  grain: '1d',
  url: `https://a.example/${number}`,
  bucket: day,
  part: 0,
  cells: [['$all/page_views', number]],
}));
