/** An explanation as a test asks for it: folders, a clock that stands still, all lines at once. */
import { openFolderArchive } from '../../src/archive/folder-archive.ts';
import { openFolderSpillSpace } from '../../src/base/folder-spill-space.ts';
import { explain } from '../../src/jobs/explain.ts';
import type { RebuildSite } from '../../src/jobs/rebuild-types.ts';
import { metricFromName } from '../../src/model/catalogue.ts';
import type { ExplainedLine } from '../../src/model/explained-line.ts';
import type { ExplainedCell, Explanation } from '../../src/model/explanation.ts';
import { cellNameFromKey } from '../../src/model/segments.ts';
import type { Store } from '../../src/store/store.ts';
import { removeFolder, temporaryFolder } from './rebuild-harness.ts';

export type Asked = Pick<ExplainedCell, 'day' | 'url' | 'grain' | 'bucket'> & {
  /** `$all/page_views` */
  readonly key: string;
};

export type ExplainRun = {
  readonly archive: string;
  readonly store: Store;
  readonly site: RebuildSite;
  readonly asked: Asked;
  readonly eventBytesMax?: number;
  readonly beyondSeconds?: number;
  /** Epoch seconds; a month after the day when left out. */
  readonly now?: number;
};

export type Explained = {
  readonly explanation: Explanation;
  readonly lines: readonly ExplainedLine[];
  readonly causes: readonly number[];
};

export async function runExplain(run: ExplainRun): Promise<Explained> {
  const { archive, store, site, asked, eventBytesMax, beyondSeconds = 0 } = run;
  const folder = temporaryFolder();
  const spill = openFolderSpillSpace(folder);
  const cell = cellNameFromKey(asked.key);
  const metric = metricFromName(cell.metric);
  if (metric === undefined) throw new Error(`no metric ${cell.metric}`);
  try {
    const result = await explain(
      {
        archive: openFolderArchive(archive),
        store,
        spill,
        now: () => run.now ?? (asked.day + 31) * 86_400,
        signal: new AbortController().signal,
        observer: {},
      },
      {
        site,
        asked: { ...asked, site: site.site, cell, metric },
        inputFormat: 'auto',
        beyondSeconds,
        eventBytesMax,
      },
    );
    const { explanation, causes } = result;
    const lines = [...result.lines()];
    result.close();
    return { explanation, lines, causes };
  } finally {
    spill.close();
    removeFolder(folder);
  }
}
