/** What killed runs left of which a store knows the size, or not: found, told, removed. */
import { expect, test } from 'vitest';
import { examineStore } from '../../src/jobs/examine-store.ts';
import { keepAges } from '../../src/model/period-transitions.ts';
import { removalText } from '../../src/report/garbage-text.ts';
import { emptyMemory, memoryStore } from '../support/memory-store.ts';
import { portsOf, runGarbage } from '../support/operator-jobs.ts';

const now = 1_773_000_000;

/** A store with leftovers of these sizes, all of them old enough to go. */
function storeWith(sizes: readonly (number | null)[]) {
  const memory = emptyMemory();
  for (const [index, bytes] of sizes.entries()) {
    const name = `left-${index}`;
    memory.leftovers.set(name, { name, bytes, changedAt: now - 2 * 86_400 });
  }
  return memoryStore(memory);
}

test.each<[readonly (number | null)[], string, string]>([
  [[], '', 'There is nothing to remove from memory.'],
  [[812], '1 item, 812 bytes', '  1  812 bytes  files or rows left by killed processes'],
  [[null], '1 item, of unknown size', '  1  unknown  files or rows left by killed processes'],
  [
    [null, null],
    '2 items, of unknown size',
    '  2  unknown  files or rows left by killed processes',
  ],
  [
    [2048, null, 1024],
    '3 items, over 3072 bytes',
    '  3  over 3.0 KiB  files or rows left by killed processes',
  ],
])(
  'of sizes %j doctor and gc say what is known, and gc removes all',
  async (sizes, found, told) => {
    const store = storeWith(sizes);
    expect(await findings(store)).toEqual(
      found === '' ? [] : [`killed runs left something behind: ${found}`],
    );
    const result = await runGarbage(store, { now });
    const lines = [
      ...removalText(result, {
        ...{ store: 'memory', columns: 80, isApplied: true, days: new Map(), run: 'gc' },
        ...{ retention: '5m=30d, the default', commandWith: () => [] },
      }),
    ];
    expect(lines).toContain(told);
    expect(await findings(store)).toEqual([]);
  },
);

async function findings(store: ReturnType<typeof storeWith>): Promise<readonly string[]> {
  const messages: string[] = [];
  const request = { sites: [], isDeep: false, ages: keepAges };
  for await (const finding of examineStore({ ...portsOf(store, now), observer: {} }, request)) {
    messages.push(finding.message);
  }
  return messages;
}
