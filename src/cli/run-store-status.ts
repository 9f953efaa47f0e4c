/** Runs `recount store status`: what each store shows, and what they do not show the same of. */
import type { Command } from '@commander-js/extra-typings';
import { refuseFaults } from '../config/option-faults.ts';
import type { Settings } from '../config/resolve-options.ts';
import { compareStores } from '../jobs/compare-stores.ts';
import type { RecordSelection } from '../jobs/records-of-store.ts';
import { SiteSummary, statusOfStore } from '../jobs/store-status.ts';
import type { PeriodKey } from '../model/period.ts';
import { keepAges } from '../model/period-transitions.ts';
import {
  disagreementLine,
  factsLine,
  periodStatusLine,
  siteLine,
} from '../report/store-status-json.ts';
import {
  disagreementsMax,
  disagreementsText,
  periodStatusText,
  siteStatusText,
  storageFactsText,
  type ReportedDisagreement,
} from '../report/store-status-text.ts';
import type { Store } from '../store/store.ts';
import { withStores } from './operator-stores.ts';
import { printJson, printLines } from './print.ts';
import type { Session } from './session.ts';
import { dayRange, faultsOfRange, readSettings } from './settings.ts';

type StatusSettings = Settings<'store status'>;

export async function runStoreStatus(session: Session, command: Command): Promise<void> {
  const settings = await readSettings(session, command, 'store status');
  session.ifInterrupted = 'nothing was changed';
  const days = dayRange(settings.values, Math.floor(session.surroundings.now() / 1000));
  refuseFaults(faultsOfRange(days));
  const selection = { ...days, sites: settings.values.site };
  await withStores(session, settings, async (stores) => {
    for (const store of stores) {
      const isFirst = store === stores[0];
      await showStore(session, settings, { store, selection, isFirst });
    }
    if (stores.length > 1) await showDisagreements(session, settings, { stores, selection });
  });
}

async function showStore(
  session: Session,
  { values }: StatusSettings,
  { store, selection, isFirst }: { store: Store; selection: RecordSelection; isFirst: boolean },
): Promise<void> {
  const { columns } = session.surroundings;
  if (!values.json) await printLines(session, isFirst ? [store.location] : ['', store.location]);
  await showFacts(session, values, store);
  let summary: SiteSummary | undefined;
  let site: string | undefined;
  const showSite = async (): Promise<void> => {
    if (summary === undefined) return;
    const status = summary.result();
    if (status.faults.length > 0) session.causes.add(4);
    if (values.json) await printJson(session, siteLine(store.location, status));
    else await printLines(session, siteStatusText(status, columns));
  };
  const options = { ages: keepAges, signal: session.signal };
  for await (const status of statusOfStore(store, selection, options)) {
    if (status.site !== site) {
      await showSite();
      site = status.site;
      summary = new SiteSummary(site);
      const isTold = values.byDay && !values.json;
      if (isTold) await printLines(session, ['', `${site}, day by day`]);
    }
    summary?.add(status);
    if (!values.byDay) continue;
    if (values.json) await printJson(session, periodStatusLine(store.location, status));
    else await printLines(session, periodStatusText(status, columns));
  }
  if (site === undefined && !values.json) await printLines(session, ['', 'nothing is stored']);
  await showSite();
}

/** What a decision of whoever runs the store has made of it; a folder has nothing of the kind. */
async function showFacts(
  session: Session,
  { json }: StatusSettings['values'],
  { location, upkeep }: Store,
): Promise<void> {
  const facts = (await upkeep?.facts?.()) ?? [];
  if (facts.length === 0) return;
  if (json) await printJson(session, factsLine(location, facts));
  else await printLines(session, storageFactsText(facts, session.surroundings.columns));
}

async function showDisagreements(
  session: Session,
  { values }: StatusSettings,
  { stores, selection }: { stores: readonly Store[]; selection: RecordSelection },
): Promise<void> {
  const [first = ''] = stores.map(({ location }) => location);
  const shown: ReportedDisagreement[] = [];
  let count = 0;
  let days = 0;
  let before: PeriodKey | undefined;
  for await (const found of compareStores(stores, selection)) {
    session.signal.throwIfAborted();
    count += 1;
    const { site, day, what } = found;
    // A day that several stores do not show as the first does is found once for each of them.
    if (before?.site !== site || before.day !== day) days += 1;
    before = found;
    const other = stores[found.stores[1]]?.location ?? '';
    const reported = { site, day, other, what };
    if (values.json) await printJson(session, disagreementLine(first, reported));
    else if (shown.length < disagreementsMax) shown.push(reported);
  }
  if (count > 0) session.causes.add(3);
  Object.assign(session.summary, { disagreements: count });
  if (values.json) return;
  const { columns } = session.surroundings;
  await printLines(session, ['']);
  await printLines(session, disagreementsText(shown, { first, count, days, columns }));
}
