/** A rollup as figures for Prometheus, in the format that node_exporter reads from a text file. */
import { outcomes, type Ledger, type PeriodTally } from '../model/ledger.ts';
import { periodKinds, type PeriodKind } from './period-text.ts';

export type MeasuredRollup = {
  readonly sites: readonly {
    readonly site: string;
    readonly isSound: boolean;
    readonly differences: number;
    readonly lagSeconds: number | null;
    readonly durationSeconds: number;
    readonly periods: readonly { readonly kind: PeriodKind; readonly tally: PeriodTally | null }[];
  }[];
  readonly rebuilt: { readonly ledger: Ledger };
  readonly startedAt: number;
  readonly finishedAt: number;
};

type Sample = {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
};

type Metric = { readonly name: string; readonly help: string; readonly samples: readonly Sample[] };

const lastSuccess = 'recount_rollup_last_success_timestamp_seconds';
const periodOutcomes = ['counted', 'excluded', 'bot', 'duplicate'] as const;

/**
 * @param before the file as an earlier run left it: a site that failed keeps its last success.
 * @param isApplied false: nothing was written, and no success is noted.
 */
export function rollupMetrics(
  result: MeasuredRollup,
  { before, isApplied }: { readonly before: string; readonly isApplied: boolean },
): string {
  const metrics = [...metricsOfRun(result, { before, isApplied }), ...metricsOfDays(result)];
  return metrics.flatMap(linesOfMetric).join('\n').concat('\n');
}

function metricsOfRun(
  { sites, startedAt, finishedAt }: MeasuredRollup,
  { before, isApplied }: { readonly before: string; readonly isApplied: boolean },
): readonly Metric[] {
  const known = successesIn(before);
  return [
    {
      name: 'recount_rollup_last_run_timestamp_seconds',
      help: 'When the rollup last came to its end.',
      samples: [{ labels: {}, value: finishedAt }],
    },
    {
      name: 'recount_rollup_duration_seconds',
      help: 'How long it took: in all, and until the last day of a site was done.',
      samples: [
        { labels: {}, value: finishedAt - startedAt },
        ...ofSites(sites, ({ durationSeconds }) => durationSeconds),
      ],
    },
    {
      name: lastSuccess,
      help: 'When every closed day of the site was last found or made as its logs have it.',
      samples: ofSites(sites, ({ site, isSound }) => {
        return isSound && isApplied ? finishedAt : known.get(labelValue(site));
      }),
    },
  ];
}

function metricsOfDays({ sites, rebuilt }: MeasuredRollup): readonly Metric[] {
  return [
    {
      name: 'recount_rollup_lag_seconds',
      help: 'From the end of the newest live day until now; +Inf where none is live.',
      samples: ofSites(sites, ({ lagSeconds }) => lagSeconds ?? Infinity),
    },
    {
      name: 'recount_rollup_differences',
      help: 'Days that were published with other numbers than before.',
      samples: ofSites(sites, ({ differences }) => differences),
    },
    {
      name: 'recount_rollup_days',
      help: 'Days of the look-back by what became of them.',
      samples: sites.flatMap(({ site, periods }) =>
        (Object.keys(periodKinds) as PeriodKind[]).map((kind) => ({
          labels: { site, result: kind },
          value: periods.filter((period) => period.kind === kind).length,
        })),
      ),
    },
    {
      name: 'recount_rollup_lines',
      help: 'Lines of the days of a site that were read, by what became of them.',
      samples: sites.flatMap(({ site, periods }) =>
        periodOutcomes.map((outcome) => ({
          labels: { site, outcome },
          value: periods.reduce((sum, { tally }) => sum + (tally?.[outcome] ?? 0), 0),
        })),
      ),
    },
    {
      name: 'recount_rollup_run_lines',
      help: 'All lines that were read, of any site, by what became of them.',
      samples: outcomes.map(({ name }) => {
        return { labels: { outcome: name }, value: rebuilt.ledger[name] };
      }),
    },
  ];
}

type MeasuredSite = MeasuredRollup['sites'][number];

/** undefined = nothing is known of the site. */
function ofSites(
  sites: readonly MeasuredSite[],
  value: (site: MeasuredSite) => number | undefined,
): readonly Sample[] {
  return sites.flatMap((site) => {
    const number = value(site);
    return number === undefined ? [] : [{ labels: { site: site.site }, value: number }];
  });
}

function linesOfMetric({ name, help, samples }: Metric): readonly string[] {
  return [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} gauge`,
    ...samples.map(({ labels, value }) => {
      const pairs = Object.entries(labels).map(([key, text]) => `${key}="${labelValue(text)}"`);
      const set = pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
      return `${name}${set} ${value === Infinity ? '+Inf' : String(value)}`;
    }),
  ];
}

/** As the text format wants it. */
function labelValue(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

function successesIn(text: string): ReadonlyMap<string, number> {
  const pattern = new RegExp(`^${lastSuccess}\\{site="(.*)"\\} (\\d+)$`, 'gm');
  return new Map([...text.matchAll(pattern)].map(([, site = '', value]) => [site, Number(value)]));
}
