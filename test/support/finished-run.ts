/** The record of a rebuild that published the small period. */
import type { RunRecord } from '../../src/model/run-record.ts';
import { runOf } from '../store/records.ts';
import { site } from './small-periods.ts';

export function finishedRunOf(run: string, more: Partial<RunRecord> = {}): RunRecord {
  return {
    ...runOf(run),
    finishedAt: '2026-03-09T12:05:00Z',
    exitCode: 0,
    periods: [
      {
        site,
        date: '2026-03-08',
        result: 'published',
        generationBefore: null,
        generationAfter: null,
        before: null,
        after: null,
      },
    ],
    ...more,
  };
}
