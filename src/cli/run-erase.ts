/** Runs `recount erase`: opens what it needs, runs the job, shows the result, closes all. */
import type { Command } from '@commander-js/extra-typings';
import { eraseVisitors } from '../jobs/erase-visitors.ts';
import type { EraseResult } from '../jobs/erase-types.ts';
import { eraseDayLine, eraseSummary } from '../report/erase-json.ts';
import { eraseText } from '../report/erase-text.ts';
import { periodLine, rejectedLine } from '../report/rebuild-json.ts';
import { commandLines } from './command-text.ts';
import { closeAll, openDeriving, progressObserver, type Closers } from './derive-ports.ts';
import { eraseCall, type EraseSettings } from './erase-call.ts';
import { neededEraseKey } from './erase-key.ts';
import { withStores } from './operator-stores.ts';
import { printJson, printLines } from './print.ts';
import { nameRun } from './run-identity.ts';
import type { Session } from './session.ts';
import { readSettings } from './settings.ts';

export async function runErase(session: Session, command: Command): Promise<void> {
  const settings = await readSettings(session, command, 'erase');
  const { values } = settings;
  const key = neededEraseKey(session, values);
  const identity = nameRun(session.surroundings);
  const request = eraseCall(settings, { identity, key, cores: session.surroundings.cores });
  session.ifInterrupted = values.apply
    ? 'the same command finishes what was begun'
    : 'nothing was written';
  const run = identity.id;
  const closers: Closers = [];
  try {
    const { ports, progress } = await openDeriving(session, values, { run, closers });
    await withStores(session, settings, async (stores) => {
      const observer = progressObserver(progress);
      const result = await eraseVisitors({ ...ports, stores, observer }, request);
      progress.end();
      for (const cause of result.causes) session.causes.add(cause);
      await tell(session, settings, { run, result });
    });
  } finally {
    await closeAll(closers);
  }
}

async function tell(
  session: Session,
  settings: EraseSettings,
  { run, result }: { readonly run: string; readonly result: EraseResult },
): Promise<void> {
  const { values } = settings;
  const { columns } = session.surroundings;
  if (values.json) {
    for (const period of result.rebuilt?.periods ?? []) {
      await printJson(session, periodLine(period));
    }
    for (const object of result.rebuilt?.objects ?? []) {
      if (object.rejected !== null) await printJson(session, rejectedLine(object));
    }
    for (const day of result.days) await printJson(session, eraseDayLine(day));
  } else {
    const again = commandLines(
      settings,
      {
        replaced: new Map(),
        dropped: ['visitor'],
        // Whom the command named is not shown again: outputs are kept in logs.
        added: [...(values.visitor.length > 0 ? [['--visitor', 'VISITOR']] : []), ['--apply']],
      },
      columns,
    );
    await printLines(session, eraseText(result, { columns, run, isApplied: values.apply, again }));
  }
  const summary = eraseSummary(result, { run, isApplied: values.apply });
  Object.assign(session.summary, summary);
}
