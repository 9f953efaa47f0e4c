/** The queries that are measured, each with the time that it should take. */
import { textFromDay } from '../../src/base/calendar.ts';
import type { QuerySpec } from '../../src/index.ts';
import { urlOf } from './long-tail-parts.ts';
import { benchSite, contents, untilDay, type StoreName } from './query-store.ts';

export type Question = {
  readonly name: string;
  readonly store: StoreName;
  readonly targetMs: number;
  readonly spec: QuerySpec;
  /** The same, as `recount query` is asked. */
  readonly flags: readonly string[];
};

const of = (store: StoreName): Pick<QuerySpec, 'sites' | 'metrics' | 'from' | 'until'> => ({
  sites: [benchSite],
  metrics: ['page_views'],
  from: { kind: 'date', day: untilDay - contents[store].days },
  until: { kind: 'date', day: untilDay },
});

const oneUrl = (number: number): NonNullable<QuerySpec['filters']>[number] => ({
  dimension: 'url',
  match: 'is',
  value: urlOf(number),
});

const lastDay = { from: { kind: 'date', day: untilDay - 1 } } as const;

const asked: readonly Omit<Question, 'flags'>[] = [
  {
    name: 'top 20 urls, 30 days',
    store: 'wide',
    targetMs: 1000,
    spec: { ...of('wide'), groupBy: ['url'], top: 20 },
  },
  {
    name: 'by section, 30 days',
    store: 'wide',
    targetMs: 1000,
    spec: { ...of('wide'), groupBy: ['section'] },
  },
  {
    name: 'top 20 referrers, 30 days',
    store: 'wide',
    targetMs: 1000,
    spec: { ...of('wide'), groupBy: ['ref_url'], top: 20 },
  },
  {
    name: '24 h at 5 minutes, week ago',
    store: 'wide',
    targetMs: 500,
    spec: {
      ...{ ...of('wide'), ...lastDay },
      metrics: ['page_views', 'visitors'],
      ...{ groupBy: ['time'], step: '5m', compare: 'week-ago' },
    },
  },
  {
    name: 'one url, 365 days',
    store: 'year',
    targetMs: 100,
    spec: { ...of('year'), groupBy: ['time'], filters: [oneUrl(100)] },
  },
  {
    name: 'its visitors, 365 days',
    store: 'year',
    targetMs: 100,
    spec: {
      ...of('year'),
      metrics: ['page_views', 'visitors'],
      ...{ groupBy: ['time'], filters: [oneUrl(100)] },
    },
  },
  {
    name: 'one url, 730 days',
    store: 'long',
    targetMs: 200,
    spec: { ...of('long'), groupBy: ['time'], filters: [oneUrl(50_000)] },
  },
];

export const questions: readonly Question[] = asked.map((one) => {
  return { ...one, flags: flagsFromSpec(one.spec) };
});

function flagsFromSpec(spec: QuerySpec): readonly string[] {
  const { sites, metrics, from, until, groupBy = [], filters = [], top, step, compare } = spec;
  const flag = (name: string, value: string | number | undefined): readonly string[] =>
    value === undefined ? [] : [`--${name}`, String(value)];
  const date = (moment: QuerySpec['from']): string | undefined =>
    moment?.kind === 'date' ? textFromDay(moment.day) : undefined;
  return [
    ...(sites ?? []).flatMap((site) => flag('site', site)),
    ...flag('metric', metrics?.join(',')),
    ...[...flag('from', date(from)), ...flag('until', date(until))],
    ...flag('group-by', groupBy.length === 0 ? undefined : groupBy.join(',')),
    ...filters.flatMap(({ dimension, value }) => flag('filter', `${dimension}=${value}`)),
    ...[...flag('top', top), ...flag('step', step), ...flag('compare', compare)],
  ];
}
