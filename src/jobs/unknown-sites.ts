/** A site that neither a store knows nor any line names is a typing error, not emptiness. */
import { nearNames } from '../model/near-names.ts';
import type { LedgerBook } from './ledger-book.ts';
import type { PreparedPeriod } from './prepare-periods.ts';
import type { RebuildResult } from './rebuild-types.ts';

export type KnownSites = {
  /** Sites that a store has periods of, and those that were accepted as empty. */
  readonly known: ReadonlySet<string>;
  readonly book: LedgerBook;
};

export function isUnknownSite(
  { site, siteIndex }: PreparedPeriod,
  { known, book }: KnownSites,
): boolean {
  return !known.has(site) && !book.isNamed(siteIndex);
}

/** The unknown sites of a run, each with similar names that lines did carry. */
export function unknownSites(
  unknown: readonly string[],
  otherSites: ReadonlySet<string>,
): RebuildResult['unknownSites'] {
  return [...new Set(unknown)].map((site) => ({ site, similar: nearNames(site, otherSites) }));
}
