/** The run record: who did what, when, why, from what and with which result. */
import type { Ledger } from './ledger.ts';

export type RunPeriod = {
  readonly site: string;
  readonly date: string;
  /** What became of the period: published, current, refused … with the reason in words. */
  readonly result: string;
  readonly reason?: string;
  /** Of a repair: what its plan said of the period, in words. */
  readonly planned?: string;
  readonly generationBefore: string | null;
  readonly generationAfter: string | null;
  /** Main numbers of the site row: metric name to value. */
  readonly before: Readonly<Record<string, number>> | null;
  readonly after: Readonly<Record<string, number>> | null;
};

export type RunObject = {
  readonly key: string;
  readonly bytes: number;
  readonly lines: number;
  /** Why it was rejected; absent for an object that was read whole. */
  readonly rejected?: string;
  readonly ledger?: Partial<Ledger>;
};

export type RunRecord = {
  readonly schema: 1;
  readonly run: string;
  readonly command: string;
  readonly options: Readonly<Record<string, unknown>>;
  /**
   * Names of the options that were given, `sites.news.example.late` where a site has its own; all
   * others are defaults. Left out by whoever did not know.
   */
  readonly given?: readonly string[];
  /** How strongly the store confirmed what the run wrote; left out where there is one way alone. */
  readonly consistency?: string;
  readonly who: string;
  readonly reason: string | null;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly exitCode: number | null;
  readonly version: string;
  readonly ledger: Ledger;
  readonly objects: readonly RunObject[];
  readonly periods: readonly RunPeriod[];
};
