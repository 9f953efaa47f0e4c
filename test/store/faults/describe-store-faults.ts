/**
 * Rebuilds into a store that is a service while something breaks, as processes of their own; a
 * reader, another process, looks at it all the time. Whatever the fault: it sees the old numbers
 * of a day or the new ones and never goes back, and the same command afterwards ends with the
 * bytes that the folder store has.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { faultsOfServices } from '../../../src/cli/manual/faults-of-services.ts';
import { removeFolder } from '../../support/rebuild-harness.ts';
import { startRecount, type ProcessEnd } from '../../support/recount-process.ts';
import { startReader, type Look, type StoreReader } from '../../support/store-reader.ts';
import { codesOfOutcomes, type FaultedStore } from './fault-case.ts';
import type { StoreFaultCase, Struck } from './fault-case.ts';
import { exportArguments, makeFaultWorld, rebuildArguments } from './fault-world.ts';
import type { ArchiveVersion, FaultWorld } from './fault-world.ts';

/** Some processes start in each, which takes its time on a machine that is busy otherwise. */
const caseTimeoutMs = 300_000;

export type StoreFaults = {
  readonly openStore: () => Promise<FaultedStore>;
  readonly cases: readonly StoreFaultCase[];
};

export function describeStoreFaults(name: string, { openStore, cases }: StoreFaults): void {
  describe(`a rebuild into ${name}`, () => {
    let world: FaultWorld;
    let store: FaultedStore;
    let reader: StoreReader;

    beforeAll(async () => {
      world = await makeFaultWorld();
      store = await openStore();
      await run(['store', 'init', '--store', store.place, ...store.initFlags]);
      await run(rebuildArguments(world.versions[0].archive, store.place));
      reader = startReader(exportArguments(store.place), store.environment);
    });
    afterAll(async () => {
      reader.end();
      await store.remove();
      removeFolder(world.root);
    });

    async function run(argv: readonly string[]): Promise<void> {
      const { code, stderr } = await startRecount(argv, { environment: store.environment }).ended;
      expect(code, stderr).toBe(0);
    }

    /** What the store shows, and the other version, which is rebuilt next. */
    async function versions(): Promise<readonly [old: ArchiveVersion, fresh: ArchiveVersion]> {
      const [first, second] = world.versions;
      const { days } = await reader.look();
      if (sameDays(days, second.days)) return [second, first];
      if (!sameDays(days, first.days)) await run(rebuildArguments(first.archive, store.place));
      return [first, second];
    }

    const possible = new Set(cases.filter((one) => one.isPossible?.() ?? true));
    const named = cases.map((one) => [one.fault, one] as const);
    test.for(named)('while %s', { timeout: caseTimeoutMs }, async ([, one], { skip }) => {
      skip(!possible.has(one));
      const [old, fresh] = await versions();
      const struck = await one.strike(fresh.archive);
      const { archive = fresh.archive } = struck;
      const [ended, looks] = await reader.during(() => runStruck(store, struck, archive));
      await struck.mend();
      expect(ended.code, ended.stdout + ended.stderr).toBe(codesOfOutcomes[one.outcome]);
      expect(ended.stderr).toMatch(struck.said ?? '');
      // What is published is found up to date; a rerun must finish everything else.
      const [, later] =
        one.outcome === 'published'
          ? [undefined, []]
          : await reader.during(() => run(rebuildArguments(archive, store.place)));
      expectNoWrongNumber([...looks, ...later], { old, fresh });
      expect((await reader.look()).days).toEqual(fresh.days);
      expectNoStackTrace(ended);
    });
  });
}

function runStruck(
  { environment: ofStore }: FaultedStore,
  struck: Struck,
  archive: string,
): Promise<ProcessEnd> {
  const { place, flags = [], within = [], onRun } = struck;
  const argv = [...rebuildArguments(archive, place), ...flags];
  const environment = { ...ofStore, ...struck.environment };
  const process = startRecount(argv, { environment, within });
  onRun?.(process, archive);
  return process.ended;
}

/** Every fault of the service stands in the manual, in this order, and none without a test. */
export function testFaultsInManual(
  service: (typeof faultsOfServices)[number]['service'],
  cases: readonly StoreFaultCase[],
): void {
  test('every fault stands in the manual, with what becomes of it', () => {
    const inManual = faultsOfServices.filter((fault) => fault.service === service);
    expect(inManual.map(({ fault }) => fault)).toEqual(cases.map(({ fault }) => fault));
  });
}

/** A look may fail while the service is away; one that succeeds shows each day whole. */
function expectNoWrongNumber(
  looks: readonly Look[],
  { old, fresh }: { readonly old: ArchiveVersion; readonly fresh: ArchiveVersion },
): void {
  for (const { code, said } of looks) {
    if (code !== 0) expect(code, said).toBe(codesOfOutcomes.unavailable);
  }
  const whole = looks.filter(({ code }) => code === 0);
  expect(whole.length).toBeGreaterThan(0);
  for (const date of Object.keys(fresh.days)) {
    const seen = whole.map(({ days }) => nameOf(days[date], old.days[date], fresh.days[date]));
    const changes = seen.filter((name, index) => name !== seen[index - 1]);
    expect([['old', 'fresh'], ['old'], ['fresh']]).toContainEqual(changes);
  }
}

function nameOf(digest: string | undefined, old: string | undefined, fresh: string | undefined) {
  if (digest === old) return 'old';
  return digest === fresh ? 'fresh' : 'wrong';
}

function sameDays(a: Look['days'], b: Look['days']): boolean {
  return Object.keys(b).every((date) => a[date] === b[date]);
}

/** Whatever breaks, a person is told of it in words. */
function expectNoStackTrace({ stderr }: ProcessEnd): void {
  expect(stderr).not.toMatch(/^\s+at .*:\d+:\d+\)?$/m);
}
