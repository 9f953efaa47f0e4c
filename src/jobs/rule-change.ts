/** What changed between two sets of rules of a site, in words, with what it did by rule. */
import { canonicalJson } from '../base/canonical-json.ts';
import type { PeriodTally } from '../model/ledger.ts';
import type { SiteRules } from '../model/rules.ts';

/** One phrase per rule: `exclusion office is new`. Libraries and offsets by their names. */
export function changesOfRules(before: SiteRules, after: SiteRules): readonly string[] {
  const changes: string[] = [];
  for (const field of ['rulesVersion', 'zone', 'earlySeconds', 'lateSeconds'] as const) {
    if (before[field] === after[field]) continue;
    changes.push(`${field} ${String(before[field])} → ${String(after[field])}`);
  }
  const named = (list: readonly { readonly name: string }[]): ReadonlyMap<string, unknown> =>
    new Map(list.map((one) => [one.name, one]));
  changes.push(...changesByName('exclusion', named(before.exclusions), named(after.exclusions)));
  changes.push(...changesByName('segment', named(before.ownSegments), named(after.ownSegments)));
  const libraries = (rules: SiteRules): ReadonlyMap<string, unknown> =>
    new Map(Object.entries(rules.libraries));
  changes.push(...changesByName('library', libraries(before), libraries(after)));
  if (canonicalJson(before.transitions) !== canonicalJson(after.transitions)) {
    changes.push(`the offsets of ${after.zone}`);
  }
  return changes;
}

function changesByName(
  what: string,
  before: ReadonlyMap<string, unknown>,
  after: ReadonlyMap<string, unknown>,
): readonly string[] {
  const names = [...new Set([...before.keys(), ...after.keys()])];
  return names.flatMap((name) => {
    if (!before.has(name)) return [`${what} ${name} is new`];
    if (!after.has(name)) return [`${what} ${name} is gone`];
    const [old, now] = [before.get(name), after.get(name)];
    if (canonicalJson(old) === canonicalJson(now)) return [];
    const isShort = typeof old === 'string' && typeof now === 'string';
    return [isShort ? `${what} ${name} ${old} → ${now}` : `${what} ${name} is another`];
  });
}

/** Lines that a rule refuses, before and after: `excluded by office: 0 → 12 lines`. */
export function effectsOfRules(
  before: PeriodTally | null,
  after: PeriodTally | null,
): readonly string[] {
  if (before === null || after === null) return [];
  const effects: string[] = [];
  const add = (what: string, old: number, now: number): void => {
    if (old !== now) effects.push(`${what}: ${String(old)} → ${String(now)} lines`);
  };
  const rules = new Set([
    ...Object.keys(before.excludedByRule),
    ...Object.keys(after.excludedByRule),
  ]);
  for (const name of rules) {
    add(`excluded by ${name}`, before.excludedByRule[name] ?? 0, after.excludedByRule[name] ?? 0);
  }
  add('robots', before.bot, after.bot);
  add('counted', before.counted, after.counted);
  return effects;
}
