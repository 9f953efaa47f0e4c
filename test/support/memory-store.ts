/**
 * A store that is nothing but memory, so that thousands of runs can be stepped through. It hides
 * nothing that a real store would show: a reader sees rows go while it reads them.
 */
import { compareTexts } from '../../src/base/bytes.ts';
import { canonicalJson } from '../../src/base/canonical-json.ts';
import type { InputSet } from '../../src/model/input-set.ts';
import type { Manifest } from '../../src/model/manifest.ts';
import type { PageRecord } from '../../src/model/page-record.ts';
import type { GenerationKey, PeriodKey } from '../../src/model/period.ts';
import { comparePeriods } from '../../src/model/period.ts';
import type { PeriodRecord } from '../../src/model/period-record.ts';
import type { Grain, RowPart } from '../../src/model/row.ts';
import type { RunRecord } from '../../src/model/run-record.ts';
import type { SiteRules } from '../../src/model/rules.ts';
import type { SiteRecord } from '../../src/model/site-record.ts';
import type { RowRange, Store } from '../../src/store/store.ts';
import type { Leftover, StoreUpkeep } from '../../src/store/upkeep.ts';
import { plainFromRowPart, rowPartsFromPlain } from '../store/row-parts.ts';
import type { PlainPart } from '../store/row-parts.ts';

type StoredPart = { readonly plain: PlainPart; readonly part: RowPart };

type MemoryGeneration = {
  readonly key: GenerationKey;
  /** What is read is what was staged, so that its text is made once, however often it is read. */
  readonly rows: Partial<Record<Grain, readonly StoredPart[]>>;
  pages?: readonly PageRecord[];
  manifest?: Manifest;
};

/** Everything that is stored; several handles may share it. Values are never changed in place. */
export type MemoryData = {
  readonly periods: Map<string, PeriodRecord>;
  readonly sites: Map<string, SiteRecord>;
  readonly generations: Map<string, MemoryGeneration>;
  readonly inputs: Map<string, InputSet>;
  readonly rules: Map<string, SiteRules>;
  readonly runs: Map<string, RunRecord>;
  readonly leftovers: Map<string, Leftover>;
};

export function emptyMemory(): MemoryData {
  return {
    periods: new Map(),
    sites: new Map(),
    generations: new Map(),
    inputs: new Map(),
    rules: new Map(),
    runs: new Map(),
    leftovers: new Map(),
  };
}

/** A stored part is there twice; its plain form says all. */
function withoutParts(name: string, value: unknown): unknown {
  return name === 'part' && typeof value === 'object' ? undefined : value;
}

/** Values are never changed in place, so that the text of each is made once. */
const texts = new WeakMap<object, string>();

/** The same text for the same content, however it came about. */
export function textOfMemory(data: MemoryData): string {
  return Object.values(data).map(textOfMap).join('\n');
}

function textOfMap(map: ReadonlyMap<string, object>): string {
  return [...map]
    .map(([name, value]) => `${name} ${textOfValue(value)}`)
    .sort()
    .join('\n');
}

function textOfValue(value: object): string {
  const known = texts.get(value) ?? JSON.stringify(value, withoutParts);
  texts.set(value, known);
  return known;
}

export function memoryStore(data: MemoryData = emptyMemory(), location = 'memory'): Store {
  return {
    location,
    ...recordsOf(data),
    ...generationsOf(data),
    async writeInputSet(set) {
      data.inputs.set(set.digest, set);
    },
    readInputSet: async (digest) => data.inputs.get(digest),
    async writeRules(digest, rules) {
      data.rules.set(digest, rules);
    },
    readRules: async (digest) => data.rules.get(digest),
    async writeRun(run) {
      data.runs.set(run.run, JSON.parse(canonicalJson(run)) as RunRecord);
    },
    readRun: async (run) => data.runs.get(run),
    async *listRuns() {
      yield* [...data.runs.keys()].sort((a, b) => compareTexts(b, a));
    },
    upkeep: upkeepOf(data),
    close: () => Promise.resolve(),
  };
}

type Records = Pick<
  Store,
  'readPeriod' | 'swapPeriod' | 'listPeriods' | 'readSite' | 'swapSite' | 'listSites'
>;

