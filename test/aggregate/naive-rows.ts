/**
 * The rows of a period computed the simple way, by Maps and Sets over plain events: what the
 * columnar core is compared with. Written from the definitions, without any of the core's code.
 */
import { breakdowns, segments } from '../../src/model/segments.ts';
import type { PlainEvent } from '../support/events.ts';

export type NaiveRow = {
  readonly grain: '1d' | '5m';
  readonly url: string | null;
  readonly bucket: number;
  readonly cells: Readonly<Record<string, number>>;
};

type Row = {
  grain: '1d' | '5m';
  url: string | null;
  bucket: number;
  sums: Map<string, number>;
  sets: Map<string, Set<string>>;
};

export function naiveRows(events: readonly PlainEvent[]): readonly NaiveRow[] {
  const rows = new Map<string, Row>();
  const seen = new Set<string>();
  for (const event of events) {
    if (seen.has(event.id)) continue;
    seen.add(event.id);
    const bucket = event.time - (event.time % 300);
    for (const url of [null, event.url]) {
      addEvent(rowOf(rows, '1d', url, event.day), event);
      addEvent(rowOf(rows, '5m', url, bucket), event);
    }
  }
  return [...rows.values()].sort(compareRows).map(({ grain, url, bucket, sums, sets }) => {
    const cells = new Map([...sums].filter(([, value]) => value > 0));
    for (const [key, members] of sets) cells.set(key, members.size);
    const keys = [...cells.keys()].sort(compareKeys);
    return {
      grain,
      url,
      bucket,
      cells: Object.fromEntries(keys.map((key) => [key, cells.get(key) ?? 0])),
    };
  });
}

function addEvent(row: Row, event: PlainEvent): void {
  const closed = [
    '$all',
    ...segments.map(({ name, values }, s) => `${name}=${values[event.segments[s] ?? 0] ?? ''}`),
  ];
  const open = breakdowns
    .map(({ name }, b) => [name, event.breakdowns[b] ?? ''] as const)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name}=${value}`);
  const [metric, amount] = additive(event);
  for (const segment of [...closed, ...open]) {
    const key = `${segment}/${metric}`;
    row.sums.set(key, (row.sums.get(key) ?? 0) + amount);
  }
  const isVideo = event.action === 'videostart' || event.action === 'vheartbeat';
  for (const segment of closed) {
    addMember(row, `${segment}/visitors`, event.visitor);
    if (isVideo) addMember(row, `${segment}/video_viewers`, event.visitor);
    if (event.sessionNumber === 0) continue;
    addMember(row, `${segment}/sessions`, `${event.visitor}_${String(event.sessionNumber)}`);
  }
}

function additive({ action, engagedSeconds }: PlainEvent): [string, number] {
  switch (action) {
    case 'pageview':
      return ['page_views', 1];
    case 'heartbeat':
      return ['engaged_seconds', engagedSeconds];
    case 'videostart':
      return ['video_starts', 1];
    case 'vheartbeat':
      return ['video_engaged_seconds', engagedSeconds];
    case 'conversion':
      return ['conversions', 1];
    default:
      return [`event:${encodeURIComponent(action)}`, 1];
  }
}

function addMember(row: Row, key: string, member: string): void {
  const members = row.sets.get(key) ?? new Set();
  row.sets.set(key, members.add(member));
}

function rowOf(
  rows: Map<string, Row>,
  grain: '1d' | '5m',
  url: string | null,
  bucket: number,
): Row {
  const name = JSON.stringify([grain, url, bucket]);
  const row = rows.get(name) ?? { grain, url, bucket, sums: new Map(), sets: new Map() };
  rows.set(name, row);
  return row;
}

function compareRows(a: Row, b: Row): number {
  if (a.grain !== b.grain) return a.grain === '1d' ? -1 : 1;
  if (a.url === null || b.url === null) {
    if (a.url !== b.url) return a.url === null ? -1 : 1;
    return a.bucket - b.bucket;
  }
  return Buffer.compare(Buffer.from(a.url), Buffer.from(b.url)) || a.bucket - b.bucket;
}

function compareKeys(a: string, b: string): number {
  const isOpen = (key: string): boolean =>
    breakdowns.some(({ name }) => key.startsWith(`${name}=`));
  if (isOpen(a) !== isOpen(b)) return isOpen(a) ? 1 : -1;
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
