/** The queries that are measured, each with the time that it should take. */
import type { QuerySpec } from '../../src/index.ts';
import { urlOf } from './long-tail-parts.ts';
import { benchSite, storeDays, untilDay, type StoreName } from './query-store.ts';

export type Question = {
  readonly name: string;
  readonly store: StoreName;
  readonly targetMs: number;
  readonly spec: QuerySpec;
};

const of = (store: StoreName): Pick<QuerySpec, 'sites' | 'metrics' | 'from' | 'until'> => ({
  sites: [benchSite],
  metrics: ['page_views'],
  from: { kind: 'date', day: untilDay - storeDays[store] },
  until: { kind: 'date', day: untilDay },
});

const lastDay = { from: { kind: 'date', day: untilDay - 1 } } as const;

export const questions: readonly Question[] = [
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
    name: 'one url, 730 days',
    store: 'long',
    targetMs: 200,
    spec: {
      ...of('long'),
      groupBy: ['time'],
      filters: [{ dimension: 'url', match: 'is', value: urlOf(50_000) }],
    },
  },
];
