/** What the main thread and a thread that decodes tell each other. */
import type { TimeRange } from '../../base/zone-clock.ts';
import type { InputFormat, ObjectTally } from '../../decode/decode.ts';
import type { VisitorErasure } from '../../model/erasure.ts';
import type { BatchParts } from '../../model/event-batch-transfer.ts';
import type { ObjectFault } from '../../model/object-error.ts';
import type { SiteRules } from '../../model/rules.ts';

/** What a thread is started with. */
export type WorkerSetup = {
  readonly sites: readonly {
    readonly rules: SiteRules;
    readonly zone: string;
    readonly periods: ReadonlyMap<number, TimeRange>;
    readonly erasure: VisitorErasure | undefined;
  }[];
  readonly format: InputFormat;
  /** Refused lines are listed. */
  readonly areRefusedListed: boolean;
  /** One word that both sides see: batches that the main thread has taken. */
  readonly taken: Int32Array<SharedArrayBuffer>;
};

/** To the thread. It is given one object at a time. */
export type ToWorker =
  | {
      readonly kind: 'object';
      readonly key: string;
      readonly ordinal: number;
      readonly range: TimeRange;
    }
  /** Compressed bytes of the object; null after its last ones. */
  | { readonly kind: 'piece'; readonly bytes: Uint8Array | null }
  /** The archive could not give the rest of the object. */
  | { readonly kind: 'abandon' };

/** From the thread, about the object that it has. */
export type FromWorker =
  | { readonly kind: 'batch'; readonly batch: BatchParts }
  /** A piece was used up: there is room for another. */
  | { readonly kind: 'want' }
  /** The object was whole, as far as its bytes can tell. */
  | {
      readonly kind: 'whole';
      readonly tally: ObjectTally;
      readonly sha256: string;
      readonly refused: Uint8Array<ArrayBuffer>;
    }
  /** An ObjectError. */
  | { readonly kind: 'rejected'; readonly fault: ObjectFault; readonly detail: string }
  /** It was told to abandon it, and has. */
  | { readonly kind: 'abandoned' }
  /** Anything else that was thrown. */
  | { readonly kind: 'failed'; readonly message: string; readonly stack: string };

/**
 * Pieces on their way to a thread: two keep it busy while the main thread does other things, and
 * those of a folder have 256 KiB (chosen, not measured).
 */
export const piecesAheadMax = 4;

/**
 * Batches that a thread has sent and the main thread has not taken yet; then the thread waits. A
 * batch has some 2 MB (chosen: what a quarter of a second of decoding makes).
 */
export const batchesAheadMax = 4;
