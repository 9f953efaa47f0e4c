/** A service that is a store, as the faults meet it that are the same for every such store. */
import type { Struck } from './fault-case.ts';

/** What a request of a run is about: lists periods, stages rows, reads them, changes a record. */
export type Moment = 'listing' | 'staging' | 'reading' | 'intent' | 'publication';

/** @typeParam Answer what a request can meet in the place of the server's answer. */
export type FaultedService<Answer = unknown> = {
  /** `host:port` of the server. */
  readonly server: string;
  /** `host:port` of toxiproxy's control. */
  readonly toxiproxy: string;
  /**
   * How a run is to name the store that it reaches at an address. What a person would wait for is
   * left out where no parameters of the place are given.
   */
  placeAt(address: string, parameters?: string): string;
  /** Stands in front of `upstream`. */
  openWatch(upstream: string, choose: AnswerChoice<Answer>): Promise<Watch>;
};

/** Asked for every request, which waits; undefined = it goes on as it is. */
export type AnswerChoice<Answer> = (
  moment: Moment | undefined,
) => Answer | undefined | Promise<Answer | undefined>;

export type Watch = {
  /** `host:port` that a run is given instead of the server's. */
  readonly address: string;
  /** All connections that there are stand still for good; new ones are well. */
  freeze(): void;
  close(): void;
};

export type FirstWatch = Watch & { readonly isDone: () => boolean };

/** Stands in front of `upstream`; a run's first request of `moment` waits until `work` is done. */
export async function watchFirst(
  service: FaultedService,
  { moment, upstream = service.server }: { readonly moment: Moment; readonly upstream?: string },
  work: (watch: Watch) => void | Promise<void>,
): Promise<FirstWatch> {
  let isBegun = false;
  let isDone = false;
  const watch = await service.openWatch(upstream, async (found) => {
    if (isBegun || found !== moment) return undefined;
    isBegun = true;
    await work(watch);
    isDone = true;
    return undefined;
  });
  return { ...watch, isDone: () => isDone };
}

/** A watch as what a run meets; a fault that never came would prove nothing. */
export function struckBy(
  { address, close, isDone }: Pick<FirstWatch, 'address' | 'close' | 'isDone'>,
  service: Pick<FaultedService, 'placeAt'>,
  parameters?: string,
): Struck {
  return {
    place: service.placeAt(address, parameters),
    mend() {
      close();
      return isDone() ? Promise.resolve() : Promise.reject(new Error('the fault never came'));
    },
  };
}

/** @param record a period record as it is written; what it says last of itself tells the moment. */
export function momentOfChange(record: string): Moment | undefined {
  const last = [...record.matchAll(/"kind":"(\w+)"/g)].pop()?.[1];
  if (last === 'intent') return 'intent';
  return last === 'publish' ? 'publication' : undefined;
}
