/** What goes wrong with a number, and how its explanation shows it. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openFolderStore } from '../../src/store/folder/open-folder-store.ts';
import type { Store } from '../../src/store/store.ts';
import { runExplain, type Asked, type Explained } from '../support/explain-harness.ts';
import {
  dayOf,
  removeFolder,
  runRebuild,
  siteOf,
  temporaryFolder,
} from '../support/rebuild-harness.ts';

const day = dayOf('2026-03-08');
const url = 'https://news.example/a';
const site = siteOf('news.example', 'UTC', {
  exclusions: [{ kind: 'extra_data', name: 'staff', key: 'staff', value: 'true' }],
});
const views: Asked = { day, url, grain: '1d', bucket: day, key: '$all/page_views' };

let root = '';
let archive = '';
let store: Store | undefined;
beforeEach(() => {
  root = temporaryFolder();
  archive = join(root, 'logs');
  for (let hour = -2; hour < 30; hour += 1) writeObject(hour, []);
});
afterEach(async () => {
  await store?.close();
  store = undefined;
  removeFolder(root);
});

/** A page view of visitor `v` at this time of 8 March, with other values where they are given. */
function view(id: string, time: string, more: Readonly<Record<string, unknown>> = {}): object {
  const ts_action = time.length === 5 ? `2026-03-08 ${time}:00` : time;
  const event = { apikey: 'news.example', action: 'pageview', event_id: id, ts_action, url };
  return { ...event, visitor_site_id: 'v', session_id: 1, ...more };
}

function keyOf(hour: number, name = 'part-0'): string {
  const instant = new Date((day * 24 + hour) * 3_600_000).toISOString();
  return `events/${instant.slice(0, 13).replaceAll(/[-T]/g, '/')}/${name}.gz`;
}

function writeObject(hour: number, lines: readonly object[], name?: string): void {
  const path = join(archive, keyOf(hour, name));
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, gzipSync(lines.map((line) => `${JSON.stringify(line)}\n`).join('')));
}

async function publish(): Promise<void> {
  const request = { sites: [site], fromDay: day, untilDay: day + 1 };
  await runRebuild({ archive, store: join(root, 'store'), request });
}

async function explained(
  asked: Asked,
  more: Partial<Parameters<typeof runExplain>[0]> = {},
): Promise<Explained> {
  store ??= await openFolderStore(join(root, 'store'), { create: false });
  return runExplain({ archive, store, site, asked, ...more });
}

function shown({ lines }: Explained): readonly string[] {
  return lines.map(({ object, line, fate, rule, first }) => {
    const place = first === null ? [] : [`${first.object}:${first.line}`];
    const by = rule === null ? [] : [rule];
    return [`${object}:${line}`, fate, ...by, ...place].join(' ');
  });
}

test('every line is told with what became of it, a duplicate with its first', async () => {
  writeObject(9, [
    view('1', '10:00', { user_agent: 'Googlebot/2.1 (+http://www.google.com/bot.html)' }),
    view('2', '10:00', { extra_data: { staff: true } }),
    view('3', '10:00', { visitor_site_id: '' }),
    view('4', '10:00', { url: 'https://news.example/b' }),
    view('5', '10:00'),
  ]);
  writeObject(10, [view('5', '10:07'), view('6', '10:08', { session_id: 0 })]);
  writeObject(24, [view('7', '2026-03-09 00:10:00'), view('8', '2026-03-09 02:00:00')]);
  await publish();
  const found = await explained(views);
  expect(shown(found)).toEqual([
    `${keyOf(9)}:1 bot`,
    `${keyOf(9)}:2 excluded staff`,
    `${keyOf(9)}:3 incomplete`,
    `${keyOf(9)}:5 counted`,
    `${keyOf(10)}:1 duplicate ${keyOf(9)}:5`,
    `${keyOf(10)}:2 invalid`,
    `${keyOf(24)}:1 other_period`,
  ]);
  expect([found.explanation.derived, found.explanation.verdict, found.causes]).toEqual([
    1,
    'same',
    [],
  ]);
});

test('a bucket is told from its neighbours', async () => {
  writeObject(10, [view('1', '10:04'), view('2', '10:05'), view('3', '10:09'), view('4', '10:10')]);
  await publish();
  const bucket = day * 86_400 + 10 * 3600 + 300;
  const found = await explained({ ...views, grain: '5m', bucket });
  expect(found.explanation.derived).toBe(2);
  expect(shown(found).map((text) => text.split(' ')[1])).toEqual([
    'other_bucket',
    'counted',
    'counted',
    'other_bucket',
  ]);
});

