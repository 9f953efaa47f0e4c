/** Runs `recount store gc`: what may go, or what went, and how much that is. */
import type { Command } from '@commander-js/extra-typings';
import type { Found } from '../config/find-texts.ts';
import type { Settings } from '../config/resolve-options.ts';
import { collectGarbage, type GarbageItem } from '../jobs/collect-garbage.ts';
import type { Retention } from '../jobs/expired-rows.ts';
import type { GarbageReason } from '../model/garbage.ts';
import { keepAges } from '../model/period-transitions.ts';
import { garbageLine, leftoverLine, removalFacts, removalText } from '../report/garbage-text.ts';
import type { Store } from '../store/store.ts';
import { commandLines } from './command-text.ts';
import { identityOfRun, upkeepPorts, withStores } from './operator-stores.ts';
import { printJson, printLines } from './print.ts';
import type { Session } from './session.ts';
import { readSettings } from './settings.ts';

type GcSettings = Settings<'store gc'>;

export async function runStoreGc(session: Session, command: Command): Promise<void> {
  const settings = await readSettings(session, command, 'store gc');
  const { values } = settings;
  session.ifInterrupted = values.apply
    ? 'what is marked as gone will be deleted by the next store gc'
    : 'nothing was removed';
  const stores: object[] = [];
  await withStores(session, settings, async (opened) => {
    for (const store of opened) stores.push(await collectInStore(session, settings, store));
  });
  Object.assign(session.summary, { applied: values.apply, stores });
}

async function collectInStore(
  session: Session,
  settings: GcSettings,
  store: Store,
): Promise<object> {
  const { values } = settings;
  const { location } = store;
  const isApplied = values.apply;
  const days: DaysByReason = new Map();
  const run = identityOfRun(session, settings);
  const result = await collectGarbage(
    {
      ...upkeepPorts(session, store),
      observer: {
        garbage(item) {
          if (values.json) writeLine(session, garbageLine(location, item, isApplied));
          else addDay(days, item);
        },
        leftover(leftover) {
          if (values.json) writeLine(session, leftoverLine(location, leftover, isApplied));
        },
      },
    },
    { isApplied, retentionOf: retentionOfSites(settings), ages: keepAges, run },
  );
  for (const cause of result.causes) session.causes.add(cause);
  const facts = { store: location, run: isApplied ? run.id : null, ...removalFacts(result) };
  if (values.json) await printJson(session, { type: 'store', ...facts });
  else {
    const { columns } = session.surroundings;
    const commandWith = (added: readonly (readonly string[])[]): readonly string[] =>
      commandLines(settings, { replaced: new Map(), dropped: [], added }, columns);
    const retention = retentionText(settings.found.get('retain'));
    const layout = { store: location, columns, isApplied, days, retention, commandWith };
    await printLines(session, removalText(result, { ...layout, run: run.id }));
  }
  return facts;
}

/** Reason, then site, then days. */
type DaysByReason = Map<GarbageReason, Map<string, number[]>>;

function addDay(days: DaysByReason, { why, site, day }: GarbageItem): void {
  const sites = days.get(why) ?? new Map<string, number[]>();
  days.set(why, sites);
  const own = sites.get(site) ?? [];
  sites.set(site, own);
  own.push(day);
}

function writeLine({ output }: Session, line: object): void {
  output.writeNow(`${JSON.stringify(line)}\n`);
}

/** A site may have a rule of its own in the configuration. */
function retentionOfSites({ values, found, sites }: GcSettings): (site: string) => Retention {
  const ofSites = new Map(
    sites.map(({ site, values: own, found: ownFound }) => {
      const seconds = own.retain.retain5mSeconds;
      return [site, { seconds, isNamed: isNamed(ownFound.get('retain')) }] as const;
    }),
  );
  const otherwise = {
    seconds: values.retain.retain5mSeconds,
    isNamed: isNamed(found.get('retain')),
  };
  return (site) => ofSites.get(site) ?? otherwise;
}

function isNamed(found: Found | undefined): boolean {
  return found !== undefined && found.origin !== 'default';
}

function retentionText(found: Found | undefined): string {
  const rule = found?.texts.at(-1) ?? '';
  if (!isNamed(found)) return `${rule}, the default`;
  return `${rule}, as ${found?.called ?? ''} says`;
}
