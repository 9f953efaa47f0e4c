/** Runs `recount store init`: makes stores where there are none. */
import type { Command } from '@commander-js/extra-typings';
import { storeOpener } from './open-store.ts';
import { printJson, printLines } from './print.ts';
import type { Session } from './session.ts';
import { readSettings } from './settings.ts';

/** The engine is never started. */
const engineBytesMax = 64 * 1024 ** 2;

export async function runStoreInit(session: Session, command: Command): Promise<void> {
  const { values } = await readSettings(session, command, 'store init');
  session.ifInterrupted = 'what was made stays';
  const stores = storeOpener(session, values);
  for (const place of new Set(values.store)) {
    const wasThere = await stores.exists(place);
    const store = await stores.open(place, { isMade: true, engineBytesMax });
    const { location } = store;
    await store.close();
    const line = { type: 'store', store: location, made: !wasThere };
    if (values.json) await printJson(session, line);
    else if (wasThere)
      await printLines(session, [`${location} is a store already; it stays as it is`]);
    else await printLines(session, [`made an empty store in ${location}`]);
  }
}
