/** Runs `recount explain`: the job, its progress, and its answer as text or JSON lines. */
import type { Command } from '@commander-js/extra-typings';
import { openFolderSpillSpace } from '../base/folder-spill-space.ts';
import { explain } from '../jobs/explain.ts';
import type { ExplainPorts, ExplainRequest } from '../jobs/explain-types.ts';
import { splitMemory } from '../jobs/memory-split.ts';
import type { Store } from '../store/store.ts';
import { checkExplain, explainRequest, type ExplainSettings } from './explain-call.ts';
import { readEraseKey } from './erase-key.ts';
import { tellExplanation } from './explain-output.ts';
import { withStores } from './operator-stores.ts';
import { openNamedArchive } from './open-archive.ts';
import { openProgress } from './progress.ts';
import type { Session } from './session.ts';
import { readSettings } from './settings.ts';

export async function runExplain(session: Session, command: Command): Promise<void> {
  const settings = await readSettings(session, command, 'explain');
  const site = checkExplain(settings);
  session.ifInterrupted = 'nothing was explained';
  const now = Math.floor(session.surroundings.now() / 1000);
  await withStores(session, settings, async ([store]) => {
    if (store === undefined) return;
    const memory = splitMemory(settings.values.memory, 1);
    const request = await explainRequest(settings, { site, store, now, memory });
    const { spill: spillFolder } = settings.values;
    const archive = await openNamedArchive(session, settings.values);
    const spill = openFolderSpillSpace(spillFolder ?? session.surroundings.temporaryFolder);
    try {
      await runWith(session, settings, { archive, store, spill, request });
    } finally {
      spill.close();
      await archive.close();
    }
  });
}

type Opened = Pick<ExplainPorts, 'archive' | 'spill'> & {
  readonly store: Store;
  readonly request: ExplainRequest;
};

async function runWith(
  session: Session,
  settings: ExplainSettings,
  { request, ...places }: Opened,
): Promise<void> {
  const { values } = settings;
  const progress = openProgress(session, { isShown: values.progress && !values.quiet });
  const ports: ExplainPorts = {
    eraseKey: readEraseKey(session, values),
    ...places,
    now: () => Math.floor(session.surroundings.now() / 1000),
    signal: session.signal,
    observer: {
      planned: (plan) => progress.start({ ...plan, periods: 1 }),
      progress: (bytes) => progress.add({ bytesDone: bytes }),
      objectDone: () => progress.add({ objectsDone: 1 }),
    },
  };
  try {
    const result = await explain(ports, request);
    progress.end();
    try {
      await tellExplanation(session, settings, result);
    } finally {
      result.close();
    }
  } finally {
    progress.end();
  }
}
