/**
 * Every fault that simulated archives can have, and what a rebuild makes of it: a table written by
 * hand. Nothing of it may change a number in silence.
 */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RebuildResult } from '../../src/jobs/rebuild-types.ts';
import type { Outcome } from '../../src/model/ledger.ts';
import type { ObjectFault } from '../../src/model/object-error.ts';
import { robots } from '../../src/simulate/agents.ts';
import { faults, type FaultName, type FaultRequest } from '../../src/simulate/faults.ts';
import { simulateArchive } from '../../src/simulate/simulate-archive.ts';
import { defaultSimulation } from '../../src/simulate/simulate-options.ts';
import { readSimulated } from '../support/read-simulated.ts';
import {
  dayOf,
  liveRows,
  removeFolder,
  runRebuild,
  siteOf,
  temporaryFolder,
} from '../support/rebuild-harness.ts';
import { writeArchive } from '../support/write-archive.ts';

/** One line more than in the clean archive is `refused`; `rows` says how its rows compare. */
type Expected = {
  readonly rejected?: ObjectFault;
  readonly gap?: true;
  readonly unplaced?: true;
  readonly ignored?: true;
  readonly small?: true;
  readonly refused?: Outcome;
  readonly conflict?: true;
  readonly rows: 'same' | 'other' | 'none';
};

const same = { rows: 'same' } as const;
const refusedAs = (refused: Outcome): Expected => ({ refused, rows: 'other' });
const rejectedAs = (rejected: ObjectFault): Expected => ({ rejected, rows: 'none' });
const copy = { refused: 'duplicate', rows: 'same' } as const;

const expectations: Readonly<Record<FaultName, Expected>> = {
  truncated_object: rejectedAs('truncated'),
  truncated_trailer: rejectedAs('truncated'),
  wrong_checksum: rejectedAs('damaged'),
  garbage_after: rejectedAs('trailing'),
  zeros_after: rejectedAs('trailing'),
  not_gzip: rejectedAs('not_gzip'),
  empty_object: { ...rejectedAs('empty'), small: true },
  empty_gzip: { small: true, rows: 'other' },
  plain_object: same,
  several_members: same,
  tiny_object: { small: true, rows: 'other' },
  cut_last_line: refusedAs('malformed'),
  no_last_line_end: same,
  missing_object: { gap: true, rows: 'none' },
  ignored_file: { ignored: true, rows: 'same' },
  unplaced_object: { gap: true, unplaced: true, rows: 'none' },
  oversized_line: refusedAs('oversized'),
  longest_line: same,
  blank_line: { refused: 'blank', rows: 'same' },
  invalid_utf8: refusedAs('malformed'),
  cut_character: refusedAs('malformed'),
  nul_byte: refusedAs('malformed'),
  cut_line: refusedAs('malformed'),
  crlf: same,
  byte_order_mark: refusedAs('malformed'),
  joined_lines: refusedAs('malformed'),
  not_an_object: refusedAs('malformed'),
  duplicate_keys: same,
  escaped_keys: same,
  other_key_order: same,
  compact_json: same,
  wide_json: same,
  unknown_keys: same,
  lone_surrogate: { rows: 'other' },
  null_action: refusedAs('incomplete'),
  missing_key: refusedAs('incomplete'),
  empty_value: refusedAs('incomplete'),
  numbers_as_strings: same,
  strings_as_numbers: refusedAs('invalid'),
  bad_engaged: refusedAs('invalid'),
  bad_session: refusedAs('invalid'),
  long_url: refusedAs('invalid'),
  late_event: refusedAs('other_period'),
  future_event: refusedAs('other_period'),
  unreadable_time: refusedAs('incomplete'),
  seconds_for_ms: refusedAs('other_period'),
  duplicate: copy,
  duplicate_later: copy,
  conflicting_copy: { ...copy, conflict: true },
  conflicting_later: copy,
  hot_visitor: { rows: 'other' },
  url_variants: { rows: 'other' },
  odd_host: same,
};

const day = dayOf('2026-03-08');
const request = { sites: [siteOf('news.example', 'UTC')], fromDay: day, untilDay: day + 1 };
/** The object of 12:00 UTC on the day, with two days of neighbours on either side. */
const struckObject = 60;
const simulation = {
  ...defaultSimulation,
  sites: [{ site: 'news.example', zone: 'UTC', urls: 30, visitors: 40, share: 1 }],
  fromDay: day - 2,
  days: 5,
  eventsPerDay: 1500,
};

let root = '';
let line = 0;
let clean: RebuildResult;
let cleanRows: string | undefined;

beforeAll(async () => {
  root = temporaryFolder();
  line = firstGoodLine();
  const faultless = await rebuildWith('clean', []);
  clean = faultless.result;
  cleanRows = faultless.rows;
});
afterAll(() => {
  removeFolder(root);
});

type LeanEvent = {
  readonly action: string;
  readonly event_id: string;
  readonly user_agent: string;
};

/** The first page view of the struck object that is neither a robot's nor has a copy. */
function firstGoodLine(): number {
  const objects = readSimulated(simulateArchive(simulation));
  const events = objects.map(({ lines }) => lines.map((text) => JSON.parse(text) as LeanEvent));
  const ids = events.flat().map(({ event_id: id }) => id);
  const agents = new Set(robots.map(({ text }) => text));
  const isGood = ({ action, event_id: id, user_agent: agent }: LeanEvent): boolean =>
    action === 'pageview' && !agents.has(agent) && ids.indexOf(id) === ids.lastIndexOf(id);
  return (events[struckObject] ?? []).findIndex(isGood) + 1;
}

async function rebuildWith(
  name: string,
  requested: readonly FaultRequest[],
): Promise<{ readonly result: RebuildResult; readonly rows: string | undefined }> {
  const archive = join(root, name, 'archive');
  const store = join(root, name, 'store');
  writeArchive(archive, simulateArchive({ ...simulation, faults: requested }), { level: 1 });
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
  expect(Object.keys(expectations).sort()).toEqual(faults.map(({ name }) => name).sort());
});

test.each(Object.entries(expectations))('%s has its outcome', async (name, expected) => {
  const requested = { name: name as FaultName, object: struckObject, line };
  const { result, rows } = await rebuildWith(name, [requested]);
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

function conflictsOf({ conflict }: Expected): number {
  const before = clean.periods[0]?.tally?.duplicateConflict ?? 0;
  return conflict === true ? before + 1 : before;
}
