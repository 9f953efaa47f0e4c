/** Runs `recount audit --against`: numbers from elsewhere beside a store or the logs. */
import { statSync } from 'node:fs';
import { openFolderSpillSpace } from '../base/folder-spill-space.ts';
import type { SpillSpace } from '../base/spill-space.ts';
import type { ZoneClock } from '../base/zone-clock.ts';
import { openNumbersFile, openStore, storeExists, type openArchive } from '../index.ts';
import type { AgainstOptions, AgainstPeriod, NumbersSource } from '../jobs/against-types.ts';
import { againstResult, MetKinds, type AgainstResult } from '../jobs/against-result.ts';
import { compareAgainst } from '../jobs/compare-against.ts';
import { deriveAgainst } from '../jobs/derive-against.ts';
import type { DerivePorts, DeriveRequest } from '../jobs/derive-types.ts';
import { splitMemory } from '../jobs/memory-split.ts';
import {
  fileSource,
  isSelected,
  storeSource,
  zonesOfStore,
  type SourceSelection,
} from '../jobs/numbers-sources.ts';
import { cellNameFromKey } from '../model/segments.ts';
import type { ColumnMap } from '../model/foreign-numbers.ts';
import { isTolerated, type Tolerances } from '../model/tolerance.ts';
import type { Store } from '../store/store.ts';
import type { Session } from './session.ts';

export type AgainstCall = {
  /** A file of rows, or the place of a store. */
  readonly against: string;
  readonly columns: ColumnMap | undefined;
  readonly store: string;
  readonly selection: SourceSelection;
  /** Zones that were named; those of other sites are asked of the store. */
  readonly zones: ReadonlyMap<string, ZoneClock>;
  readonly tolerances: Tolerances;
  readonly memoryBytes: number;
  /** Where sorting and spilling may take space. */
  readonly spillFolder: string;
  /** Without it the store is what they are held against, and no log is read. */
  readonly logs: LogsCall | undefined;
  readonly openLogs: typeof openArchive;
};

export type LogsCall = {
  readonly place: string;
  readonly request: DeriveRequest;
  readonly eraseKey: DerivePorts['eraseKey'];
};

/** Differences kept of each day (chosen: what a person looks at). */
const samplesMax = 12;

/** Sorting may hold this part of what events would take. */
const sortShare = 1 / 4;

type Opened = {
  readonly call: AgainstCall;
  readonly spill: SpillSpace;
  readonly closers: (() => unknown)[];
  readonly engineBytesMax: number;
};

export async function runAgainst(session: Session, call: AgainstCall): Promise<AgainstResult> {
  const closers: (() => unknown)[] = [];
  try {
    const spill = openFolderSpillSpace(call.spillFolder);
    closers.push(() => spill.close());
    const { engineBytesMax } = splitMemory(call.memoryBytes, 2);
    return await compareOpened(session, { call, spill, closers, engineBytesMax });
  } finally {
    for (const close of closers.reverse()) await close();
  }
}

async function compareOpened(session: Session, opened: Opened): Promise<AgainstResult> {
  const { call } = opened;
  const met = new MetKinds();
  const options: AgainstOptions = {
    samplesMax,
    isTolerated: (difference) => {
      return isTolerated(difference, call.tolerances[cellNameFromKey(difference.key).metric]);
    },
    kindMet: met.met,
    signal: session.signal,
  };
  const { ours, periods } =
    call.logs === undefined
      ? await besideStore(session, opened, options)
      : await besideLogs(session, opened, { logs: call.logs, options });
  const result = againstResult({ ours, theirs: call.against, periods, met });
  for (const cause of result.causes) session.causes.add(cause);
  return result;
}

type Compared = { readonly ours: string; readonly periods: readonly AgainstPeriod[] };

async function besideStore(
  session: Session,
  opened: Opened,
  options: AgainstOptions,
): Promise<Compared> {
  const { call } = opened;
  const store = await openOne(call.store, opened);
  const zones = new Map([...(await zonesOfStore(store)), ...call.zones]);
  const sides = {
    ours: storeSource(store, call.selection, session.signal),
    theirs: await openTheirs(session, opened, zones),
  };
  const periods: AgainstPeriod[] = [];
  for await (const period of compareAgainst(sides, options)) periods.push(period);
  return { ours: store.location, periods };
}

async function besideLogs(
  session: Session,
  opened: Opened,
  { logs, options }: { logs: LogsCall; options: AgainstOptions },
): Promise<Compared> {
  const { call, spill, closers } = opened;
  const archive = await call.openLogs(logs.place);
  closers.push(() => archive.close());
  const theirs = await openTheirs(session, opened, call.zones);
  const ports = { archive, stores: [], spill, signal: session.signal, observer: {} };
  const now = Math.floor(session.surroundings.now() / 1000);
  const erasedFrom = (await storeExists(call.store)) ? [await openOne(call.store, opened)] : [];
  const against = { request: logs.request, theirs, options, now, erasedFrom };
  const periods = await deriveAgainst({ ...ports, eraseKey: logs.eraseKey }, against);
  return { ours: `the logs of ${archive.location}`, periods };
}

async function openTheirs(
  session: Session,
  opened: Opened,
  zones: ReadonlyMap<string, ZoneClock>,
): Promise<NumbersSource> {
  const { call, spill, closers } = opened;
  const { against, columns, selection } = call;
  const isStore = /^[a-z][a-z0-9+.-]*:\/\//i.test(against) || isFolder(against);
  if (isStore) return storeSource(await openOne(against, opened), selection, session.signal);
  const { eventBytesMax } = splitMemory(call.memoryBytes, 2);
  const numbers = await openNumbersFile({
    ...{ path: against, columns, spill, signal: session.signal },
    site: selection.sites.length === 1 ? selection.sites[0] : undefined,
    heldBytesMax: eventBytesMax * sortShare,
    clockOf: (site) => zones.get(site),
    isWanted: (period) => isSelected(period, selection),
  });
  closers.push(() => numbers.close());
  return fileSource(numbers, selection);
}

async function openOne(place: string, { closers, engineBytesMax }: Opened): Promise<Store> {
  const store = await openStore(place, { isMade: false, engineBytesMax });
  closers.push(() => store.close());
  return store;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
