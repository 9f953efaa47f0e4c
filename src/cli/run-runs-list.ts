/** Runs `recount runs list`. */
import type { Command } from '@commander-js/extra-typings';
import { refuseFaults } from '../config/option-faults.ts';
import { listRuns } from '../jobs/list-runs.ts';
import { runLine } from '../report/run-json.ts';
import { listedRunText } from '../report/run-text.ts';
import { faultsOfStores, withStores } from './operator-stores.ts';
import { printJson, printLines } from './print.ts';
import type { Session } from './session.ts';
import { readSettings } from './settings.ts';

export async function runRunsList(session: Session, command: Command): Promise<void> {
  const settings = await readSettings(session, command, 'runs list');
  const { values } = settings;
  refuseFaults(faultsOfStores(settings, 'runs list'));
  session.ifInterrupted = 'the list is not whole';
  const { columns } = session.surroundings;
  let runs = 0;
  await withStores(session, settings, async ([store]) => {
    if (store === undefined) return;
    const selection = { sites: values.site, runsMax: values.last + 1 };
    for await (const listed of listRuns(store, selection)) {
      session.signal.throwIfAborted();
      if (runs === values.last) {
        session.note(`there are more runs; --last ${String(values.last * 5)} shows them`);
        break;
      }
      runs += 1;
      if (listed.kind === 'unreadable') {
        session.causes.add(4);
        session.note(`run ${listed.id} cannot be read: ${listed.message}`);
      } else if (values.json) await printJson(session, runLine(listed.run));
      else await printLines(session, listedRunText(listed.run, columns));
    }
    if (runs === 0 && !values.json)
      await printLines(session, [`no run is on record in ${store.location}`]);
  });
  Object.assign(session.summary, { runs });
}
