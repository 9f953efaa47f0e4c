/** Names one run: by whom, with which version, under an id that sorts by time. */
import type { Surroundings } from './surroundings.ts';
import { packageVersion } from './package-version.ts';

/** Runs of one second are told apart by these. */
const randomBytes = 3;

export type RunName = { readonly id: string; readonly who: string; readonly version: string };

export function nameRun({ now, randomHex, who }: Surroundings): RunName {
  return { id: runId(now(), randomHex(randomBytes)), who, version: packageVersion() };
}

/** `20261123T204000Z-9f3c2a`. */
function runId(nowMs: number, random: string): string {
  const time = new Date(nowMs).toISOString().replace(/[-:]/g, '').replace(/\.\d+/, '');
  return `${time}-${random}`;
}
