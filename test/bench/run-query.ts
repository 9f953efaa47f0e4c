/** A process that asks one question several times: `run-query.js QUESTION STORE`. */
import { openStore, query } from '../../src/index.ts';
import { questions } from './query-questions.ts';
import { untilDay } from './query-store.ts';
import { services } from './bench-services.ts';

const [name = '', folder = ''] = process.argv.slice(2);
const question = questions.find((one) => one.name === name);
if (question === undefined) throw new Error(`${name} is no question`);
const store = await openStore(folder, { isMade: false, engineBytesMax: 256 * 1024 ** 2, services });
const { signal } = new AbortController();
const times: number[] = [];
const processorTimes: number[] = [];
let rows = 0;
for (let time = 0; time < 4; time += 1) {
  const [begin, used] = [performance.now(), process.cpuUsage()];
  rows = (await query(store, question.spec, { now: untilDay * 86_400, signal })).rows.length;
  times.push(performance.now() - begin);
  const { user, system } = process.cpuUsage(used);
  processorTimes.push((user + system) / 1000);
}
await store.close();
const peakBytes = process.resourceUsage().maxRSS * 1024;
// The first finds nothing warm but the files.
const warm = { ms: Math.min(...times.slice(1)), processorMs: Math.min(...processorTimes.slice(1)) };
process.stdout.write(`${JSON.stringify({ ...warm, firstMs: times[0], rows, peakBytes })}\n`);
