/**
 * What a rebuild makes of every fault that simulated archives can have. Nothing of it may change a
 * number in silence.
 */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RebuildResult } from '../../src/jobs/rebuild-types.ts';
import type { Outcome } from '../../src/model/ledger.ts';
import { faults, type FaultName } from '../../src/simulate/faults.ts';
import { faultyDay, writeFaultyArchive } from '../support/faulty-archive.ts';
import {
  liveRows,
  removeFolder,
  runRebuild,
  siteOf,
  temporaryFolder,
} from '../support/rebuild-harness.ts';
import { expectedFaults, otherTraffic, type ExpectedFault } from './expected-faults.ts';

const request = {
  sites: [siteOf('news.example', 'UTC')],
  fromDay: faultyDay,
  untilDay: faultyDay + 1,
};
let root = '';
let clean: RebuildResult;
let cleanRows: string | undefined;

beforeAll(async () => {
  root = temporaryFolder();
  const faultless = await rebuildWith(undefined);
  clean = faultless.result;
  cleanRows = faultless.rows;
});
afterAll(() => {
  removeFolder(root);
});

async function rebuildWith(
  fault: FaultName | undefined,
): Promise<{ readonly result: RebuildResult; readonly rows: string | undefined }> {
  const archive = join(root, fault ?? 'clean', 'archive');
  const store = join(root, fault ?? 'clean', 'store');
  writeFaultyArchive(archive, fault);
  const result = await runRebuild({ archive, store, request });
  return { result, rows: JSON.stringify(await liveRows(store, 'news.example', '2026-03-08')) };
}

/** How many lines more, or fewer, than in the clean archive had an outcome. */
function ledgerChange({ ledger }: RebuildResult): Partial<Record<Outcome, number>> {
  const names = Object.keys(ledger) as Outcome[];
  const changes = names.map((name) => [name, ledger[name] - clean.ledger[name]] as const);
  return Object.fromEntries(changes.filter(([, change]) => change !== 0));
}

test('the table has every fault', () => {
  expect(Object.keys(expectedFaults).sort()).toEqual(faults.map(({ name }) => name).sort());
});

test('what changes a number is named, unless the events themselves are others', () => {
  const silent = Object.entries(expectedFaults).filter(
    ([, { rejected, gap, small, refused, rows }]) =>
      rows !== 'same' && !(rejected ?? gap ?? small ?? refused),
  );
  expect(silent.map(([name]) => name)).toEqual(otherTraffic);
});

test.each(Object.entries(expectedFaults))('%s has its outcome', async (name, expected) => {
  const { result, rows } = await rebuildWith(name as FaultName);
  const [period] = result.periods;
  const isRefused = expected.rejected !== undefined || expected.gap === true;
  expect(period?.kind).toBe(isRefused ? 'incomplete' : 'published');
  expect(result.objects.flatMap(({ rejected }) => rejected?.fault ?? [])).toEqual(
    expected.rejected === undefined ? [] : [expected.rejected],
  );
  expect(result.plan.unplaced).toHaveLength(expected.unplaced === true ? 1 : 0);
  expect(result.plan.ignored).toHaveLength(expected.ignored === true ? 1 : 0);
  expect(result.plan.warnings).toHaveLength(expected.small === true ? 1 : 0);
  expect(result.causes.includes(4)).toBe(isRefused);
  if (expected.refused !== undefined) expect(ledgerChange(result)[expected.refused]).toBe(1);
  else if (expected.rows === 'same') expect(ledgerChange(result)).toEqual({});
  if (!isRefused) expect(period?.tally?.duplicateConflict).toBe(conflictsOf(expected));
  if (expected.rows === 'none') expect(rows).toBeUndefined();
  else expect(rows === cleanRows).toBe(expected.rows === 'same');
});

function conflictsOf({ conflict }: ExpectedFault): number {
  const before = clean.periods[0]?.tally?.duplicateConflict ?? 0;
  return conflict === true ? before + 1 : before;
}
