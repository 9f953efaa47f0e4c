/** What it takes to derive periods from the archive, whatever is then done with them. */
import type { RebuildObserver, RebuildPorts, RebuildRequest } from './rebuild-types.ts';

export type DeriveRequest = Pick<
  RebuildRequest,
  'metrics' | 'sites' | 'fromDay' | 'untilDay' | 'inputFormat' | 'acceptEmpty' | 'eventBytesMax'
>;

export type DerivePorts = Pick<RebuildPorts, 'archive' | 'stores' | 'spill' | 'signal'> & {
  readonly observer: Pick<
    RebuildObserver,
    'progress' | 'eventsRead' | 'objectDone' | 'lineRefused'
  >;
};
