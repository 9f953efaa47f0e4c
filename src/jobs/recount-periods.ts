/**
 * Derives periods once more under other rules and from chosen objects: which numbers would come out
 * then? Nothing is compared here and nothing written.
 */
import { compareTexts } from '../base/bytes.ts';
import { libraryVersions } from '../decode/library-versions.ts';
import type { Metric } from '../model/catalogue.ts';
import type { PeriodTally } from '../model/ledger.ts';
import type { GenerationContent } from '../store/publish-generation.ts';
import { checkedContent, tallyContent } from './checked-content.ts';
import { ArchiveReading } from './derive-periods.ts';
import type { DerivePorts, DeriveRequest } from './derive-types.ts';
import type { PreparedPeriod } from './prepare-periods.ts';
import type { RebuildSite } from './rebuild-types.ts';
import { rulesOfSite } from './rules-of-site.ts';

/** One period under one set of rules. Recounts under the same rules share one `site` object. */
export type Recount<Subject> = {
  /** Handed back with the result. */
  readonly subject: Subject;
  /** Its objects and grains are those that are recounted. */
  readonly period: PreparedPeriod;
  readonly site: RebuildSite;
  /** The catalogue to record. */
  readonly metrics: readonly Metric[];
};

export type Recounted<Subject> = {
  readonly subject: Subject;
  readonly content: GenerationContent;
  readonly tally: PeriodTally;
  /** Messages of objects that were rejected: then it is no recount of all. */
  readonly rejected: readonly string[];
};

/**
 * In no particular order. Recounts that can be made side by side share one reading: those of a
 * site under the same rules and catalogue, and those of different sites.
 */
export async function* recountPeriods<Subject>(
  ports: DerivePorts,
  request: DeriveRequest,
  recounts: readonly Recount<Subject>[],
): AsyncGenerator<Recounted<Subject>, void, undefined> {
  for (const round of roundsOf(recounts)) yield* recountRound(ports, request, round);
}

type Round<Subject> = readonly Recount<Subject>[];

function roundsOf<Subject>(recounts: readonly Recount<Subject>[]): readonly Round<Subject>[] {
  const rounds: Recount<Subject>[][] = [];
  for (const recount of recounts) {
    const fitting = rounds.find((round) => round.every((other) => isBeside(other, recount)));
    if (fitting === undefined) rounds.push([recount]);
    else fitting.push(recount);
  }
  return rounds;
}

/** A reading has one catalogue, and one set of rules for each site. */
function isBeside<Subject>(a: Recount<Subject>, b: Recount<Subject>): boolean {
  const namesOf = ({ metrics }: Recount<Subject>): string => metrics.map(({ name }) => name).join();
  return namesOf(a) === namesOf(b) && (a.site.site !== b.site.site || a.site === b.site);
}

async function* recountRound<Subject>(
  ports: DerivePorts,
  request: DeriveRequest,
  round: Round<Subject>,
): AsyncGenerator<Recounted<Subject>, void, undefined> {
  const sites = [...new Set(round.map(({ site }) => site))];
  const { metrics } = round[0] as Recount<Subject>;
  const periods = round.map(({ subject, period, site }) => ({
    ...period,
    subject,
    siteIndex: sites.indexOf(site),
    rules: rulesOfSite(site, period.day, libraryVersions),
  }));
  const byKey = new Map(periods.flatMap(({ objects }) => objects.map((one) => [one.key, one])));
  const objects = [...byKey.values()].sort((a, b) => compareTexts(a.key, b.key));
  const own = { ...request, sites, metrics };
  const reading = new ArchiveReading(ports, own, { periods, objects });
  for await (const item of reading.items()) {
    if (item.kind !== 'period') continue;
    const content = tallyContent(checkedContent(own, item));
    const { tally, rejected } = item;
    yield { subject: item.period.subject, content, tally, rejected };
  }
}
