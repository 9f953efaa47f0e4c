/**
 * Published periods of a few rows whose every number is the same, so that a reader who is shown
 * rows of two generations, or half of one, gives itself away.
 */
import type { PageRecord } from '../../src/model/page-record.ts';
import type { GenerationKey } from '../../src/model/period.ts';
import { recordIntent } from '../../src/model/period-transitions.ts';
import type { Grain, RowPart } from '../../src/model/row.ts';
import { changePeriod } from '../../src/store/change-period.ts';
import type { PeriodChange } from '../../src/store/change-period.ts';
import { publishStaged, stageGeneration } from '../../src/store/publish-generation.ts';
import type { StagedGeneration } from '../../src/store/publish-generation.ts';
import type { Store } from '../../src/store/store.ts';
import { inputSetOf, manifestOf, rulesOf } from '../store/records.ts';
import { rowPartsFromPlain } from '../store/row-parts.ts';

export const site = 'news.example';
/** 2026-03-08. */
export const day = 20_520;
export const period = { site, day };

/** Noon of the day after. */
export const noon = (day + 1) * 86_400 + 43_200;
export const hour = 3600;

/** Each grain of such a period has two rows: every row is a step of every reader. */
const urls = [null, 'https://a.example/'];

export type SmallGeneration = {
  readonly generation: string;
  readonly run: string;
  /** Epoch seconds. */
  readonly at: number;
  /** Every number in it. */
  readonly views: number;
  /** Both where left out. Each makes more steps. */
  readonly grains?: readonly Grain[];
  readonly key?: typeof period;
};

/** Waits for nobody: what a change waits for are the steps of the other actor. */
export const noPause = (): Promise<void> => Promise.resolve();

/** Intent, staging and publishing, as a rebuild does it. */
export async function publishSmall(store: Store, small: SmallGeneration): Promise<PeriodChange> {
  const { generation, run, at, key = period } = small;
  const intent = { generation, barrier: 0, shards: 1 };
  const seen = await store.readPeriod(key);
  await changePeriod(store, key, (old) => recordIntent(old, intent, { run, at }), noPause);
  return publishStagedSmall(store, await stageSmall(store, small), {
    run,
    at,
    epoch: seen?.epoch ?? 0,
  });
}

export async function stageSmall(store: Store, small: SmallGeneration): Promise<StagedGeneration> {
  const { generation, run, at, views, grains = ['1d', '5m'] } = small;
  const key: GenerationKey = { ...(small.key ?? period), generation };
  const input = inputSetOf('part-0');
  await store.writeInputSet(input);
  await store.writeRules(rulesDigest, rulesOf(key.site));
  const derived = {
    grains,
    rows: (grain: Grain) => partsOf(key, grain, views),
    pages: (): PageRecord[] => [{ url: 'https://a.example/', seenAt: views, metadata: '{}' }],
  };
  return stageGeneration(store, key, derived, (content) => ({
    ...manifestOf(key),
    run,
    retentionAt: at,
    input: input.digest,
    rules: rulesDigest,
    ...content,
  }));
}

export const rulesDigest = 'r'.repeat(64);

export function publishStagedSmall(
  store: Store,
  staged: StagedGeneration,
  { run, at, epoch }: { readonly run: string; readonly at: number; readonly epoch: number },
): Promise<PeriodChange> {
  return publishStaged(store, staged, { epoch, actor: { run, at } }, noPause);
}

function partsOf(key: typeof period, grain: Grain, views: number): RowPart[] {
  const bucket = grain === '1d' ? key.day : key.day * 86_400 + 36_000;
  return rowPartsFromPlain(
    urls.map((url) => ({ grain, url, bucket, part: 0, cells: [['$all/page_views', views]] })),
  );
}
