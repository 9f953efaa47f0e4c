/** The order of cell keys as bytes: segments before breakdowns, then by the bytes. */
import { bytesFromText, compareBytes } from '../base/bytes.ts';
import { breakdowns } from './segments.ts';

const breakdownPrefixes = breakdowns.map(({ name }) => bytesFromText(`${name}=`));

/** True for the key of a breakdown cell. */
export function isBreakdownKey(key: Uint8Array): boolean {
  return breakdownPrefixes.some((prefix) => startsWith(key, prefix));
}

export type OrderedKey = { readonly key: Uint8Array; readonly isBreakdown: boolean };

export function compareCellKeys(a: OrderedKey, b: OrderedKey): number {
  if (a.isBreakdown !== b.isBreakdown) return a.isBreakdown ? 1 : -1;
  return compareBytes(a.key, b.key);
}

function startsWith(key: Uint8Array, prefix: Uint8Array): boolean {
  return key.length >= prefix.length && prefix.every((byte, index) => key[index] === byte);
}
