/** One worker thread as the main thread sees it: an object goes in, what it holds comes out. */
import { Worker } from 'node:worker_threads';
import type { Archive } from '../../archive/archive.ts';
import type { ObjectAhead } from '../../archive/read-ahead.ts';
import type { PlacedObject } from '../../archive/read-window.ts';
import { assertThat } from '../../base/assert.ts';
import { SystemError, systemErrorCode } from '../../base/errors.ts';
import { eventBatchFromParts } from '../../model/event-batch-transfer.ts';
import { ObjectError } from '../../model/object-error.ts';
import type { HeldBatches } from '../held-batches.ts';
import type { ReadObject } from '../read-object.ts';
import { RefusedLines } from '../refused-lines.ts';
import { piecesAheadMax, type FromWorker, type ToWorker } from './worker-messages.ts';
import type { WorkerSetup } from './worker-messages.ts';

/**
 * Most JavaScript objects of a thread, in MiB; batches and the scanner's memory lie outside.
 * Measured: decoding full events needs 40.
 */
const heapMebibytesMax = 192;

/**
 * New objects are few and die young; Node's own 48 MiB for each thread would only be filled
 * (measured: the same time with 8).
 */
const youngMebibytesMax = 8;

export type ThreadObject = ObjectAhead<PlacedObject> & {
  readonly archive: Pick<Archive, 'contentOf'>;
  readonly ordinal: number;
  readonly batches: HeldBatches;
  readonly onBytes: (compressedBytes: number) => void;
};

/** An object that was read, and its refused lines where they are listed. */
export type ThreadRead = { readonly read: ReadObject; readonly refused: RefusedLines };

type EndMessage = Extract<FromWorker, { kind: 'whole' | 'rejected' | 'abandoned' | 'failed' }>;

/** The object that the thread has. */
class Current {
  readonly key: string;
  readonly batches: HeldBatches;
  /** What the thread says of it at its end; rejected where it cannot say any more. */
  readonly end: Promise<EndMessage>;
  resolve: (message: EndMessage) => void = () => undefined;
  reject: (error: unknown) => void = () => undefined;
  isEnded = false;
  /** Pieces that the thread has room for. */
  #room = piecesAheadMax;
  #onRoom: () => void = () => undefined;

  constructor({ object, batches }: ThreadObject) {
    this.key = object.key;
    this.batches = batches;
    this.end = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
    const ended = (): void => {
      this.isEnded = true;
      this.#onRoom();
    };
    this.end.then(ended, ended);
  }

  addRoom(): void {
    this.#room += 1;
    this.#onRoom();
  }

