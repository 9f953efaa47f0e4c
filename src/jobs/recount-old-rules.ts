/**
 * Is a difference meant? The period is derived once more from the objects and under the rules that
 * its manifest names: where that gives the stored numbers, the new rules are the difference.
 */
import { ZoneClock } from '../base/zone-clock.ts';
import { metricFromName, type Metric } from '../model/catalogue.ts';
import { breakdowns, segments } from '../model/segments.ts';
import { segmentsOfSite, type SiteRules } from '../model/rules.ts';
import { libraryVersions } from '../decode/library-versions.ts';
import type { AuditPorts, AuditRequest, PeriodAudit, RuleChange } from './audit-types.ts';
import { withRuleChange, type OpenAudit } from './audit-derived.ts';
import { derivePorts } from './audit-reading.ts';
import type { LivePeriod } from './audited-store.ts';
import type { InputChanges } from './input-changes.ts';
import type { RebuildSite } from './rebuild-types.ts';
import { recountPeriods, type Recount, type Recounted } from './recount-periods.ts';
import { changesOfRules, effectsOfRules } from './rule-change.ts';
import { rulesOfSite } from './rules-of-site.ts';
import { isSameContent } from './stored-content.ts';

/** Every audit is yielded once, with its causes; in no particular order. */
export async function* recountOldRules(
  ports: AuditPorts,
  request: AuditRequest,
  open: readonly OpenAudit[],
): AsyncGenerator<PeriodAudit, void, undefined> {
  const sites = new Map<string, RebuildSite>();
  const recounts: Recount<OpenAudit>[] = [];
  for (const one of open) {
    const recount = recountOf(one, request, sites);
    if (typeof recount === 'string') yield told(one, 'not_reproducible', recount);
    else recounts.push(recount);
  }
  const own = derivePorts({ ...ports, observer: {} });
  for await (const recounted of recountPeriods(own, request, recounts)) {
    yield compareRecount(recounted);
  }
}

function told(open: OpenAudit, outcome: RuleChange['outcome'], detail: string): PeriodAudit {
  const { live } = open.evidence as NonNullable<OpenAudit['evidence']>;
  const rules = live.rules as SiteRules;
  const change: RuleChange = {
    before: live.manifest.rules,
    after: open.period.rules.digest,
    changes: [
      ...changesOfRules(rules, open.period.rules.rules),
      ...effectsOfRules(live.manifest.tally, open.audit.derivedTally),
    ],
    outcome,
    detail,
  };
  return withRuleChange(open, change);
}

/** @returns why it cannot be done where it cannot. */
function recountOf(
  open: OpenAudit,
  request: AuditRequest,
  sites: Map<string, RebuildSite>,
): Recount<OpenAudit> | string {
  const { live, changes } = open.evidence as NonNullable<OpenAudit['evidence']>;
  const { manifest, rules } = live;
  const { period } = open;
  if (rules === undefined) return 'the stored rules cannot be read';
  const site = sites.get(manifest.rules) ?? siteOfRules(rules, request, period.siteIndex);
  sites.set(manifest.rules, site);
  if (rulesOfSite(site, period.day, libraryVersions).digest !== manifest.rules) {
    return `this code cannot run the stored rules: ${codeChanges(rules)}`;
  }
  const metrics = recordedMetrics(live, site, request.metrics);
  if (metrics === undefined) return 'what was recorded is not known here any more';
  const isMissing = inputMissing(live, changes);
  if (isMissing !== undefined) return isMissing;
  const keys = new Set(live.input?.objects.map(({ key }) => key));
  const objects = period.objects.filter(({ key }) => keys.has(key));
  const grains = period.grains.filter((grain) => manifest.rows[grain] !== undefined);
  return { subject: open, period: { ...period, objects, grains }, site, metrics };
}

function siteOfRules(rules: SiteRules, request: AuditRequest, siteIndex: number): RebuildSite {
  const { zone, ownSegments, exclusions, earlySeconds, lateSeconds } = rules;
  return {
    ...(request.sites[siteIndex] as RebuildSite),
    clock: new ZoneClock(zone),
    ...{ ownSegments, exclusions, earlySeconds, lateSeconds },
  };
}

function codeChanges(rules: SiteRules): string {
  const changes = Object.entries(rules.libraries)
    .filter(([name, version]) => libraryVersions[name] !== version)
    .map(([name, version]) => `${name} ${version}`);
  return changes.length > 0 ? changes.join(', ') : `version ${String(rules.rulesVersion)}`;
}

function recordedMetrics(
  { manifest: { catalogue } }: LivePeriod,
  { ownSegments }: RebuildSite,
  metrics: readonly Metric[],
): readonly Metric[] | undefined {
  const known = catalogue.metrics.flatMap((name) => metricFromName(name, metrics) ?? []);
  const isSame = (a: readonly string[], b: readonly { readonly name: string }[]): boolean =>
    a.join() === b.map(({ name }) => name).join();
  const isWhole =
    known.length === catalogue.metrics.length &&
    isSame(catalogue.segments, segmentsOfSite(segments, ownSegments)) &&
    isSame(catalogue.breakdowns, breakdowns);
  return isWhole ? known : undefined;
}

function inputMissing(
  { input }: LivePeriod,
  { vanished, replaced }: InputChanges,
): string | undefined {
  if (input === undefined) return 'the list of objects it was made from is missing';
  const gone = vanished[0] ?? replaced[0]?.now.key;
  return gone === undefined ? undefined : `${gone} is no longer what it was made from`;
}

function compareRecount({ subject, content, rejected }: Recounted<OpenAudit>): PeriodAudit {
  const { live } = subject.evidence as NonNullable<OpenAudit['evidence']>;
  const { manifest } = live;
  if (rejected.length > 0) return told(subject, 'not_reproducible', rejected.join('; '));
  const isSame =
    subject.period.grains.every((grain) => {
      const written = manifest.rows[grain];
      return written === undefined || isSameContent(content.rows[grain], written);
    }) && isSameContent(content.pages, manifest.pages);
  return isSame
    ? told(subject, 'reproduced', 'the stored rules still give the stored numbers')
    : told(subject, 'not_reproduced', 'the stored rules give other numbers too');
}
