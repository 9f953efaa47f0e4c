/** What a reader must know beside the two numbers: what changed between them, what is missing. */
import { textFromDay } from '../base/calendar.ts';
import type { Circumstance } from '../model/explanation.ts';
import type { InputObject, InputSet } from '../model/input-set.ts';
import type { SiteRules } from '../model/rules.ts';
import { countText } from '../report/number-text.ts';
import { vanishedObjects, type StoredPeriod } from './current-generation.ts';
import type { PreparedPeriod } from './prepare-periods.ts';

export type CircumstanceInput = {
  readonly period: PreparedPeriod;
  readonly stored: StoredPeriod;
  /** Rules of the stored number, where they are known. */
  readonly storedRules: SiteRules | undefined;
  /** Objects that were read whole. */
  readonly objects: readonly InputObject[];
  /** Messages of those that were rejected. */
  readonly rejected: readonly string[];
  /** How many counted lines an object holds. */
  readonly countedIn: (object: string) => number;
};

/** Objects named one by one (chosen: what a person still reads). */
const namedMax = 5;

export function circumstancesOf(input: CircumstanceInput): readonly Circumstance[] {
  return [
    ...circumstancesOfLogs(input),
    ...changedLogs(input),
    ...changedRules(input),
    ...circumstancesOfManifest(input.stored),
  ];
}

/** With these the logs at hand are not all that the number needs. */
export function areLogsWhole(circumstances: readonly Circumstance[]): boolean {
  const flaws: readonly Circumstance['kind'][] = [
    'open',
    'missing_logs',
    'rejected_object',
    'vanished_object',
  ];
  return !circumstances.some(({ kind }) => flaws.includes(kind));
}

function circumstancesOfLogs({ period, rejected, stored }: CircumstanceInput): Circumstance[] {
  const found: Circumstance[] = [];
  if (period.isOpen) {
    const text = 'The day is still open: more logs of it are due, and the number will change.';
    found.push({ kind: 'open', text });
  }
  for (const gap of period.missing) {
    found.push({ kind: 'missing_logs', text: `Logs are missing: ${gap}.` });
  }
  for (const message of rejected) {
    found.push({ kind: 'rejected_object', text: `An object could not be read whole: ${message}.` });
  }
  const vanished = vanishedObjects(stored.input, period);
  found.push(
    ...named(vanished, 'vanished_object', (key) => `${key} was counted once and is gone now.`),
  );
  return found;
}

/** Objects that are there now and were not, or are others than they were. */
function changedLogs({ objects, stored, countedIn }: CircumstanceInput): Circumstance[] {
  if (stored.input === undefined) return [];
  const before = contentByKey(stored.input);
  const lines = ({ key }: InputObject): string => {
    const count = countedIn(key);
    const verb = count === 1 ? 'is' : 'are';
    return `${countText(count, 'of the counted lines', 'of the counted lines')} ${verb} in it`;
  };
  const isNew = objects.filter(({ key }) => !before.has(key));
  const isOther = objects.filter(({ key, content }) => (before.get(key) ?? content) !== content);
  return [
    ...named(isNew, 'new_object', (object) => {
      return `${object.key} was not there when the stored number was made; ${lines(object)}.`;
    }),
    ...named(isOther, 'changed_object', (object) => {
      return `${object.key} is not what it was when the stored number was made; ${lines(object)}.`;
    }),
  ];
}

function contentByKey({ objects }: InputSet): ReadonlyMap<string, string> {
  return new Map(objects.map(({ key, content }) => [key, content]));
}

function named<Item>(
  items: readonly Item[],
  kind: Circumstance['kind'],
  textOf: (item: Item) => string,
): Circumstance[] {
  const found = items.slice(0, namedMax).map((item) => ({ kind, text: textOf(item) }));
  const more = items.length - namedMax;
  if (more > 0) found.push({ kind, text: `The same holds for ${countText(more, 'more object')}.` });
  return found;
}

function changedRules({ period, stored, storedRules }: CircumstanceInput): Circumstance[] {
  const { manifest } = stored;
  if (manifest === undefined || manifest.rules === period.rules.digest) return [];
  const present = period.rules.rules;
  if (manifest.zone !== present.zone) {
    const date = textFromDay(period.day);
    const text =
      `The stored number is of ${date} in ${manifest.zone}, the derived one of that day in ` +
      `${present.zone}: these are not the same hours. Give --zone ${manifest.zone}.`;
    return [{ kind: 'other_zone', text }];
  }
  const what = storedRules === undefined ? [] : changedParts(storedRules, present);
  const parts = what.length === 0 ? '' : `: ${what.join(', ')}`;
  const text = `The stored number was derived under other rules than those of today${parts}.`;
  return [{ kind: 'other_rules', text }];
}

const ruleNames: readonly (readonly [keyof SiteRules, string])[] = [
  ['rulesVersion', 'the definitions of recount'],
  ['transitions', 'the hours of the time zone'],
  ['ownSegments', "the site's own segments"],
  ['exclusions', 'the exclusions'],
  ['earlySeconds', 'the read window (early)'],
  ['lateSeconds', 'the read window (late)'],
  ['libraries', 'the lists of robots, devices and domains'],
];

function changedParts(before: SiteRules, after: SiteRules): readonly string[] {
  return ruleNames
    .filter(([key]) => JSON.stringify(before[key]) !== JSON.stringify(after[key]))
    .map(([, name]) => name);
}

function circumstancesOfManifest({ manifest }: StoredPeriod): Circumstance[] {
  const found: Circumstance[] = [];
  if (manifest?.complete === false) {
    const what = manifest.missing.join('; ');
    const text = `The stored number was published from logs that were not complete: ${what}.`;
    found.push({ kind: 'accepted_incomplete', text });
  }
  if (manifest?.provisional === true) {
    const text = 'The stored number was published while the day was still open.';
    found.push({ kind: 'provisional', text });
  }
  return found;
}