  /** Takes room for a piece, once there is any or nothing is wanted any more. */
  async takeRoom(): Promise<void> {
    while (this.#room === 0 && !this.isEnded) {
      await new Promise<void>((resolve) => (this.#onRoom = resolve));
    }
    this.#room -= 1;
  }
}

export class DecodeThread {
  readonly #worker: Worker;
  readonly #taken: Int32Array<SharedArrayBuffer>;
  #current: Current | undefined;
  #fault: Error | undefined;

  /** @param script what the thread runs: compiled worker-main.ts. */
  constructor(script: URL, setup: Omit<WorkerSetup, 'taken'>) {
    this.#taken = new Int32Array(new SharedArrayBuffer(4));
    this.#worker = new Worker(script, {
      workerData: { ...setup, taken: this.#taken } satisfies WorkerSetup,
      // Node's own flags are of whoever embeds recount, and some keep a thread from starting.
      execArgv: [],
      resourceLimits: {
        maxOldGenerationSizeMb: heapMebibytesMax,
        maxYoungGenerationSizeMb: youngMebibytesMax,
      },
    });
    this.#worker.on('message', (message: FromWorker) => {
      this.#take(message);
    });
    this.#worker.on('error', (error) => {
      this.#end(error);
    });
    this.#worker.on('exit', (code) => {
      this.#end(new Error(`it ended with code ${String(code)}`));
    });
  }

  /**
   * Reads an object; one at a time.
   * @throws SystemError that names the object where the thread failed; what the archive throws.
   */
  async read(given: ThreadObject): Promise<ThreadRead> {
    assertThat(this.#current === undefined, 'a thread has one object at a time');
    const { object, ordinal, batches } = given;
    const { key, range } = object;
    const current = new Current(given);
    this.#current = current;
    try {
      if (this.#fault !== undefined) throw crashError(key, this.#fault);
      this.#post({ kind: 'object', key, ordinal, range });
      const failure = await this.#feed(given, current);
      const message = await current.end;
      if (failure !== undefined) throw failure.error;
      return threadRead(given, message);
    } catch (error) {
      batches.drop();
      if (!(error instanceof ObjectError)) throw error;
      return { read: { kind: 'rejected', error }, refused: new RefusedLines() };
    } finally {
      this.#current = undefined;
    }
  }

  /** Ends the thread, whatever it is doing; what it has is given up. */
  async close(): Promise<void> {
    this.#end(new Error('it was closed'));
    await this.#worker.terminate();
  }

  /** @returns what the archive failed with, where it did; the thread was told to abandon it. */
  async #feed(
    { pieces, onBytes }: ThreadObject,
    current: Current,
  ): Promise<{ readonly error: unknown } | undefined> {
    try {
      for await (const piece of pieces) {
        onBytes(piece.length);
        await current.takeRoom();
        // The thread was done with it before its end: it is damaged.
        if (current.isEnded) return undefined;
        this.#postPiece(piece);
      }
      this.#post({ kind: 'piece', bytes: null });
      return undefined;
    } catch (error) {
      this.#post({ kind: 'abandon' });
      return { error };
    }
  }

  #take(message: FromWorker): void {
    const current = this.#current;
    if (current === undefined) return;
    switch (message.kind) {
      case 'batch':
        try {
          current.batches.add(eventBatchFromParts(message.batch));
        } catch (error) {
          // A full spill folder.
          current.reject(error);
        }
        Atomics.add(this.#taken, 0, 1);
        Atomics.notify(this.#taken, 0);
        return;
      case 'want':
        current.addRoom();
        return;
      case 'whole':
      case 'rejected':
      case 'abandoned':
      case 'failed':
        current.resolve(message);
    }
  }

  /** The thread is gone. */
  #end(error: Error): void {
    this.#fault ??= error;
    const current = this.#current;
    current?.reject(crashError(current.key, this.#fault));
  }

  #post(message: ToWorker): void {
    this.#worker.postMessage(message);
  }

  /** Hands the memory over where it is the piece's alone; part of a larger one is copied. */
  #postPiece(piece: Uint8Array): void {
    const isAlone = piece.byteLength === piece.buffer.byteLength;
    const bytes = isAlone ? piece : Uint8Array.from(piece);
    const message: ToWorker = { kind: 'piece', bytes };
    this.#worker.postMessage(message, [bytes.buffer as ArrayBuffer]);
  }
}

/** @throws ObjectError for bad data, SystemError where the thread failed. */
function threadRead({ archive, object, batches }: ThreadObject, end: EndMessage): ThreadRead {
  switch (end.kind) {
    case 'rejected':
      throw new ObjectError(object.key, end.fault, end.detail);
    case 'abandoned':
      throw new SystemError(`${object.key}: its reading was abandoned`);
    case 'failed':
      throw crashError(object.key, Object.assign(new Error(end.message), { stack: end.stack }));
    case 'whole': {
      const { tally, sha256, refused } = end;
      const content = archive.contentOf(object, sha256);
      const read = { kind: 'whole', tally, content, batches } as const;
      return { read, refused: RefusedLines.fromBytes(refused) };
    }
  }
}

function crashError(key: string, cause: Error): SystemError {
  const isFull = systemErrorCode(cause) === 'ERR_WORKER_OUT_OF_MEMORY';
  return new SystemError(`${key}: the worker thread that read it failed: ${cause.message}`, {
    hint: isFull
      ? 'run it with --workers 0: the main thread may take more memory for an object'
      : 'this is a fault of the program: --workers 0 reads without worker threads',
    cause,
  });
}
