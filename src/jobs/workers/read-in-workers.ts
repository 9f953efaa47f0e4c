/**
 * Objects read by worker threads, several at a time and each whole by one of them, and given back
 * in archive order: what comes out is the same whatever the number of threads.
 *
 * The main thread reads the compressed bytes and hands them over, because only it has the archive:
 * credentials are found once, and any archive will do. They are a tenth of what the threads make
 * of them.
 */
import type { Archive } from '../../archive/archive.ts';
import type { ObjectAhead } from '../../archive/read-ahead.ts';
import type { PlacedObject } from '../../archive/read-window.ts';
import type { SpillSpace } from '../../base/spill-space.ts';
import type { DecodeRequest } from '../../decode/decode.ts';
import { HeldBatches } from '../held-batches.ts';
import { DecodeThread, type ThreadRead } from './decode-thread.ts';

/** Compiled: beside this file, or what was built of it, for threads run no TypeScript. */
export const workerScript = new URL(
  import.meta.url.endsWith('.ts') ? '../../../dist/jobs/workers/worker-main.js' : 'worker-main.js',
  import.meta.url,
);

/**
 * Objects that are taken on beside one for each thread: one that waits for a thread, or for those
 * before it. Each may hold its compressed bytes, so that more of them cost memory (chosen).
 */
const objectsBeside = 1;

export type WorkersRequest = {
  readonly archive: Pick<Archive, 'contentOf'>;
  readonly spill: SpillSpace;
  /** At least 1. */
  readonly workers: number;
  readonly decode: DecodeRequest;
  readonly areRefusedListed: boolean;
  /** Batches of all objects that wait in memory; what is more goes to the spill space. */
  readonly heldBytesMax: number;
  readonly ordinalOf: (object: PlacedObject) => number;
  readonly onBytes: (compressedBytes: number) => void;
  readonly script?: URL;
};

export type WorkerRead = ThreadRead & { readonly object: PlacedObject };

/**
 * The objects in their order. Left before its end, it ends its threads and drops what they read.
 * Memory: `heldBytesMax`, and for each thread what is on its way.
 * @throws SystemError where a thread fails, what the archive throws.
 */
export async function* readInWorkers(
  ahead: AsyncIterable<ObjectAhead<PlacedObject>>,
  request: WorkersRequest,
): AsyncGenerator<WorkerRead, void, undefined> {
  const pool = new WorkerPool(request);
  const line = new ReadingLine(ahead[Symbol.asyncIterator](), pool);
  try {
    for (;;) {
      await line.fill(request.workers + objectsBeside);
      const next = line.take();
      if (next === undefined) return;
      const read = await next;
      // What is then derived may have the memory of the threads.
      if (line.isOver) await pool.close();
      yield read;
    }
  } finally {
    await pool.close();
    await line.drop();
  }
}

/** The objects that are being read, in their order. */
class ReadingLine {
  readonly #source: AsyncIterator<ObjectAhead<PlacedObject>>;
  readonly #pool: WorkerPool;
  readonly #reading: Promise<WorkerRead>[] = [];
  #isAtEnd = false;

  constructor(source: AsyncIterator<ObjectAhead<PlacedObject>>, pool: WorkerPool) {
    this.#source = source;
    this.#pool = pool;
  }

  /** Everything was taken. */
  get isOver(): boolean {
    return this.#isAtEnd && this.#reading.length === 0;
  }

  async fill(objectsMax: number): Promise<void> {
    while (!this.#isAtEnd && this.#reading.length < objectsMax) {
      const next = await this.#source.next();
      if (next.done === true) this.#isAtEnd = true;
      else this.#reading.push(this.#pool.read(next.value));
    }
  }

  take(): Promise<WorkerRead> | undefined {
    return this.#reading.shift();
  }

  /** Once the pool was closed. */
  async drop(): Promise<void> {
    await this.#source.return?.();
    for (const one of await Promise.allSettled(this.#reading)) {
      if (one.status === 'fulfilled' && one.value.read.kind === 'whole') {
        one.value.read.batches.drop();
      }
    }
  }
}

class WorkerPool {
  readonly #request: WorkersRequest;
  readonly #threads: readonly DecodeThread[];
  readonly #idle: DecodeThread[];
  readonly #waiting: ((thread: DecodeThread) => void)[] = [];

  constructor(request: WorkersRequest) {
    this.#request = request;
    const { script = workerScript, areRefusedListed, decode } = request;
    const sites = decode.sites.map(({ rules, clock, periods, erasure }) => {
      return { rules, zone: clock.zone, periods, erasure };
    });
    const setup = { sites, format: decode.format, areRefusedListed };
    this.#threads = Array.from({ length: request.workers }, () => new DecodeThread(script, setup));
    this.#idle = [...this.#threads];
  }

  /** Reads an object as soon as a thread is free; in the order of the calls. */
  read(ahead: ObjectAhead<PlacedObject>): Promise<WorkerRead> {
    const read = this.#read(ahead);
    // Whoever waits for an object before it comes to it later.
    read.catch(() => undefined);
    return read;
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.close()));
  }

  async #read({ object, pieces }: ObjectAhead<PlacedObject>): Promise<WorkerRead> {
    const { archive, spill, heldBytesMax, workers, ordinalOf, onBytes } = this.#request;
    const thread = this.#idle.shift() ?? (await this.#nextIdle());
    const share = heldBytesMax / (workers + objectsBeside);
    const batches = new HeldBatches(spill, share);
    const ordinal = ordinalOf(object);
    try {
      const read = await thread.read({ archive, object, pieces, ordinal, batches, onBytes });
      return { object, ...read };
    } finally {
      this.#release(thread);
    }
  }

  #nextIdle(): Promise<DecodeThread> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #release(thread: DecodeThread): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#idle.push(thread);
    else next(thread);
  }
}
