/** Worker threads change nothing of what comes out, and leave nothing behind when they fail. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Archive } from '../../../src/archive/archive.ts';
import { openFolderArchive } from '../../../src/archive/folder-archive.ts';
import { ObjectError } from '../../../src/model/object-error.ts';
import { simulateArchive } from '../../../src/simulate/simulate-archive.ts';
import { defaultSimulation } from '../../../src/simulate/simulate-options.ts';
import { deriveDays, type DayReading } from '../../support/derived-days.ts';
import { dayOf, removeFolder, siteOf, temporaryFolder } from '../../support/rebuild-harness.ts';
import { writeArchive } from '../../support/write-archive.ts';

const fromDay = dayOf('2026-03-08');
const news = 'news.example';
const simulation = {
  ...defaultSimulation,
  sites: [{ site: news, zone: 'Europe/Berlin', urls: 60, visitors: 90, share: 1 }],
  fromDay: fromDay - 1,
  days: 3,
  eventsPerDay: 9000,
  faults: [
    { name: 'truncated_object', object: 30 },
    { name: 'oversized_line', object: 34, line: 5 },
  ] as const,
};
const asked = {
  sites: [siteOf(news, 'Europe/Berlin', { ownSegments: [], exclusions: [] })],
  fromDay,
  untilDay: fromDay + 1,
};

let folder = '';
/** Without workers: all in memory, and with a limit that makes the events spill. */
let inline: object;
let inlineSpilled: object;
/** Events of a few objects. */
const spillingBytes = 400_000;

beforeAll(async () => {
  folder = temporaryFolder();
  writeArchive(join(folder, 'logs'), simulateArchive(simulation), { level: 1 });
  inline = await deriveDays({ ...asked, archive: logs() });
  inlineSpilled = await deriveDays({ ...asked, archive: logs(), eventBytesMax: spillingBytes });
});
afterAll(() => removeFolder(folder));

function logs(): Archive {
  return openFolderArchive(join(folder, 'logs'));
}

/** The same archive, its pieces cut to these sizes by turns. */
function cutAnew(archive: Archive, sizes: readonly number[]): Archive {
  return {
    ...archive,
    async *open(object, signal) {
      let cuts = 0;
      for await (const piece of archive.open(object, signal)) {
        for (let from = 0; from < piece.length;) {
          const until = from + (sizes[(cuts += 1) % sizes.length] as number);
          yield piece.subarray(from, until);
          from = until;
        }
      }
    },
  };
}

test('rows, ledger and refused lines are the same with any number of workers', async () => {
  const cases = fc.record({
    workers: fc.constantFrom(0, 1, 2, 4),
    sizes: fc.array(fc.integer({ min: 500, max: 300_000 }), { minLength: 1, maxLength: 4 }),
    eventBytesMax: fc.constantFrom(undefined, spillingBytes),
  });
  await fc.assert(
    fc.asyncProperty(cases, async ({ workers, sizes, eventBytesMax }) => {
      const archive = cutAnew(logs(), sizes);
      const found = await deriveDays({ ...asked, archive, workers, eventBytesMax });
      expect(found).toEqual(eventBytesMax === undefined ? inline : inlineSpilled);
    }),
    { numRuns: 8 },
  );
  expect(inline).toMatchObject({
    days: [{ rejected: [expect.stringContaining('ends in the middle of a gzip member')] }],
    totals: { ledger: { oversized: 1, malformed: 0 } },
  });
});

test('an object that was replaced while it was read is rejected with all its lines', async () => {
  const archive = logs();
  const replaced: Archive = {
    ...archive,
    async *open(object, signal) {
      yield* archive.open(object, signal);
      // What a folder says when the file is another one at its end.
      if (object.key === 'events/2026/03/08/09/part-0.gz') {
        throw new ObjectError(object.key, 'changed', 'it is another file');
      }
    },
  };
  const expected = await deriveDays({ ...asked, archive: replaced });
  expect(await deriveDays({ ...asked, archive: replaced, workers: 2 })).toEqual(expected);
  expect(expected).toMatchObject({
    days: [
      {
        rejected: [
          expect.stringContaining('ends in the middle'),
          'events/2026/03/08/09/part-0.gz was replaced while it was read: it is another file',
        ],
      },
    ],
  });
});

/** Reads with two workers that run a script; the number of spill files is told at the end. */
async function readWith(script: string, more: Partial<DayReading> = {}): Promise<unknown> {
  const path = join(folder, 'worker.mjs');
  writeFileSync(path, script);
  return deriveDays({
    ...{ ...asked, archive: logs(), workers: 2, workerScript: pathToFileURL(path) },
    ...more,
  }).catch((error: unknown) => error);
}

/** Answers as the program's own until its third object. */
const until3 = (then: string): string => `
import { parentPort, workerData } from 'node:worker_threads';
const own = ${JSON.stringify(
  pathToFileURL(join(import.meta.dirname, '../../../dist/jobs/workers/decode-in-worker.js')).href,
)};
const { decodeInWorker } = await import(own);
let objects = 0;
parentPort.on('message', ({ kind }) => {
  if (kind === 'object' && (objects += 1) === 3) ${then};
});
decodeInWorker(parentPort, workerData);
`;

test.each([
  ['throws', "throw new Error('broken')", 'broken'],
  ['leaves the process', 'process.exit(7)', 'it ended with code 7'],
  [
    'runs out of memory',
    "{ const all = []; for (;;) all.push(Array.from({ length: 1e5 }, (_, i) => 'x' + i)); }",
    'Worker terminated due to reaching memory limit: JS heap out of memory',
  ],
])('a worker that %s is an error that names its object', async (_does, then, message) => {
  const error = await readWith(until3(then));
  expect(error).toMatchObject({ name: 'SystemError', exitCode: 1 });
  expect(String(error)).toMatch(/events\/2026\/03\/0[78]\/\d\d\/part-0\.gz/);
  expect(String(error)).toContain(`the worker thread that read it failed: ${message}`);
});

test('an interruption in the middle ends the reading and its threads', async () => {
  const interruption = new AbortController();
  let read = 0;
  const error = await deriveDays({
    ...asked,
    archive: logs(),
    workers: 2,
    signal: interruption.signal,
    onObject: () => {
      if ((read += 1) === 5) interruption.abort();
    },
  }).catch((caught: unknown) => caught);
  expect(error).toMatchObject({ name: 'AbortError' });
  expect(read).toBe(5);
});
