/** What `archive check --deep` makes of every fault that simulated archives can have. */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openFolderArchive } from '../../src/archive/folder-archive.ts';
import { siteFreeOutcomes, type SiteFreeOutcome } from '../../src/decode/check-lines.ts';
import type { ArchiveFinding, CheckResult } from '../../src/jobs/archive-check-types.ts';
import { checkArchive } from '../../src/jobs/check-archive.ts';
import type { Outcome } from '../../src/model/ledger.ts';
import type { FaultName } from '../../src/simulate/faults.ts';
import { faultyDay, writeFaultyArchive } from '../support/faulty-archive.ts';
import { removeFolder, temporaryFolder } from '../support/rebuild-harness.ts';
import { expectedFaults } from './expected-faults.ts';

let root = '';
let clean: CheckResult;

beforeAll(async () => {
  root = temporaryFolder();
  ({ result: clean } = await checkWith(undefined));
});
afterAll(() => {
  removeFolder(root);
});

async function checkWith(
  fault: FaultName | undefined,
): Promise<{ readonly result: CheckResult; readonly findings: readonly ArchiveFinding[] }> {
  const folder = join(root, fault ?? 'clean');
  writeFaultyArchive(folder, fault);
  const findings: ArchiveFinding[] = [];
  const { signal } = new AbortController();
  const result = await checkArchive(
    {
      archive: openFolderArchive(folder),
      now: () => (faultyDay + 30) * 86_400,
      signal,
      observer: { found: (finding) => void findings.push(finding) },
    },
    { from: undefined, until: undefined, expect: 'auto', isDeep: true, inputFormat: 'auto' },
  );
  return { result, findings };
}

/** Lines of each outcome more than in the clean archive. */
function refusedChange({ deep }: CheckResult): Partial<Record<SiteFreeOutcome, number>> {
  const changes = siteFreeOutcomes.map((name) => {
    return [name, (deep?.refused[name] ?? 0) - (clean.deep?.refused[name] ?? 0)] as const;
  });
  return Object.fromEntries(changes.filter(([, change]) => change !== 0));
}

/** Which day an event is of, and what was there before, only a rebuild can tell. */
const seenByRebuildsOnly: readonly Outcome[] = ['other_period', 'duplicate'];

test('a clean archive has no finding', () => {
  expect(clean.causes).toEqual([0]);
  expect(clean.deep?.lines).toBe(clean.deep?.readable);
});

test.each(Object.entries(expectedFaults))('%s is named', async (name, expected) => {
  const { rejected, gap, small, unplaced, ignored, refused } = expected;
  const { result, findings } = await checkWith(name as FaultName);
  const kinds = { rejected, gap, small, unplaced, ignored };
  const wanted = Object.entries(kinds).filter(([, value]) => value !== undefined);
  expect(findings.map(({ kind }) => kind).sort()).toEqual(wanted.map(([kind]) => kind).sort());
  expect(findings.flatMap((finding) => ('fault' in finding ? [finding.fault] : []))).toEqual(
    rejected === undefined ? [] : [rejected],
  );
  const isSeen = refused !== undefined && !seenByRebuildsOnly.includes(refused);
  expect(refusedChange(result)).toEqual(isSeen ? { [refused]: 1 } : {});
  // Blank lines are everyday.
  const isNamed = isSeen && refused !== 'blank';
  const named = isNamed ? ['events/2026/03/08/12/part-0.gz'] : [];
  expect(result.deep?.mostRefused.map(({ key }) => key)).toEqual(named);
  const isWrong = [rejected, gap, small, unplaced].some((value) => value !== undefined);
  expect(result.causes).toEqual([isWrong ? 4 : 0]);
});
