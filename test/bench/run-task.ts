/**
 * A process that does one task and prints what was measured as JSON: `run-task.js TASK ARCHIVE`.
 *
 * For a profile of the derivation: `node --cpu-prof` with this file's compiled form, task `derive`.
 */
import { isTaskName, taskNames, tasks } from './tasks.ts';

const [name = '', archive = ''] = process.argv.slice(2);
if (!isTaskName(name)) throw new Error(`${name} is no task; they are: ${taskNames.join(', ')}`);
const task = await tasks[name].load();
process.stdout.write(`${JSON.stringify(await task(archive))}\n`);