test('an object that came after the number was stored is named as the cause', async () => {
  writeObject(10, [view('1', '10:00')]);
  await publish();
  writeObject(11, [view('2', '11:00'), view('1', '11:00')], 'part-9');
  const { explanation, causes } = await explained(views);
  expect([explanation.stored, explanation.derived, explanation.verdict, causes]).toEqual([
    expect.objectContaining({ value: 1 }),
    2,
    'differs',
    [3],
  ]);
  expect(explanation.circumstances).toEqual([
    {
      kind: 'new_object',
      text:
        `${keyOf(11, 'part-9')} was not there when the stored number was made; ` +
        '1 of the counted lines is in it.',
    },
  ]);
});

test('lines that came after the read window are found beyond it, and never count', async () => {
  writeObject(10, [view('1', '10:00')]);
  writeObject(50, [view('2', '10:00')]);
  await publish();
  expect(shown(await explained(views))).toEqual([`${keyOf(10)}:1 counted`]);
  const found = await explained(views, { beyondSeconds: 2 * 86_400 });
  expect(shown(found)).toEqual([`${keyOf(10)}:1 counted`, `${keyOf(50)}:1 out_of_window`]);
  expect([found.explanation.derived, found.causes]).toEqual([1, []]);
});

test('a day of another zone is not compared in silence', async () => {
  writeObject(23, [view('1', '23:30')]);
  await publish();
  const inBerlin = siteOf('news.example', 'Europe/Berlin', { exclusions: site.exclusions });
  const { explanation, causes } = await explained(views, { site: inBerlin });
  expect([explanation.derived, explanation.verdict, causes]).toEqual([0, 'differs', [3]]);
  expect(explanation.circumstances).toContainEqual({
    kind: 'other_zone',
    text:
      'The stored number is of 2026-03-08 in UTC, the derived one of that day in Europe/Berlin: ' +
      'these are not the same hours. Give --zone UTC.',
  });
});

test('a stored row that was edited is told as such', async () => {
  writeObject(10, [view('1', '10:00')]);
  await publish();
  const real = await openFolderStore(join(root, 'store'), { create: false });
  store = {
    ...real,
    async *readRows(...args) {
      for await (const part of real.readRows(...args)) {
        yield { ...part, values: part.values.map((value) => value + 1) };
      }
    },
  };
  const { explanation, causes } = await explained(views);
  expect([explanation.stored, explanation.derived, causes]).toEqual([
    expect.objectContaining({ value: 2 }),
    1,
    [3],
  ]);
  expect(explanation.circumstances.map(({ kind }) => kind)).toEqual(['edited_rows']);
});

test('what logs at hand cannot prove is not called wrong', async () => {
  writeObject(10, [view('1', '10:00')]);
  await publish();
  const path = join(archive, keyOf(10));
  writeFileSync(path, readFileSync(path).subarray(0, -4));
  const { explanation, causes } = await explained(views);
  expect([explanation.derived, explanation.verdict, causes]).toEqual([0, 'unproven', [4]]);
  expect(explanation.circumstances.map(({ kind }) => kind)).toEqual(['rejected_object']);
});

test('a day that is still open, and one that was never published', async () => {
  writeObject(10, [view('1', '10:00')]);
  await publish();
  const open = await explained(views, { now: day * 86_400 + 12 * 3600 });
  expect(open.explanation.circumstances[0]?.kind).toBe('open');
  const before = { ...views, day: day - 1, bucket: day - 1 };
  const { explanation, causes } = await explained(before);
  expect([explanation.stored.kind, explanation.verdict, causes]).toEqual([
    'not_published',
    'not_stored',
    [4],
  ]);
});

test('visitors of a day are told by when they were new', async () => {
  const by = (visitor: string) => ({ visitor_site_id: visitor });
  writeObject(10, [view('1', '10:00', by('a')), view('2', '10:01', by('b'))]);
  writeObject(11, [view('3', '11:30', by('a')), view('4', '11:31', by('c'))]);
  await publish();
  const { explanation } = await explained({ ...views, key: '$all/visitors' });
  const at = (hour: number, minute: number): number => day * 86_400 + hour * 3600 + minute * 60;
  expect([explanation.derived, explanation.distinct]).toEqual([
    3,
    {
      exact: 3,
      exactMax: 1280,
      buckets: [
        { from: at(10, 0), seen: 2, fresh: 2 },
        { from: at(11, 30), seen: 2, fresh: 1 },
      ],
      hours: [
        { from: at(10, 0), seen: 2, fresh: 2 },
        { from: at(11, 0), seen: 2, fresh: 1 },
      ],
      sumOfBuckets: 4,
    },
  ]);
});
