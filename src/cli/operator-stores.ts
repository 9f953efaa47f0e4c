/** The stores of an operator's command, opened and closed, and what its job needs of them. */
import type { OptionFault } from '../config/option-faults.ts';
import type { Found } from '../config/find-texts.ts';
import type { OptionName } from '../config/options.ts';
import type { CommandName } from '../config/option.ts';
import { splitMemory } from '../jobs/memory-split.ts';
import type { RunIdentity } from '../jobs/rebuild-types.ts';
import type { UpkeepPorts } from '../jobs/upkeep-ports.ts';
import type { Store } from '../store/store.ts';
import { recordedOptions } from './recorded-options.ts';
import { nameRun } from './run-identity.ts';
import { storeOpener, type StoreValues } from './open-store.ts';
import type { Session } from './session.ts';

/** For commands that read records only: the engine then never starts. */
const recordsBytes = 512 * 1024 ** 2;

type StoreSettings = {
  readonly values: StoreValues & { readonly store: readonly string[]; readonly memory?: number };
};

/** Opens every store once, none of them made, and closes them however the work ends. */
export async function withStores(
  session: Session,
  { values }: StoreSettings,
  work: (stores: readonly Store[]) => Promise<void>,
): Promise<void> {
  const { store: places, memory = recordsBytes } = values;
  const opener = storeOpener(session, values);
  const distinct = [...new Set(places)];
  const { engineBytesMax } = splitMemory(memory, distinct.length);
  const stores: Store[] = [];
  try {
    for (const place of distinct) {
      stores.push(await opener.open(place, { isMade: false, engineBytesMax }));
    }
    await work(stores);
  } finally {
    for (const store of stores) await store.close();
  }
}

export function upkeepPorts({ surroundings, signal }: Session, store: Store): UpkeepPorts {
  const now = (): number => Math.floor(surroundings.now() / 1000);
  return { store, now, wait: surroundings.wait, signal };
}

type RecordedSettings = {
  readonly command: CommandName;
  readonly found: ReadonlyMap<OptionName, Found>;
  readonly values: { readonly reason: string | undefined };
};

/** The identity of a run that is recorded; `more`: what is no option, as the run to be undone. */
export function identityOfRun(
  session: Session,
  { command, found, values }: RecordedSettings,
  more: Readonly<Record<string, unknown>> = {},
): RunIdentity {
  const { options, given } = recordedOptions(found);
  return {
    ...nameRun(session.surroundings),
    command,
    options: { ...options, ...more },
    given,
    reason: values.reason ?? null,
  };
}

/** For commands that are about one store; as a list of at most one fault. */
export function faultsOfStores(
  { values, found }: StoreSettings & { readonly found: ReadonlyMap<OptionName, Found> },
  what: string,
): readonly OptionFault[] {
  if (new Set(values.store).size === 1) return [];
  const { called = '--store' } = found.get('store') ?? {};
  return [{ message: `${called} names several stores`, hint: `${what} reads one of them` }];
}
