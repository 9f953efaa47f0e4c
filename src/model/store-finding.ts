/** What `store doctor` finds: what is wrong, how much it matters, what to do. */
import { textFromDay } from '../base/calendar.ts';
import type { PeriodKey } from './period.ts';

/** In the order of the store's parts, each with its words for a person. */
export const findingKinds = {
  storage: 'a file, a folder or a table',
  site: 'the record of a site',
  record: 'the record of a period',
  manifest: 'the manifest of a generation',
  rows: 'the rows of a generation',
  input: 'the list of objects that a generation was derived from',
  rules: 'the rules that a generation was derived under',
  barrier: 'an erasure or a change of zone',
  run: 'the record of a run',
  garbage: 'what is not kept',
  clock: 'the clocks of the machines that wrote',
} as const;

export type FindingKind = keyof typeof findingKinds;

export type StoreFinding = {
  /** `fault`: numbers or their evidence are lost, or work will fail. `notice`: neither. */
  readonly level: 'fault' | 'notice';
  readonly kind: FindingKind;
  readonly period: PeriodKey | null;
  readonly generation: string | null;
  readonly message: string;
  readonly remedy: string;
};

/** The command that derives a period anew, whatever is stored of it. */
export function rebuildCommand({ site, day }: PeriodKey): string {
  const range = `--from ${textFromDay(day)} --until ${textFromDay(day + 1)}`;
  return `recount rebuild --site ${site} ${range} --force --apply`;
}
