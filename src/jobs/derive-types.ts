/** What it takes to derive periods from the archive, whatever is then done with them. */
import type { PlacedObject } from '../archive/read-window.ts';
import type { AcceptedEvent } from '../decode/accepted-event.ts';
import type { Outcome } from '../model/ledger.ts';
import type { RebuildObserver, RebuildPorts, RebuildRequest } from './rebuild-types.ts';

export type DeriveRequest = Pick<
  RebuildRequest,
  | 'metrics'
  | 'sites'
  | 'fromDay'
  | 'untilDay'
  | 'inputFormat'
  | 'acceptEmpty'
  | 'eventBytesMax'
  | 'workers'
  | 'alsoErased'
>;

export type DerivePorts = Pick<
  RebuildPorts,
  'archive' | 'stores' | 'spill' | 'signal' | 'eraseKey' | 'workerScript'
> & {
  readonly observer: Pick<
    RebuildObserver,
    'progress' | 'eventsRead' | 'objectDone' | 'lineRefused'
  >;
  readonly watch?: LineWatch;
};

/** Looks at the lines of every object while it is decoded. */
export type LineWatch = {
  /** `ordinal` in archive order, as batches name the object. */
  beginObject(object: PlacedObject, ordinal: number): void;
  accepted(event: AcceptedEvent): void;
  rejected(line: number, outcome: Outcome, text: string | undefined): void;
  /** Only what was seen in whole objects is true. */
  endObject(isWhole: boolean): void;
};
