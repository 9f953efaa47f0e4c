/** A process that asks one question several times: `run-query.js QUESTION STORE`. */
import { createHash } from 'node:crypto';
import { openStore, query, type QueryResult } from '../../src/index.ts';
import { services } from './bench-services.ts';
import type { Asked } from './query-bench.ts';
import { questions } from './query-questions.ts';
import { untilDay } from './query-store.ts';

/** The first finds nothing warm but files and the service. */
const times = 6;

const [name = '', place = ''] = process.argv.slice(2);
const question = questions.find((one) => one.name === name);
if (question === undefined) throw new Error(`${name} is no question`);
const { spec } = question;
const began = performance.now();
const store = await openStore(place, { isMade: false, engineBytesMax: 256 * 1024 ** 2, services });
const openMs = performance.now() - began;
const { signal } = new AbortController();
const measured: { readonly ms: number; readonly processorMs: number }[] = [];
let result: QueryResult | undefined;
for (let time = 0; time < times; time += 1) {
  const [begin, used] = [performance.now(), process.cpuUsage()];
  result = await query(store, spec, { now: untilDay * 86_400, signal });
  const ms = performance.now() - begin;
  const { user, system } = process.cpuUsage(used);
  measured.push({ ms, processorMs: (user + system) / 1000 });
}
await store.close();
const warm = measured.slice(1).sort((a, b) => a.ms - b.ms);
const rows = result?.rows.map(({ names, values, before }) => [names, values, before]);
const answer = JSON.stringify([rows, result?.totals, result?.found]);
process.stdout.write(
  `${JSON.stringify({
    openMs,
    firstMs: measured[0]?.ms ?? NaN,
    bestMs: warm[0]?.ms ?? NaN,
    medianMs: warm[Math.floor(warm.length / 2)]?.ms ?? NaN,
    processorMs: Math.min(...measured.slice(1).map(({ processorMs }) => processorMs)),
    rows: result?.rows.length ?? 0,
    digest: createHash('sha256').update(answer).digest('hex').slice(0, 16),
    peakBytes: process.resourceUsage().maxRSS * 1024,
  } satisfies Asked)}\n`,
);
