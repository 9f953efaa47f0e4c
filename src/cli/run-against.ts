/** Runs `recount audit --against`: numbers from elsewhere beside a store or the logs. */
import { openNumbersFile } from '../places/open-numbers-file.ts';
import type { AgainstOptions, AgainstPeriod, NumbersSource } from '../jobs/against-types.ts';
import { againstResult, MetKinds } from '../jobs/against-result.ts';
import type { AuditPorts, AuditRequest } from '../jobs/audit-types.ts';
import { compareAgainst } from '../jobs/compare-against.ts';
import { deriveAgainst } from '../jobs/derive-against.ts';
import { splitMemory } from '../jobs/memory-split.ts';
import { fileSource, isSelected, storeSource } from '../jobs/numbers-sources.ts';
import { cellNameFromKey } from '../model/segments.ts';
import { pageFromAgainst } from '../report/html/page-from-against.ts';
import { isTolerated } from '../model/tolerance.ts';
import type { Store } from '../store/store.ts';
import { showAgainst } from './against-output.ts';
import { againstCall, type AgainstCall } from './against-call.ts';
import type { AuditSettings } from './audit-call.ts';
import { openAuditing, type Closers } from './derive-ports.ts';
import { storeOpener, type StoreOpener } from './open-store.ts';
import type { PageFile } from './page-file.ts';
import type { Session } from './session.ts';
import { isStorePlace } from './stored-zones.ts';

/** Differences kept of each day (chosen: what a person looks at). */
const samplesMax = 12;

/** Sorting may hold this part of what events would take. */
const sortShare = 1 / 4;

type Opened = {
  readonly call: AgainstCall;
  readonly ports: Omit<AuditPorts, 'store' | 'observer'>;
  readonly stores: StoreOpener;
  readonly closers: Closers;
  readonly engineBytesMax: number;
};

export type AgainstRun = {
  readonly place: string;
  readonly request: AuditRequest;
  readonly page: PageFile | undefined;
  readonly closers: Closers;
};

export async function runAgainst(
  session: Session,
  settings: AuditSettings,
  { place, request, page, closers }: AgainstRun,
): Promise<void> {
  const call = againstCall(settings, request, place);
  const isArchiveRead = call.request !== undefined;
  const { ports, progress } = await openAuditing(session, settings.values, {
    isArchiveRead,
    closers,
  });
  const { engineBytesMax } = splitMemory(call.memoryBytes, 2);
  const met = new MetKinds();
  const options: AgainstOptions = {
    samplesMax,
    isTolerated: (difference) => {
      return isTolerated(difference, call.tolerances[cellNameFromKey(difference.key).metric]);
    },
    kindMet: met.met,
    signal: session.signal,
  };
  const stores = storeOpener(session, settings.values);
  const opened = { call, ports, stores, closers, engineBytesMax };
  const compared = isArchiveRead
    ? await besideLogs(opened, options)
    : await besideStore(opened, options);
  progress.end();
  const result = againstResult({ ...compared, theirs: place, met });
  page?.write(pageFromAgainst(result, page.making([])));
  await showAgainst(session, result, settings.values);
  for (const cause of result.causes) session.causes.add(cause);
}

type Compared = { readonly ours: string; readonly periods: readonly AgainstPeriod[] };

async function besideStore(opened: Opened, options: AgainstOptions): Promise<Compared> {
  const { call, ports } = opened;
  const store = await openOne(call.store, opened);
  const sides = {
    ours: storeSource(store, call.selection, ports.signal),
    theirs: await openTheirs(opened),
  };
  const periods: AgainstPeriod[] = [];
  for await (const period of compareAgainst(sides, options)) periods.push(period);
  return { ours: store.location, periods };
}

async function besideLogs(opened: Opened, options: AgainstOptions): Promise<Compared> {
  const { call, ports } = opened;
  const { archive } = ports;
  const { request } = call;
  if (archive === undefined || request === undefined) return besideStore(opened, options);
  const theirs = await openTheirs(opened);
  const erasedFrom = (await opened.stores.exists(call.store))
    ? [await openOne(call.store, opened)]
    : [];
  const periods = await deriveAgainst(
    { ...ports, archive, stores: [], observer: {} },
    { request, theirs, options, now: ports.now(), erasedFrom },
  );
  return { ours: `the logs in ${archive.location}`, periods };
}

async function openTheirs(opened: Opened): Promise<NumbersSource> {
  const { call, ports, closers } = opened;
  const { against, columns, selection, zones } = call;
  const { spill, signal } = ports;
  if (isStorePlace(against)) return storeSource(await openOne(against, opened), selection, signal);
  const numbers = await openNumbersFile({
    ...{ path: against, columns, spill, signal },
    site: selection.sites.length === 1 ? selection.sites[0] : undefined,
    heldBytesMax: splitMemory(call.memoryBytes, 2).eventBytesMax * sortShare,
    clockOf: (site) => zones.get(site),
    isWanted: (period) => isSelected(period, selection),
  });
  closers.push(() => numbers.close());
  return fileSource(numbers, selection);
}

async function openOne(place: string, { stores, closers, engineBytesMax }: Opened): Promise<Store> {
  const store = await stores.open(place, { isMade: false, engineBytesMax });
  closers.push(() => store.close());
  return store;
}
