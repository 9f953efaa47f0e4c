/**
 * A walk through the commands on two stores, a folder and a real service: what they print and how
 * they end is the same, but for the name of the store and the bytes it takes.
 */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { removeFolder, temporaryFolder } from '../support/rebuild-harness.ts';
import { runMain, type MainResult } from './run-main.ts';

const fixtures = join(import.meta.dirname, '../../fixtures/archive');
const siteName = ['--site', 'sport.example'];
const day = ['--from', '2026-03-08', '--until', '2026-03-09'];
const site = [...siteName, '--zone', 'Europe/Berlin'];
const derived = [...site, ...day, '--retain', '5m=forever'];

export type WalkedService = {
  /** A store that is not made yet; empty where there is no service. */
  readonly place: string;
  /** What its doctor says of a single server: findings, one a line. */
  readonly findings: readonly string[];
  /** Of everything that was made there. */
  remove(): Promise<void>;
};

type Tests = (service: WalkedService) => void;

/** Skipped where there is no place. */
function describeWalk(tests: Tests): (name: string, service: WalkedService) => void {
  return (name, service) => {
    describe.skipIf(service.place === '')(name, () => tests(service));
  };
}

export const walkBothStores = describeWalk((service) => {
  let root = '';
  let logs: readonly string[] = [];
  let places: readonly [string, string] = ['', ''];
  let minutes = 0;

  beforeAll(() => {
    root = temporaryFolder();
    cpSync(fixtures, join(root, 'logs'), { recursive: true });
    logs = ['--archive', join(root, 'logs')];
    places = [join(root, 'store'), service.place];
  });
  afterAll(async () => {
    removeFolder(root);
    await service.remove();
  });

  async function runOn(place: string, argv: readonly string[]): Promise<MainResult> {
    let drawn = minutes * 1000;
    const { code, stdout, stderr } = await runMain([...argv, '--store', place], {
      // Wider than any place is long, so that no line is broken where one is longer.
      columns: 1000,
      environment: { RECOUNT_ERASE_KEY: 'a key of sixteen bytes at least' },
      now: () => Date.UTC(2026, 3, 10, 12, minutes),
      randomHex: (bytes) => (drawn += 1).toString(16).padStart(bytes * 2, '0'),
    });
    return { code, stdout: steady(stdout, place), stderr: steady(stderr, place) };
  }

  /** Runs it on both, a minute after the command before. */
  async function both(...argv: readonly string[]): Promise<MainResult> {
    minutes += 1;
    const [folder, other] = places;
    const expected = await runOn(folder, argv);
    expect(await runOn(other, argv)).toEqual(expected);
    return expected;
  }

  async function bothEndWith(code: number, ...argv: readonly string[]): Promise<string> {
    const result = await both(...argv);
    expect([result.code, result.stderr]).toEqual([code, expect.not.stringContaining('error:')]);
    return result.stdout;
  }

  test('init makes the one and the other', async () => {
    const text = await bothEndWith(0, 'store', 'init', '--replication', '1');
    expect(text).toBe('made an empty store in STORE\n');
  });

  test('a rebuild is shown, then published; then it is up to date', async () => {
    const reason = ['--reason', 'first build'];
    expect(await bothEndWith(0, 'rebuild', ...logs, ...derived)).toContain('Nothing was written.');
    const text = await bothEndWith(0, 'rebuild', ...logs, ...derived, ...reason, '--apply');
    expect(text).toMatch(/page_views +- +52 +\+52/);
    const again = await bothEndWith(0, 'rebuild', ...logs, ...derived, '--apply');
    expect(again).toContain('up to date');
  });

  test.each([
    ['--format', 'jsonl', '--sketches'],
    ['--format', 'csv', '--grain', '1d', '--site-rows'],
  ])('export %s %s is the same to the byte', async (...how) => {
    const text = await bothEndWith(0, 'export', ...siteName, ...day, ...how, '--quiet');
    expect(text).toMatch(/page_views("|,52)/);
  });

  test.each([
    [['--metric', 'page_views,visitors', '--group-by', 'url']],
    [['--metric', 'page_views', '--group-by', 'time', '--step', '5m']],
    [['--metric', 'page_views,sessions', '--group-by', 'section', '--json']],
    [['--metric', 'page_views', '--group-by', 'ref_domain', '--top', '3', '--format', 'csv']],
    [['--metric', 'visitors', '--segment', 'device=mobile', '--filter', 'url^=https://']],
  ])('query %j', async (asked) => {
    const text = await bothEndWith(0, 'query', ...siteName, ...day, ...asked);
    expect(text.split('\n').length).toBeGreaterThan(2);
  });

  test('explain, by the day and by the url', async () => {
    const asked = ['--day', '2026-03-08', '--metric', 'visitors'];
    const text = await bothEndWith(0, 'explain', ...logs, ...siteName, ...asked);
    expect(text).toContain('The stored number is what the logs give.');
    const { stdout } = await runOn(places[0], [
      ...['export', ...siteName, ...day, '--grain', '1d', '--format', 'csv', '--quiet'],
    ]);
    const url = /,(https:[^,]+),1d,/.exec(stdout)?.[1] ?? '';
    const ofUrl = await bothEndWith(0, 'explain', ...logs, ...siteName, ...asked, '--url', url);
    expect(ofUrl).toContain('The stored number is what the logs give.');
  });

  test.each([[[]], [['--quick']], [['--stored']], [['--json']]])('audit %j', async (how) => {
    await bothEndWith(0, 'audit', ...logs, ...derived, ...how);
  });

  test('a late log is found, planned and repaired', async () => {
    const hour = join(root, 'logs/events/2026/03/08/10');
    const lines = gunzipSync(readFileSync(join(hour, 'part-0.gz'))).toString('utf8');
    const late = lines.replaceAll('"event_id": "', '"event_id": "late-');
    writeFileSync(join(hour, 'late.gz'), gzipSync(late, { level: 0 }));
    const plan = join(root, 'plan.jsonl');
    const audited = await bothEndWith(3, 'audit', ...logs, ...derived, '--plan', plan);
    expect(audited).toContain('wrong: late data');
    const zone = ['--zone', 'Europe/Berlin', '--retain', '5m=forever'];
    const repair = ['repair', plan, ...logs, ...siteName, ...zone, '--reason', 'late'];
    expect(await bothEndWith(0, ...repair, '--apply')).toContain('repaired and confirmed');
    expect(await bothEndWith(0, ...repair, '--apply')).toContain('already');
  });

  test('runs are listed and shown, and one is undone', async () => {
    const listed = await bothEndWith(0, 'runs', 'list');
    const [run = ''] = /^\S+(?= repair)/m.exec(listed.split('\n').slice(2).join('\n')) ?? [];
    const shown = await bothEndWith(0, 'runs', 'show', run);
    expect(shown).toContain('before:');
    const undo = ['runs', 'undo', run, '--reason', 'a test'];
    expect(await bothEndWith(0, ...undo)).toContain('would go back');
    expect(await bothEndWith(0, ...undo, '--apply')).toContain('1 day went back.');
    expect((await both(...undo, '--apply')).code).toBe(0);
  });

  test('status tells the pin, unpin takes it off', async () => {
    expect(await bothEndWith(0, 'store', 'status', '--by-day')).toContain('pinned by run');
    expect(await bothEndWith(0, 'store', 'unpin', '--apply')).toContain('Unpinned 1 day');
    expect(await bothEndWith(0, 'store', 'status', '--json')).toContain('"pinned":[]');
  });

  test('rollup publishes what cron asks for', async () => {
    const config = join(root, 'recount.yaml');
    const archive = `{place: ${JSON.stringify(join(root, 'logs'))}, expect: none}`;
    writeFileSync(config, `archive: ${archive}\nsites:\n  sport.example: {zone: Europe/Berlin}\n`);
    const text = await bothEndWith(0, 'rollup', '--config', config, '--look-back', '35d');
    expect(text).toContain('published');
  });

  test('erase forgets a visitor in both', async () => {
    const { visitor_site_id: visitor = '' } = JSON.parse(
      gunzipSync(readFileSync(join(root, 'logs/events/2026/03/08/10/part-0.gz')))
        .toString('utf8')
        .split('\n')
        .find((line) => line.includes('"sport.example"') && line.endsWith('}')) ?? '{}',
    ) as { readonly visitor_site_id?: string };
    const erase = ['erase', ...logs, ...site, '--visitor', visitor, '--reason', 'asked for'];
    expect(await bothEndWith(0, ...erase)).toContain('to be erased');
    expect(await bothEndWith(0, ...erase, '--apply')).toContain('erased');
  });

  test('gc removes what is not kept, a week later', async () => {
    minutes += 8 * 24 * 60;
    expect(await bothEndWith(0, 'store', 'gc', '--json')).toContain('"type":"garbage"');
    await bothEndWith(0, 'store', 'gc', '--apply');
    expect(await bothEndWith(0, 'store', 'gc')).toContain('nothing to remove');
  });

  test('doctor reads all that is left and finds nothing but the single copy', async () => {
    const [folder, other] = places;
    const looked = ['store', 'doctor', '--deep'];
    expect((await runOn(folder, looked)).stdout).toContain('nothing is wrong');
    // The cluster's clock is none that a test can set.
    const { stdout } = await runMain([...looked, '--store', other], {
      columns: 1000,
      now: () => Date.now(),
    });
    expect(stdout.match(/^(notice|fault) .*$/gm)).toEqual(service.findings);
  });

  test('both show the same day by day, by their checksums', async () => {
    const [folder, other] = places;
    const { stdout } = await runOn(folder, ['store', 'status', '--store', other]);
    expect(stdout).toContain('All these stores show the same, by their checksums.');
  });
});

/** What differs between stores: names, sizes, and how a store tells how it keeps its rows. */
function steady(text: string, place: string): string {
  return text
    .replaceAll(place, 'STORE')
    .replace(
      /\b[\d.,]+ (KiB|MiB|bytes)(?=(, by run|\)?,?$|  generations|  all together|  \S))/gm,
      'SIZE',
    )
    .replace(/"bytes":\d+/g, '"bytes":0')
    .replace(/^ {2}(copies|consistency|partitions|indices|written) .*\n/gm, '')
    .replace(/^\{"type":"storage".*\n/gm, '');
}
