/** Opens the stores that the options name: one pace and one set of credentials for all of a run. */
import { RequestPace } from '../base/request-pace.ts';
import type { OptionValues } from '../config/options.ts';
import { openStore, storeExists } from '../places/open-store.ts';
import type { ServiceSettings } from '../store/service-settings.ts';
import type { Store } from '../store/store.ts';
import type { Session } from './session.ts';

/** What every command that opens stores has. */
export type StoreValues = Pick<
  OptionValues<'store init'>,
  'credentials' | 'maxRate' | 'pauseFile' | 'quiet'
> &
  Partial<Pick<OptionValues<'store init'>, 'replication'>>;

export type StoreOpener = {
  /** @throws UsageError for a place without a store, where none is to be made. */
  open(
    place: string,
    options: { readonly isMade: boolean; readonly engineBytesMax: number },
  ): Promise<Store>;
  exists(place: string): Promise<boolean>;
};

export function storeOpener({ surroundings, note }: Session, values: StoreValues): StoreOpener {
  const { credentials: credentialsFile, maxRate, pauseFile, replication } = values;
  const { environment, now } = surroundings;
  const notify = (line: string): void => {
    if (!values.quiet) note(line);
  };
  const services: ServiceSettings = {
    environment,
    now,
    pace: new RequestPace({ rateMax: maxRate, pauseFile, now, note: notify }),
    notify,
    ...(credentialsFile !== undefined && { credentialsFile }),
    ...(replication !== undefined && { replication }),
  };
  return {
    open: (place, options) => openStore(place, { ...options, services }),
    exists: (place) => storeExists(place, services),
  };
}
