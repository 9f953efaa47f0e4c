/** Runs `recount runs undo`: in every store that is named. */
import type { Command } from '@commander-js/extra-typings';
import { UsageError } from '../base/errors.ts';
import type { Settings } from '../config/resolve-options.ts';
import { findRun } from '../jobs/find-run.ts';
import type { RunIdentity } from '../jobs/rebuild-types.ts';
import { undoRun, type UndoItem } from '../jobs/undo-run.ts';
import type { RunRecord } from '../model/run-record.ts';
import { undoConclusionText, undoHeadText, undoLine, undoText } from '../report/undo-text.ts';
import type { Store } from '../store/store.ts';
import { commandLines } from './command-text.ts';
import { identityOfRun, upkeepPorts, withStores } from './operator-stores.ts';
import { printJson, printLines } from './print.ts';
import type { Session } from './session.ts';
import { readSettings } from './settings.ts';

type UndoSettings = Settings<'runs undo'>;

/** With more days than this, each gets a line in place of a block (chosen: a screen or two). */
const blocksMax = 7;

export async function runRunsUndo(
  session: Session,
  command: Command,
  argument: string,
): Promise<void> {
  const settings = await readSettings(session, command, 'runs undo');
  const { values } = settings;
  session.ifInterrupted = values.apply
    ? 'the days that went back did so whole; the same command goes on from there'
    : 'nothing was changed';
  await withStores(session, settings, async (stores) => {
    const undone = await findInStores(stores, argument);
    const run = identityOfRun(session, settings, { run: undone.run });
    if (!values.json) await printLines(session, undoHeadText(undone, session.surroundings.columns));
    const items: UndoItem[] = [];
    for (const store of stores) {
      items.push(...(await undoInStore(session, settings, { store, undone, run })));
    }
    if (items.length === 0) throw withoutPeriods(undone);
    await conclude(session, settings, { items, undone, run });
  });
}

/** By the first store that knows it: an id says the same everywhere. */
async function findInStores(stores: readonly Store[], argument: string): Promise<RunRecord> {
  for (const store of stores.slice(0, -1)) {
    try {
      return await findRun(store, argument);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
    }
  }
  return findRun(stores.at(-1) as Store, argument);
}

async function undoInStore(
  session: Session,
  { values }: UndoSettings,
  { store, undone, run }: { store: Store; undone: RunRecord; run: RunIdentity },
): Promise<readonly UndoItem[]> {
  const { location } = store;
  const result = await undoRun(
    { ...upkeepPorts(session, store), observer: {} },
    { undone, isApplied: values.apply, run },
  );
  for (const cause of result.causes) session.causes.add(cause);
  if (values.json) {
    for (const item of result.items) await printJson(session, undoLine(location, item));
  } else {
    const { columns } = session.surroundings;
    const layout = { store: location, columns, blocksMax };
    await printLines(session, undoText(result.items, layout));
  }
  return result.items;
}

async function conclude(
  session: Session,
  settings: UndoSettings,
  { items, undone, run }: { items: readonly UndoItem[]; undone: RunRecord; run: RunIdentity },
): Promise<void> {
  const { columns } = session.surroundings;
  const isApplied = settings.values.apply;
  const counts: Record<string, number> = {};
  for (const { kind } of items) counts[kind] = (counts[kind] ?? 0) + 1;
  const isMade = counts['undone'] !== undefined;
  const recorded = isMade ? run.id : null;
  Object.assign(session.summary, { run: recorded, undone: undone.run, applied: isApplied });
  Object.assign(session.summary, { periods: counts });
  if (settings.values.json) return;
  const added = [['--apply']];
  const changes = { replaced: new Map(), dropped: [], added, operands: [undone.run] };
  const applyCommand = commandLines(settings, changes, columns);
  const conclusion = { items, isApplied, run: run.id, columns, applyCommand };
  await printLines(session, undoConclusionText(conclusion));
}

function withoutPeriods({ run, command }: RunRecord): UsageError {
  return new UsageError(`run ${run} (recount ${command}) published nothing that could be undone`, {
    hint: `recount runs show ${run} tells what it did`,
  });
}
