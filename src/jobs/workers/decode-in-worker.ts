/**
 * The thread's side: objects come in as compressed bytes and go out as batches of events, one
 * object after another. It inflates, proves, scans and accepts; it opens nothing itself.
 */
import type { MessagePort } from 'node:worker_threads';
import { ZoneClock } from '../../base/zone-clock.ts';
import type { DecodeSink } from '../../decode/decode.ts';
import { inflateObject } from '../../decode/inflate-object.ts';
import { createDecoder, type Decoder } from '../../decode/object-decoder.ts';
import { partsFromEventBatch } from '../../model/event-batch-transfer.ts';
import { ObjectError } from '../../model/object-error.ts';
import { RefusedLines } from '../refused-lines.ts';
import { batchesAheadMax, type FromWorker, type ToWorker } from './worker-messages.ts';
import type { WorkerSetup } from './worker-messages.ts';

/** A thread that waits looks again after this long, whatever wakes it or does not. */
const waitMs = 1000;

/** Serves until the thread is ended by the one that started it. */
export function decodeInWorker(port: MessagePort, setup: WorkerSetup): void {
  const worker = new ObjectWorker(port, setup);
  port.on('message', (message: ToWorker) => {
    worker.take(message);
  });
}

class ObjectWorker {
  readonly #port: MessagePort;
  readonly #setup: WorkerSetup;
  readonly #decoder: Decoder;
  #pieces = new ArrivingPieces(() => undefined);
  #batchesSent = 0;

  constructor(port: MessagePort, setup: WorkerSetup) {
    this.#port = port;
    this.#setup = setup;
    const { format } = setup;
    const sites = setup.sites.map(({ zone, ...site }) => ({ ...site, clock: new ZoneClock(zone) }));
    this.#decoder = createDecoder({ sites, format });
  }

  take(message: ToWorker): void {
    switch (message.kind) {
      case 'object':
        this.#pieces = new ArrivingPieces(() => {
          this.#send({ kind: 'want' });
        });
        void this.#decode(message, this.#pieces);
        return;
      case 'piece':
        this.#pieces.add(message.bytes);
        return;
      case 'abandon':
        this.#pieces.abandon();
    }
  }

  /** Never rejects: whatever happens is told. */
  async #decode(
    object: Extract<ToWorker, { kind: 'object' }>,
    pieces: ArrivingPieces,
  ): Promise<void> {
    const { key, ordinal, range } = object;
    const refused = new RefusedLines();
    try {
      const decoder = this.#decoder.decodeObject({ ordinal, range }, this.#sink(refused));
      const { sha256 } = await inflateObject({ key, pieces }, (bytes) => {
        decoder.push(bytes);
      });
      const tally = decoder.finish();
      const bytes = refused.allBytes();
      this.#send({ kind: 'whole', tally, sha256, refused: bytes }, [bytes.buffer]);
    } catch (error) {
      this.#send(pieces.isAbandoned ? { kind: 'abandoned' } : toldError(error));
    }
  }

  #sink(refused: RefusedLines): DecodeSink {
    return {
      batch: (batch) => {
        this.#waitForRoom();
        const { parts, memory } = partsFromEventBatch(batch);
        this.#batchesSent += 1;
        this.#send({ kind: 'batch', batch: parts }, memory);
      },
      ...(this.#setup.areRefusedListed && {
        rejected: (line, outcome) => {
          refused.add(line, outcome);
        },
      }),
    };
  }

  /** The thread has nothing else to do: it sleeps until the main thread has taken batches. */
  #waitForRoom(): void {
    const { taken } = this.#setup;
    for (;;) {
      const seen = Atomics.load(taken, 0);
      if (this.#batchesSent - seen < batchesAheadMax) return;
      Atomics.wait(taken, 0, seen, waitMs);
    }
  }

  #send(message: FromWorker, memory: readonly ArrayBuffer[] = []): void {
    this.#port.postMessage(message, memory);
  }
}

function toldError(error: unknown): FromWorker {
  if (error instanceof ObjectError) {
    return { kind: 'rejected', fault: error.fault, detail: error.detail };
  }
  const { message, stack = message } = error instanceof Error ? error : new Error(String(error));
  return { kind: 'failed', message, stack };
}

/** The pieces of one object as they arrive. */
class ArrivingPieces implements AsyncIterable<Uint8Array> {
  isAbandoned = false;
  readonly #onUsed: () => void;
  readonly #waiting: (Uint8Array | null)[] = [];
  #wake: () => void = () => undefined;

  /** @param onUsed called before each piece but the first is asked for. */
  constructor(onUsed: () => void) {
    this.#onUsed = onUsed;
  }

  add(bytes: Uint8Array | null): void {
    this.#waiting.push(bytes);
    this.#wake();
  }

  abandon(): void {
    this.isAbandoned = true;
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, undefined> {
    for (;;) {
      const bytes = await this.#next();
      if (bytes === null) return;
      yield bytes;
      this.#onUsed();
    }
  }

  async #next(): Promise<Uint8Array | null> {
    for (;;) {
      if (this.isAbandoned) throw new Error('the object was abandoned');
      const next = this.#waiting.shift();
      if (next !== undefined) return next;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
