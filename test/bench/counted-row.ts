/** One row of the script with `JSON.parse`: its sums, and who stands behind its distinct counts. */
import { breakdowns, segments } from '../../src/model/segments.ts';

type Sent = Readonly<Record<string, string | number | null | undefined>>;

export type CountedEvent = {
  readonly action: string;
  readonly engaged: number;
  readonly visitor: string;
  readonly session: string | undefined;
  /** `$all/`, `device=mobile/` and so on, and what stands for them as bits. */
  readonly segments: readonly string[];
  readonly mask: number;
  /** `ref_domain=a.example/` and so on. */
  readonly breakdowns: readonly string[];
};

/** Bit of every value of a segment, `$all` first. */
const bits = new Map(
  ['$all/', ...segments.flatMap(({ name, values }) => values.map((v) => `${name}=${v}/`))].map(
    (text, index) => [text, 1 << index],
  ),
);

const knownValues = new Map<string, ReadonlySet<unknown>>(
  segments.map(({ name, values }) => [name, new Set(values)]),
);

/** The fields that break down numbers as they are. */
const fieldOfBreakdown: Readonly<Record<string, string>> = { country: 'ip_country' };

/** Who was there, and in which segments. */
type Members = Map<string, number>;

export class CountedRow {
  readonly sums = new Map<string, number>();
  readonly visitors: Members = new Map();
  readonly sessions: Members = new Map();
  readonly viewers: Members = new Map();

  count(event: CountedEvent): void {
    const metric = metricOf(event.action);
    const value = metric.endsWith('engaged_seconds') ? event.engaged : 1;
    if (value > 0) {
      for (const segment of event.segments) this.#sum(segment + metric, value);
      for (const breakdown of event.breakdowns) this.#sum(breakdown + metric, value);
    }
    join(this.visitors, event.visitor, event.mask);
    if (event.session !== undefined) join(this.sessions, event.session, event.mask);
    const isVideo = event.action === 'videostart' || event.action === 'vheartbeat';
    if (isVideo) join(this.viewers, event.visitor, event.mask);
  }

  add(other: CountedRow): void {
    for (const [key, value] of other.sums) this.#sum(key, value);
    for (const [visitor, mask] of other.visitors) join(this.visitors, visitor, mask);
    for (const [session, mask] of other.sessions) join(this.sessions, session, mask);
    for (const [viewer, mask] of other.viewers) join(this.viewers, viewer, mask);
  }

  /** The values of all its cells. */
  cells(): readonly number[] {
    const values = [...this.sums.values()];
    for (const members of [this.visitors, this.sessions, this.viewers]) {
      const masks = [...members.values()];
      const counts = [...bits.values()].map((bit) => masks.filter((mask) => mask & bit).length);
      values.push(...counts.filter((count) => count > 0));
    }
    return values;
  }

  #sum(key: string, value: number): void {
    this.sums.set(key, (this.sums.get(key) ?? 0) + value);
  }
}

function join(members: Members, member: string, mask: number): void {
  members.set(member, (members.get(member) ?? 0) | mask);
}

function metricOf(action: string): string {
  switch (action) {
    case 'pageview':
      return 'page_views';
    case 'heartbeat':
      return 'engaged_seconds';
    case 'videostart':
      return 'video_starts';
    case 'vheartbeat':
      return 'video_engaged_seconds';
    case 'conversion':
      return 'conversions';
    default:
      return `event:${encodeURIComponent(action)}`;
  }
}

export function dimensionsOf(event: Sent): Pick<CountedEvent, 'segments' | 'mask' | 'breakdowns'> {
  const named = segments.map(({ name }) => `${name}=${segmentValue(event, name)}/`);
  const all = ['$all/', ...named];
  const mask = all.reduce((sum, text) => sum | (bits.get(text) ?? 0), 0);
  const values = breakdowns.map(({ name }) => [name, breakdownValue(event, name)] as const);
  const there = values.filter(([, value]) => value !== undefined && value !== '');
  return { segments: all, mask, breakdowns: there.map(([name, value]) => `${name}=${value}/`) };
}

function segmentValue(event: Sent, name: (typeof segments)[number]['name']): string {
  const listed = (value: unknown, otherwise: string): string =>
    knownValues.get(name)?.has(value) === true ? (value as string) : otherwise;
  switch (name) {
    case 'device':
      return listed(event['ua_devicetype'], 'other');
    case 'channel':
      return listed(event['channel'], 'other');
    case 'visitor':
      if (typeof event['session_id'] !== 'number') return 'unknown';
      return event['session_id'] === 1 ? 'new' : 'returning';
    case 'ref':
      return listed(
        event['ref_category'],
        event['ref_domain'] || event['referrer'] ? 'other' : 'direct',
      );
  }
}

function breakdownValue(event: Sent, name: string): string | undefined {
  if (name === 'ref_url') {
    return (event['ref_clean'] || (event['referrer'] as string | null)?.split('?', 1)[0]) as string;
  }
  return (event[fieldOfBreakdown[name] ?? name] ?? undefined) as string | undefined;
}
