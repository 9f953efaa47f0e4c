/**
 * Why stored numbers are not those that the logs give now: one table, by evidence only. What has
 * no evidence is `unexplained`; that the code is newer explains nothing.
 */

export type Cause = {
  readonly name: CauseName;
  /** In the words of a report. */
  readonly title: string;
  readonly about: string;
  /** Somebody wanted it so: no difference for the exit code, and repaired only when named. */
  readonly isIntended: boolean;
};

export type CauseName =
  | 'not_published'
  | 'stored_edited'
  | 'late_data'
  | 'object_replaced'
  | 'object_vanished'
  | 'input_incomplete'
  | 'rule_changed'
  | 'erased'
  | 'counted_otherwise'
  | 'unexplained';

export const causes: readonly Cause[] = [
  {
    name: 'not_published',
    title: 'never published',
    about: 'the store shows nothing for this day',
    isIntended: false,
  },
  {
    name: 'stored_edited',
    title: 'stored rows edited',
    about: 'the stored rows are no longer those that were written',
    isIntended: false,
  },
  {
    name: 'late_data',
    title: 'late data',
    about: 'objects came into the archive after the stored numbers were made',
    isIntended: false,
  },
  {
    name: 'object_replaced',
    title: 'object replaced',
    about: 'an object is not the one that the stored numbers were made from',
    isIntended: false,
  },
  {
    name: 'object_vanished',
    title: 'object vanished',
    about: 'an object that the stored numbers were made from is gone',
    isIntended: false,
  },
  {
    name: 'input_incomplete',
    title: 'input was incomplete',
    about: 'the stored numbers were made before all logs were there',
    isIntended: false,
  },
  {
    name: 'rule_changed',
    title: 'rule changed',
    about: 'the rules are others now, and the old ones still give the stored numbers',
    isIntended: true,
  },
  {
    name: 'erased',
    title: 'erased',
    about: 'visitors were erased, and without that the numbers would be the stored ones',
    isIntended: true,
  },
  {
    name: 'counted_otherwise',
    title: 'counted otherwise',
    about: 'same logs, but counted in another way, which gives the stored numbers exactly',
    isIntended: false,
  },
  {
    name: 'unexplained',
    title: 'unexplained',
    about: 'same logs, same rules, rows as they were written, and yet another result',
    isIntended: false,
  },
];

/** A cause with what it was found by. */
export type FoundCause = {
  readonly cause: CauseName;
  /** In words, the first few; `evidenceCount` says how many there are. */
  readonly evidence: readonly string[];
  readonly evidenceCount: number;
};

export function causeOfName(name: CauseName): Cause {
  return causes.find((cause) => cause.name === name) as Cause;
}

/** All causes of a period are intended, and there is at least one. */
export function areIntended(found: readonly FoundCause[]): boolean {
  return found.length > 0 && found.every(({ cause }) => causeOfName(cause).isIntended);
}
