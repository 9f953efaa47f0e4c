/** Records of a made-up period, whole and valid, for tests that care for one field of them. */
import { inputSetFromObjects } from '../../src/model/input-set.ts';
import { emptyLedger } from '../../src/model/ledger.ts';
import { manifestSchema } from '../../src/model/manifest.ts';
import type { Manifest } from '../../src/model/manifest.ts';
import { newPeriodRecord } from '../../src/model/period-record.ts';
import type { PeriodRecord } from '../../src/model/period-record.ts';
import type { GenerationKey } from '../../src/model/period.ts';
import type { SiteRules } from '../../src/model/rules.ts';
import type { RunRecord } from '../../src/model/run-record.ts';

/** 2026-03-08. */
export const day = 20_520;

export const noContent = { parts: 0, cells: 0, checksum: '0'.repeat(32) };

export function manifestOf({ site, generation }: GenerationKey): Manifest {
  return {
    schema: manifestSchema,
    site,
    date: '2026-03-08',
    generation,
    run: 'run-1',
    zone: 'UTC',
    input: 'i'.repeat(64),
    rules: 'r'.repeat(64),
    catalogue: { metrics: ['page_views'], segments: ['device'], breakdowns: ['country'] },
    barrier: 0,
    retentionAt: 1_773_000_000,
    tally: {
      excluded: 0,
      bot: 1,
      duplicate: 2,
      counted: 3,
      duplicateConflict: 0,
      countedByAction: { pageview: 3 },
      excludedByRule: {},
    },
    rows: { '1d': noContent },
    pages: noContent,
    complete: true,
    missing: [],
    provisional: false,
  };
}

/** The record of version 1, 2 … of a period, told apart by the run in it. */
export function recordOfVersion(site: string, version: number, run = 'run-1'): PeriodRecord {
  return { ...newPeriodRecord({ site, day }), version, pinnedBy: run };
}

export function inputSetOf(name: string): ReturnType<typeof inputSetFromObjects> {
  const key = `events/2026/03/08/${name}.gz`;
  return inputSetFromObjects([
    {
      key,
      bytes: 1000,
      content: 'sha256:ab',
      identity: '1-2',
      range: { from: 1772964000, until: 1772967600 },
      lines: 10,
    },
  ]);
}

export function rulesOf(site: string): SiteRules {
  return {
    rulesVersion: 1,
    site,
    zone: 'Europe/Berlin',
    transitions: [{ at: 0, offsetSeconds: 3600 }],
    ownSegments: [],
    exclusions: [{ kind: 'url_prefix', name: 'previews', prefix: 'https://preview.' }],
    earlySeconds: 3600,
    lateSeconds: 21_600,
    libraries: { isbot: '5' },
  };
}

export function runOf(run: string): RunRecord {
  return {
    schema: 1,
    run,
    command: 'rebuild',
    options: { apply: true },
    who: 'me@host',
    reason: 'a test — with “quotes”',
    startedAt: '2026-03-09T10:00:00Z',
    finishedAt: null,
    exitCode: null,
    version: '0.1.0',
    ledger: emptyLedger(),
    objects: [],
    periods: [],
  };
}
