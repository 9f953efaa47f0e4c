/** The ledger: every line that was read and what became of it. Lines read = sum of all outcomes. */

/** In the order in which they are checked; the first that applies is the outcome. */
export const outcomes = [
  { name: 'oversized', scope: 'run', about: 'longer than the line limit' },
  { name: 'blank', scope: 'run', about: 'nothing but space' },
  { name: 'malformed', scope: 'run', about: 'not valid in its format' },
  { name: 'not_a_hit', scope: 'run', about: 'a pixel request that was not answered' },
  { name: 'other_site', scope: 'run', about: 'a site that was not asked for' },
  { name: 'incomplete', scope: 'run', about: 'without site, action, url, visitor, id or time' },
  { name: 'invalid', scope: 'run', about: 'a needed value of the wrong kind' },
  { name: 'other_period', scope: 'run', about: 'outside the days asked for' },
  { name: 'out_of_window', scope: 'run', about: 'in an object outside the read window of its day' },
  { name: 'excluded', scope: 'period', about: "matches one of the site's exclusion rules" },
  { name: 'bot', scope: 'period', about: "a robot's user agent" },
  { name: 'duplicate', scope: 'period', about: 'its event was already accepted that day' },
  { name: 'counted', scope: 'period', about: 'counted' },
] as const;

export type Outcome = (typeof outcomes)[number]['name'];

/** Outcomes that belong to a period: the same whatever else a run did. They stand in manifests. */
export type PeriodOutcome = Extract<(typeof outcomes)[number], { scope: 'period' }>['name'];

/** Lines by outcome; outcomes that did not occur are 0. */
export type Ledger = Readonly<Record<Outcome, number>>;

export function emptyLedger(): Record<Outcome, number> {
  return Object.fromEntries(outcomes.map(({ name }) => [name, 0])) as Record<Outcome, number>;
}

/** Adds `more` to `ledger` in place. */
export function addLedger(ledger: Record<Outcome, number>, more: Ledger): void {
  for (const { name } of outcomes) ledger[name] += more[name];
}

/** Sum of all outcomes = lines read. */
export function ledgerLines(ledger: Ledger): number {
  return outcomes.reduce((sum, { name }) => sum + ledger[name], 0);
}

/** What a period's manifest says of its lines. */
export type PeriodTally = Readonly<Record<PeriodOutcome, number>> & {
  /** Copies of an event whose 5-minute bucket differs from the first; among the duplicates. */
  readonly duplicateConflict: number;
  /** Counted events by action name. */
  readonly countedByAction: Readonly<Record<string, number>>;
  /** Excluded events by the exclusion's name. */
  readonly excludedByRule: Readonly<Record<string, number>>;
};
