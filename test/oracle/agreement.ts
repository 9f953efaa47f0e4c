/** Rebuilds periods and holds them against the oracle, number by number. */
import { join } from 'node:path';
import { expect } from 'vitest';
import { openFolderStore } from '../../src/store/folder/open-folder-store.ts';
import type { RefusedLine, RebuildResult } from '../../src/jobs/rebuild-types.ts';
import {
  dayOf,
  removeFolder,
  runRebuild,
  siteOf,
  temporaryFolder,
} from '../support/rebuild-harness.ts';
import type { Comparison } from './compare-exported.ts';
import { compareExported } from './compare-exported.ts';
import type { Oracle, OracleRequest } from './oracle.ts';
import { openOracle } from './oracle.ts';
import { readStoredPeriod } from './stored-period.ts';

export type Agreement = {
  readonly oracle: Oracle;
  readonly result: RebuildResult;
  readonly refused: readonly RefusedLine[];
  /** Compares all rows of a period; what differs is in the result. */
  readonly compareRows: (site: string, date: string) => Promise<Comparison>;
  /** Expects the page records and the tally of a period to be those of the oracle. */
  readonly expectPagesAndTally: (site: string, date: string) => Promise<void>;
  readonly close: () => void;
};

/** `archive`: the folder that the source of the request reads. */
export async function bringTogether(archive: string, request: OracleRequest): Promise<Agreement> {
  const oracle = await openOracle(request);
  const folder = temporaryFolder();
  const path = join(folder, 'store');
  const refused: RefusedLine[] = [];
  const result = await runRebuild({
    archive,
    store: path,
    request: {
      sites: request.sites.map(({ site, zone, ownSegments = [], exclusions = [] }) =>
        siteOf(site, zone, { ownSegments, exclusions }),
      ),
      fromDay: dayOf(request.from),
      untilDay: dayOf(request.until),
    },
    observer: { lineRefused: (line) => refused.push(line) },
  });
  return {
    ...{ oracle, result, refused },
    compareRows: async (site, date) => {
      const store = await openFolderStore(path, { create: false });
      const period = await readStoredPeriod(store, { site, day: dayOf(date) });
      const comparison = await compareExported(oracle.rows(site, date), period.rows());
      await store.close();
      return comparison;
    },
    expectPagesAndTally: async (site, date) => {
      const store = await openFolderStore(path, { create: false });
      const period = await readStoredPeriod(store, { site, day: dayOf(date) });
      expect(await period.pages()).toEqual(await oracle.pages(site, date));
      await store.close();
      const tallies = await oracle.tallies();
      const expected = tallies.find((tally) => tally.site === site && tally.date === date);
      expect({ site, date, ...period.tally }).toEqual(expected);
    },
    close: () => {
      oracle.close();
      removeFolder(folder);
    },
  };
}
