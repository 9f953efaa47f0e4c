/** Runs `recount runs show`: the story of a run, and what is left of what it did. */
import type { Command } from '@commander-js/extra-typings';
import { textFromDay } from '../base/calendar.ts';
import { refuseFaults } from '../config/option-faults.ts';
import type { Option } from '../config/option.ts';
import { options, type OptionName } from '../config/options.ts';
import { findRun } from '../jobs/find-run.ts';
import { periodsOfRunNow, type PeriodOfRunNow } from '../jobs/show-run.ts';
import type { RunPeriod } from '../model/run-record.ts';
import { runDetailLines, runLine } from '../report/run-json.ts';
import { runText } from '../report/run-text.ts';
import { commandLines } from './command-text.ts';
import { faultsOfStores, withStores } from './operator-stores.ts';
import { printJson, printLines } from './print.ts';
import type { Session } from './session.ts';
import { readSettings } from './settings.ts';

type States = ReadonlyMap<string, PeriodOfRunNow>;

export async function runRunsShow(
  session: Session,
  command: Command,
  argument: string,
): Promise<void> {
  const settings = await readSettings(session, command, 'runs show');
  refuseFaults(faultsOfStores(settings, 'runs show'));
  session.ifInterrupted = 'nothing was changed';
  const { columns } = session.surroundings;
  await withStores(session, settings, async ([store]) => {
    if (store === undefined) return;
    const run = await findRun(store, argument);
    const states = new Map<string, PeriodOfRunNow>();
    for await (const now of periodsOfRunNow(store, run, session.signal)) {
      states.set(nameOf(now.site, textFromDay(now.day)), now);
    }
    Object.assign(session.summary, { run: run.run });
    if (settings.values.json) {
      await printJson(session, runLine(run));
      const stateOf = (period: RunPeriod): { state: string | null; by: string | null } =>
        stateIn(states, period) ?? { state: null, by: null };
      for (const line of runDetailLines(run, stateOf)) await printJson(session, line);
      return;
    }
    // What an erasure replaced is gone for good.
    const mayGoBack = run.command !== 'erase';
    const isLeft = mayGoBack && [...states.values()].some(({ state }) => state === 'live');
    const undo = { ...settings, command: 'runs undo' as const };
    const added = [['--reason', 'WHY']];
    const changes = { replaced: new Map(), dropped: [], added, operands: [run.run] };
    const undoCommand = isLeft ? commandLines(undo, changes, columns) : [];
    const stateOf = (period: RunPeriod): string => stateText(stateIn(states, period));
    await printLines(session, runText(run, { columns, stateOf, isDefault, undoCommand }));
  });
}

/** By the table of today: what was the default of another version is shown. */
function isDefault(option: string, value: unknown): boolean {
  const row: Option | undefined = options[option as OptionName];
  return row?.default !== undefined && value === String(row.default);
}

function stateIn(states: States, { site, date }: RunPeriod): PeriodOfRunNow | undefined {
  return states.get(nameOf(site, date));
}

function stateText(now: PeriodOfRunNow | undefined): string {
  if (now === undefined) return '';
  const by = now.by ?? 'that is not known';
  switch (now.state) {
    case 'live':
      return 'still live';
    case 'moved_on':
      return `replaced since by run ${by}`;
    case 'undone':
      return `undone since by run ${by}`;
    case 'unreadable':
      return 'its record cannot be read';
  }
}

function nameOf(site: string, date: string): string {
  return `${date} ${site}`;
}
