/** What a worker thread runs: it decodes the objects that it is given. */
import { parentPort, workerData } from 'node:worker_threads';
import { decodeInWorker } from './decode-in-worker.ts';
import type { WorkerSetup } from './worker-messages.ts';

if (parentPort !== null) decodeInWorker(parentPort, workerData as WorkerSetup);
