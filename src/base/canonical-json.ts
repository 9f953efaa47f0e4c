/** One text for one value: the form in which content-addressed records are digested and stored. */
import { sha256FromText } from './sha256.ts';

export type Json =
  null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** JSON with object keys in code unit order and no white space. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) =>
    isPlainObject(member) ? Object.fromEntries(sortedEntries(member)) : member,
  );
}

/** SHA-256 of the canonical JSON, in hex. */
export function digestFromValue(value: unknown): string {
  return sha256FromText(canonicalJson(value));
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sortedEntries(value: Record<string, unknown>): [string, unknown][] {
  return Object.entries(value).sort(([a], [b]) => (a < b ? -1 : Number(a > b)));
}