function recordsOf({ periods, sites }: MemoryData): Records {
  return {
    readPeriod: async (key) => periods.get(periodName(key)),
    async swapPeriod(record) {
      return swap(periods, periodName(record), record);
    },
    async *listPeriods({ site, fromDay = -Infinity, untilDay = Infinity }) {
      for (const record of [...periods.values()].sort(comparePeriods)) {
        const isOfSite = site === undefined || record.site === site;
        if (isOfSite && record.day >= fromDay && record.day < untilDay) yield record;
      }
    },
    readSite: async (site) => sites.get(site),
    swapSite: async (record) => swap(sites, record.site, record),
    async listSites() {
      const named = [...[...periods.values()].map(({ site }) => site), ...sites.keys()];
      return [...new Set(named)].sort(compareTexts);
    },
  };
}

function swap<T extends { readonly version: number }>(
  records: Map<string, T>,
  name: string,
  record: T,
): 'applied' | 'lost' {
  if ((records.get(name)?.version ?? 0) !== record.version - 1) return 'lost';
  records.set(name, record);
  return 'applied';
}

type Generations = Pick<
  Store,
  | 'stageRows'
  | 'stagePages'
  | 'stageManifest'
  | 'readManifest'
  | 'readRows'
  | 'readPages'
  | 'dropGeneration'
  | 'listGenerations'
>;

function generationsOf({ generations }: MemoryData): Generations {
  const found = (key: GenerationKey): MemoryGeneration | undefined =>
    generations.get(generationName(key));
  const change = (key: GenerationKey, more: Partial<MemoryGeneration>): void => {
    const { site, day, generation } = key;
    const before = found(key) ?? { key: { site, day, generation }, rows: {} };
    generations.set(generationName(key), { ...before, ...more });
  };
  return {
    async stageRows(key, grain, parts) {
      const stored = Array.from(parts, storedPart);
      change(key, { rows: { ...found(key)?.rows, [grain]: stored } });
    },
    stagePages: async (key, pages) => change(key, { pages: [...pages] }),
    stageManifest: async (key, manifest) => change(key, { manifest }),
    readManifest: async (key) => found(key)?.manifest,
    async *readRows(key, grain, range) {
      for (let index = 0; ; index += 1) {
        const stored = found(key)?.rows[grain]?.[index];
        if (stored === undefined) return;
        if (isWithin(stored.plain, range)) yield stored.part;
      }
    },
    async *readPages(key) {
      for (let index = 0; ; index += 1) {
        const page = found(key)?.pages?.[index];
        if (page === undefined) return;
        yield page;
      }
    },
    async dropGeneration(key, grain) {
      if (grain === undefined) generations.delete(generationName(key));
      else if (found(key) !== undefined) {
        const left = Object.entries(found(key)?.rows ?? {}).filter(([name]) => name !== grain);
        change(key, { rows: Object.fromEntries(left) });
      }
    },
    async listGenerations(key) {
      const own = [...generations.values()].filter(
        ({ key: one }) => comparePeriods(one, key) === 0,
      );
      return own.map(({ key: { generation } }) => generation);
    },
  };
}

function upkeepOf({ periods, generations, leftovers }: MemoryData): StoreUpkeep {
  return {
    async listDays(site) {
      const keys = [...periods.values(), ...[...generations.values()].map(({ key }) => key)];
      const days = keys.filter((key) => key.site === site).map(({ day }) => day);
      return [...new Set(days)].sort((a, b) => a - b);
    },
    async generationBytes(key, grain) {
      const stored = generations.get(generationName(key));
      const content = grain === undefined ? stored : stored?.rows[grain];
      return content === undefined ? 0 : textOfValue(content).length;
    },
    async *listLeftovers() {
      yield* [...leftovers.values()];
    },
    async removeLeftover({ name }) {
      leftovers.delete(name);
    },
    async *inspect() {
      // Memory has no files that could be damaged.
    },
  };
}

/** Its own, whatever becomes of the memory that the part shares with others. */
function storedPart(part: RowPart): StoredPart {
  const plain = plainFromRowPart(part);
  const [own] = rowPartsFromPlain([plain]);
  return { plain, part: own ?? part };
}

function isWithin({ url, bucket }: PlainPart, range: RowRange): boolean {
  const { fromBucket = -Infinity, untilBucket = Infinity } = range;
  if (range.url !== undefined && range.url !== url) return false;
  return bucket >= fromBucket && bucket < untilBucket;
}

function periodName({ site, day }: PeriodKey): string {
  return JSON.stringify([site, day]);
}

function generationName({ site, day, generation }: GenerationKey): string {
  return JSON.stringify([site, day, generation]);
}
