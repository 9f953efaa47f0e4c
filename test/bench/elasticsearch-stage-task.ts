/**
 * One staging in a process of its own, printed as JSON: `elasticsearch-stage-task.js TASK ADDRESS
 * PREFIX PARTS`. `bare` is what the plain client writes at its best, without a look at what becomes
 * of it; `store` what recount stages. Both make the same documents of the same parts, and both end
 * with a refresh.
 */
import { Client } from '@elastic/elasticsearch';
import type { GenerationKey } from '../../src/model/period.ts';
import type { RowPart } from '../../src/model/row.ts';
import { documentsFromParts } from '../../src/store/elasticsearch/staged-documents.ts';
import { openStore } from '../../src/places/open-store.ts';
import { ByteDictionary } from '../../src/model/byte-dictionary.ts';
import { KeyList, urlOf, wideKeys } from './long-tail-parts.ts';
import { services } from './bench-services.ts';
import { measure } from './stopwatch.ts';

const day = 20_520;

/** The best of several that were tried. */
const requestBytes = 2 * 1024 * 1024;
const requestsAtOnce = 8;

function* benchParts(count: number): Generator<RowPart, void, undefined> {
  const keys = new KeyList(new ByteDictionary(), wideKeys);
  for (let number = 0; number < count; number += 1) {
    yield keys.part({ grain: '1d', url: urlOf(number), bucket: day, part: 0 });
  }
}

export const stageTasks = {
  async bare(address, prefix, count): Promise<number> {
    const index = `${prefix}-1d-2026.03-9000`;
    const client = new Client({ node: `http://${address}` });
    await client.indices.create({ index });
    const documents = documentsFromParts(keyOf('bare'), benchParts(count));
    const sendSome = async (): Promise<void> => {
      for (;;) {
        const operations: string[] = [];
        for (let bytes = 0; bytes < requestBytes; bytes += operations.at(-1)?.length ?? 0) {
          const { value, done } = documents.next();
          if (done === true) break;
          operations.push(`{"index":{"_id":"${value.id}"}}`, value.json);
        }
        if (operations.length === 0) return;
        await client.bulk({ index, operations });
      }
    };
    await Promise.all(Array.from({ length: requestsAtOnce }, sendSome));
    await client.indices.refresh({ index });
    await client.close();
    return count;
  },
  async store(address, prefix, count): Promise<number> {
    const options = { isMade: false, engineBytesMax: 0, services };
    const store = await openStore(`elasticsearch://${address}/${prefix}`, options);
    await store.stageRows(keyOf('store'), '1d', benchParts(count));
    await store.close();
    return count;
  },
} as const satisfies Record<
  string,
  (address: string, prefix: string, count: number) => Promise<number>
>;

export type StageTaskName = keyof typeof stageTasks;

function keyOf(generation: string): GenerationKey {
  return { site: 'news.example', day, generation };
}

const [task = '', address = '', prefix = '', count = ''] = process.argv.slice(2);
if (Object.hasOwn(stageTasks, task)) {
  const found = await measure(() =>
    stageTasks[task as StageTaskName](address, prefix, Number(count)),
  );
  process.stdout.write(`${JSON.stringify(found)}\n`);
}
