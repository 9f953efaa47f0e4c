/** Runs `recount store unpin`. */
import type { Command } from '@commander-js/extra-typings';
import { refuseFaults } from '../config/option-faults.ts';
import { unpinPeriods, type UnpinResult } from '../jobs/unpin-periods.ts';
import { countText } from '../report/number-text.ts';
import { unpinLine, unpinText } from '../report/unpin-text.ts';
import { commandLines } from './command-text.ts';
import { identityOfRun, upkeepPorts, withStores } from './operator-stores.ts';
import { printJson, printLines } from './print.ts';
import type { Session } from './session.ts';
import { dayRange, faultsOfRange, readSettings } from './settings.ts';

export async function runStoreUnpin(session: Session, command: Command): Promise<void> {
  const settings = await readSettings(session, command, 'store unpin');
  const { values } = settings;
  session.ifInterrupted = 'the same command goes on from there';
  const days = dayRange(values, Math.floor(session.surroundings.now() / 1000));
  refuseFaults(faultsOfRange(days));
  const run = identityOfRun(session, settings);
  const selection = { ...days, sites: values.site };
  const request = { selection, isApplied: values.apply, run };
  let [pinned, unpinned] = [0, 0];
  await withStores(session, settings, async (stores) => {
    for (const store of stores) {
      const result = await unpinPeriods(upkeepPorts(session, store), request);
      await tell(session, store.location, { result, isJson: values.json });
      pinned += result.items.filter(({ kind }) => kind === 'pinned').length;
      unpinned += result.items.filter(({ kind }) => kind === 'unpinned').length;
    }
  });
  Object.assign(session.summary, { run: run.id, applied: values.apply, pinned, unpinned });
  if (values.json) return;
  if (unpinned > 0)
    await printLines(session, ['', `Unpinned ${countText(unpinned, 'day')}, run ${run.id}.`]);
  if (pinned === 0) return;
  const changes = { replaced: new Map(), dropped: [], added: [['--apply']] };
  const lines = commandLines(settings, changes, session.surroundings.columns);
  const next = lines.map((line) => `  ${line}`);
  await printLines(session, ['', 'Nothing was changed. To take the pins off:', ...next]);
}

async function tell(
  session: Session,
  store: string,
  { result, isJson }: { result: UnpinResult; isJson: boolean },
): Promise<void> {
  for (const cause of result.causes) session.causes.add(cause);
  for (const message of result.unreadable) session.note(`left alone: ${message}`);
  if (isJson) for (const item of result.items) await printJson(session, unpinLine(store, item));
  else {
    const { columns } = session.surroundings;
    await printLines(session, unpinText(result.items, { store, columns }));
  }
}
